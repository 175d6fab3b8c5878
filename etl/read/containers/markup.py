"""Opens tables that are saved as .xls but are markup: SpreadsheetML of 2003, and web pages.

Only what is in the file is read: no document type, no entity, no style sheet, image or script.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from etl.read.model import Cell, FileLimits, Sheet, Span, Unreadable

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_S = f"{{{_SPREADSHEET}}}"
_WIDEST = 16_384
_IGNORED = frozenset(["script", "style", "head", "noscript", "template"])
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def is_spreadsheet_xml(start: str) -> bool:
    """Whether a text begins as a SpreadsheetML workbook does."""
    return start.startswith("<") and _SPREADSHEET in start and "<html" not in start


def is_html(start: str) -> bool:
    """Whether a text begins as a web page or a bare table does."""
    return start.startswith("<") and bool(
        re.search(r"<!doctype html|<html|<table|<body|<head|<meta|<div", start)
    )


def read_spreadsheet_xml(content: bytes, text: str, limits: FileLimits) -> list[Sheet]:
    """The sheets of a SpreadsheetML workbook.

    Raises Unreadable for a damaged file, and for one that declares entities.
    """
    # Loaded only for this rare kind of file.
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    # The parser knows UTF-8 and UTF-16; anything else (GB 2312, often) is given to it decoded.
    declared = re.match(r"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", text)
    if declared and declared.group(1).casefold() not in {"utf-8", "utf-16"}:
        content = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8")
    sheets: list[Sheet] = []
    try:
        for _, element in iterparse(io.BytesIO(content.lstrip()), forbid_dtd=True):
            if element.tag == f"{_S}Worksheet":
                sheets.append(_read_worksheet(element, limits))
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable("xml_entities") from error
    except (ParseError, ValueError) as error:
        raise Unreadable("damaged", "XML") from error
    return sheets


def _read_worksheet(worksheet: Element, limits: FileLimits) -> Sheet:
    sheet = Sheet(worksheet.get(f"{_S}Name", ""), [])
    filled = 0
    for row in worksheet.iterfind(f"{_S}Table/{_S}Row"):
        index = _number(row.get(f"{_S}Index"))
        top = max(index - 1, len(sheet.cells)) if index else len(sheet.cells)
        if top > limits.cells:
            raise Unreadable("too_many_cells", f"{limits.cells:,}")
        sheet.cells += [[] for _ in range(top - len(sheet.cells))]
        line = _read_row(row, top, sheet.merged)
        sheet.cells.append(line)
        filled += len(line) + 1
        if filled > limits.cells:
            raise Unreadable("too_many_cells", f"{limits.cells:,}")
    return sheet


def _read_row(row: Element, top: int, merged: list[Span]) -> list[Cell]:
    line: list[Cell] = []
    for cell in row.iterfind(f"{_S}Cell"):
        index = _number(cell.get(f"{_S}Index"))
        left = max(index - 1, len(line)) if index else len(line)
        across, down = _number(cell.get(f"{_S}MergeAcross")), _number(cell.get(f"{_S}MergeDown"))
        if left + across >= _WIDEST:
            raise Unreadable("too_wide", "XFD")
        line += [None] * (left - len(line))
        line.append(_typed(cell.find(f"{_S}Data")))
        line += [None] * across
        if across or down:
            merged.append(Span(top, left, top + down, left + across))
    return line


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _typed(data: Element | None) -> Cell:
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_S}Type", "String")
    if kind == "Number" and _NUMBER.fullmatch(text.strip()):
        return float(text)
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    return text or None


def read_html(text: str, limits: FileLimits) -> list[Sheet]:
    """Every table of a web page as a sheet; tables inside tables are read apart.

    Raises Unreadable when there is none.
    """
    parser = _Tables(limits)
    parser.feed(text)
    parser.close()
    sheets = [sheet for sheet in parser.sheets if any(any(row) for row in sheet.cells)]
    if not sheets:
        raise Unreadable("not_a_table", "HTML")
    return sheets


class _Open:
    """A table whose end has not come yet."""

    def __init__(self, name: str) -> None:
        self.sheet = Sheet(name, [])
        self.line: list[Cell] | None = None
        # Columns that cells of upper rows still cover: column to number of rows.
        self.covered: dict[int, int] = {}
        self.text: list[str] | None = None
        self.across = self.down = 1


class _Tables(HTMLParser):
    """Collects the cells of all tables."""

    def __init__(self, limits: FileLimits) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._open: list[_Open] = []
        self._limits = limits
        self._ignored = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        if tag in _IGNORED:
            self._ignored += 1
        elif tag == "table":
            if len(self._open) > 20:
                raise Unreadable("damaged", "HTML")
            table = _Open(f"表{len(self.sheets) + 1}")
            self.sheets.append(table.sheet)
            self._open.append(table)
        elif self._open:
            self._open_part(self._open[-1], tag, dict(attrs))

    def _open_part(self, table: _Open, tag: str, attrs: dict[str, Any]) -> None:
        if tag == "tr":
            self._end_row(table)
            table.line = []
        elif tag in {"td", "th"}:
            self._end_cell(table)
            table.line = [] if table.line is None else table.line
            table.text = []
            table.across = max(1, _number(attrs.get("colspan")))
            table.down = max(1, _number(attrs.get("rowspan")))
            if table.across > _WIDEST:
                raise Unreadable("too_wide", "XFD")
        elif tag in {"br", "p", "div"} and table.text:
            table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a table, row or cell."""
        if tag in _IGNORED:
            self._ignored = max(0, self._ignored - 1)
        if not self._open:
            return
        ends: dict[str, Callable[[_Open], None]] = {
            "td": self._end_cell,
            "th": self._end_cell,
            "tr": self._end_row,
        }
        if tag == "table":
            self._end_row(self._open.pop())
        elif tag in ends:
            ends[tag](self._open[-1])

    def handle_data(self, data: str) -> None:
        """Take text that stands in a cell."""
        if self._open and self._open[-1].text is not None and not self._ignored:
            self._open[-1].text.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        while self._open:
            self._end_row(self._open.pop())

    def _end_cell(self, table: _Open) -> None:
        if table.text is None or table.line is None:
            return
        line = table.line
        while table.covered.get(len(line), 0):
            line.append(None)
        # Plain spaces at the ends are of the source, not of the page; an indent is made of
        # &nbsp; or full-width spaces, and stays.
        text = "".join(table.text).strip(" \n")
        top, left = len(table.sheet.cells), len(line)
        line.append(text if text.strip() else None)
        line += [None] * (table.across - 1)
        if table.down > 1 or table.across > 1:
            span = Span(top, left, top + table.down - 1, left + table.across - 1)
            table.sheet.merged.append(span)
            covered = range(span.left, span.right + 1)
            table.covered |= dict.fromkeys(covered, min(table.down, self._limits.cells))
        self._cells += table.across
        if self._cells > self._limits.cells:
            raise Unreadable("too_many_cells", f"{self._limits.cells:,}")
        table.text = None

    def _end_row(self, table: _Open) -> None:
        self._end_cell(table)
        if table.line is None:
            return
        table.sheet.cells.append(table.line)
        table.covered = {at: left - 1 for at, left in table.covered.items() if left > 1}
        table.line = None
