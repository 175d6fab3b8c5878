"""How much more it would take to bring a figure to a yardstick: arithmetic, no forecast."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoreboard.analysis.formula import evaluate_formula
from scoreboard.catalog import Catalog
from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.finding import Finding, Sign


@dataclass(frozen=True)
class Needed:
    """What a ratio lacks, said as an amount of what stands above its line.

    indicator_code: the ratio found wanting, `target` what it is held against (`yardstick`).
    numerator_code: what would have to grow from `current` by `amount`, said with two digits, the
    denominator unchanged.
    """

    indicator_code: str
    yardstick: str
    target: float
    numerator_code: str
    denominator_code: str
    current: Fact
    amount: float


def find_needed(finding: Finding, facts: RegionFacts, catalog: Catalog) -> Needed | None:
    """What the first bad sign of a finding would take; none where it is no simple ratio.

    The figure is numerator over denominator, so the numerator has to grow by as much as the
    target exceeds the value: amount = current · (target / value − 1). A published ratio is rounded;
    where the denominator has a figure of the year, the value is worked out from both. None where
    the sign is a trend, a place or a bad figure above its yardstick, the numerator has no figure of
    the year, or the ratio is a part of the same people: more of one kind means fewer of another.
    """
    sign = next((s for s in finding.signs if _is_gap_below(s)), None)
    parts = _ratio_of(catalog, sign.indicator_code) if sign else ()
    if sign is None or len(parts) != 2:
        return None
    year = facts.values[sign.indicator_code].year
    current = next((f for f in facts.series.get(parts[0], ()) if f.year == year), None)
    if current is None or current.value <= 0 or _is_part_of_people(catalog, *parts):
        return None
    below = next((f for f in facts.series.get(parts[1], ()) if f.year == year), None)
    value = sign.value if below is None else _unrounded(sign.value, current.value / below.value)
    if value >= sign.against:
        return None
    return Needed(
        indicator_code=sign.indicator_code,
        yardstick=sign.yardstick,
        target=sign.against,
        numerator_code=parts[0],
        denominator_code=parts[1],
        current=current,
        amount=_rough(current.value * (sign.against / value - 1)),
    )


def _rough(amount: float) -> float:
    """Two digits: the figures behind it bear no more."""
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(amount / step) * step


def _unrounded(published: float, quotient: float) -> float:
    """The quotient in the unit of the published ratio: as per cent, per 10,000 and so on."""
    scaled = quotient * 10.0 ** round(math.log10(published / quotient))
    # Another quantity of the same name would give another value: then the published one stands.
    return scaled if abs(scaled / published - 1) < 0.01 else published


def _is_part_of_people(catalog: Catalog, numerator: str, denominator: str) -> bool:
    people = catalog.units["人年"]
    return all(catalog.base_unit_of(code) == people for code in (numerator, denominator))


def _is_gap_below(sign: Sign) -> bool:
    compared = ("nation", "peers", "level", "limit")
    return bool(sign.points) and sign.yardstick in compared and 0 < sign.value < sign.against


def _ratio_of(catalog: Catalog, code: str) -> tuple[str, ...]:
    ratio = catalog.worked_ratios.get(code)
    if ratio is not None:
        return ratio.numerator, ratio.denominator
    published = catalog.published_ratios.get(code)
    if published is not None:
        return (published.of, published.per) if published.of and published.per else ()
    indicator = catalog.indicators[code]
    formula, parts = indicator.formula or "", indicator.parts
    if len(parts) != 2:
        return ()
    one, double, half = (
        evaluate_formula(formula, dict(zip(parts, figures, strict=True)))
        for figures in ((1.0, 1.0), (2.0, 1.0), (1.0, 2.0))
    )
    if one is None or double is None or half is None:
        return ()
    return parts if double == 2 * one and half == one / 2 else ()
