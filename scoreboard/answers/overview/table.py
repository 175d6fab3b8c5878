"""The table behind the figures of the overview, with what goes along into its files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pandas as pd

from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.model import Behind, Table, TableFacts
from scoreboard.answers.overview.picture import Picture, take_picture
from scoreboard.answers.overview.words import regions_without
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited, release_line, titles_of
from scoreboard.catalog import Language
from scoreboard.language import in_brackets, translator
from scoreboard.store.bulk import Selection
from scoreboard.text.figures import round_column
from scoreboard.text.sentences import status_word

T = TypeVar("T")

# More rows than a reader looks through.
MOST_AT_ONCE = 400


def table_of(picture: Picture) -> Table:
    """All regions of the level, ranked; those without a value last and marked as such."""
    _ = translator(picture.language)
    return Table(
        key="table",
        label=_("Table and download"),
        name=f"{picture.indicator.code}_{picture.year}",
        build=partial(_ask, _build, picture.release, picture.choice, picture.language),
        facts=partial(_ask, _facts, picture.release, picture.choice, picture.language),
        behind=Behind(
            Selection(
                indicators=(picture.indicator.code,),
                level=picture.choice.level,
                within=picture.choice.within,
            ),
            picture.year,
        ),
    )


def _ask(
    about: Callable[[Picture], T], release: Release, choice: IndicatorChoice, language: Language
) -> T:
    """From a picture taken again: an answer that held its own would be three times as large."""
    return about(take_picture(release, choice, language))


def _build(picture: Picture) -> pd.DataFrame:
    """One row a region; a missing value stays empty, and values are in the unit of the header."""
    _ = translator(picture.language)
    unit, decimals = picture.numbers.unit, picture.numbers.decimals
    if picture.choice.view == "value":
        unit = picture.release.catalog.unit_of(picture.indicator.code).name[picture.language]
        # One more decimal than pictures show: the table is there to be checked against.
        decimals = picture.indicator.decimals + 2
    rows, year, language = picture.snapshot.rows, picture.year, picture.language
    has_years = picture.is_mixed or not picture.indicator.is_ranked
    titles = picture.release.titles
    labels = (_("Newest value"), _("A year before")) if has_years else (str(year), str(year - 1))
    now, before = (label + in_brackets(unit, language) for label in labels)
    columns = {
        _("Rank"): rows["rank"].astype("Int64"),
        _("Region"): rows["region_code"].map(picture.names),
        _("Year"): rows["year"].astype("Int64"),
        now: round_column(rows["value"], decimals),
        before: round_column(rows["value_before"], decimals),
        _("Rank before"): rows["rank_before"].astype("Int64"),
        _("Status"): [status_word(s, language) for s in rows["status"]],
        _("Source"): [cited(codes, titles) for codes in rows["source_code"]],
        _("Code"): rows["region_code"],
        _("Note"): rows["note"].fillna("") if "note" in rows else "",
    }
    if not picture.indicator.is_ranked:
        for name in (_("Rank"), before, _("Rank before")):
            del columns[name]
    if not has_years:
        del columns[_("Year")]
    found = pd.DataFrame(columns)
    if len(found) > MOST_AT_ONCE:
        # Of thousands, those that the reader chose stand first.
        is_chosen = rows["region_code"].isin(picture.choice.regions)
        found = pd.concat([found[is_chosen], found[~is_chosen]], ignore_index=True)
    missing = regions_without(picture)
    if not missing:
        return found
    absent = pd.DataFrame(
        {
            _("Region"): [picture.names[c] for c in missing],
            _("Status"): _("no data"),
            _("Code"): missing,
        }
    )
    return pd.concat([found, absent], ignore_index=True).reindex(columns=found.columns)


def _facts(picture: Picture) -> TableFacts:
    """What goes with the table into every file."""
    _ = translator(picture.language)
    indicator, language, release = picture.indicator, picture.language, picture.release
    titles = titles_of(picture.snapshot.rows["source_code"].unique(), release.titles)
    lines = (
        (_("Indicator"), picture.shown),
        (_("Compared by"), picture.within),
        (_("Definition"), indicator.definition[language]),
        (_("Release"), release_line(release.info, language)),
        (_("Sources"), ";".join(titles)),
        (_("Caveats"), " ".join(c[language] for c in indicator.caveats)),
    )
    return TableFacts(picture.shown, tuple(pair for pair in lines if pair[1]))
