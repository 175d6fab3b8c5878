"""What rules look at: a value against a line, a yardstick or its own past, and how bad that is.

A rule file declares its signs with the functions below; the numbers are in its YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog import Catalog, DiagnosisSettings, SignLines
from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts
from scoreboard.diagnostics.finding import Severity, Sign, SignKind
from scoreboard.diagnostics.measures import concerns_break

Against = Literal["limit", "nation", "peers", "tier", "level", "past", "nation_growth", "place"]
Bad = Literal["below", "above"]


@dataclass(frozen=True)
class SignSpec:
    """One sign as a rule file declares it; see the functions below."""

    code: str
    kind: SignKind
    indicator: str
    against: Against
    bad: Bad = "below"
    other: str = ""
    is_of_largest_city: bool = False

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The indicators that the sign is worked out from."""
        return (self.indicator, self.other) if self.other else (self.indicator,)


@dataclass(frozen=True)
class Trend:
    """How an indicator moved: from its first to its last year, and by how much a year.

    yearly_pct: compound growth of amounts; of rates the yearly change in per cent of the first.
    """

    first: Fact
    last: Fact
    yearly_pct: float


@dataclass(frozen=True)
class Rule:
    """One rule as code: its signs, and which of them it cannot do without.

    needs: codes of signs without which nothing is said; the first sign's when empty. also:
    indicators that the sentence mentions without judging them; they are named when missing.
    leads: codes of the signs that the question turns on; while all of them are good, the rule is
    silent whatever the others say. decisive: codes of the signs all of which must be bad for it
    to fire; else it is at most on the line.
    skips: whether the question does not arise for a region, and no finding is made.
    """

    code: str
    signs: tuple[SignSpec, ...]
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    skips: Callable[[RegionFacts], bool] | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """Codes of the signs that must be known."""
        return self.needs or (self.signs[0].code,)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the rule looks at, each once."""
        codes = [code for s in self.signs for code in s.looks_at]
        return tuple(dict.fromkeys([*codes, *self.also]))


def against_limit(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against the fixed line in the rule's YAML."""
    return SignSpec(code, "level", indicator, "limit", bad)


