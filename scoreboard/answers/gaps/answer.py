"""What one region has no figure of: the answer of 数据清单."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.gaps.choice import GapsChoice
from scoreboard.answers.gaps.missing import Missing, MissingFigure, missing_of
from scoreboard.answers.gaps.words import elsewhere, office_of, opening, use_text
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, PageLink, Part, Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import translator


@kept
def answer(release: Release, choice: GapsChoice, language: Language) -> Answer:
    """Which figures of a region are missing, who publishes them, which are worth asking for first?

    Blocks: opening; list (what the region's offices publish, as a table); template (where the
    filled-in file goes); elsewhere (what they do not publish). Empty where nothing is missing.
    """
    _ = translator(language)
    found = missing_of(release, choice.region_code)
    blocks: dict[str, tuple[Part, ...]] = {"opening": opening(found, language)}
    if found.local:
        blocks["list"] = (
            Sentence(_("To be had from the region's own offices"), "title"),
            _table(release, found, language),
        )
        link = PageLink("update", _("Upload the filled-in template"), (), ":material/upload_file:")
        blocks["template"] = (link,)
    blocks["elsewhere"] = elsewhere(found, language)
    return Answer(choice.region_code, blocks)


def _table(release: Release, found: Missing, language: Language) -> Table:
    _ = translator(language)
    name = found.region.short_name[language]
    title = _("Missing figures of {region}").format(region=name)
    lines = ((_("Release"), release_line(release.info, language)),)
    return Table(
        key="gaps_table",
        label="",
        name=f"gaps_{found.region.code}",
        build=partial(_build, found, language),
        facts=partial(TableFacts, title, lines),
        columns={_("Indicator"): "pinned"},
        rows=20,
    )


def _build(found: Missing, language: Language) -> pd.DataFrame:
    """One row a figure, the most useful first."""
    _ = translator(language)
    gaps = found.local
    columns = {
        _("Indicator"): [gap.indicator.name[language] for gap in gaps],
        _("Year wanted"): [str(gap.year or "") for gap in gaps],
        _("Newest figure"): [str(gap.newest or _("none")) for gap in gaps],
        _("Publishing office"): [_office(found, gap, language) for gap in gaps],
        _("Publication"): [_publication(gap, language) for gap in gaps],
        _("Peers with it"): [f"{gap.peers}/{found.peers}" for gap in gaps],
        _("Regions with it"): [gap.regions for gap in gaps],
        _("Used by"): [use_text(gap, language) for gap in gaps],
        _("Note"): [_note(gap, language) for gap in gaps],
        _("Code"): [gap.indicator.code for gap in gaps],
    }
    if not found.peers:
        del columns[_("Peers with it")]
    return pd.DataFrame(columns)


def _office(found: Missing, gap: MissingFigure, language: Language) -> str:
    return "" if gap.publisher is None else office_of(gap.publisher, found.region, language)


def _publication(gap: MissingFigure, language: Language) -> str:
    return "" if gap.publisher is None else gap.publisher.publication[language]


def _note(gap: MissingFigure, language: Language) -> str:
    note = gap.publisher.note if gap.publisher else None
    return note[language] if note else ""
