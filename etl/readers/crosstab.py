"""Tables with labels on two sides: regions, years and indicators in rows, columns and titles.

The exports of the National Bureau and the tables of yearbooks are both of this kind. A sheet is
cut into blocks (title lines, header rows, data rows); of region, indicator and year each is taken
from where the block gives it: the row's label, the column's header, or the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from etl.readers import cells as c
from etl.readers import vocabulary as places
from etl.readers.around import NOTHING, Around
from etl.readers.blocks import Block, Cutter, is_filled, role_of
from etl.readers.labels import (
    can_hold,
    header_text,
    join_names,
    name_in,
    without_english,
    without_translation,
)
from etl.readers.model import Cell, Finding, Found, Hints, Sheet, Skipped, column_letters, words
from etl.readers.periods import without_part

_GENERIC = words(
    "数值 数据 指标值 值 数量 指标 Value 绝对数 实际数 全年 本年 项目 全社会 全省 全市"
)
# What these hold is read and heard where it is taken, or names places.
_NOT_HEARD = words("data region parent ordinal code")
STARRED = re.compile(r"^(?:[#＃]|其中\s*[:：]?|其\s*中\s*[:：])\s*")


class _Labels(NamedTuple):
    """What the labels of a row say, empty where they say nothing."""

    region: str
    parent: str
    indicator: str
    unit: str
    year: str
    note: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class _Aims:
    """What belongs to the figures of each data column, where the row's labels do not say."""

    indexes: list[int]
    letters: list[str]
    regions: list[str]
    names: list[str]
    plain_names: list[str]
    units: list[str]
    years: list[str]
    marks: list[str]
    scopes: list[frozenset[str]]

    def pick(self, places: list[int]) -> _Aims:
        """The same for some of the columns."""
        return _Aims(*([column[place] for place in places] for column in vars(self).values()))


@dataclass(frozen=True)
class _Column:
    """What the header says of one column of a block."""

    index: int
    path: tuple[str, ...]
    role: str = "data"
    year: str = ""
    unit: str = ""
    region: str = ""
    indicator: str = ""
    marks: str = ""
    scopes: frozenset[str] = NOTHING


def has_table(sheet: Sheet) -> float:
    """How surely a sheet holds a table with labels on two sides, 0 to 1, from its first rows."""
    top = Sheet(sheet.name, sheet.cells[:80], sheet.merged)
    blocks = Cutter(top).cut()[0]
    best = 0.0
    for block in blocks:
        if not block.header or not block.rows:
            continue
        labels = [c.split_name(_label(top, row))[0] for row in block.rows]
        is_placed = sum(map(places.is_place, labels)) >= len(labels) / 2
        has_years = any(c.year_of(cell) for row in block.header for cell in top.cells[row])
        best = max(best, 0.4 + 0.2 * is_placed + 0.1 * has_years)
    return best


def read(sheet: Sheet, hints: Hints) -> Found:
    """Every figure of a sheet with its labels; what is not clear becomes a finding."""
    blocks, footnotes, found = Cutter(sheet).cut()
    if not any(block.rows for block in blocks):
        found.findings.append(Finding("no_figures", sheet.name))
        return found
    asked: set[str] = set()
    around = Around(sheet, hints, found)
    notes = around.hear_notes(found.skipped)
    for block in blocks:
        for left, right in _segments(sheet, block):
            reader = _Reader(sheet, block, (left, right), hints, footnotes, found)
            reader.read(asked, around, notes)
    return found


def _label(sheet: Sheet, row: int) -> str:
    return next((c.text_of(cell) for cell in sheet.cells[row] if is_filled(cell)), "")


def _segments(sheet: Sheet, block: Block) -> list[tuple[int, int]]:
    """The columns of a block, cut where the corner word comes again: tables side by side."""
    width = max((len(sheet.cells[row]) for row in (*block.header, *block.rows)), default=0)
    starts = [0]
    for row in block.header:
        line = [c.split_name(c.text_of(cell))[0] for cell in sheet.cells[row]]
        if line and role_of(line[0]) in {"region", "indicator", "year"}:
            starts += [i for i, text in enumerate(line) if i > 1 and text == line[0]]
    starts = sorted(set(starts))
    return list(zip(starts, [*starts[1:], width], strict=True))


