"""What each column of a table holds: every column is looked at once, and then named by a role.

The word above decides where what stands below agrees with it; else what stands below decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms.headings import depth_of, role_of
from etl.read.forms.labels import name_in
from etl.read.model import Cell, is_filled

# So many cells of a column are looked at; a table that changes later is told of cell by cell.
LOOKED_AT = 500
_BESIDE = frozenset(["note", "status", "source"])
_YEAR, _CODE = ("year",), ("code",)
# A column with such a role is a label: it says what figures belong to.
LABELS = ("region", "parent", "indicator", "year")
_NO_KINDS: Mapping[str, int] = {}


class Seen(NamedTuple):
    """How many of a column's cells are what; blank ones are not counted."""

    filled: int = 0
    cells: Sequence[Cell] = ()
    # How many cells are years, codes, or of the kinds of words that _kinds_of names, if any.
    kinds: Mapping[str, int] = _NO_KINDS
    is_counting: bool = False

    def are(self, kind: str) -> bool:
        """Whether at least half of the cells are of that kind."""
        return self.filled > 0 and self.kinds.get(kind, 0) * 2 >= self.filled

    @property
    def distinct(self) -> int:
        """How many of the cells say something of their own."""
        return len(set(map(c.text_of, self.cells)))

    @property
    def is_wordy(self) -> bool:
        """Whether most cells are words and no numbers."""
        return self.kinds.get("word", 0) * 2 > self.filled

    @property
    def is_harmless(self) -> bool:
        """Whether the words only sort regions (东部, 直辖市), so that none is lost without them."""
        said = self.kinds
        return 0 < said.get("word", 0) == said.get("group", 0) + said.get("kind", 0)

    @property
    def is_latin(self) -> bool:
        """Whether all words are Latin ones."""
        return 0 < self.kinds.get("word", 0) == self.kinds.get("latin", 0)

    @property
    def depth(self) -> int:
        """How deep most places lie: 1 provinces, 2 cities, 3 counties, -1 the nation, 0 none."""
        if not self.are("place"):
            return 0
        if self.are("nation") and self.kinds.get("nation", 0) == self.kinds.get("place", 0):
            return -1
        if self.are("province"):
            return 1
        return 3 if self.are("county") else 2


@dataclass(slots=True)
class Heading:
    """One column before it is understood: the texts above it, what stands in it, where it is."""

    index: int
    path: tuple[str, ...]
    seen: Seen

    @property
    def named(self) -> str:
        """The role that its words name; none where the words say more than a role."""
        return _named(self.path)

    @property
    def depth(self) -> int:
        """How deep its regions lie, by its words, else by what stands in it."""
        said = max((depth_of(part) for part in self.path), default=0)
        return self.seen.depth if not said or self.seen.depth > said == 1 else said


@lru_cache(maxsize=4096)
def _named(path: tuple[str, ...]) -> str:
    roles = [role_of(c.take_unit(part)[1]) for part in path]
    return next(filter(None, roles), "") if all(roles) or len(path) == 2 else ""


@lru_cache(maxsize=4096)
def _is_measured(path: tuple[str, ...]) -> bool:
    """Whether the words above a column give a year or a unit."""
    return any(c.year_of(part) or c.take_unit(part)[0] for part in path)


def look(cells: Iterable[Cell]) -> Seen:
    """What stands in a column; the first LOOKED_AT filled cells are enough."""
    following = iter(cells)
    first = list(islice(following, LOOKED_AT))
    if set(map(type, first)) == {float}:
        return _look_at_numbers(first)  # type: ignore[arg-type]
    first = list(islice(filter(is_filled, chain(first, following)), LOOKED_AT))
    kinds: list[Sequence[str]] = []
    numbers: list[float] = []
    for cell in first:
        text = c.text_of(cell)
        if c.year_of(cell):
            kinds.append(_YEAR)
        if not c.is_numeric(cell):
            kinds.append(_kinds_of(text))
            continue
        if places.is_code(text):
            kinds.append(_CODE)
        digits = c.read_number(text).digits
        numbers += [float(digits)] if digits else []
    is_counting = len(numbers) == len(first) and _count_up(numbers)
    return Seen(len(first), first, Counter(chain.from_iterable(kinds)), is_counting)


def _look_at_numbers(numbers: list[float]) -> Seen:
    """The same of numbers alone, as nearly every column of figures is: no text need be read."""
    kinds = _NO_KINDS
    if whole := list(filter(float.is_integer, numbers)):
        years = sum(c.FIRST_YEAR <= number <= c.LAST_YEAR for number in whole)
        kinds = {"year": years, "code": sum(1e5 <= number < 1e6 for number in whole)}
    return Seen(len(numbers), numbers, kinds, _count_up(numbers))


def _count_up(numbers: list[float]) -> bool:
    """Whether numbers are 1, 2, 3 … or 0, 1, 2 …"""
    if len(numbers) < 2 or numbers[0] not in (0, 1):
        return False
    return all(b - a == 1 for a, b in pairwise(numbers))


@lru_cache(maxsize=4096)
def _kinds_of(text: str) -> tuple[str, ...]:
    """Of which kinds a text is that is no number."""
    name = places.region_in(name_in(text))
    is_province, is_group = bool(places.short_province(name)), places.is_group(name)
    kinds = {
        "word": True,
        "latin": name.isascii(),
        "unit": bool(c.unit_of(text)),
        "code": places.is_code(name),
        "kind": places.is_kind(name),
        "group": is_group,
        "nation": places.is_nation(name),
        "province": is_province,
        "county": name.endswith(("区", "县", "旗")) and not is_province,
        "place": is_group or places.is_place(name),
    }
    return tuple(kind for kind, is_one in kinds.items() if is_one)


