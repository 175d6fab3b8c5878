"""Finds in an .ods file what calamine does not tell: percentages, errors, and how far it spans."""

from __future__ import annotations

import io
from xml.etree.ElementTree import Element, ParseError

from etl.read.containers.workbook import Oddities
from etl.read.model import FileLimits, Unreadable

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def scan(xml: bytes, limits: FileLimits) -> dict[str, Oddities]:
    """Oddities by sheet; raises Unreadable when repeated rows and cells span too much."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    scanner = _Scanner(limits)
    try:
        for event, element in iterparse(io.BytesIO(xml), ("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{_TABLE}table":
                scanner.start(element.get(f"{_TABLE}name", ""))
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                scanner.take_row(element)
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable("xml_entities") from error
    except (ParseError, ValueError) as error:
        raise Unreadable("damaged", "ods") from error
    return {name: odd for name, odd in scanner.by_sheet.items() if odd.errors or odd.percentages}


class _Scanner:
    """Counts rows and columns as they repeat."""

    def __init__(self, limits: FileLimits) -> None:
        self.by_sheet: dict[str, Oddities] = {}
        self._odd = Oddities()
        self._limits = limits
        self._row = self._width = 0

    def start(self, name: str) -> None:
        """Begin a sheet."""
        self._odd = self.by_sheet.setdefault(name, Oddities())
        self._row = self._width = 0

    def take_row(self, row: Element) -> None:
        """Go over the cells of one row; an empty row may repeat as often as it likes."""
        repeated = _count(row, "number-rows-repeated")
        column = 0
        is_filled = False
        for cell in row:
            times = _count(cell, "number-columns-repeated")
            kind = cell.get(f"{_OFFICE}value-type")
            if kind or len(cell):
                is_filled = True
                self._width = max(self._width, column + times)
                self._check(self._row + repeated)
                self._note(cell, kind, range(column, column + times), repeated)
            column += times
        if is_filled:
            self._check(self._row + repeated)
        self._row += repeated

    def _note(self, cell: Element, kind: str | None, columns: range, repeated: int) -> None:
        is_error = cell.get(f"{_CALC}value-type") == "error"
        if kind != "percentage" and not is_error:
            return
        for row in range(self._row, self._row + repeated):
            for column in columns:
                if is_error:
                    text = "".join(cell.itertext())
                    self._odd.errors[row, column] = text
                else:
                    self._odd.percentages.add((row, column))

    def _check(self, rows: int) -> None:
        if rows * self._width > self._limits.cells:
            raise Unreadable("spread_too_wide", f"{self._limits.cells:,}")


def _count(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdigit() and len(text) < 12 else 1
