"""Reads tidy tables from any container: one figure a row, columns named in Chinese or English.

Also the wide kind that colleagues send: region and year in columns, then one column an indicator
with its unit in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from etl.readers import cells as c
from etl.readers.around import NOTHING, Around
from etl.readers.blocks import is_note
from etl.readers.crosstab import ask_for_missing
from etl.readers.model import Cell, Figure, Finding, Found, Hints, Sheet, Skipped, column_letters
from etl.readers.periods import without_part

HEADERS: Mapping[str, str] = {
    "region_code": "地区代码 行政区划代码 区划代码 代码 regioncode code adcode",
    "region": "地区 地区名称 区域 省份 省市 城市 城市名称 region regionname area province city",
    "parent": "上级地区 所属地区 所属省份 所在省 所属省 所属市 parent parentregion",
    "indicator": "指标 指标名称 指标代码 项目 indicator indicatorcode indicatorname item",
    "year": "年份 年度 年 时间 year time period",
    "value": "数值 值 数据 指标值 观测值 value obs_value obsvalue figure",
    "unit": "单位 计量单位 unit unitofmeasure",
    "status": "状态 数据状态 status obs_status obsstatus",
    "source": "来源 数据来源 资料来源 来源代码 source sourcecode",
    "note": "备注 说明 注释 note notes remark comment",
}
_FIELD_OF = {name: field for field, names in HEADERS.items() for name in [field, *names.split()]}
_HEADER_WITHIN = 20
# Fields that name places, or titles of publications, which come out at any time of the year.
_NOT_HEARD = frozenset({"region_code", "region", "parent", "source", "value", "status"})


@dataclass(frozen=True)
class _Header:
    """Where the header row stands, and in which column each field is."""

    row: int
    place: dict[str, int]
    twice: tuple[int, ...]
    others: dict[int, str]
    unit: str

    @property
    def has_values(self) -> bool:
        return "value" in self.place

    @property
    def has_region(self) -> bool:
        return "region" in self.place or "region_code" in self.place


@lru_cache(maxsize=2048)
def field_of(text: str) -> str:
    """The field that a column header names, whatever its spaces and capitals; '' for none."""
    key = "".join(c.plain(text).split()).casefold()
    return _FIELD_OF.get(key, "") or _FIELD_OF.get(key.replace("_", ""), "")


def recognise(sheet: Sheet) -> float:
    """How surely a sheet is tidy, 0 to 1."""
    header = _find_header(sheet)
    if not header or not header.has_region:
        return 0.0
    if header.has_values:
        known = {"indicator", "year", "unit"} & header.place.keys()
        return 0.6 + 0.11 * len(known) if known else 0.0
    return 0.75 if _is_wide(sheet, header) else 0.0


def read(sheet: Sheet, hints: Hints) -> Found:
    """Every row of the table as a figure; cells without a value are listed as skipped."""
    found = Found()
    header = _find_header(sheet)
    if not header or not (header.has_values or _is_wide(sheet, header)):
        found.findings.append(Finding("columns_missing", sheet.name, detail="year, value"))
        return found
    _tell_columns(sheet, header, found)
    around = Around(sheet, hints, found)
    reader = _Rows(sheet, header, hints, found, around)
    for row in range(header.row + 1, len(sheet.cells)):
        reader.read_row(row)
    if not found.figures:
        found.findings.append(Finding("no_figures", sheet.name))
    ask_for_missing(sheet.name, found, 0, set())
    return found


def _find_header(sheet: Sheet) -> _Header | None:
    best: _Header | None = None
    for row, line in enumerate(sheet.cells[:_HEADER_WITHIN]):
        header = _read_header(row, line)
        if len(header.place) >= 2 and (best is None or len(header.place) > len(best.place)):
            best = header
    return best


def _read_header(row: int, line: list[Cell]) -> _Header:
    place: dict[str, int] = {}
    twice: list[int] = []
    others: dict[int, str] = {}
    unit_of_value = ""
    for index, cell in enumerate(line):
        text = c.text_of(cell).strip()
        unit, name = c.take_unit(text) if text else ("", "")
        field = field_of(text) or field_of(name)
        if not field:
            others |= {index: text} if text else {}
        elif field in place:
            twice.append(index)
        else:
            place[field] = index
            unit_of_value = unit if field == "value" else unit_of_value
    return _Header(row, place, tuple(twice), others, unit_of_value)


def _is_wide(sheet: Sheet, header: _Header) -> bool:
    """Whether the unnamed columns hold numbers beside region and year columns."""
    if "year" not in header.place or not header.has_region or not header.others:
        return False
    body = sheet.cells[header.row + 1 : header.row + 40]
    at = header.place["year"]
    years = [line[at] for line in body if at < len(line) and line[at] not in (None, "")]
    return bool(years) and sum(map(bool, map(c.year_of, years))) * 2 >= len(years)


def _tell_columns(sheet: Sheet, header: _Header, found: Found) -> None:
    line = sheet.cells[header.row]
    for index in header.twice:
        text = c.text_of(line[index])
        found.findings.append(
            Finding("column_twice", sheet.name, header.row + 1, column_letters(index), text)
        )
    if not header.has_values:
        return
    for index, text in header.others.items():
        found.findings.append(
            Finding("unknown_column", sheet.name, header.row + 1, column_letters(index), text)
        )


class _Rows:
    """Reads the rows below a header."""

    def __init__(
        self, sheet: Sheet, header: _Header, hints: Hints, found: Found, around: Around
    ) -> None:
        self._around = around
        self._sheet = sheet
        self._header = header
        self._hints = hints
        self._found = found
        # (column, indicator, unit, scopes) of every column that holds values.
        self._values: list[tuple[int, str, str, frozenset[str]]] = [
            (index, without_part(c.take_unit(text)[1]), c.take_unit(text)[0], self._hear(index))
            for index, text in header.others.items()
        ]
        if header.has_values:
            at = header.place["value"]
            self._values = [(at, "", header.unit, self._hear(at))]
        self._scopes = self._hear_words()
        unheard = {at for field, at in header.place.items() if field in _NOT_HEARD}
        values = {index for index, *_ in self._values}
        # Columns that nobody reads may say it too: 口径, 季度.
        self._heard = sorted({*header.place.values(), *header.others} - unheard - values)
        self._width = max((header.place | {str(i): i for i in header.others}).values()) + 1

    def read_row(self, row: int) -> None:
        """Append the figures of one row; blank rows and repeated headers are none."""
        line = self._sheet.cells[row]
        if not any(cell is not None and cell != "" for cell in line):
            return
        if self._is_header_again(line):
            self._skip(row, 0, c.text_of(line[0]), "header_repeated")
            return
        self._tell_overhang(row, line)
        texts = {field: self._text(line, at) for field, at in self._header.place.items()}
        code, place = texts.get("region_code", ""), c.split_name(texts.get("region", ""))[0]
        year = self._year(row, line)
        indicator_of_row = without_part(texts.get("indicator", ""))
        scopes = self._scopes | self._hear_row(row, line, texts)
        for index, indicator, unit, own in self._values:
            raw = line[index] if index < len(line) else None
            value = c.text_of(raw)
            number = c.read_number(value) if value.strip() else c.Number("", "", "")
            if not value.strip() or (not number.digits and c.is_missing(value)):
                reason = "missing_mark" if value.strip() else "value_blank"
                self._skip(row, index, value, reason)
                continue
            self._found.figures.append(
                Figure(
                    sheet=self._sheet.name,
                    row=row + 1,
                    column=column_letters(index),
                    region=code or place or self._hints.region,
                    parent=c.split_name(texts.get("parent", ""))[0],
                    indicator=indicator_of_row or indicator or self._hints.indicator,
                    unit=texts.get("unit") or number.unit or unit or self._hints.unit,
                    year=year or self._hints.year,
                    value=value,
                    status=texts.get("status") or self._hints.status,
                    source=texts.get("source") or self._hints.source,
                    note=" ".join(filter(None, (texts.get("note", ""), number.marks))),
                    number=number.digits,
                    region_name=place if code else "",
                    scope=self._around.say(scopes, own),
                )
            )

    def _hear(self, index: int) -> frozenset[str]:
        """The scopes that a column's header names."""
        row = self._header.row
        return self._around.hear(c.text_of(self._sheet.cells[row][index]), row, index)

    def _hear_words(self) -> frozenset[str]:
        """The scopes that titles name, headers of columns without values, lines below the table."""
        named = NOTHING
        values = {index for index, *_ in self._values}
        for row, line in enumerate(self._sheet.cells):
            is_lone = len(line) - line.count(None) - line.count("") == 1
            if row > self._header.row and not is_lone:
                continue
            for index, cell in enumerate(line):
                text = c.text_of(cell)
                if not text or (row == self._header.row and index in values):
                    continue
                is_title = row <= self._header.row and not is_note(text)
                hear = self._around.hear if is_title else self._around.hear_note
                named |= hear(text, row, index)
        return named

    def _hear_row(self, row: int, line: list[Cell], texts: dict[str, str]) -> frozenset[str]:
        """The scopes that the cells of a row name, but for places and publications.

        Beside a status the note says how the figure departs from its definition; without one it
        may be the only place that says so.
        """
        named = NOTHING
        at_note = self._header.place.get("note", -1)
        for index in self._heard:
            if text := self._text(line, index):
                is_stated = index == at_note and texts.get("status")
                hear = self._around.hear_note if is_stated else self._around.hear
                named |= hear(text, row, index)
        return named

    def _text(self, line: list[Cell], at: int) -> str:
        return c.text_of(line[at]).strip() if at < len(line) else ""

    def _year(self, row: int, line: list[Cell]) -> str:
        at = self._header.place.get("year", -1)
        cell = line[at] if 0 <= at < len(line) else None
        year = c.year_of(cell)
        if year and not isinstance(cell, int | float | str):
            letters = column_letters(at)
            self._found.findings.append(
                Finding("year_is_date", self._sheet.name, row + 1, letters, c.text_of(cell), year)
            )
        text = c.text_of(cell).strip()
        return year or c.year_of(without_part(text)) or text

    def _is_header_again(self, line: list[Cell]) -> bool:
        header = self._sheet.cells[self._header.row]
        if line[0] != header[0] and line[-1] != header[-1]:  # nearly always
            return False
        return [c.text_of(cell).strip() for cell in line if cell not in (None, "")] == [
            c.text_of(cell).strip() for cell in header if cell not in (None, "")
        ]

    def _tell_overhang(self, row: int, line: list[Cell]) -> None:
        """Cells to the right of the last header: usually a row shifted, or an unquoted comma."""
        extra = [index for index, cell in enumerate(line) if cell not in (None, "")]
        extra = [index for index in extra if index >= self._width]
        if extra:
            self._found.findings.append(
                Finding(
                    "cells_beyond_header",
                    self._sheet.name,
                    row + 1,
                    column_letters(extra[0]),
                    ", ".join(c.text_of(line[index]) for index in extra[:5]),
                )
            )

    def _skip(self, row: int, index: int, value: str, reason: str) -> None:
        letters = column_letters(index)
        self._found.skipped.append(Skipped(self._sheet.name, row + 1, letters, value, reason))
