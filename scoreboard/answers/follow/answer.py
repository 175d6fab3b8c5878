"""What has changed of what a reader follows: the answer of 关注."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.follow.changes import changes_of
from scoreboard.answers.follow.choice import FollowChoice
from scoreboard.answers.follow.words import lists_of, names_of, opening
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Card, Part, Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited, release_line
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator


@kept
def answer(release: Release, choice: FollowChoice, language: Language) -> Answer:
    """What did newer releases change of the regions and indicators that are followed?

    Blocks: opening; changes (the first of each thing followed); table (all of them).
    """
    _ = translator(language)
    token = f"{','.join(choice.followed)}|{choice.after}"
    changes = changes_of(release, choice)
    blocks: dict[str, tuple[Part, ...]] = {
        "opening": opening(release, choice, changes, language),
    }
    if not changes.empty:
        lists = lists_of(release, choice, changes, language)
        blocks["changes"] = tuple(Card("", (each,)) for each in lists)
        blocks["source"] = (Sentence(release_line(release.info, language), "source"),)
        blocks["table"] = (_table(release, choice, language),)
    return Answer(token, blocks)


def _table(release: Release, choice: FollowChoice, language: Language) -> Table:
    _ = translator(language)
    lines = (
        (_("Followed"), join_list(names_of(release, choice, language), language)),
        (_("Compared with"), _("release {number}").format(number=choice.after)),
        (_("Release"), release_line(release.info, language)),
    )
    return Table(
        key="follow_table",
        label=_("All changes, with download"),
        name="changes",
        build=partial(_build, release, choice, language),
        facts=partial(TableFacts, _("What has changed"), lines),
        columns={_("Indicator"): "pinned"},
    )


def _build(release: Release, choice: FollowChoice, language: Language) -> pd.DataFrame:
    """One row a figure, in the unit of its indicator; a missing value stays empty."""
    _, catalog = translator(language), release.catalog
    rows = changes_of(release, choice)
    kinds = {
        "added": _("Added"),
        "changed": _("Changed"),
        "withdrawn": _("Withdrawn"),
        "restated": _("Restated"),
    }
    sources = rows["source_after"].where(rows["value_after"].notna(), rows["source_before"])
    return pd.DataFrame(
        {
            _("Indicator"): [catalog.indicators[c].name[language] for c in rows["indicator_code"]],
            _("Region"): [catalog.regions[c].short_name[language] for c in rows["region_code"]],
            _("Year"): rows["year"].astype(str),
            _("Unit"): [catalog.unit_of(c).name[language] for c in rows["indicator_code"]],
            _("Before"): rows["value_before"],
            _("Now"): rows["value_after"],
            _("Change"): rows["kind"].map(kinds),
            _("Source"): [cited(str(cell), release.titles) for cell in sources.fillna("")],
            _("Release"): rows["release_id"].map(
                lambda n: _("release {number}").format(number=int(n))
            ),
        }
    )
