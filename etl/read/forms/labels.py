"""What headers and labels say once padding, translations and marks are taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.model import Cell, Sheet, SheetResult, Span, is_filled

_MOST_NAMED = 12

_ENGLISH_END = re.compile(r"(?<=[\u3400-\u9fff])\s+[A-Za-z][A-Za-z'’ .-]*$")


def header_text(cell: Cell) -> str:
    """A header cell without its English translation."""
    if not isinstance(cell, str):
        return c.year_of(cell) or month_text(cell)
    return _header_text(cell)


@lru_cache(maxsize=2048)
def _header_text(cell: str) -> str:
    lines = [line for line in cell.splitlines() if line.strip()]
    chinese = [line for line in lines if re.search("[\u3400-\u9fff%‰]", line)]
    if chinese and len(lines) > len(chinese):
        lines = [line for line in lines if line in chinese or not re.search("[a-z]{3}", line)]
    joined = c.unpadded(" ".join(lines))
    unit, name = c.take_unit(joined)  # before the space between them goes
    return f"{c.squeeze(name)}({unit})" if unit else c.squeeze(joined)


def month_text(cell: Cell) -> str:
    """A label as a person would write it; the day that a spreadsheet keeps for a month as it."""
    if isinstance(cell, date) and not c.year_of(cell):
        return f"{cell.year}年{cell.month}月"
    return c.text_of(cell)


@lru_cache(maxsize=4096)
def without_translation(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Header texts, each once, without an English line below a Chinese one."""
    once = dict.fromkeys(parts)
    if any(re.search("[\u3400-\u9fff]", part) for part in once):
        return tuple(part for part in once if not _is_english(part) or c.unit_of(part))
    return tuple(once)


def name_in(cell: Cell) -> str:
    """The name in a label cell, without padding, footnote marks and English."""
    return c.split_name(without_english(c.text_of(cell)))[0]


@lru_cache(maxsize=8192)
def without_english(label: str) -> str:
    """The Chinese of a label such as '北 京 Beijing'."""
    if label.isascii() or not _ENGLISH_END.search(label):
        return label
    return _ENGLISH_END.sub("", label)


def _is_english(text: str) -> bool:
    return text.isascii() and bool(re.search("[a-z]{3}", text))


def tell_date(found: SheetResult, sheet: Sheet, row: int, index: int, cell: Cell) -> None:
    """Warn of a day that stands for a year: 1 January may be what was typed as January."""
    if isinstance(cell, date) and (year := c.year_of(cell)):
        found.tell("year_is_date", sheet.name, row, index, c.text_of(cell), year)


def can_hold(outer: str, inner: str) -> bool:
    """Whether the names alone allow one place to lie in the other."""
    if not outer or outer == inner or places.short_province(inner):
        return False
    is_city = outer.endswith(("市", "州", "盟", "地区")) and places.is_below_province(inner)
    return bool(places.short_province(outer)) or is_city


def join_names(row_indicator: str, column_indicator: str) -> str:
    """The name of an indicator of which the row says one part and the column another."""
    if row_indicator and column_indicator:
        return f"{row_indicator}：{column_indicator}"
    return row_indicator or column_indicator


class Over:
    """Labels that stand once over several rows, in merged cells or with blank ones below."""

    def __init__(self, sheet: Sheet, rows: Sequence[int], merged: Iterable[Span]) -> None:
        self._sheet = sheet
        self._rows = rows
        self._labels: dict[tuple[int, int], Cell] = {}
        for span in merged:
            if span.bottom > span.top and span.left == span.right:
                cell = self._cell(span.top, span.left)
                below = range(span.top + 1, span.bottom + 1)
                self._labels |= {(row, span.left): cell for row in below}

    def get(self, row: int, index: int) -> Cell:
        """The label over a blank cell, or None."""
        return self._labels.get((row, index))

    def _cell(self, row: int, index: int) -> Cell:
        line = self._sheet.cells[row] if row < len(self._sheet.cells) else []
        return line[index] if index < len(line) and is_filled(line[index]) else None

    def fill(self, labels: Sequence[int], found: SheetResult) -> None:
        """Give blank cells of a label column the label above, where no two rows become alike.

        labels are the columns that tell rows apart; a column is filled only where every blank
        cell of it can be, and beside another label. Tells of the first row filled of each.
        """
        for index in labels:
            others = [other for other in labels if other != index]
            given = self._from_above(index, others) if others else {}
            if given:
                self._labels |= {(row, index): cell for row, cell in given.items()}
                names = list(dict.fromkeys(name_in(cell) for cell in given.values()))
                shown = "、".join(names[:_MOST_NAMED]) + "…" * (len(names) > _MOST_NAMED)
                found.tell("label_from_above", self._sheet.name, min(given), index, shown)

    def _from_above(self, index: int, others: Sequence[int]) -> dict[int, Cell]:
        """What stands above each blank cell; nothing at all where one of them cannot be told."""
        above: Cell = None
        given: dict[int, Cell] = {}
        seen: set[tuple[str, ...]] = set()
        for row in self._rows:
            cell = self._cell(row, index)
            key = tuple(name_in(self._cell(row, other) or self.get(row, other)) for other in others)
            if cell is not None:
                above, seen = cell, {key}
            elif not is_filled(self.get(row, index)) and any(key):
                if above is None or key in seen:
                    return {}
                given[row] = above
                seen.add(key)
        return given
