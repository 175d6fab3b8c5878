"""What each column of a table holds: every column is looked at once, and then named by a role.

The word above decides where what stands below agrees with it; else what stands below decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms.headings import depth_of, role_of
from etl.read.forms.labels import name_in
from etl.read.model import Cell, is_filled

# So many cells of a column are looked at; a table that changes later is told of cell by cell.
LOOKED_AT = 500
_BESIDE = frozenset(["note", "status", "source"])
# A column with such a role is a label: it says what figures belong to.
LABELS = ("region", "parent", "indicator", "year")


class Seen(NamedTuple):
    """How many of a column's cells are what; blank ones are not counted."""

    filled: int = 0
    words: int = 0
    places: int = 0
    nations: int = 0
    provinces: int = 0
    counties: int = 0
    groups: int = 0
    latin: int = 0
    years: int = 0
    units: int = 0
    codes: int = 0
    kinds: int = 0
    distinct: int = 0
    is_counting: bool = False

    def are(self, count: int) -> bool:
        """Whether at least half of the cells are of that kind."""
        return self.filled > 0 and count * 2 >= self.filled

    @property
    def is_wordy(self) -> bool:
        """Whether most cells are words and no numbers."""
        return self.words * 2 > self.filled

    @property
    def is_harmless(self) -> bool:
        """Whether the words only sort regions (东部, 直辖市), so that none is lost without them."""
        return self.words > 0 and self.groups + self.kinds == self.words

    @property
    def is_latin(self) -> bool:
        """Whether all words are Latin ones."""
        return self.words > 0 and self.latin == self.words

    @property
    def depth(self) -> int:
        """How deep most places lie: 1 provinces, 2 cities, 3 counties, -1 the nation, 0 none."""
        if not self.are(self.places):
            return 0
        if self.are(self.nations) and self.nations == self.places:
            return -1
        if self.are(self.provinces):
            return 1
        return 3 if self.are(self.counties) else 2


@dataclass(frozen=True)
class Heading:
    """One column before it is understood: the texts above it, what stands in it, where it is."""

    index: int
    path: tuple[str, ...]
    seen: Seen

    @property
    def named(self) -> str:
        """The role that its words name; none where the words say more than a role."""
        roles = [role_of(c.take_unit(part)[1]) for part in self.path]
        return next(filter(None, roles), "") if all(roles) or len(self.path) == 2 else ""

    @property
    def depth(self) -> int:
        """How deep its regions lie, by its words, else by what stands in it."""
        said = max((depth_of(part) for part in self.path), default=0)
        return self.seen.depth if not said or self.seen.depth > said == 1 else said


def look(cells: Iterable[Cell]) -> Seen:
    """What stands in a column; the first LOOKED_AT filled cells are enough."""
    first = list(islice((cell for cell in cells if is_filled(cell)), LOOKED_AT))
    counts = dict.fromkeys(Seen._fields[:-1], 0) | {"filled": len(first)}
    plain = [cell for cell in first if type(cell) is float]
    if len(plain) == len(first) > 0 and not any(map(float.is_integer, plain)):
        # Nearly every column of figures is so: no years, no codes, nothing that counts.
        return Seen(**counts | {"distinct": len(set(plain))}, is_counting=False)
    numbers: list[float] = []
    distinct: set[str | float] = set()
    for cell in first:
        if type(cell) is float and not cell.is_integer():
            numbers.append(cell)
            distinct.add(cell)
            continue
        text = c.text_of(cell)
        distinct.add(text)
        if c.year_of(cell):
            counts["years"] += 1
        if c.is_numeric(cell):
            counts["codes"] += places.is_code(text)
            digits = c.read_number(text).digits
            numbers += [float(digits)] if digits else []
        else:
            _look_at_word(text, counts)
    steps = {b - a for a, b in pairwise(numbers)}
    is_counting = len(numbers) == counts["filled"] > 1 and steps == {1} and numbers[0] in (0, 1)
    counts["distinct"] = len(distinct)
    return Seen(**counts, is_counting=is_counting)


def _look_at_word(text: str, counts: dict[str, int]) -> None:
    name = places.region_in(name_in(text))
    counts["words"] += 1
    counts["latin"] += name.isascii()
    counts["units"] += bool(c.unit_of(text))
    counts["codes"] += places.is_code(name)
    counts["kinds"] += places.is_kind(name)
    counts["groups"] += places.is_group(name)
    counts["nations"] += places.is_nation(name)
    counts["provinces"] += bool(places.short_province(name))
    counts["counties"] += name.endswith(("区", "县", "旗")) and not places.short_province(name)
    counts["places"] += places.is_place(name) or places.is_group(name)


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
        return "code" if not seen.filled or seen.are(seen.codes) else "text"
    if named == "unit" and (seen.is_wordy or not seen.filled):
        return "unit"
    if named in {"year", "region", "parent"}:
        return named
    if named == "indicator" and (seen.is_wordy or not seen.filled):
        return "indicator"
    is_measured = any(c.year_of(part) or c.take_unit(part)[0] for part in heading.path)
    if not seen.is_wordy or is_measured:
        return "data"
    return _role_by_cells(seen)


def _role_by_cells(seen: Seen) -> str:
    if seen.are(seen.years):
        return "year"
    if seen.are(seen.places):
        return "text" if seen.are(seen.groups) else "region"
    return "unit" if seen.are(seen.units) else "?"


def _settle_years(headings: Sequence[Heading], roles: list[str]) -> None:
    """Years below a blank header are labels where no column is called so."""
    if "year" in roles:
        return
    for place, heading in enumerate(headings):
        if roles[place] == "data" and not heading.path and heading.seen.are(heading.seen.years):
            is_leading = "data" not in roles[:place]
            roles[place] = "year" if is_leading else "data"


def _settle_regions(headings: Sequence[Heading], roles: list[str]) -> None:
    """Of several columns of regions the deepest is the region, those above it its company."""
    found = [place for place, role in enumerate(roles) if role == "region"]
    chinese = [place for place in found if not headings[place].seen.is_latin]
    for place in found:
        if chinese and place not in chinese and len(found) > 1:
            roles[place] = "translation"
    single = [p for p in chinese if not headings[p].seen.are(headings[p].seen.groups)]
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


def _is_a_name(part: str) -> bool:
    is_place = places.is_place(c.split_name(part)[0])
    return not (c.year_of(part) or c.unit_of(part) or role_of(part) or is_place)


def _settle_ordinals(headings: Sequence[Heading], roles: list[str]) -> None:
    """Numbers that count the rows, before the labels and below no header, are no figures."""
    for place, heading in enumerate(headings):
        is_before = any(role in LABELS or role == "code" for role in roles[place + 1 :])
        if roles[place] == "data" and not heading.path and heading.seen.is_counting and is_before:
            roles[place] = "ordinal"


def _settle_twice(headings: Sequence[Heading], roles: list[str]) -> None:
    """Of two columns of one role the first is read; of indicators the one of names, not codes."""
    for role in ("code", "year", "unit", "value", "status", "source", "note", "indicator"):
        found = [place for place, known in enumerate(roles) if known == role]
        if role == "indicator" and len(found) > 1:
            names = [
                p for p in found if not re.search("代码|code", "".join(headings[p].path), re.I)
            ]
            for place in found:
                roles[place] = "text" if place not in names[-1:] else role
            continue
        for place in found[1:]:
            roles[place] = "text" if role == "note" else "twice"
