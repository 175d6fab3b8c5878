"""What the link of 区域格局 says: one indicator, the earlier year, how regions count."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.classes import SCHEMES
from scoreboard.analysis.views import VIEWS
from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.indicator_choice import read_choice as read_indicator_choice
from scoreboard.answers.link import Link, cut, read_region
from scoreboard.answers.release import Release
from scoreboard.answers.structure.measures import earlier_years
from scoreboard.catalog import Level
from scoreboard.language import translator

DEFAULT_INDICATOR = "rd_expenditure"
BASES = ("regions", "people")
# Counties have figures of one census: nothing to set against an earlier year.
LEVELS: tuple[Level, ...] = ("province", "city")


@dataclass(frozen=True)
class StructureChoice(IndicatorChoice):
    """One indicator among regions, and what is asked of it.

    since: the earlier year it is set against, none where no year compares. by_people: regions
    count by their population. region_code: the region that is marked, or whose province is.
    """

    since: int | None
    by_people: bool
    region_code: str
    composition_code: str


def read_choice(link: Link, release: Release) -> StructureChoice:
    """The choice of a link, each part checked."""
    shown = read_indicator_choice(
        link, release, DEFAULT_INDICATOR, marks_region=False, levels=LEVELS, has_views=False
    )
    compositions = release.catalog.compositions
    return StructureChoice(
        level=shown.level,
        within=shown.within,
        indicator_code=shown.indicator_code,
        year=shown.year,
        # The page shows values alone, and one region; other choices make no other answer.
        view=VIEWS[0],
        scheme=SCHEMES[0],
        regions=(),
        window=shown.window,
        since=_read_since(link, release, shown),
        by_people=link.one("basis", BASES, BASES[0]) == "people",
        region_code=read_region(link, release).code,
        composition_code=link.one("composition", compositions, next(iter(compositions))),
    )


def years_before(release: Release, choice: IndicatorChoice) -> tuple[int, ...]:
    """The years that the year shown can be set against, oldest first."""
    if choice.year is None:
        return ()
    scope = (choice.indicator_code, choice.level, choice.within, choice.year, choice.window)
    return earlier_years(release, *scope)


def _read_since(link: Link, release: Release, shown: IndicatorChoice) -> int | None:
    """The earlier year asked for; the oldest comparable one otherwise, with a sentence."""
    earlier = years_before(release, shown)
    asked = link.get("since")
    if not earlier:
        return None
    if not asked or asked in map(str, earlier):
        return int(asked or earlier[0])
    _ = translator(link.language)
    sentence = _("{year} cannot be set against {asked}; {shown} is taken.")
    link.notice(
        sentence.format(year=shown.year, asked=cut(asked), shown=earlier[0]), is_fault=False
    )
    return earlier[0]
