"""Numbers as people read them: 万 and 亿 in Chinese, k, m, bn in English, never ten digits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from scoreboard.catalog.models import ChangeKind, Indicator, Language, Unit
from scoreboard.language import translator

# Steps at which a quantity gets a shorter unit, largest first.
_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"), (1, "")),
    "en": ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"), (1, "")),
}
_CLOSE_UNITS = frozenset({"", "%", "k", "m", "bn", "tn"})
_MINUS = "−"
_POINTS: dict[Language, str] = {"zh": "个百分点", "en": "pp"}


@dataclass(frozen=True)
class NumberFormat:
    """How the values of one figure are written: divided by what, with which unit and decimals.

    One measure serves a whole figure, so that its numbers can be compared by eye; a number in a
    sentence takes the step of its own size.
    """

    divisor: float
    unit: str
    decimals: int
    language: Language
    # (size in the catalog's unit, unit at that size), largest first; empty where nothing scales.
    steps: tuple[tuple[float, str], ...] = ()
    # Ranks are written as words.
    is_rank: bool = False
    # Changes carry their sign in a sentence, also when they are above zero.
    signs: bool = False
    # The decimals of every number of the figure; None where each takes those of its own size.
    fixed: int | None = None

    def number(self, value: float, *, signed: bool = False) -> str:
        """The bare number in the figure's unit, with the decimals that all its numbers have.

        A number that would then read zero and is not has the decimals it needs.
        """
        scaled = value / self.divisor
        if self.fixed is not None and (value == 0 or abs(scaled) >= 0.5 / 10**self.fixed):
            return _write(scaled, self.fixed, signed=signed)
        return self._write(scaled, self.divisor, signed=signed)

    def text(self, value: float, *, signed: bool | None = None) -> str:
        """The number with the unit that suits its own size; signed as the measure, or as told."""
        if self.is_rank:
            _ = translator(self.language)
            return _("no. {rank}").format(rank=f"{value:.0f}")
        divisor, unit = next(
            (s for s in self.steps if abs(value) >= s[0]), (self.divisor, self.unit)
        )
        shows_sign = self.signs if signed is None else signed
        number = self._write(value / divisor, divisor, signed=shows_sign)
        return number + self._gap(unit) + unit

    def _write(self, scaled: float, divisor: float, *, signed: bool) -> str:
        """Whole counts stay whole; a shortened quantity has two decimals where they matter."""
        most = 2 if self.steps and divisor > self.steps[-1][0] else self.decimals
        return _write(scaled, _decimals(scaled, most), signed=signed)

    def _gap(self, unit: str) -> str:
        """Chinese sets units close; English sets them apart, except %, k, m, bn and tn."""
        if self.language == "zh":
            return " " if unit[:1].isalpha() and unit[:1].isascii() else ""
        return "" if unit.split(" ")[0] in _CLOSE_UNITS else " "


def value_format(
    indicator: Indicator, unit: Unit, base: Unit, typical: float | None, language: Language
) -> NumberFormat:
    """How an indicator's values are written when a typical one of them is `typical`.

    typical: the median of the figures shown together, so that one giant does not take the digits
    of all others. unit: the indicator's; base: the unit that it is counted in (元 for 亿元).
    Quantities move to 万, 亿, 万亿 (k, m, bn, tn); rates, scores and ranks stay as they are. All
    numbers of one figure have the same decimals. Without any value the smallest step is used.
    """
    if unit.code == "位":
        return rank_format(language)
    if unit.change != "percent" or "/" in unit.code:
        name = "%" if unit.code == "%" else unit.name[language]
        return NumberFormat(1, name, indicator.decimals, language)
    counted = (unit if unit.factor == 1 else base).name[language]
    steps = tuple(
        (size / unit.factor, _join_unit(prefix, counted, language))
        for size, prefix in _STEPS[language]
    )
    divisor, name = next((s for s in steps if abs(typical or 0) >= s[0]), steps[-1])
    most = 2 if divisor > steps[-1][0] else indicator.decimals
    fixed = _decimals((typical or 0) / divisor, most)
    return NumberFormat(divisor, name, indicator.decimals, language, steps, fixed=fixed)


def beside_name(numbers: NumberFormat, indicator: Indicator) -> NumberFormat:
    """The same beside the indicator's name: 每万人口…5.57件 names the 万人 already."""
    if numbers.language == "en":
        counted, per, _many = numbers.unit.partition(" per ")
        names_it = " per " in indicator.name.en and not counted[:1].isdigit()
        return replace(numbers, unit=counted) if per and names_it else numbers
    if not indicator.name.zh.startswith("每"):
        return numbers
    return replace(numbers, unit=numbers.unit.split("/")[0])


def rank_format(language: Language) -> NumberFormat:
    """How ranks are written: 第3位, no. 3."""
    _ = translator(language)
    return NumberFormat(1, _("rank"), 0, language, is_rank=True)


def _join_unit(prefix: str, counted: str, language: Language) -> str:
    return f"{prefix}{counted}" if language == "zh" else f"{prefix} {counted}".strip()


def change_format(kind: ChangeKind, decimals: int, language: Language) -> NumberFormat:
    """How changes are written: per cent for amounts, percentage points for rates."""
    if kind == "percent":
        return NumberFormat(1, "%", 1, language)
    unit = _POINTS[language] if kind == "points" else ""
    return NumberFormat(1, unit, decimals, language)


def format_plain(value: float, decimals: int) -> str:
    """A number with separated thousands and a fixed number of decimals, as tables print it."""
    return _write(value, decimals, signed=False)


def _write(value: float, decimals: int, *, signed: bool) -> str:
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not any(c in "123456789" for c in text)
    sign = "" if is_zero else _MINUS if value < 0 else "+" if signed else ""
    return sign + text


def _decimals(value: float, most: int) -> int:
    """Decimals that leave at most four figures that matter, but never cut whole digits."""
    if value == 0:
        return most
    whole_digits = max(1, math.floor(math.log10(abs(value))) + 1)
    return max(0, min(most, 4 - whole_digits))


def count_years(years: float, language: Language) -> str:
    """A number of years in words, with at most one decimal."""
    _ = translator(language)
    number = f"{round(years, 1):g}"
    return _("1 year") if number == "1" else _("{years} years").format(years=number)