class _Reader:
    """Reads the figures of one block, or of one half where tables stand side by side."""

    def __init__(
        self,
        sheet: Sheet,
        block: Block,
        bounds: tuple[int, int],
        hints: Hints,
        footnotes: dict[str, str],
        found: Found,
    ) -> None:
        self._sheet = sheet
        self._block = block
        self._left, self._right = bounds
        self._hints = hints
        self._footnotes = footnotes
        self._found = found
        self._context = block.context
        self._source = hints.source or block.source or block.context.source
        self._above: list[tuple[int, str]] = []
        # The province and the city whose rows come last, while their own parts follow.
        self._listed = ("", "")
        self._unit_above = ""

    def read(self, asked: set[str], around: Around, notes: frozenset[str]) -> None:
        """Append the block's figures; asked keeps each question from being put twice.

        notes: the scopes that notes of the sheet say the table has.
        """
        if not self._block.rows:
            return
        self._around = around
        paths = self._paths()
        self._columns = self._sort_columns(paths)
        by_role: dict[str, list[_Column]] = {}
        for column in self._columns:
            by_role.setdefault(column.role, []).append(column)
        self._by_role = by_role
        self._heard = [column for column in self._columns if column.role not in _NOT_HEARD]
        self._data = [self._describe(column) for column in by_role.get("data", [])]
        self._scopes = notes.union(*self._hear_block())
        self._scopes_of_heading = {
            row: around.hear(text, row, 0) for row, text in self._block.headings.items()
        }
        self._total = self._meaning_of_total()
        self._aims = self._aim()
        start = len(self._found.figures)
        for row in self._block.rows:
            self._read_row(row)
        self._tell_unheaded()
        ask_for_missing(self._sheet.name, self._found, start, asked)

    def _paths(self) -> list[tuple[str, ...]]:
        """For each column its header texts from top to bottom, merged cells filled."""
        rows = self._block.header
        grid = {row: self._filled_header(row) for row in rows}
        self._spread_blanks(grid)
        paths = []
        for index in range(self._left, self._right):
            texts = [grid[row].get(index, "") for row in rows]
            paths.append(without_translation(text for text in texts if text))
        return paths

    def _filled_header(self, row: int) -> dict[int, str]:
        line = self._sheet.cells[row]
        texts = {
            index: header_text(line[index])
            for index in range(self._left, min(self._right, len(line)))
            if is_filled(line[index])
        }
        for span in self._sheet.merged:
            if span.top <= row <= span.bottom and span.top in self._block.header:
                above = self._sheet.cells[span.top]
                text = header_text(above[span.left]) if span.left < len(above) else ""
                if text and span.left >= self._left:
                    texts |= dict.fromkeys(range(span.left, span.right + 1), text)
        return texts

    def _spread_blanks(self, grid: dict[int, dict[int, str]]) -> None:
        """Fill a header cell from its left where both stand over further header cells."""
        rows = self._block.header
        for depth, row in enumerate(rows[:-1]):
            below = [grid[lower] for lower in rows[depth + 1 :]]
            for index in range(self._left + 1, self._right):
                if index in grid[row] or index - 1 not in grid[row]:
                    continue
                if any(index in line for line in below) and any(index - 1 in b for b in below):
                    grid[row][index] = grid[row][index - 1]

    def _sort_columns(self, paths: list[tuple[str, ...]]) -> list[_Column]:
        columns = []
        is_leading = True
        for offset, path in enumerate(paths):
            index = self._left + offset
            role = self._role(index, path, is_leading)
            if role in {"data", "empty"}:
                is_leading = is_leading and role == "empty"
            columns.append(_Column(index, path, role))
        return self._settle_labels(columns)

    def _role(self, index: int, path: tuple[str, ...], is_leading: bool) -> str:
        named = next((role for part in path if (role := role_of(part))), "")
        if named in {"note", "code", "ordinal"} or (named == "unit" and self._holds_words(index)):
            return named
        if not is_leading:
            return "data"
        if named in {"region", "indicator", "year"}:
            return named
        if not path and not self._holds_anything(index):
            return "empty"
        is_measured = any(c.year_of(part) or c.take_unit(part)[0] for part in path)
        return "label" if self._holds_words(index) and not is_measured else "data"

    def _cells(self, index: int) -> Iterable[Cell]:
        for row in self._block.rows:
            line = self._sheet.cells[row]
            if index < len(line) and is_filled(line[index]):
                yield line[index]

    def _holds_words(self, index: int) -> bool:
        words = numbers = 0
        for cell in self._cells(index):
            if c.is_numeric(cell):
                numbers += 1
            else:
                words += 1
        return words > numbers

    def _holds_anything(self, index: int) -> bool:
        return any(True for _ in self._cells(index))

    def _settle_labels(self, columns: list[_Column]) -> list[_Column]:
        """Decide what label columns hold where the header does not say, or says two things."""
        labels = [column for column in columns if column.role in {"label", "region", "indicator"}]
        settled = dict.fromkeys((column.index for column in labels), "")
        for column in labels:
            texts = [name_in(cell) for cell in self._cells(column.index)]
            is_latin = bool(texts) and all(text.isascii() for text in texts)
            if is_latin and len(labels) > 1 and column is not labels[0]:
                settled[column.index] = "translation"
                continue
            placed = sum(places.is_place(text) or places.is_group(text) for text in texts)
            is_mixed = column.role == "label"
            looks = "region" if texts and placed * 2 >= len(texts) else "indicator"
            if texts and all(map(c.year_of, texts)):
                looks = "year"
            settled[column.index] = looks if is_mixed else column.role
        regions = [index for index, role in settled.items() if role == "region"]
        for index in regions[:-1]:
            settled[index] = "parent"
        return [replace(column, role=settled.get(column.index, column.role)) for column in columns]

    def _describe(self, column: _Column) -> _Column:
        """What the header of a data column says: year, unit, region, and the rest is the name."""
        year = unit = region = ""
        names: list[str] = []
        marks: list[str] = []
        wants_region = not self._by_role.get("region")
        scopes = NOTHING
        for said in column.path:
            scopes |= self._around.hear(said, self._block.header[-1], column.index)
            part = without_part(said)
            if whole := c.year_of(part):
                year = whole
            elif whole := c.unit_of(part):
                unit = whole
            else:
                found, rest = c.take_unit(part)
                rest, mark = c.split_name(STARRED.sub("", rest))
                inner, rest = c.take_year(rest)
                if not found:
                    found, rest = c.take_unit(rest)
                unit, year = found or unit, inner or year
                marks += [mark] if mark else []
                if wants_region and places.is_place(rest):
                    region = rest
                elif rest and rest not in _GENERIC:
                    names.append(c.squeeze(rest).strip("- ·:：,，"))
        return replace(
            column,
            year=year,
            unit=unit,
            region=region,
            indicator="：".join(names),
            marks=" ".join(marks),
            scopes=scopes,
        )

    def _hear_block(self) -> Iterable[frozenset[str]]:
        """The scopes that are named for the whole block: by titles, by headers beside the data."""
        for text, row, index in self._block.words:
            yield self._around.hear(text, row, index)
        data = {column.index for column in self._data}
        for row in self._block.header:
            line = self._sheet.cells[row]
            filled = [index for index, cell in enumerate(line) if is_filled(cell)]
            is_merged = any(span.top <= row <= span.bottom for span in self._sheet.merged)
            for index in filled:
                if index not in data or (len(filled) == 1 and not is_merged):
                    yield self._around.hear(header_text(line[index]), row, index)

    def _meaning_of_total(self) -> str:
        """What 合计 is the total of: the nation where provinces are listed, else the title's."""
        labels = {
            name_in(cell)
            for column in self._by_role.get("region", [])
            for cell in self._cells(column.index)
        }
        if sum(map(bool, map(places.short_province, labels))) > 1:
            return "全国"
        return self._context.region or self._hints.region

    def _read_row(self, row: int) -> None:
        line = self._sheet.cells[row]
        labels = self._labels(row, line)
        if labels is None:
            return
        aims = self._aims
        cells = [line[index] if index < len(line) else None for index in aims.indexes]
        if set(map(type, cells)) == {float}:
            # Nearly every row of an export is so; it is worth being quick about.
            values = c.number_texts(cells)  # type: ignore[arg-type]
            if not any(text[-1] in "fn" for text in values):  # inf, nan
                self._add(row, line, labels, aims, values, values, [], [])
                return
        picked: list[int] = []
        numbers: list[c.Number] = []
        values = []
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            value = c.text_of(cell)
            number = c.read_number(value)
            if number.digits or not self._is_no_figure(row, aims.indexes[place], value):
                picked.append(place)
                values.append(value)
                numbers.append(number)
        digits, units, marks = (
            (list(column) for column in zip(*numbers, strict=True)) if numbers else ([], [], [])
        )
        self._add(row, line, labels, aims.pick(picked), values, digits, units, marks)

    def _add(
        self,
        row: int,
        line: list[Cell],
        labels: _Labels,
        aims: _Aims,
        values: list[str],
        digits: list[str],
        units: list[str],
        marks: list[str],
    ) -> None:
        """Add the figures of a row, a field at a time; units and marks are the cells' own."""
        code = self._side(line, "code")
        place = code or labels.region
        count = len(values)
        named = labels.scopes | self._scopes
        unit_of_row = [labels.unit] * count if labels.unit else aims.units
        names = (
            aims.names
            if not labels.indicator
            else [join_names(labels.indicator, name) for name in aims.plain_names]
        )
        notes = [labels.note] * count
        if any(aims.marks) or any(marks):
            own = marks or [""] * count
            notes = [
                " ".join(filter(None, (labels.note, *pair)))
                for pair in zip(aims.marks, own, strict=True)
            ]
        fields: tuple[list[Any], ...] = (
            [self._sheet.name] * count,
            [row + 1] * count,
            aims.letters,
            [place] * count if place else aims.regions,
            [labels.parent] * count,
            names,
            [own or unit for own, unit in zip(units, unit_of_row, strict=True)]
            if any(units)
            else unit_of_row,
            [labels.year] * count if labels.year else aims.years,
            values,
            [self._hints.status] * count,
            [self._source] * count,
            [self._note(note) for note in notes] if any(notes) else notes,
            digits,
            [labels.region if code else ""] * count,
            [self._around.say(named, scopes) for scopes in aims.scopes],
        )
        for column, more in zip(self._found.figures.columns, fields, strict=True):
            column += more

    def _is_no_figure(self, row: int, index: int, value: str) -> bool:
        """Whether a text is blank or a sign for no value; the latter is listed."""
        if c.is_missing(value):
            self._skip(row, index, value, "missing_mark")
            return True
        return not value.strip()

    def _aim(self) -> _Aims:
        """Settle for every data column what figures in it have where the row does not say."""
        context, hints = self._context, self._hints
        title = context.indicator or hints.indicator or context.title
        columns = [column for column in self._data if column.path or not self._block.header]
        return _Aims(
            indexes=[column.index for column in columns],
            letters=[column_letters(column.index) for column in columns],
            regions=[column.region or context.region or self._region() for column in columns],
            names=[column.indicator or title for column in columns],
            plain_names=[column.indicator for column in columns],
            units=[column.unit or context.unit or hints.unit for column in columns],
            years=[column.year or context.year or hints.year for column in columns],
            marks=[column.marks for column in columns],
            scopes=[column.scopes for column in columns],
        )

    def _region(self) -> str:
        """The region where no label names one: the analyst's, or the nation of 年度数据."""
        is_national = self._context.database.startswith(("年度", "月度", "季度", "全国"))
        return self._hints.region or ("全国" if is_national else "")

    def _labels(self, row: int, line: list[Cell]) -> _Labels | None:
        """Region, parent, indicator, unit, year and note of a row; None when it is skipped."""
        region, marks = c.split_name(without_english(self._side(line, "region")))
        indicator, more = c.split_name(self._side(line, "indicator"))
        cell = self._side_cell(line, "year")
        year = self._year(cell) if cell is not None else ""
        unit = self._side(line, "unit")
        unit = c.unit_of(unit) or c.plain(unit) if unit else ""
        has_label = bool(region or indicator or year)
        if not has_label and self._has_label_column():
            self._tell_unlabelled(row, line)
            return None
        if region and (reason := self._reason_to_skip(region)):
            self._skip_row(row, line, reason)
            return None
        region = self._whole(region)
        parent = self._parent(row, line, region)
        if indicator:
            indicator, unit = self._indicator(indicator, unit)
        note = " ".join(filter(None, (c.plain(self._side(line, "note")), marks, more)))
        scopes = self._hear_row(row, line)
        return _Labels(region, parent, without_part(indicator), unit, year, note, scopes)

    def _year(self, cell: Cell) -> str:
        return c.year_of(cell) or c.year_of(without_part(text := c.text_of(cell))) or c.plain(text)

    def _hear_row(self, row: int, line: list[Cell]) -> frozenset[str]:
        """The scopes that the labels of a row name, and the heading above it."""
        above = [at for at in self._scopes_of_heading if at < row]
        named = self._scopes_of_heading[max(above)] if above else NOTHING
        for column in self._heard:
            if column.index < len(line) and is_filled(line[column.index]):
                text = c.text_of(line[column.index])
                named |= self._around.hear(text, row, column.index)
        return named

    def _side_cell(self, line: list[Cell], role: str) -> Cell:
        for column in self._by_role.get(role, ()):
            if column.index < len(line) and is_filled(line[column.index]):
                return line[column.index]
        return None

    def _side(self, line: list[Cell], role: str) -> str:
        return c.text_of(self._side_cell(line, role)) if role in self._by_role else ""

    def _has_label_column(self) -> bool:
        return any(self._by_role.get(role) for role in ("region", "indicator", "year"))

    def _reason_to_skip(self, region: str) -> str:
        if places.is_group(region):
            return "region_group"
        is_vague = places.is_total(region) or places.is_whole_of_title(region)
        if is_vague and not self._whole(region):
            return "total_unclear"
        return "header_repeated" if role_of(region) == "region" else ""

    def _whole(self, region: str) -> str:
        if places.is_nation(region):
            return "全国"
        if places.is_total(region):
            return self._total
        if places.is_whole_of_title(region):
            return self._context.region or self._hints.region
        return region

    def _parent(self, row: int, line: list[Cell], region: str) -> str:
        """The region that a row's region lies in, where the table says so."""
        if "parent" in self._by_role:
            return c.split_name(self._side(line, "parent"))[0]
        if not region or places.is_nation(region):
            return ""
        text = self._side(line, "region")
        indent = len(text) - len(text.lstrip())
        while self._above and self._above[-1][0] >= indent:
            self._above.pop()
        over = self._above[-1][1] if self._above else self._heading(row)
        self._above.append((indent, region))
        if can_hold(over, region):
            return over
        return self._listed_under(region) or self._title_place(region)

    def _listed_under(self, region: str) -> str:
        """The province or city whose row this row follows, with only its own parts between."""
        for depth in (1, 0):
            over = self._listed[depth]
            if over and not places.short_province(region) and places.lies_in(region, over):
                if depth == 0:
                    self._listed = (over, region)
                return over
        self._listed = (region, "") if places.short_province(region) else ("", region)
        return ""

    def _title_place(self, region: str) -> str:
        own = self._context.region
        is_inside = can_hold(own, region) or places.lies_in(region, own)
        return own if is_inside and not places.short_province(region) else ""

    def _heading(self, row: int) -> str:
        above = [at for at in self._block.headings if at < row]
        heading = self._block.headings[max(above)] if above else ""
        return heading if places.is_place(heading) else ""

    def _indicator(self, indicator: str, unit: str) -> tuple[str, str]:
        found, name = c.take_unit(indicator)
        is_part = bool(STARRED.match(name))
        name = STARRED.sub("", name)
        unit = unit or found or (self._unit_above if is_part else "")
        self._unit_above = unit
        return name, unit

    def _note(self, text: str) -> str:
        """A note with the footnotes that its marks stand for."""
        parts = (f"{word} {self._footnotes.get(word, '')}".strip() for word in text.split(" "))
        return " ".join(dict.fromkeys(parts)) if self._footnotes else text

    def _skip(self, row: int, index: int, value: str, reason: str) -> None:
        letters = column_letters(index)
        self._found.skipped.append(Skipped(self._sheet.name, row + 1, letters, value, reason))

    def _skip_row(self, row: int, line: list[Cell], reason: str) -> None:
        for index in range(self._left, min(self._right, len(line))):
            if is_filled(line[index]):
                self._skip(row, index, c.text_of(line[index]), reason)
        if reason == "total_unclear":
            label = self._side(line, "region")
            self._found.findings.append(
                Finding(reason, self._sheet.name, row + 1, self._label_letters(), label)
            )

    def _label_letters(self) -> str:
        for role in ("region", "indicator", "year"):
            if columns := self._by_role.get(role):
                return column_letters(columns[0].index)
        return ""

    def _tell_unlabelled(self, row: int, line: list[Cell]) -> None:
        filled = [
            column.index
            for column in self._data
            if column.index < len(line) and is_filled(line[column.index])
        ]
        if filled:
            shown = ", ".join(c.text_of(line[index]) for index in filled[:5])
            self._found.findings.append(
                Finding("label_missing", self._sheet.name, row + 1, self._label_letters(), shown)
            )

    def _tell_unheaded(self) -> None:
        headless = [d.index for d in self._data if self._block.header and not d.path]
        for index in headless:
            filled = [
                row
                for row in self._block.rows
                if index < len(self._sheet.cells[row])
                and c.text_of(self._sheet.cells[row][index]).strip()
            ]
            if filled:
                self._found.findings.append(
                    Finding(
                        "header_missing",
                        self._sheet.name,
                        filled[0] + 1,
                        column_letters(index),
                        c.text_of(self._sheet.cells[filled[0]][index]),
                        str(len(filled)),
                    )
                )


def ask_for_missing(sheet: str, found: Found, start: int, asked: set[str]) -> None:
    """Turn what the figures lack (year, unit, …) into one question each, at the first such cell."""
    for name in ("region", "indicator", "unit", "year", "source"):
        if name in asked:
            continue
        values = found.figures.column(name)
        lacking = next((place for place in range(start, len(values)) if not values[place]), None)
        if lacking is not None:
            asked.add(name)
            figure = found.figures.at(lacking)
            found.findings.append(
                Finding(f"{name}_missing", sheet, figure.row, figure.column, figure.value)
            )
