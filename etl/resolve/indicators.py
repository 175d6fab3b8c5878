"""Finds the indicator that a file means by name, unit and scope."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from etl.read.forms import scopes
from etl.resolve.texts import BRACKETS, SUGGESTIONS, NameMatch, Suggestion, most_similar, normalise
from etl.resolve.units import UnitFinder
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import WHOLE_SOCIETY, Indicator


def indicator_spellings(catalog: Catalog) -> dict[str, list[str]]:
    """Every code, name and synonym, as written and in normal form, with the indicators it means."""
    meant: dict[str, list[str]] = defaultdict(list)
    for indicator in catalog.indicators.values():
        for text in (indicator.code, indicator.name.zh, indicator.name.en, *indicator.synonyms):
            for spelling in {text, normalise(text)}:
                if indicator.code not in meant[spelling]:
                    meant[spelling].append(indicator.code)
    return dict(meant)


class IndicatorFinder:
    """Finds indicators by code or name, and by unit where a name fits several."""

    def __init__(self, catalog: Catalog, aliases: Iterable[Alias], units: UnitFinder) -> None:
        self._catalog = catalog
        self._units = units
        self._aliases = {
            (normalise(a.text), normalise(a.unit)): a.code for a in aliases if a.kind == "indicator"
        }
        self._exact = indicator_spellings(catalog)
        self._loose: dict[str, list[str]] = defaultdict(list)
        for indicator in catalog.indicators.values():
            names = (indicator.code, indicator.name.zh, indicator.name.en)
            for text in (*names, *indicator.synonyms):
                # Of a synonym in brackets these are the point: R&D人员(全时当量).
                is_whole = text in names or not BRACKETS.search(text)
                if is_whole and indicator.code not in self._loose[_loose(text)]:
                    self._loose[_loose(text)].append(indicator.code)
        self._of_scope: dict[tuple[str, str], list[str]] = defaultdict(list)
        for indicator in catalog.indicators.values():
            for name in _names_beside_scope(indicator):
                if indicator.code not in self._of_scope[indicator.scope, name]:
                    self._of_scope[indicator.scope, name].append(indicator.code)

    def find(self, text: str, unit: str, scope: str = "") -> NameMatch:
        """The indicator of that name, in that unit (as written, may be empty).

        scope: codes of the scopes named around it. Where they are not those of the indicator, the
        one of the same name and that scope is found; where there is none, nothing is.
        """
        around = set(scope.split())
        is_official = normalise(text) in self._exact
        if scopes.WHOLE in around:  # the analyst's word, whatever the file says
            found = self._find(text, unit)
            return found if found.code or is_official else self._find(_bare_of_scope(text), unit)
        found = self._find(text, unit)
        named = around if is_official else around | scopes.named_in(text)
        sure = named - {scopes.UNCLEAR}
        if not named or (sure and found.code and sure <= self._own_scopes(found.code)):
            return found
        return self._find_of_scope(text, unit, named, found)

    def _find_of_scope(self, text: str, unit: str, named: set[str], found: NameMatch) -> NameMatch:
        """The indicator that counts the same for a part of society only."""
        told = tuple(sorted(named))
        wanted = scopes.narrowest(named)
        names = {text, _bare_of_scope(text)}
        of_society = found.code or self._find(_bare_of_scope(text), unit).code
        if of_society:
            indicator = self._catalog.indicators[of_society]
            official = (indicator.name.zh, indicator.name.en)
            names |= {n for name in official for n in (name, _bare_of_scope(name))}
        codes = {c for name in names for c in self._of_scope.get((wanted, _loose(name)), ())}
        chosen = (
            self._by_unit(sorted(codes), unit)
            if len(codes) > 1
            else NameMatch(next(iter(codes), None))
        )
        if chosen.code:
            return NameMatch(chosen.code, scopes=told)
        return NameMatch(None, scopes=told) if of_society or found.candidates else found

    def _own_scopes(self, code: str) -> set[str]:
        """The scopes that may stand around an indicator without making it another one."""
        indicator = self._catalog.indicators[code]
        own = {indicator.scope, *scopes.named_in(indicator.name.zh)}
        own |= scopes.named_in(indicator.name.en)
        return {outer for scope in own for outer in scopes.wider(scope)}

    def _find(self, text: str, unit: str) -> NameMatch:
        key = normalise(text)
        if not key:
            return NameMatch(None)
        decided = self._aliases.get((key, normalise(unit))) or self._aliases.get((key, ""))
        if decided:
            return NameMatch(decided)
        for index, name in ((self._exact, key), (self._loose, _loose(text))):
            codes = index.get(name, [])
            if len(codes) == 1:
                return NameMatch(codes[0])
            if codes:
                return self._by_unit(codes, unit)
        return NameMatch(None)

    def suggest(self, text: str, found: NameMatch) -> tuple[Suggestion, ...]:
        """Up to three indicators that may be meant."""
        codes = list(found.candidates) or most_similar(_loose(text), self._searchable)
        return tuple(self.describe(code) for code in codes[:SUGGESTIONS])

    def describe(self, code: str) -> Suggestion:
        """An indicator with its unit, because that tells two of the same name apart."""
        indicator = self._catalog.indicators[code]
        unit = self._catalog.unit_of(code)
        return Suggestion(
            code,
            f"{indicator.name.zh}（{unit.name.zh}）",
            f"{indicator.name.en} ({unit.name.en})",
        )

    def _by_unit(self, codes: list[str], unit: str) -> NameMatch:
        written = self._units.find(unit)
        if written is None:
            return NameMatch(None, tuple(codes))
        base = self._catalog.units[written].base
        fitting = [c for c in codes if self._catalog.unit_of(c).base == base]
        published = [c for c in fitting if self._catalog.is_published(c)]
        chosen = fitting if len(fitting) == 1 else published
        return (
            NameMatch(chosen[0]) if len(chosen) == 1 else NameMatch(None, tuple(fitting or codes))
        )

    @cached_property
    def _searchable(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for indicator in self._catalog.indicators.values():
            names.setdefault(_loose(indicator.name.zh), indicator.code)
            names.setdefault(normalise(indicator.name.en), indicator.code)
        for indicator in self._catalog.indicators.values():
            for text in indicator.synonyms:
                names.setdefault(_loose(text), indicator.code)
        return names


def _loose(text: str) -> str:
    """An indicator's name without brackets and without the words that tables add at will."""
    key = normalise(BRACKETS.sub("", unicodedata.normalize("NFKC", text))).replace(":", "")
    key = key.replace("研究与试验发展", "r&d").replace("(r&d)", "")
    return key or normalise(text)


def _bare_of_scope(text: str) -> str:
    return scopes.without_words(text) or text


def _names_beside_scope(indicator: Indicator) -> set[str]:
    """An indicator's names without the words of its scope: 规上工业企业R&D经费 is R&D经费."""
    if indicator.scope == WHOLE_SOCIETY:
        return set()
    return {
        _loose(re.sub(r"^ of |^ by | (?:of|by) ?$", "", name.replace(word, "")))
        for name in (normalise(indicator.name.zh), indicator.name.en.casefold())
        for word in scopes.words_of(indicator.scope)
        if word in name
    } - {""}
