"""Counts the items of registers into figures, region by region, by the rules of their cards.

A complete list gives every region its number, zero where it has no item. Where an item's place is
known no closer than a region above (its province), or the list is not complete, the number is a
lower bound: it stands when above zero, as unconfirmed and with a note, and is absent otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from etl.read.registers import Item
from etl.release.tables import Content
from etl.sql import add_rows
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import OUTSIDE_STATISTICS, Region
from scoreboard.catalog.registers import Register, RegisterCount, RegisterList

LOWER_BOUND = "U"


class Counted(NamedTuple):
    """A figure that was counted; note says why it is a lower bound, where it is one."""

    region_code: str
    indicator_code: str
    year: int
    value: int
    status: str
    source_code: str
    note: str


def count_items(items: Iterable[Item], catalog: Catalog) -> list[Counted]:
    """All figures that registers give: one a region, counted indicator and year of a list.

    Regions are today's. The source is that of the list, several joined by "|".
    """
    of_register: dict[str, list[Item]] = {code: [] for code in catalog.registers}
    for item in items:
        of_register[item.register_code].append(item)
    return [
        figure
        for code, register in catalog.registers.items()
        if of_register[code]
        for known in register.lists
        for count in register.counts
        for figure in _count(register, known, count, of_register[code], catalog)
    ]


def add_counted(figures: Content, counted: Sequence[Counted]) -> None:
    """Put counted figures among those of files."""
    if not counted:
        return
    connection = figures.connection
    # Codes of publications are a closed list until here; a counted figure may name several.
    connection.execute(f"ALTER TABLE {figures} ALTER source_code TYPE VARCHAR")
    add_rows(connection, str(figures), dict(Content.columns), counted)


def _count(
    register: Register,
    known: RegisterList,
    count: RegisterCount,
    items: Sequence[Item],
    catalog: Catalog,
) -> Iterator[Counted]:
    years = register.years_of(known.year)
    listed = [item for item in items if item.year in years]
    sources = "|".join(sorted({item.source_code for item in listed}))
    counted = [item for item in listed if not count.kinds or item.kind in count.kinds]
    placed_at = Counter(item.region_code for item in counted)
    inside: Counter[str] = Counter()
    for code, number in placed_at.items():
        for region_code in (code, *catalog.above(code)):
            inside[region_code] += number
    levels = catalog.indicators[count.indicator].levels
    for region in catalog.regions.values():
        if region.level not in levels or not _is_counted(region):
            continue
        value = inside[region.code]
        unplaced = sum(placed_at[code] for code in catalog.above(region.code))
        is_exact = known.is_complete and not unplaced
        if is_exact or value:
            yield Counted(
                region.code, count.indicator, known.year, value, "A" if is_exact else LOWER_BOUND,
                sources, "" if is_exact else _why(known, len(listed), unplaced),
            )  # fmt: skip


def _is_counted(region: Region) -> bool:
    return region.valid_to is None and region.code not in OUTSIDE_STATISTICS


def _why(known: RegisterList, listed: int, unplaced: int) -> str:
    """Why a number is a lower bound, as its note says it."""
    reasons = []
    if not known.is_complete:
        total = f"公布{known.announced}个" if known.announced else "公布总数未见"
        reasons.append(f"名单收录{listed}个，{total}")
    if unplaced:
        reasons.append(f"另有{unplaced}个所在地未能确定")
    return f"下限：{'；'.join(reasons)}"
