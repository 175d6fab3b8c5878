"""Which figures a region lacks, what each would be good for, and who publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scoreboard.answers.basis import newest, peers_of, years_compared
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Catalog, Indicator, Level, Publisher, Region

# Of so many regions a publisher has figures of a year that can be asked for.
_FEWEST_PUBLISHED = 3
Use = Literal["diagnosis", "tier", "composite"]


@dataclass(frozen=True)
class MissingFigure:
    """A figure that a region lacks.

    newest: the year of its own newest figure, None where it never had one. year: the one that is
    asked for, see wanted_year, None where no year has figures. uses: by which of our
    analyses it is looked at, itself or by a ratio of it, and how often. peers: of how many peers
    there is a figure of any year; regions: of how many regions of the level.
    """

    indicator: Indicator
    publisher: Publisher | None
    newest: int | None
    year: int | None
    uses: tuple[tuple[Use, int], ...]
    peers: int
    regions: int

    @property
    def is_local(self) -> bool:
        """Whether the region's own office has it."""
        return self.publisher is not None and self.publisher.by == "local"


@dataclass(frozen=True)
class Missing:
    """All figures that a region lacks, the most useful first.

    expected: how many indicators come in with files for its level. peers: how many regions are its
    peers.
    """

    region: Region
    gaps: tuple[MissingFigure, ...]
    expected: int
    peers: int

    @property
    def local(self) -> tuple[MissingFigure, ...]:
        """Those that the region's own offices publish, and that others have of some year."""
        return tuple(gap for gap in self.gaps if gap.is_local)


@kept
def missing_of(release: Release, region_code: str) -> Missing:
    """What a region has no figure of in the year of comparison, most useful first.

    Only indicators of its level whose figures come in with files: what is worked out, and what is
    counted on national lists, nobody needs to ask for. Order: how often our analyses look at it,
    how many peers have it, how many regions.
    """
    catalog = release.catalog
    region = catalog.regions[region_code]
    level = region.level
    years = years_compared(release, level)
    own = newest(release, level, region_code)
    own_years = dict(zip(own["indicator_code"], own["year"].astype(int), strict=True))
    peers = tuple(peers_of(release, level, region_code)["region_code"])
    expected = [
        i for i in catalog.indicators.values() if level in i.levels and catalog.is_published(i.code)
    ]
    uses, panel = uses_at(catalog, level), release.panel(level)
    gaps = []
    for indicator in expected:
        year, own_year = years.get(indicator.code), own_years.get(indicator.code)
        if own_year is not None and (year is None or own_year >= year):
            continue
        there = set(panel.loc[panel["indicator_code"] == indicator.code, "region_code"])
        gap = MissingFigure(
            indicator,
            publisher_of(catalog, indicator.code),
            own_year,
            wanted_year(release, level, indicator.code, own_year, year),
            uses.get(indicator.code, ()),
            len(there.intersection(peers)),
            len(there - {NATION}),
        )
        gaps.append(gap)
    gaps.sort(key=lambda g: (-sum(n for _, n in g.uses), -g.peers, -g.regions, g.indicator.code))
    return Missing(region, tuple(gaps), len(expected), len(peers))


def wanted_year(
    release: Release, level: Level, code: str, own_year: int | None, compared: int | None
) -> int | None:
    """The year that a missing figure is asked for, newer than the region's own.

    The newest of which the same publisher has published figures of at least three regions of the
    level: an old year of comparison only says who has asked before. Where that is none, or no newer
    than the region's own, the year of comparison.
    """
    publisher = publisher_of(release.catalog, code)
    if publisher is None or compared is None:
        return compared
    counts = _published(release, level).get(publisher.code, {})
    newest_there = max((y for y, n in counts.items() if n >= _FEWEST_PUBLISHED), default=compared)
    return newest_there if newest_there > (own_year or 0) else compared


@kept
def _published(release: Release, level: Level) -> dict[str, dict[int, int]]:
    """By publisher and year, of how many regions of a level there is any figure."""
    panel = release.panel(level)
    panel = panel[panel["region_code"] != NATION]
    found = {}
    for publisher in release.catalog.publishers.values():
        rows = panel[panel["indicator_code"].isin(publisher.indicators)]
        counts = rows.groupby("year")["region_code"].nunique()
        found[publisher.code] = {int(year): int(n) for year, n in counts.items()}
    return found


def publisher_of(catalog: Catalog, code: str) -> Publisher | None:
    """Who publishes an indicator; None where the catalog does not know."""
    return next((p for p in catalog.publishers.values() if code in p.indicators), None)


@lru_cache(maxsize=8)
def uses_at(catalog: Catalog, level: Level) -> dict[str, tuple[tuple[Use, int], ...]]:
    """By published indicator: how many rules, tier criteria and composites of a level use it."""
    looked_at: dict[Use, list[Iterable[str]]] = {
        "diagnosis": [rule.indicators for rule in catalog.rules.values() if level in rule.levels],
        "tier": [
            [criterion.indicator]
            for tier in catalog.tiers.values()
            if tier.level == level
            for criterion in tier.criteria
        ],
        "composite": [
            system.indicators
            for system in catalog.systems.values()
            if system.is_computed and system.level == level
        ],
    }
    found: dict[str, dict[Use, int]] = {}
    for use, groups in looked_at.items():
        for codes in groups:
            for part in {part for code in codes for part in _parts(catalog, code)}:
                own = found.setdefault(part, {})
                own[use] = own.get(use, 0) + 1
    return {code: tuple(own.items()) for code, own in found.items()}


def _parts(catalog: Catalog, code: str) -> Iterator[str]:
    """The published indicators that one is worked out from: itself where it is one."""
    ratio = catalog.worked_ratios.get(code)
    if ratio is not None:
        parts: tuple[str, ...] = (ratio.numerator, ratio.denominator)
    else:
        parts = catalog.indicators[code].parts
    if not parts:
        yield code
    for part in parts:
        yield from _parts(catalog, part)
