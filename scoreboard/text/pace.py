"""Differences and paces in words: points of rates, per cent of amounts, places of ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import ChangeKind, Language
from scoreboard.language import plurals, translator
from scoreboard.language.numbers import (
    NumberFormat,
    beside_name,
    change_format,
    value_format,
)


@dataclass(frozen=True)
class GapWords:
    """How one indicator's values and gaps are written. changes: for differences of rates."""

    shown: str
    numbers: NumberFormat
    changes: NumberFormat
    kind: ChangeKind

    @property
    def language(self) -> Language:
        """The language of the sentences."""
        return self.numbers.language

    def amount(self, difference: float, *, signed: bool = False) -> str:
        """A difference in the indicator's unit: percentage points of rates, places of ranks."""
        if self.numbers.is_rank:
            ngettext = plurals(self.language)
            sign = "−" if signed and difference < 0 else "+" if signed and difference > 0 else ""
            places = trimmed(abs(difference))
            template = ngettext("{places} place", "{places} places", 1 if places == "1" else 2)
            return sign + template.format(places=places)
        if self.kind == "points":
            return self.changes.text(difference, signed=signed)
        return self.numbers.text(difference, signed=signed)


def gap_words(
    catalog: Catalog, indicator_code: str, typical: float | None, language: Language
) -> GapWords:
    """How an indicator is written where a typical figure of those shown is `typical`."""
    indicator, unit = catalog.indicators[indicator_code], catalog.unit_of(indicator_code)
    base = catalog.base_unit_of(indicator_code)
    return GapWords(
        indicator.name[language],
        beside_name(value_format(indicator, unit, base, typical, language), indicator),
        change_format(unit.change, indicator.decimals, language),
        unit.change,
    )


def share_text(per_cent: float, language: Language, *, signed: bool = False) -> str:
    """A percentage with one decimal, with none from a hundred on."""
    decimals = 0 if abs(per_cent) >= 100 else 1
    return NumberFormat(1, "%", decimals, language).text(per_cent, signed=signed)


def pace_text(per_year: float, words: GapWords) -> str:
    """A pace in words: growing by so many per cent, rising by so many points a year."""
    _ = translator(words.language)
    if words.kind == "percent":
        amount = replace(words.changes, unit="%", decimals=1).text(abs(per_year), signed=False)
        template = (
            _("growth of {amount} a year") if per_year >= 0 else _("a decline of {amount} a year")
        )
        return template.format(amount=amount)
    finer = replace(words, changes=replace(words.changes, decimals=words.changes.decimals + 1))
    amount = finer.amount(abs(per_year))
    if words.numbers.is_rank:
        template = _("{amount} back a year") if per_year > 0 else _("{amount} forward a year")
    else:
        template = (
            _("a rise of {amount} a year") if per_year >= 0 else _("a fall of {amount} a year")
        )
    return template.format(amount=amount)


def change_text(first: float, last: float, words: GapWords) -> str:
    """The whole change between two figures: up by so many per cent, points or places."""
    _ = translator(words.language)
    rises = last >= first
    if words.kind == "percent" and first > 0:
        amount = replace(words.changes, unit="%", decimals=1).text(
            abs(last / first - 1) * 100, signed=False
        )
    else:
        amount = words.amount(abs(last - first))
    if words.numbers.is_rank:
        return (_("{amount} back") if rises else _("{amount} forward")).format(amount=amount)
    return (_("a rise of {amount}") if rises else _("a fall of {amount}")).format(amount=amount)


def trimmed(number: float) -> str:
    """One decimal, and none for whole numbers and from ten on."""
    return f"{number:.0f}" if abs(number) >= 10 else f"{number:.1f}".removesuffix(".0")
