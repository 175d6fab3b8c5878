"""What national lists name: universities, laboratories, zones, found by their Chinese names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoreboard.answers.kept import kept
from scoreboard.answers.registered import registers_in_order
from scoreboard.answers.release import Release
from scoreboard.answers.search.entries import fold
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS

# From so many characters on a name is looked for by its beginning, and by any part of it.
_BEGUN, _INSIDE = 2, 3


@dataclass(frozen=True)
class ListedName:
    """One name on a national list: the newest that has it, and the province that it lies in.

    folded: the name as it is compared. year: of the list, none where only names are known.
    province: empty where the place is not known.
    """

    name: str
    folded: str
    register_code: str
    year: int | None
    province: str


@kept
def items_of(release: Release) -> tuple[ListedName, ...]:
    """Every name of every list once, in the order of the lists."""
    rows, catalog = release.register_items(), release.catalog
    found: dict[tuple[str, str], ListedName] = {}
    for register in registers_in_order(catalog).values():
        own = rows[rows["register_code"] == register.code]
        lists: list[int | None] = [known.year for known in reversed(register.lists)]
        for year in lists or [None]:
            on_list = own if year is None else own[own["year"].isin(register.years_of(year))]
            for name, code in zip(on_list["name"], on_list["region_code"], strict=True):
                province = None if code == NATION else catalog.province_of(code)
                place = "" if province is None else province.code
                item = ListedName(name, fold(name), register.code, year, place)
                found.setdefault((register.code, name), item)
    return tuple(i for i in found.values() if i.province not in OUTSIDE_STATISTICS)


def find_items(items: Iterable[ListedName], typed: str) -> list[tuple[int, ListedName]]:
    """The items whose name fits a folded text: 0 the whole name, 1 its beginning, 2 a part."""
    found = [
        (0 if item.folded == typed else 1 if item.folded.startswith(typed) else 2, item)
        for item in items
        if typed in item.folded
    ]
    least = {0: 0, 1: _BEGUN, 2: _INSIDE}
    fits = [(rank, item) for rank, item in found if len(typed) >= least[rank]]
    return sorted(fits, key=lambda one: (one[0], len(one[1].name)))
