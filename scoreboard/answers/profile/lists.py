"""What the region has on national lists, with the items behind each number."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.model import Grid, PageLink, Part, Sentence, Table, TableFacts
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.registered import (
    Listed,
    items_table,
    listed,
    number_words,
    registers_in_order,
    state_words,
)
from scoreboard.answers.sources import release_line, source_line, titles_of
from scoreboard.catalog import OUTSIDE_STATISTICS
from scoreboard.language import translator


def lists_of(profile: RegionProfile) -> tuple[Part, ...]:
    """One row a list: how many items lie in the region, and whether the list is complete."""
    release, code = profile.release, profile.region.code
    if release.register_items().empty or code in OUTSIDE_STATISTICS:
        return ()
    _, language = translator(profile.language), profile.language
    found = [listed(release, each, code) for each in registers_in_order(profile.catalog)]
    rows = tuple(
        (
            each.register.name[language],
            str(each.known.year) if each.known else "—",
            number_words(each, language),
            state_words(each, language),
        )
        for each in found
    )
    items = pd.concat([each.items for each in found], ignore_index=True)
    titles = titles_of(items["source_code"].unique(), release.titles)
    headings = (_("List"), _("Year"), profile.name, _("Is the list complete?"))
    within = code if profile.level == "province" else profile.region.parent_code
    return (
        Sentence(_("Platforms and national lists"), "title"),
        Grid(headings, rows),
        Table(
            key="profile_lists",
            label=_("The {n} items: table and download").format(n=len(items)),
            name=f"lists_{code}",
            build=partial(items_table, release, items, language),
            facts=partial(_facts, profile, found, titles),
        ),
        PageLink("registers", _("Whole lists"), (("within", within),), ":material/checklist:"),
        Sentence(source_line(titles, release.info, language), "source"),
    )


def _facts(profile: RegionProfile, found: list[Listed], titles: list[str]) -> TableFacts:
    _, language = translator(profile.language), profile.language
    lists = tuple((each.register.name[language], state_words(each, language)) for each in found)
    return TableFacts(
        _("Platforms and national lists") + f": {profile.name}",
        (
            *lists,
            (_("Release"), release_line(profile.release.info, language)),
            (_("Sources"), ";".join(titles)),
        ),
    )
