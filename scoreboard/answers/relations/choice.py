"""What the link of 关系 says: two indicators, which regions, a year, the axes, who is marked."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.correlation import FEWEST_PAIRS
from scoreboard.analysis.window import window_length
from scoreboard.answers.basis import default_indicator, regions_compared
from scoreboard.answers.indicator_choice import read_year, regions_around
from scoreboard.answers.link import Link, read_level, read_window
from scoreboard.answers.relations.pairs import default_end, ends_with_both
from scoreboard.answers.release import Release
from scoreboard.catalog import Level
from scoreboard.charts.theme import MOST_CHOSEN

LEVELS: tuple[Level, ...] = ("province", "city", "county", "zone")
# Which axes are logarithmic.
LOGS = ("none", "x", "y", "xy")
# Of counties there are figures of the census alone.
_ACROSS: dict[Level, str] = {"county": "professional_employment_pct"}
_DEFAULT_ACROSS = "gdp_per_capita"


@dataclass(frozen=True)
class RelationsChoice:
    """Two indicators of the regions of a level, in the whole country or within a province or city.

    across: the indicator on the horizontal axis; indicator_code: the one on the vertical. window:
    of how many years, `year` being the last, regions stand with their newest figures. year: none
    where no region has both within so many.
    """

    level: Level
    within: str | None
    indicator_code: str
    across: str
    year: int | None
    window: int
    log_x: bool
    log_y: bool
    regions: tuple[str, ...]


def read_choice(link: Link, release: Release) -> RelationsChoice:
    """The choice of a link, each part checked."""
    catalog = release.catalog
    level = read_level(link, levels_offered(release))
    around = {r.code for r in regions_around(catalog, level)}
    # What stands around the regions of another level goes with it.
    within = link.one("within", around, "") or None if level == link.get("level") else None
    vertical, horizontal = default_pair(level)
    code = link.one("indicator", catalog.indicators, vertical)
    across = link.one("x", catalog.indicators, horizontal if code != horizontal else vertical)
    members = {r.code for r in regions_compared(catalog, level, within)}
    chosen = link.many("regions", members, release.region_names(link.language), MOST_CHOSEN)
    about = link.first_of("region", members)
    window = window_length(level, read_window(link, level))
    ends = ends_with_both(release, level, within, across, code, window)
    log = link.one("log", LOGS, LOGS[0])
    return RelationsChoice(
        level=level,
        within=within,
        indicator_code=code,
        across=across,
        year=read_year(link, ends, default_end(ends, window)),
        window=window,
        log_x="x" in log,
        log_y="y" in log,
        # The region that another page was about is marked where nothing else was chosen.
        regions=chosen or ((about,) if about else ()),
    )


def default_pair(level: Level) -> tuple[str, str]:
    """The indicators shown where a link names none: on the vertical axis, on the horizontal."""
    return default_indicator(level), _ACROSS.get(level, _DEFAULT_ACROSS)


def levels_offered(release: Release) -> tuple[Level, ...]:
    """The levels of which enough regions have two indicators at least."""
    return tuple(
        level
        for level in LEVELS
        if sum(n >= FEWEST_PAIRS for n in release.widest(level).values()) > 1
    )
