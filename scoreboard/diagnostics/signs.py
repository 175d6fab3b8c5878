"""What rules look at: a value against a line, a yardstick or its own past, and how bad that is.

Which signs a rule has, and their lines, is in its YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.catalog import Against, Catalog, DiagnosisSettings, RuleSign
from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts
from scoreboard.diagnostics.finding import Severity, Sign, SignKind
from scoreboard.diagnostics.measures import concerns_break

_KINDS: dict[Against, SignKind] = {
    "limit": "level",
    "nation": "level",
    "peers": "gap",
    "tier": "gap",
    "level": "gap",
    "place": "gap",
    "past": "trend",
    "nation_growth": "trend",
}


# A turn of less than a twentieth of the figure is no turn.
_LEAST_TURN = 0.05


@dataclass(frozen=True)
class Trend:
    """How an indicator moved: from its first to its last year, and by how much a year.

    yearly_pct: compound growth of amounts; of rates the yearly change in per cent of the first.
    turn: its highest or lowest figure between the two, where that lies beyond first or last by at
    least half as much as it moved over the whole time; the two alone would hide that.
    """

    first: Fact
    last: Fact
    yearly_pct: float
    turn: Fact | None = None


def kind_of(sign: RuleSign) -> SignKind:
    """Whether a sign is of the level, of the gap to like regions, or of the trend."""
    return _KINDS[sign.against]


def look_at(
    code: str,
    sign: RuleSign,
    facts: RegionFacts,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> Sign | None:
    """One sign of one region; none where a figure or the yardstick is missing."""
    compared = _compare(sign, facts, catalog, settings)
    if compared is None:
        return None
    value, against, distance = compared
    line = _line(sign)
    return Sign(
        code=code,
        kind=kind_of(sign),
        yardstick=sign.against,
        indicator_code=sign.indicator,
        value=value,
        against=against,
        distance=distance,
        points=_points(sign, distance),
        is_borderline=_is_on_line(sign, distance),
        # As far on the good side of its line as a marked one is on the bad side.
        is_clearly_good=distance <= 2 * line - sign.marked,
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
    sign: RuleSign,
    facts: RegionFacts,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> tuple[float, float, float] | None:
    """The value, what it is held against, and the distance on the bad side."""
    if sign.against == "place":
        return _compare_places(sign, facts)
    if sign.against in ("past", "nation_growth"):
        return _compare_growth(sign, facts, catalog, settings)
    value = _value_of(sign, facts)
    against = _against(sign, facts)
    if value is None or against is None or against == 0:
        return None
    apart = (against - value) if sign.bad == "below" else (value - against)
    return value, against, apart / abs(against) * 100


def _value_of(sign: RuleSign, facts: RegionFacts) -> float | None:
    if sign.of_largest_city:
        city = facts.largest_cities.get(sign.indicator)
        if city is None or (city.share_pct <= (sign.limit or 0) < city.unknown_pct):
            # A city without a figure could be the larger one.
            return None
        return city.share_pct
    fact = facts.values.get(sign.indicator)
    return fact.value if fact else None


def _against(sign: RuleSign, facts: RegionFacts) -> float | None:
    if sign.against == "limit":
        return sign.limit
    yardstick = facts.yardstick(sign.against, sign.indicator)
    return yardstick.value if yardstick else None


def _compare_places(sign: RuleSign, facts: RegionFacts) -> tuple[float, float, float] | None:
    one, other = facts.ranks.get(sign.indicator), facts.ranks.get(sign.other)
    if one is None or other is None:
        return None
    # Where other regions have the one figure than the other, a place goes by its part of the list.
    behind = one[0] - other[0] * one[1] / other[1]
    return float(one[0]), float(other[0]), behind


def _compare_growth(
    sign: RuleSign,
    facts: RegionFacts,
    catalog: Catalog,
    settings: DiagnosisSettings,
) -> tuple[float, float, float] | None:
    against: float | None = sign.limit or 0.0
    if sign.of_largest_city:
        yearly = _growth_of_part(facts.largest_cities.get(sign.indicator))
    else:
        trend = find_trend(facts, sign.indicator, catalog, settings)
        yearly = trend.yearly_pct if trend else None
        if trend and sign.against == "nation_growth":
            against = find_nation_growth(trend, facts, catalog)
    if yearly is None or against is None:
        return None
    apart = against - yearly
    return yearly, against, apart if sign.bad == "below" else -apart


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
        yearly = _yearly(first.value, last.value, span, code, catalog)
        return Trend(first, last, yearly, _turn(series, first, last))
    return None


def _turn(series: Sequence[Fact], first: Fact, last: Fact) -> Fact | None:
    """The figure in between that first and last alone would hide: a turn back, or a detour."""
    between = [f for f in series if first.year < f.year < last.year]
    moved = last.value - first.value
    if not between or moved == 0:
        return None
    low = min(between, key=lambda f: f.value)
    high = max(between, key=lambda f: f.value)
    ahead, behind = (high, low) if moved > 0 else (low, high)
    for extreme, end in ((ahead, last), (behind, first)):
        # How far it went beyond the end that it is to be held against.
        beyond = (extreme.value - end.value) if (extreme is high) else (end.value - extreme.value)
        if beyond * 2 >= abs(moved) and beyond >= _LEAST_TURN * abs(last.value):
            return extreme
    return None


def _yearly(first: float, last: float, span: int, code: str, catalog: Catalog) -> float:
    is_amount = code in catalog.indicators and catalog.unit_of(code).change == "percent"
    if is_amount and last >= 0:
        return ((last / first) ** (1 / span) - 1) * 100
    return (last / first - 1) / span * 100


def _points(sign: RuleSign, distance: float) -> Severity:
    if distance >= sign.far:
        return 3
    if distance >= sign.marked:
        return 2
    return 1 if distance > _line(sign) else 0


def _is_on_line(sign: RuleSign, distance: float) -> bool:
    if sign.against == "place":
        return abs(distance - _line(sign)) <= sign.margin / 4
    return abs(distance) <= sign.margin


def _line(sign: RuleSign) -> float:
    """Where bad begins: at the yardstick itself; places up to the margin behind are level."""
    return sign.margin if sign.against == "place" else 0.0