def settle(headings: Sequence[Heading]) -> list[str]:
    """The role of every column.

    One of region, parent, indicator, year, unit, code, note, status, source, value, data; or of
    ordinal, translation, text, twice, empty, which are not read.
    """
    roles = [_role(heading) for heading in headings]
    _settle_years(headings, roles)
    _settle_regions(headings, roles)
    _settle_words(headings, roles)
    _settle_ordinals(headings, roles)
    _settle_twice(headings, roles)
    return roles


def _role(heading: Heading) -> str:
    """The role of a column as far as it tells without the others; '?' for words of some kind."""
    seen, named = heading.seen, heading.named
    if not heading.path and not seen.filled:
        return "empty"
    if named in _BESIDE or named == "ordinal" or (named == "value" and len(heading.path) == 1):
        return named
    if named == "code":
        return "code" if not seen.filled or seen.are("code") else "text"
    if named == "unit" and (seen.is_wordy or not seen.filled):
        return "unit"
    if named in {"year", "region", "parent"}:
        return named
    if named == "indicator" and (seen.is_wordy or not seen.filled):
        return "indicator"
    if not seen.is_wordy or _is_measured(heading.path):
        return "data"
    return _role_by_cells(seen)


def _role_by_cells(seen: Seen) -> str:
    if seen.are("year"):
        return "year"
    if seen.are("place"):
        return "text" if seen.are("group") else "region"
    return "unit" if seen.are("unit") else "?"


def _settle_years(headings: Sequence[Heading], roles: list[str]) -> None:
    """Years below a blank header are labels where no column is called so."""
    if "year" in roles:
        return
    for place, heading in enumerate(headings):
        if roles[place] == "data" and not heading.path and heading.seen.are("year"):
            is_leading = "data" not in roles[:place]
            roles[place] = "year" if is_leading else "data"


def _settle_regions(headings: Sequence[Heading], roles: list[str]) -> None:
    """Of several columns of regions the deepest is the region, those above it its company."""
    found = [place for place, role in enumerate(roles) if role == "region"]
    chinese = [place for place in found if not headings[place].seen.is_latin]
    for place in found:
        if chinese and place not in chinese and len(found) > 1:
            roles[place] = "translation"
    single = [p for p in chinese if not headings[p].seen.are("group")]
    for place in chinese:
        if single and place not in single:
            roles[place] = "text"
    chinese = single
    if len(chinese) < 2:
        return
    deepest = max(headings[place].depth for place in chinese)
    levels: set[int] = set()
    for place in reversed(chinese):
        depth = headings[place].depth
        if depth < deepest:
            roles[place] = "parent"
        elif depth in levels:
            roles[place] = "twice"
        levels.add(depth)


def _settle_words(headings: Sequence[Heading], roles: list[str]) -> None:
    """Columns of words that are neither places nor called anything: indicators, or left aside."""
    open_places = [place for place, role in enumerate(roles) if role == "?"]
    if not open_places:
        return
    is_leading = {place for place in open_places if "data" not in roles[:place]}
    has_labels = any(role in LABELS for role in roles) or len(open_places) > 1
    wanted = "indicator" not in roles and not _names_figures(headings, roles)
    regions = [h.seen for h, role in zip(headings, roles, strict=True) if role == "region"]
    candidates = []
    for place in open_places:
        is_aside = place not in is_leading or not headings[place].named
        if headings[place].seen.is_latin and has_labels and is_aside:
            roles[place] = "translation"
        else:
            roles[place] = "text"
            # Where every region has one row, words beside it sort the regions.
            filled = headings[place].seen.filled
            is_told_apart = any(seen.distinct == seen.filled >= filled for seen in regions)
            candidates += [place] if place in is_leading and not is_told_apart else []
    if candidates and (wanted or not has_labels):
        roles[candidates[-1]] = "indicator"


def _names_figures(headings: Sequence[Heading], roles: list[str]) -> bool:
    """Whether the data columns say what is measured, and not only when or where."""
    data = [heading for heading, role in zip(headings, roles, strict=True) if role == "data"]
    named = [heading for heading in data if any(map(_is_a_name, heading.path))]
    has_region = any(role in {"region", "code"} for role in roles)
    return has_region and len(named) * 2 > len(data)


@lru_cache(maxsize=4096)
def _is_a_name(part: str) -> bool:
    if c.year_of(part) or c.unit_of(part) or role_of(part):
        return False
    return not places.is_place(c.split_name(part)[0])


def _settle_ordinals(headings: Sequence[Heading], roles: list[str]) -> None:
    """Numbers that count the rows, before the labels and below no header, are no figures."""
    for place, heading in enumerate(headings):
        if roles[place] == "data" and not heading.path and heading.seen.is_counting:
            is_before = any(role in LABELS or role == "code" for role in roles[place + 1 :])
            roles[place] = "ordinal" if is_before else "data"


def _settle_twice(headings: Sequence[Heading], roles: list[str]) -> None:
    """Of two columns of one role the first is read; of indicators the one of names, not codes."""
    for role in ("code", "year", "unit", "value", "status", "source", "note", "indicator"):
        if roles.count(role) < 2:
            continue
        found = [place for place, known in enumerate(roles) if known == role]
        if role == "indicator":
            names = [
                p for p in found if not re.search("代码|code", "".join(headings[p].path), re.I)
            ]
            for place in found:
                roles[place] = "text" if place not in names[-1:] else role
            continue
        for place in found[1:]:
            roles[place] = "text" if role == "note" else "twice"
