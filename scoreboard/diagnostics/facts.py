"""Everything that a rule or a tier criterion may look at for one region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoreboard.catalog import Level

YardstickKind = Literal["nation", "peers", "tier", "level"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: value in the catalog's unit, year, status, source."""

    indicator_code: str
    year: int
    value: float
    status: str
    source_code: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a figure is held against: the nation's value, or a median of `regions` regions.

    first_year, last_year: of the figures in it; the same year for provinces, while those of cities
    lie in one window.
    """

    kind: YardstickKind
    indicator_code: str
    value: float
    first_year: int
    last_year: int
    regions: int
    source_code: str = ""


@dataclass(frozen=True)
class LargestCity:
    """The largest known city's part of its province in one year.

    share_pct: of the province's figure. unknown_pct: what the cities without a figure have
    together, which bounds how large any of them can be. earlier_share_pct, earlier_year: the same
    city's part before; none where it is not known.
    """

    indicator_code: str
    city_code: str
    share_pct: float
    unknown_pct: float
    year: int
    status: str
    source_code: str
    earlier_share_pct: float | None = None
    earlier_year: int | None = None


@dataclass(frozen=True)
class RegionFacts:
    """What is known of one region, built for all regions of a level at once by collect_facts.

    values: by indicator, the figure said of it: its newest in the window, which is one year for
    provinces; where it has none there, its own newest. compared: the indicators in which it has
    one in the window. series: all its figures, by year ascending. nation: of the same year as the
    region's figure. peer_medians, tier_medians, level_medians: of the window; absent where too few
    regions have a figure, or the region itself has none there. nation_series: all years, for
    growth. peers never hold the region itself.
    ranks: (place, of how many) in the window. this_year: the newest widely published year of any
    indicator, from which age is counted. has_cities, largest_cities: of
    provinces that have cities below them. tier_code: empty while
    tiers are being assigned.
    """

    region_code: str
    level: Level
    this_year: int
    values: Mapping[str, Fact]
    series: Mapping[str, tuple[Fact, ...]]
    nation: Mapping[str, Yardstick]
    nation_series: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    peers: tuple[str, ...] = ()
    peer_medians: Mapping[str, Yardstick] = field(default_factory=dict)
    tier_medians: Mapping[str, Yardstick] = field(default_factory=dict)
    level_medians: Mapping[str, Yardstick] = field(default_factory=dict)
    ranks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    has_cities: bool = False
    largest_cities: Mapping[str, LargestCity] = field(default_factory=dict)
    tier_code: str = ""
    compared: frozenset[str] = frozenset()

    @property
    def known(self) -> tuple[str, ...]:
        """Codes of the indicators and worked ratios that the region has a figure of."""
        return tuple(self.values)

    def yardstick(self, kind: str, indicator_code: str) -> Yardstick | None:
        """One yardstick of an indicator; none where there is nothing to hold it against."""
        of_kind = {
            "nation": self.nation,
            "peers": self.peer_medians,
            "tier": self.tier_medians,
            "level": self.level_medians,
        }
        return of_kind[kind].get(indicator_code)
