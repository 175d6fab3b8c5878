"""What headers and labels say once padding, translations and marks are taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.readers import cells as c
from etl.readers import vocabulary as places
from etl.readers.model import Cell

_ENGLISH_END = re.compile(r"(?<=[\u3400-\u9fff])\s+[A-Za-z][A-Za-z'’ .-]*$")


def header_text(cell: Cell) -> str:
    """A header cell without its English translation."""
    if not isinstance(cell, str):
        return c.year_of(cell) or c.text_of(cell)
    lines = [line for line in cell.splitlines() if line.strip()]
    chinese = [line for line in lines if re.search("[\u3400-\u9fff%‰]", line)]
    if chinese and len(lines) > len(chinese):
        lines = [line for line in lines if line in chinese or not re.search("[a-z]{3}", line)]
    return c.squeeze(c.unpadded(" ".join(lines)))


def without_translation(parts: Iterable[str]) -> tuple[str, ...]:
    """Header texts, each once, without an English line below a Chinese one."""
    once = dict.fromkeys(parts)
    if any(re.search("[\u3400-\u9fff]", part) for part in once):
        return tuple(part for part in once if not _is_english(part) or c.unit_of(part))
    return tuple(once)


def name_in(cell: Cell) -> str:
    """The name in a label cell, without padding, footnote marks and English."""
    return c.split_name(without_english(c.text_of(cell)))[0]


def without_english(label: str) -> str:
    """The Chinese of a label such as '北 京 Beijing'."""
    if label.isascii() or not _ENGLISH_END.search(label):
        return label
    return _ENGLISH_END.sub("", label)


def _is_english(text: str) -> bool:
    return text.isascii() and bool(re.search("[a-z]{3}", text))


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
