"""Finds the unit that a file means by any spelling of the catalog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from etl.resolve.texts import SUGGESTIONS, most_similar, normalise
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Unit

_LAST_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]+)[)）\]】]\s*$")
_OPENING, _CLOSING = "([【〔", ")]】〕"
_UNIT_LABEL = re.compile(r"^(计量)?单位[::]?|^unit:?", re.IGNORECASE)


def unit_spellings(catalog: Catalog) -> dict[str, Unit]:
    """Every spelling of the catalog, as written and in normal form, that means one unit only.

    Units alike in base and factor (家, 户) may share a name; of these it is the first.
    """
    meant: dict[str, set[tuple[str, int]]] = defaultdict(set)
    first: dict[tuple[str, int], Unit] = {}
    for unit in catalog.units.values():
        first.setdefault((unit.base, unit.factor), unit)
        for text in (unit.code, unit.name.zh, unit.name.en, *unit.also_written):
            for spelling in (text, normalise(text)):
                meant[spelling].add((unit.base, unit.factor))
    return {text: first[next(iter(units))] for text, units in meant.items() if len(units) == 1}


class UnitFinder:
    """Finds units by every spelling of the catalog, decided ones, and labels around them."""

    def __init__(self, catalog: Catalog, aliases: Iterable[Alias] = ()) -> None:
        self._units = catalog.units
        self._codes = {normalise(a.text): a.code for a in aliases if a.kind == "unit"}
        for text, unit in unit_spellings(catalog).items():
            self._codes.setdefault(text, unit.code)

    def find(self, text: str) -> str | None:
        """The code of a unit, also from 单位：万元 or （万元）; None when unknown or empty."""
        key = clean_unit(text)
        if key == "":
            return None
        return self._codes.get(key) or self._codes.get(key.removesuffix("人民币"))

    def in_name(self, indicator_text: str) -> str | None:
        """The unit in the last brackets of an indicator's name: R&D经费（万元）."""
        last = _LAST_BRACKET.search(indicator_text)
        return self.find(last[1]) if last else None

    def suggest(self, text: str) -> list[str]:
        """Up to three units written alike."""
        return most_similar(normalise(text), self._codes)[:SUGGESTIONS]


def clean_unit(text: str) -> str:
    """A unit without its label and brackets, in normal form."""
    key = _UNIT_LABEL.sub("", normalise(text)).strip(":")
    # Not the last bracket alone: it belongs to the unit in 指数(上年=100).
    while key[:1] in _OPENING and key[-1:] in _CLOSING and key:
        key = key[1:-1]
    return key