def against_nation(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against the nation's of the same year."""
    return SignSpec(code, "level", indicator, "nation", bad)


def against_peers(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against the median of the structural peers."""
    return SignSpec(code, "gap", indicator, "peers", bad)


def against_tier(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against the median of the other regions of the same tier."""
    return SignSpec(code, "gap", indicator, "tier", bad)


def against_level(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against the median of all other regions of the level."""
    return SignSpec(code, "gap", indicator, "level", bad)


def over_time(code: str, indicator: str, bad: Bad = "below") -> SignSpec:
    """A value against its own past: bad when it falls (or, with above, when it rises)."""
    return SignSpec(code, "trend", indicator, "past", bad)


def growth_against_nation(code: str, indicator: str) -> SignSpec:
    """The growth of an amount against the nation's over the same years."""
    return SignSpec(code, "trend", indicator, "nation_growth", "below")


def place_against(code: str, indicator: str, other: str) -> SignSpec:
    """The region's place in one indicator against its place in another: bad when far behind."""
    return SignSpec(code, "gap", indicator, "place", "above", other)


def largest_city(code: str, indicator: str) -> SignSpec:
    """The largest city's part of the province's figure, against the line in the YAML."""
    return SignSpec(code, "level", indicator, "limit", "above", is_of_largest_city=True)


def largest_city_over_time(code: str, indicator: str) -> SignSpec:
    """The largest city's part against its own past: bad when it grows."""
    return SignSpec(code, "trend", indicator, "past", "above", is_of_largest_city=True)


def look_at(
    spec: SignSpec,
    facts: RegionFacts,
    lines: SignLines,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> Sign | None:
    """One sign of one region; none where a figure or the yardstick is missing."""
    compared = _compare(spec, facts, lines, catalog, settings)
    if compared is None:
        return None
    value, against, distance = compared
    return Sign(
        code=spec.code,
        kind=spec.kind,
        yardstick=spec.against,
        indicator_code=spec.indicator,
        value=value,
        against=against,
        distance=distance,
        points=_points(spec, distance, lines),
        is_borderline=_is_on_line(spec, distance, lines),
    )


def find_trend(
    facts: RegionFacts, indicator_code: str, catalog: Catalog, settings: DiagnosisSettings
) -> Trend | None:
    """How an indicator moved up to the year compared; none without a comparable earlier year.

    The earlier year is the furthest back within the settings' span that no break separates.
    """
    last = facts.values.get(indicator_code)
    if last is None:
        return None
    return _trend_to(
        facts.series.get(indicator_code, ()), last, facts.region_code, catalog, settings
    )


def find_nation_growth(trend: Trend, facts: RegionFacts, catalog: Catalog) -> float | None:
    """The nation's growth over the same two years, in per cent a year."""
    by_year = {f.year: f.value for f in facts.nation_series.get(trend.last.indicator_code, ())}
    first, last = by_year.get(trend.first.year), by_year.get(trend.last.year)
    if first is None or last is None or first <= 0:
        return None
    return _yearly(
        first, last, trend.last.year - trend.first.year, trend.last.indicator_code, catalog
    )


def _compare(
    spec: SignSpec,
    facts: RegionFacts,
    lines: SignLines,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> tuple[float, float, float] | None:
    """The value, what it is held against, and the distance on the bad side."""
    if spec.against == "place":
        return _compare_places(spec, facts)
    if spec.against in ("past", "nation_growth"):
        return _compare_growth(spec, facts, lines, catalog, settings)
    value = _value_of(spec, facts, lines)
    against = _against(spec, facts, lines)
    if value is None or against is None or against == 0:
        return None
    apart = (against - value) if spec.bad == "below" else (value - against)
    return value, against, apart / abs(against) * 100


def _value_of(spec: SignSpec, facts: RegionFacts, lines: SignLines) -> float | None:
    if spec.is_of_largest_city:
        city = facts.largest_cities.get(spec.indicator)
        if city is None or (city.share_pct <= (lines.limit or 0) < city.unknown_pct):
            # A city without a figure could be the larger one.
            return None
        return city.share_pct
    fact = facts.values.get(spec.indicator)
    return fact.value if fact else None


def _against(spec: SignSpec, facts: RegionFacts, lines: SignLines) -> float | None:
    if spec.against == "limit":
        return lines.limit
    yardstick = facts.yardstick(spec.against, spec.indicator)
    return yardstick.value if yardstick else None


def _compare_places(spec: SignSpec, facts: RegionFacts) -> tuple[float, float, float] | None:
    one, other = facts.ranks.get(spec.indicator), facts.ranks.get(spec.other)
    if one is None or other is None:
        return None
    return float(one[0]), float(other[0]), float(one[0] - other[0])


def _compare_growth(
    spec: SignSpec,
    facts: RegionFacts,
    lines: SignLines,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> tuple[float, float, float] | None:
    against: float | None = lines.limit or 0.0
    if spec.is_of_largest_city:
        yearly = _growth_of_part(facts.largest_cities.get(spec.indicator))
    else:
        trend = find_trend(facts, spec.indicator, catalog, settings)
        yearly = trend.yearly_pct if trend else None
        if trend and spec.against == "nation_growth":
            against = find_nation_growth(trend, facts, catalog)
    if yearly is None or against is None:
        return None
    apart = against - yearly
    return yearly, against, apart if spec.bad == "below" else -apart


def _growth_of_part(city: LargestCity | None) -> float | None:
    """How the largest city's part grew, in per cent of it a year."""
    if city is None or not city.earlier_share_pct or city.earlier_year is None:
        return None
    return (city.share_pct / city.earlier_share_pct - 1) / (city.year - city.earlier_year) * 100


def _trend_to(
    series: Sequence[Fact],
    last: Fact,
    region_code: str,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> Trend | None:
    code = last.indicator_code
    indicator = catalog.indicators.get(code)
    for first in series:
        span = last.year - first.year
        if not settings.least_trend_years <= span <= settings.trend_years or first.value <= 0:
            continue
        if indicator and concerns_break(indicator, region_code, first.year, last.year):
            continue
        return Trend(first, last, _yearly(first.value, last.value, span, code, catalog))
    return None


def _yearly(first: float, last: float, span: int, code: str, catalog: Catalog) -> float:
    is_amount = code in catalog.indicators and catalog.unit_of(code).change == "percent"
    if is_amount and last >= 0:
        return ((last / first) ** (1 / span) - 1) * 100
    return (last / first - 1) / span * 100


def _points(spec: SignSpec, distance: float, lines: SignLines) -> Severity:
    if distance >= lines.far:
        return 3
    if distance >= lines.marked:
        return 2
    return 1 if distance > _line(spec, lines) else 0


def _is_on_line(spec: SignSpec, distance: float, lines: SignLines) -> bool:
    if spec.against == "place":
        return abs(distance - _line(spec, lines)) <= 1
    return abs(distance) <= lines.margin


def _line(spec: SignSpec, lines: SignLines) -> float:
    """Where bad begins: at the yardstick itself; places up to the margin behind are level."""
    return lines.margin if spec.against == "place" else 0.0
