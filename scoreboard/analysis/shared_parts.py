"""What two indicators are both worked out from: it makes them go together by arithmetic alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog import Catalog, Text
from scoreboard.catalog.formula import Operator, fold_formula

Side = Literal["above", "below"]


@dataclass(frozen=True)
class SharedPart:
    """A quantity that both use: its name, and on which side of the fraction in each.

    An indicator that is no fraction is its own numerator.
    """

    name: Text
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class _Fraction:
    above: frozenset[str]
    below: frozenset[str] = frozenset()


def shared_parts(catalog: Catalog, one: str, other: str) -> tuple[SharedPart, ...]:
    """The quantities that two indicators have in common, by their formulas.

    Of an indicator that is published as a ratio, published_ratios.yml says what it divides. Two
    definitions of one amount that cards call not comparable (GDP as first published and as
    revised) are the same quantity here. A quantity has one entry for each pair of sides. Raises
    KeyError for a code that the catalog does not have.
    """
    fractions = [_fraction(catalog, code) for code in (one, other)]
    found: dict[tuple[str, Side, Side], SharedPart] = {}
    for first, part in _sides(fractions[0]):
        for second, again in _sides(fractions[1]):
            if _is_same(catalog, part, again):
                # Of two definitions of one quantity the plainer name says what it is.
                name = min((_name(catalog, p) for p in (part, again)), key=lambda n: len(n.zh))
                found[part, first, second] = SharedPart(name, (first, second))
    return tuple(found.values())


def _sides(fraction: _Fraction) -> list[tuple[Side, str]]:
    above: list[tuple[Side, str]] = [("above", part) for part in sorted(fraction.above)]
    return [*above, *(("below", part) for part in sorted(fraction.below))]


def _fraction(catalog: Catalog, code: str) -> _Fraction:
    """What stands above and below the line, down to what is published."""
    ratio = catalog.published_ratios.get(code)
    if ratio is not None:
        return _Fraction(frozenset({ratio.of or code}), frozenset({ratio.below}))
    formula = catalog.indicators[code].formula
    if formula is None:
        return _Fraction(frozenset({code}))
    return fold_formula(
        formula, lambda part: _fraction(catalog, part), lambda _: _Fraction(frozenset()), _combine
    )


def _combine(sign: Operator, left: _Fraction, right: _Fraction) -> _Fraction:
    if sign == "/":
        return _Fraction(left.above | right.below, left.below | right.above)
    return _Fraction(left.above | right.above, left.below | right.below)


def _is_same(catalog: Catalog, one: str, other: str) -> bool:
    """Whether two parts are one quantity, be it by two definitions."""
    if one == other:
        return True
    a, b = catalog.indicators.get(one), catalog.indicators.get(other)
    if a is None or b is None or a.unit != b.unit or not catalog.adds_up(one):
        return False
    return other in a.not_comparable_with or one in b.not_comparable_with


def _name(catalog: Catalog, part: str) -> Text:
    if part in catalog.indicators:
        return catalog.indicators[part].name
    ratios = catalog.published_ratios.values()
    return next(r.per_name for r in ratios if r.per_name is not None and r.below == part)
