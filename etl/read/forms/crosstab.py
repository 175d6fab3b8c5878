"""Tables with labels on two sides: regions, years and indicators in rows, columns and titles.

The exports of the National Bureau and the tables of yearbooks are both of this kind. A sheet is
cut into blocks (title lines, header rows, data rows); of region, indicator and year each is taken
from where the block gives it: the row's label, the column's header, or the title.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms import columns, headers
from etl.read.forms.around import NOTHING, Around
from etl.read.forms.asking import ask_about_titles, ask_for_missing, settle_unit
from etl.read.forms.blocks import Block, Context, Cutter
from etl.read.forms.columns import Heading
from etl.read.forms.headings import role_of
from etl.read.forms.labels import (
    Over,
    can_hold,
    header_text,
    join_names,
    month_text,
    name_in,
    tell_date,
    without_english,
)
from etl.read.forms.leaving_out import LeavingOut
from etl.read.forms.periods import without_part
from etl.read.forms.scopes import UNCLEAR, is_bare_scope
from etl.read.model import (
    Cell,
    Hints,
    RawIssue,
    Sheet,
    SheetResult,
    column_letters,
    is_filled,
    words,
)

_GENERIC = words(
    """
    数值 数据 指标值 值 数量 指标 Value 绝对数 实际数 全年 本年 项目 绝对值 总量 全社会 全省 全市
    """
)
# What these hold is read and heard where it is taken, or names places.
_NOT_HEARD = words("data region parent ordinal code")
_READ = frozenset(["data", "value"])


class _Labels(NamedTuple):
    """What the labels of a row say, empty where they say nothing."""

    region: str
    parent: str
    indicator: str
    unit: str
    year: str
    note: str
    scopes: frozenset[str]
    code: str


class _Row(NamedTuple):
    """A row of data by its index, with what its labels say."""

    at: int
    labels: _Labels


@dataclass(frozen=True)
class _Aims:
    """What belongs to the figures of each data column, where the row's labels do not say.

    said_units are those of the columns themselves, which those of rows do not override.
    """

    indexes: list[int]
    letters: list[str]
    regions: list[str]
    names: list[str]
    plain_names: list[str]
    units: list[str]
    said_units: list[str]
    years: list[str]
    marks: list[str]
    scopes: list[frozenset[str]]

    def pick(self, places: list[int]) -> _Aims:
        """The same for some of the columns."""
        return _Aims(*([column[place] for place in places] for column in vars(self).values()))


class _Said(NamedTuple):
    """What the words above a column say, empty where they say nothing."""

    year: str = ""
    unit: str = ""
    region: str = ""
    indicator: str = ""
    marks: str = ""


_NOTHING_SAID = _Said()


@dataclass(slots=True)
class _Column:
    """A column of a block: its role, and what the header says of it."""

    index: int
    path: tuple[str, ...]
    role: str = "data"
    is_harmless: bool = False
    said: _Said = _NOTHING_SAID
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


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """Every figure of a sheet with its labels; what is not clear becomes a raw issue.

    before: what the sheet before said, for one that continues it.
    """
    cutter = Cutter(sheet, before)
    blocks, footnotes, found = cutter.cut()
    found.context = cutter.context
    if not any(block.rows for block in blocks):
        found.raw_issues.append(RawIssue("no_figures", sheet.name))
        return found
    asked: set[str] = set()
    leaving = LeavingOut(sheet.name, hints)
    around = Around(sheet, hints, found)
    titles = {(row, index) for block in blocks for _, row, index in block.words}
    titles |= {(row, 0) for block in blocks for row in block.headings}
    notes = around.hear_notes(found.skipped, titles)
    for block in blocks:
        for left, right in _segments(sheet, block):
            reader = _Reader(sheet, block, (left, right), hints, footnotes, found)
            reader.read(asked, leaving, around, notes)
    leaving.tell(found)
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


@lru_cache(maxsize=4096)
def _read_path(path: tuple[str, ...], wants_region: bool) -> _Said:
    """What the texts above a data column say: year, unit, region, and the rest is the name."""
    year = unit = region = ""
    names: list[str] = []
    marks: list[str] = []
    for said in path:
        part = without_part(said)
        if whole := c.year_of(part):
            year = whole
        elif whole := c.unit_of(part):
            unit = whole
        else:
            found, rest = c.take_unit(part)
            rest, mark = c.split_name(places.region_in(rest))
            inner, rest = c.take_year(rest)
            if not found:
                found, rest = c.take_unit(rest)
            unit, year = found or unit, inner or year
            marks += [mark] if mark else []
            if wants_region and places.is_place(rest):
                region = rest
            elif rest and rest not in _GENERIC and role_of(rest) != "value":
                names.append(c.squeeze(rest).strip("- ·:：,，"))
    name = "：".join(names)
    return _Said(year, unit, region, "" if is_bare_scope(name) else name, " ".join(marks))


@lru_cache(maxsize=8192)
def _read_label(label: str) -> tuple[str, str, str]:
    """The name in the label of a row, its marks, and the region that it means."""
    name, marks = c.split_name(without_english(label))
    return name, marks, places.region_in(name)


class _Reader:
    """Reads the figures of one block, or of one half where tables stand side by side."""

    def __init__(
        self,
        sheet: Sheet,
        block: Block,
        bounds: tuple[int, int],
        hints: Hints,
        footnotes: dict[str, str],
        found: SheetResult,
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
        self._unit_above = self._name_above = ""

    def read(
        self, asked: set[str], leaving: LeavingOut, around: Around, notes: frozenset[str]
    ) -> None:
        """Append the block's figures; asked keeps each question from being put twice.

        notes: the scopes that notes of the sheet say the table has.
        """
        if not self._block.rows:
            return
        self._leaving, self._around = leaving, around
        by_role: dict[str, list[_Column]] = {}
        sorted_columns = self._sort_columns()
        for column in sorted_columns:
            by_role.setdefault(column.role, []).append(column)
        self._by_role = by_role
        self._heard = [column for column in sorted_columns if column.role not in _NOT_HEARD]
        self._put_labels_down()
        self._data = [self._describe(column) for column in by_role.get("data", [])]
        self._leave_columns_out()
        self._scopes = notes.union(*self._hear_block())
        self._scopes_of_heading = {
            row: around.hear(text, row, 0) for row, text in self._block.headings.items()
        }
        self._aims = self._aim()
        start = len(self._found.figures)
        self._read_rows()
        self._tell_unheaded()
        titles = [text for text, *_ in self._block.words]
        cells = (cell for row in self._block.header for cell in self._sheet.cells[row])
        said = list(map(header_text, cells))
        ask_about_titles(self._sheet.name, self._found, start, titles, said, self._hints)
        ask_for_missing(self._sheet.name, self._found, start, asked)

    def _sort_columns(self) -> list[_Column]:
        """Every column with its header texts and the role that these and its cells give it."""
        block, merged = self._block, self._sheet.merged
        self._over = Over(self._sheet, block.rows, merged)
        self._columns = list(zip_longest(*(self._sheet.cells[row] for row in block.rows)))
        paths = headers.paths(self._sheet, block.header, self._left, self._right)
        found = [
            Heading(index, (), columns.Seen())
            if self._leaving.is_column_asked(index, path)
            else Heading(index, path, columns.look(self._cells(index)))
            for index, path in enumerate(paths, start=self._left)
        ]
        roles = columns.settle(found)
        return [
            _Column(h.index, h.path, "data" if r in _READ else r, h.seen.is_harmless)
            for h, r in zip(found, roles, strict=True)
        ]

    def _cells(self, index: int) -> tuple[Cell, ...]:
        """The cells of a column, below the header."""
        return self._columns[index] if index < len(self._columns) else ()

    def _put_labels_down(self) -> None:
        """Labels that stand once over several rows, merged or blank below, are of each row."""
        labels = [col.index for role in columns.LABELS for col in self._by_role.get(role, ())]
        self._over.fill(sorted(labels), self._found)

    def _leave_columns_out(self) -> None:
        """Take ranks, growth rates and what the analyst names out of the columns to read."""
        reasons = {
            d.index: self._leaving.why_column(d.index, [*d.path, d.said.indicator])
            for d in self._data
        }
        if not can_keep_any(reasons.values()):
            reasons = {i: reason * (reason == "left_out") for i, reason in reasons.items()}
        for column in self._data:
            reason = reasons[column.index]
            if reason:
                self._skip_column(column, reason)
        self._data = [column for column in self._data if not reasons[column.index]]
        for column in self._by_role.get("text", []) + self._by_role.get("twice", []):
            self._skip_column(column, "column_not_read")

    def _skip_column(self, column: _Column, reason: str) -> None:
        index = column.index
        filled = [row for row in self._block.rows if self._text_at(row, index)]
        for row in filled:
            self._skip(row, index, self._text_at(row, index), reason)
        if not filled:
            return
        label = "：".join(column.path) or column_letters(index)
        row = (self._block.header or filled)[-1] + 1
        self._leaving.note(reason, label, row, column_letters(index))
        if reason == "column_not_read" and not column.is_harmless:
            self._found.tell("unknown_column", self._sheet.name, row - 1, index, label)

    def _text_at(self, row: int, index: int) -> str:
        line = self._sheet.cells[row]
        return c.text_of(line[index]).strip() if index < len(line) else ""

    def _describe(self, column: _Column) -> _Column:
        """Put to a data column what its header says of the figures below."""
        hear = self._around.hear
        row, index = self._block.header[-1] if self._block.header else -1, column.index
        column.said = _read_path(column.path, not self._by_role.get("region"))
        for said in column.path:
            column.scopes |= hear(said, row, index)
        return column

    def _hear_block(self) -> Iterable[frozenset[str]]:
        """The scopes that are named for the whole block: by titles, by headers beside the data."""
        for text, row, index in self._block.words:
            yield self._around.hear(text, row, index)
        data = {column.index for column in self._by_role.get("data", ())}
        for row in self._block.header:
            line = self._sheet.cells[row]
            filled = [index for index, cell in enumerate(line) if is_filled(cell)]
            is_merged = any(span.top <= row <= span.bottom for span in self._sheet.merged)
            is_lone = len(filled) == 1 and not is_merged
            for index in filled:
                if not (is_lone or self._left <= index < self._right):
                    continue  # of the table beside this one
                tell_date(self._found, self._sheet, row, index, line[index])
                if index not in data or is_lone:
                    named = self._around.hear(header_text(line[index]), row, index)
                    # Over the columns to its right, or over all? Nobody can say.
                    is_unclear = named and index in data and index > min(data)
                    yield named | {UNCLEAR} if is_unclear else named

    @cached_property
    def _total(self) -> str:
        """What 合计 is the total of: the nation where provinces are listed, else the title's."""
        labels = {
            name_in(cell)
            for column in self._by_role.get("region", [])
            for cell in self._cells(column.index)
            if is_filled(cell)
        }
        if sum(map(bool, map(places.short_province, labels))) > 1:
            return "全国"
        return self._context.region or self._hints.region

    def _read_rows(self) -> None:
        """Append the figures of all rows; those of rows that are numbers alone all at once."""
        numbers: list[float] = []
        alike: list[_Row] = []
        indexes = self._aims.indexes
        first, end = (indexes[0], indexes[-1] + 1) if indexes else (0, 0)
        is_run = indexes == list(range(first, end))
        for row in self._block.rows:
            line = self._sheet.cells[row]
            labels = self._labels(row, line)
            if labels is None:
                continue
            width = len(line)
            if is_run and width >= end:
                cells = line[first:end]
            else:
                cells = [line[index] if index < width else None for index in indexes]
            # Nearly every row of an export is so; it is worth being quick about.
            if set(map(type, cells)) == {float} and math.isfinite(sum(cells)):  # type: ignore[arg-type]
                alike.append(_Row(row, labels))
                numbers += cells  # type: ignore[arg-type]
                continue
            self._add_numbers(alike, numbers)
            self._read_cells(_Row(row, labels), cells)
        self._add_numbers(alike, numbers)

    def _add_numbers(self, rows: list[_Row], numbers: list[float]) -> None:
        """Add the figures of rows of numbers, and empty both lists."""
        if rows:
            values = c.number_texts(numbers)
            self._add(rows, self._aims, values, values, [], [])
            rows.clear()
            numbers.clear()

    def _read_cells(self, row: _Row, cells: list[Cell]) -> None:
        """Append the figures of one row, cell by cell."""
        aims = self._aims
        picked: list[int] = []
        numbers: list[c.Number] = []
        values = []
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            value = c.text_of(cell)
            number = c.read_number(value)
            if number.digits or not self._is_no_figure(row.at, aims.indexes[place], value):
                picked.append(place)
                values.append(value)
                numbers.append(number)
        digits, units, marks = (
            (list(column) for column in zip(*numbers, strict=True)) if numbers else ([], [], [])
        )
        aims = aims if len(picked) == len(cells) else aims.pick(picked)
        self._add([row], aims, values, digits, units, marks)

    def _add(
        self,
        rows: list[_Row],
        aims: _Aims,
        values: list[str],
        digits: list[str],
        units: list[str],
        marks: list[str],
    ) -> None:
        """Add the figures of rows, a field at a time; units and marks are the cells' own."""
        width, count = len(aims.indexes), len(values)
        labels = [row.labels for row in rows]

        def spread(said: list[Any], by_column: list[str] | None = None) -> list[Any]:
            """What each row says once a column; where it says nothing, what the columns say."""
            if by_column and not any(said):
                return by_column * len(rows)
            if said.count(said[0]) == len(said):
                return [said[0]] * count
            lists = ([s] * width if s or by_column is None else by_column for s in said)
            return list(chain.from_iterable(lists))

        def by_row(said: Iterable[list[Any]], is_alike: bool) -> list[Any]:
            """What the columns say in each row, one after the other."""
            return next(iter(said)) * len(rows) if is_alike else list(chain.from_iterable(said))

        units_of = (_settle_units(lab.unit, aims) if lab.unit else aims.units for lab in labels)
        names = (
            [join_names(lab.indicator, name) for name in aims.plain_names]
            if lab.indicator
            else aims.names
            for lab in labels
        )
        notes = spread([lab.note for lab in labels])
        if any(marks) or any(aims.marks):
            beside = zip(notes, aims.marks * len(rows), marks or [""] * len(notes), strict=True)
            notes = [" ".join(filter(None, said)) for said in beside]
        named = {scopes: scopes | self._scopes for scopes in {lab.scopes for lab in labels}}
        said = {
            scopes: [self._around.say(whole, own) for own in aims.scopes]
            for scopes, whole in named.items()
        }
        settled = by_row(units_of, not any(lab.unit for lab in labels))
        fields: tuple[list[Any], ...] = (
            [self._sheet.name] * count,
            spread([row.at + 1 for row in rows]),
            aims.letters * len(rows),
            spread([lab.code or lab.region for lab in labels], aims.regions),
            spread([lab.parent for lab in labels]),
            by_row(names, not any(lab.indicator for lab in labels)),
            [own or unit for own, unit in zip(units, settled, strict=True)]
            if any(units)
            else settled,
            spread([lab.year for lab in labels], aims.years),
            values,
            [self._hints.status] * count,
            [self._source] * count,
            [self._note(note) for note in notes] if self._footnotes and any(notes) else notes,
            digits,
            spread([lab.region if lab.code else "" for lab in labels]),
            by_row((said[lab.scopes] for lab in labels), len(said) == 1),
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
        context, hints, units = self._context, self._hints, self._context.units
        title = context.indicator or hints.indicator or context.title
        region, year = context.region or self._region(), context.year or hints.year
        columns = [column for column in self._data if column.path or not self._block.header]
        said = [column.said for column in columns]
        return _Aims(
            indexes=[column.index for column in columns],
            letters=[column_letters(column.index) for column in columns],
            regions=[each.region or region for each in said],
            names=[each.indicator or title for each in said],
            plain_names=[each.indicator for each in said],
            units=[settle_unit(each.unit, units, hints) for each in said],
            said_units=[each.unit for each in said],
            years=[each.year or year for each in said],
            marks=[each.marks for each in said],
            scopes=[column.scopes for column in columns],
        )

    def _region(self) -> str:
        """The region where no label names one: the analyst's, or the nation of 年度数据."""
        is_national = self._context.database.startswith(("年度", "月度", "季度", "全国"))
        return self._hints.region or ("全国" if is_national else "")

    def _labels(self, row: int, line: list[Cell]) -> _Labels | None:
        """Region, parent, indicator, unit, year and note of a row; None when it is skipped."""
        label = self._side(row, line, "region")
        region, marks, named = _read_label(label)
        indicator, more = c.split_name(self._side(row, line, "indicator"))
        cell = self._side_cell(row, line, "year") if "year" in self._by_role else None
        year = self._year(cell) if cell is not None else ""
        unit = self._side(row, line, "unit")
        unit = c.unit_of(unit) or c.plain(unit) if unit else ""
        code = self._side(row, line, "code")
        has_label = bool(region or indicator or year or code)
        if not has_label and self._has_label_column():
            self._tell_unlabelled(row, line)
            return None
        whole = self._whole(named)
        if reason := self._reason_to_skip(region, whole, indicator):
            self._skip_row(row, line, reason, region or indicator)
            return None
        region = whole
        parent = self._parent(row, line, region, label)
        if not indicator and self._block.headings:
            indicator = self._indicator_above(row)
        if indicator:
            indicator, unit = self._indicator(indicator, unit)
            indicator = without_part(indicator)
        beside = (c.plain(self._side(row, line, "note")), marks, more)
        note = " ".join(filter(None, beside)) if any(beside) else ""
        scopes = self._hear_row(row, line)
        return _Labels(region, parent, indicator, unit, year, note, scopes, code)

    def _year(self, cell: Cell) -> str:
        text = month_text(cell)
        return c.year_of(cell) or c.year_of(without_part(text)) or c.plain(text)

    def _hear_row(self, row: int, line: list[Cell]) -> frozenset[str]:
        """The scopes that the labels of a row name, and the heading above it."""
        named = NOTHING
        if above := [at for at in self._scopes_of_heading if at < row]:
            named = self._scopes_of_heading[max(above)]
        for column in self._heard:
            cell = line[column.index] if column.index < len(line) else None
            tell_date(self._found, self._sheet, row, column.index, cell)
            cell = cell if is_filled(cell) else self._over.get(row, column.index)
            named |= self._around.hear(month_text(cell), row, column.index)
        for column in self._by_role.get("region", ()):
            cell = line[column.index] if column.index < len(line) else None
            if isinstance(cell, str) and cell[-1:] in ")）]］】":
                named |= self._around.hear_label(cell, row, column.index)
        return named

    def _side_cell(self, row: int, line: list[Cell], role: str) -> Cell:
        """The cell that a role has in a row: of several columns the one farthest right."""
        for column in reversed(self._by_role.get(role, ())):
            if column.index < len(line) and is_filled(line[column.index]):
                return line[column.index]
            if is_filled(above := self._over.get(row, column.index)):
                return above
        return None

    def _side(self, row: int, line: list[Cell], role: str) -> str:
        return c.text_of(self._side_cell(row, line, role)) if role in self._by_role else ""

    def _has_label_column(self) -> bool:
        return any(self._by_role.get(role) for role in ("region", "indicator", "year", "code"))

    def _reason_to_skip(self, region: str, whole: str, indicator: str) -> str:
        """Why a row is not read: region is its label, whole what that means."""
        if reason := self._leaving.why_row(region):
            return reason
        if indicator and self._leaving.is_asked(indicator):
            return "left_out"
        if region and not whole:
            return "total_unclear"
        return "header_repeated" if role_of(region) == "region" else ""

    def _whole(self, region: str) -> str:
        """The region that a label means; '' for a total of which nobody can say of what."""
        if not places.is_sum(region):
            return region
        if places.is_nation(region):
            return "全国"
        if places.is_total(region):
            return self._total
        return self._context.region or self._hints.region

    def _parent(self, row: int, line: list[Cell], region: str, text: str) -> str:
        """The region that a row's region lies in, where the table says so; text is its label."""
        if "parent" in self._by_role:
            return self._outer(row, line)
        if not region or places.is_nation(region):
            return ""
        indent = len(text) - len(text.lstrip())
        while self._above and self._above[-1][0] >= indent:
            self._above.pop()
        over = self._above[-1][1] if self._above else self._heading(row)
        self._above.append((indent, region))
        if can_hold(over, region):
            return over
        return self._listed_under(region) or self._title_place(region)

    def _outer(self, row: int, line: list[Cell]) -> str:
        """The regions in the columns before that of the region, from the outermost on."""
        names = []
        for column in self._by_role["parent"]:
            cell = line[column.index] if column.index < len(line) else None
            cell = cell if is_filled(cell) else self._over.get(row, column.index)
            name = name_in(cell)
            names += [name] if name and not places.is_nation(name) else []
        return "".join(sorted(names, key=lambda name: not places.short_province(name)))

    def _listed_under(self, region: str) -> str:
        """The province or city whose row this row follows, with only its own parts between."""
        if places.short_province(region):
            self._listed = (region, "")
            return ""
        for depth in (1, 0):
            over = self._listed[depth]
            if over and places.lies_in(region, over):
                if depth == 0:
                    self._listed = (over, region)
                return over
        self._listed = ("", region)
        return ""

    def _title_place(self, region: str) -> str:
        if not (own := self._context.region):
            return ""
        is_inside = can_hold(own, region) or places.lies_in(region, own)
        return own if is_inside and not places.short_province(region) else ""

    def _heading(self, row: int) -> str:
        heading = c.split_name(self._heading_above(row))[0] if self._block.headings else ""
        return heading if places.is_place(heading) else ""

    def _heading_above(self, row: int) -> str:
        above = [at for at in self._block.headings if at < row]
        return self._block.headings[max(above)] if above else ""

    @cached_property
    def _is_stacked(self) -> bool:
        """Whether the headings between the rows name indicators: the rows below them repeat."""
        if self._by_role.get("indicator") or not self._block.headings:
            return False
        columns = (self._cells(column.index) for column in self._by_role.get("region", ()))
        labels = [name_in(cell) for cells in columns for cell in cells if is_filled(cell)]
        return len(set(labels)) < len(labels) or any(
            c.take_unit(heading)[0] for heading in self._block.headings.values()
        )

    def _indicator_above(self, row: int) -> str:
        """The indicator that a heading above the row names."""
        heading = self._heading_above(row) if self._is_stacked else ""
        name = c.split_name(heading)[0]
        return "" if places.is_place(name) or places.is_group(name) else name

    def _indicator(self, indicator: str, unit: str) -> tuple[str, str]:
        found, name = c.take_unit(indicator)
        is_part = places.is_of_which(name)
        name = places.region_in(name)
        if is_part and is_bare_scope(name):  # 其中：规模以上工业企业, of what stands above
            name = self._name_above
        self._name_above = self._name_above if is_part else name
        unit = unit or found or (self._unit_above if is_part else "")
        self._unit_above = unit
        return name, unit

    def _note(self, text: str) -> str:
        """A note with the footnotes that its marks stand for."""
        parts = (f"{word} {self._footnotes.get(word, '')}".strip() for word in text.split(" "))
        return " ".join(dict.fromkeys(parts))

    def _skip(self, row: int, index: int, value: str, reason: str) -> None:
        self._found.skip(self._sheet.name, row, index, value, reason)

    def _skip_row(self, row: int, line: list[Cell], reason: str, label: str) -> None:
        self._leaving.note(reason, label, row + 1, self._label_letters())
        for index in range(self._left, min(self._right, len(line))):
            if is_filled(line[index]):
                self._skip(row, index, c.text_of(line[index]), reason)
        if reason == "total_unclear":
            self._found.raw_issues.append(
                RawIssue(reason, self._sheet.name, row + 1, self._label_letters(), label)
            )

    def _label_letters(self) -> str:
        for role in ("region", "code", "indicator", "year"):
            if found := self._by_role.get(role):
                return column_letters(found[-1].index)
        return ""

    def _tell_unlabelled(self, row: int, line: list[Cell]) -> None:
        filled = [
            column.index
            for column in self._data
            if column.index < len(line) and is_filled(line[column.index])
        ]
        if filled:
            shown = ", ".join(c.text_of(line[index]) for index in filled[:5])
            self._found.raw_issues.append(
                RawIssue("label_missing", self._sheet.name, row + 1, self._label_letters(), shown)
            )

    def _tell_unheaded(self) -> None:
        headless = [d.index for d in self._data if self._block.header and not d.path]
        for index in headless:
            filled = [row for row in self._block.rows if self._text_at(row, index)]
            if filled:
                first = c.text_of(self._sheet.cells[filled[0]][index])
                where = (self._sheet.name, filled[0], index)
                self._found.tell("header_missing", *where, first, str(len(filled)))


def can_keep_any(reasons: Iterable[str]) -> bool:
    """Whether a table keeps a column when some are left out; one of growth rates only is meant."""
    return not all(reasons)


def _settle_units(unit: str, aims: _Aims) -> list[str]:
    """The row's unit, but where a column has its own; both, where they differ in size alone."""
    return [
        c.join_units(own, unit) if c.is_same_but_for_size(own, unit) else own or unit
        for own in aims.said_units
    ]
