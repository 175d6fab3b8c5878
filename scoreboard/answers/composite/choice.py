"""What the link of the composite page says: system, level, year, region, and the method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    OUTLIERS,
    WEIGHTINGS,
    Aggregation,
    Normalisation,
    Options,
    Outliers,
    Weighting,
)
from scoreboard.analysis.composite.system import default_shares, system_of
from scoreboard.answers.composited import ranked_years
from scoreboard.answers.indicator_choice import read_year
from scoreboard.answers.link import Link, read_level, read_region
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, IndicatorSystem, Level
from scoreboard.language import translator

LEVELS: tuple[Level, ...] = ("province", "city")
COVERAGES = ("80", "90", "100")
DEFAULT_OPTIONS = Options()


@dataclass(frozen=True)
class CompositeChoice:
    """What the page shows.

    year: none where no region has enough figures in any year. shares: whole per cents of the
    system's groups, which sum to 100.
    """

    system_code: str
    level: Level
    year: int | None
    region_code: str
    options: Options
    shares: tuple[int, ...]


def read_choice(link: Link, release: Release) -> CompositeChoice:
    """The choice of a link, each part checked against what there is."""
    _, systems = translator(link.language), release.catalog.systems
    level = read_level(link, LEVELS)
    if link.get("level") == "county":
        why = _(
            "Counties have no composite: they have a few census figures of 2020, and neither "
            "inputs nor output."
        )
        link.notice(why, is_fault=False)
    code = link.one("system", systems, default_system(release.catalog, level))
    return CompositeChoice(
        system_code=code,
        level=level,
        year=read_year(link, ranked_years(release, level, code)),
        region_code=read_region(link, release, (level,)).code,
        options=_read_options(link),
        shares=_read_shares(link, systems[code]),
    )


def default_system(catalog: Catalog, level: Level) -> str:
    """The system that is shown where the link names none: the first made for the level."""
    system = system_of(catalog, level)
    return system.code if system else next(iter(catalog.systems))


def systems_in_order(catalog: Catalog, level: Level) -> list[str]:
    """Codes of the systems: the level's own, others that are computed, lists from new to old."""
    systems, own = catalog.systems, default_system(catalog, level)
    order = sorted(systems, key=lambda code: -systems[code].edition)
    return sorted(order, key=lambda code: (code != own, not systems[code].is_computed))


def _read_options(link: Link) -> Options:
    """The choices of method."""
    default = DEFAULT_OPTIONS
    return Options(
        normalisation=cast(
            Normalisation, link.one("normalisation", NORMALISATIONS, default.normalisation)
        ),
        weighting=cast(Weighting, link.one("weighting", WEIGHTINGS, default.weighting)),
        aggregation=cast(Aggregation, link.one("aggregation", AGGREGATIONS, default.aggregation)),
        outliers=cast(Outliers, link.one("outliers", OUTLIERS, default.outliers)),
        least_share=int(link.one("coverage", COVERAGES, COVERAGES[0])) / 100,
    )


def _read_shares(link: Link, system: IndicatorSystem) -> tuple[int, ...]:
    """The shares of the groups: whole numbers that sum to 100, else the system's own."""
    default = default_shares(system)
    asked = link.get("shares")
    if asked is None or not system.is_computed:
        return default
    parts = asked.split("-")
    if all(p.isascii() and p.isdecimal() and len(p) <= 3 for p in parts):
        shares = tuple(map(int, parts))
        if len(shares) == len(default) and sum(shares) == 100:
            return shares
    link.one("shares", (), "")
    return default
