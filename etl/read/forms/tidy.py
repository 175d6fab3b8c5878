"""Reads tidy tables from any container: one figure a row, columns named in Chinese or English.

Also the wide kind that colleagues send: region and year in columns, then one column an indicator
with its unit in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms import columns
from etl.read.forms.around import NOTHING, Around
from etl.read.forms.asking import ask_about_titles, ask_for_missing, settle_unit
from etl.read.forms.blocks import Context, Cutter, is_note, source_in
from etl.read.forms.columns import Heading
from etl.read.forms.crosstab import can_keep_any
from etl.read.forms.headings import role_of
from etl.read.forms.labels import Over, month_text, tell_date
from etl.read.forms.leaving_out import LeavingOut
from etl.read.forms.periods import without_part
from etl.read.model import (
    Cell,
    Hints,
    RawIssue,
    ReadFigure,
    Sheet,
    SheetResult,
    column_letters,
    is_filled,
)

_HEADER_WITHIN = 20
_FEWEST_NAMED = 2
_NOT_HEARD = frozenset(["code", "value", "status"])
_LABELS = ("indicator", "year", "unit", "status", "source", "note", "code", "region", "value")


@dataclass(frozen=True)
class _Table:
    """Where the header stands, and what each column holds."""

    row: int
    headings: list[Heading]
    roles: list[str]

    def of(self, role: str) -> list[Heading]:
        """The columns of a role, in order."""
        return [h for h, found in zip(self.headings, self.roles, strict=True) if found == role]

    def at(self, role: str) -> int:
        """The column of a role, -1 where there is none."""
        return next((heading.index for heading in self.of(role)), -1)

    @property
    def has_region(self) -> bool:
        return bool(self.of("region") or self.of("code"))

    @property
    def has_values(self) -> bool:
        return bool(self.of("value"))

    @property
    def is_wide(self) -> bool:
        """Whether columns of figures stand beside region and year."""
        return self.has_region and bool(self.of("year") and self.of("data"))


def recognise(sheet: Sheet) -> float:
    """How surely a sheet is tidy, 0 to 1."""
    table = _find(sheet, LeavingOut(sheet.name, Hints()))
    if not table or not table.has_region:
        return 0.0
    if table.has_values:
        known = [role for role in ("indicator", "year", "unit") if table.of(role)]
        return 0.6 + 0.11 * len(known) if known else 0.0
    return 0.75 if table.is_wide else 0.0


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """Every row of the table as a figure; cells without a value are listed as skipped."""
    found = SheetResult()
    leaving = LeavingOut(sheet.name, hints)
    around = Around(sheet, hints, found)
    table = _find(sheet, leaving)
    if not table or not (table.has_values or table.is_wide):
        found.raw_issues.append(RawIssue("columns_missing", sheet.name, detail="year, value"))
        return found
    _tell_columns(sheet, table, found)
    above = Cutter(Sheet(sheet.name, sheet.cells[: table.row]), before)
    above.cut()
    found.context = above.context
    reader = _Rows(sheet, table, above.context, hints, found)
    reader.prepare(leaving, around)
    for row in range(table.row + 1, len(sheet.cells)):
        reader.read_row(row)
    reader.finish()
    if not found.figures:
        found.raw_issues.append(RawIssue("no_figures", sheet.name))
    titles = [c.text_of(cell) for line in sheet.cells[: table.row] for cell in line]
    said = list(map(c.text_of, sheet.cells[table.row]))
    ask_about_titles(sheet.name, found, 0, titles, said, hints)
    ask_for_missing(sheet.name, found, 0, set())
    return found


def _find(sheet: Sheet, leaving: LeavingOut) -> _Table | None:
    """The row among the first ones that names most columns, and what these hold."""
    best, most = -1, _FEWEST_NAMED - 1
    for row, line in enumerate(sheet.cells[:_HEADER_WITHIN]):
        texts = [c.text_of(cell) for cell in line if isinstance(cell, str)]
        named = len({role_of(c.take_unit(text)[1]) for text in texts} - {""})
        if named > most:
            best, most = row, named
    if best < 0:
        return None
    headings = [_heading(sheet, best, index, leaving) for index in range(_width(sheet, best))]
    return _Table(best, headings, columns.settle(headings))


def _width(sheet: Sheet, row: int) -> int:
    """How many columns a table has: those of its header, and unheaded ones before the last."""
    line = sheet.cells[row]
    return max(index for index, cell in enumerate(line) if is_filled(cell)) + 1


def _heading(sheet: Sheet, row: int, index: int, leaving: LeavingOut) -> Heading:
    line = sheet.cells[row]
    text = c.text_of(line[index]).strip() if index < len(line) else ""
    if leaving.is_asked(column_letters(index)) or leaving.is_asked(text):
        return Heading(index, (), columns.Seen())
    below = (line[index] for line in sheet.cells[row + 1 :] if index < len(line))
    return Heading(index, (text,) if text else (), columns.look(below))


def _tell_columns(sheet: Sheet, table: _Table, found: SheetResult) -> None:
    kinds = {"twice": "column_twice", "text": "unknown_column"}
    if table.has_values:
        kinds["data"] = "unknown_column"
    for heading, role in zip(table.headings, table.roles, strict=True):
        if role in kinds and heading.path:
            letters, text = column_letters(heading.index), heading.path[0]
            if heading.seen.is_harmless:
                continue
            found.raw_issues.append(RawIssue(kinds[role], sheet.name, table.row + 1, letters, text))


class _Rows:
    """Reads the rows below a header."""

    def __init__(
        self,
        sheet: Sheet,
        table: _Table,
        context: Context,
        hints: Hints,
        found: SheetResult,
    ) -> None:
        self._sheet = sheet
        self._table = table
        self._header = sheet.cells[table.row]
        self._context = context
        self._hints = hints
        self._found = found
        self._at = {role: table.at(role) for role in _LABELS}
        self._parents = [heading.index for heading in table.of("parent")]
        self._width = len(table.headings)
        # What a table calls its figures above it counts only where no column says so.
        self._title = "" if table.of("indicator") else context.indicator or context.title
        self._over = Over(sheet, range(table.row + 1, len(sheet.cells)), sheet.merged)
        self._source = context.source
        self._fill_down(table)

    def prepare(self, leaving: LeavingOut, around: Around) -> None:
        """Settle which columns hold figures, and what words beside them say of all of them."""
        self._leaving, self._around = leaving, around
        self._values = list(self._value_columns(self._table))
        self._scopes = self._hear_words()
        values = {index for index, *_ in self._values}
        # Columns that nobody reads may say it too: 口径, 季度.
        hears = {"region": around.hear_label, "parent": around.hear_label}
        hears["source"] = around.hear_source
        self._heard = [
            (heading.index, hears.get(role, around.hear), dict[str, frozenset[str]]())
            for heading, role in zip(self._table.headings, self._table.roles, strict=True)
            if role not in _NOT_HEARD and heading.index not in values
        ]

    def _value_columns(self, table: _Table) -> Iterator[tuple[int, str, str, frozenset[str]]]:
        """Column, indicator, unit and scopes of every column of figures that is not left out."""
        reasons = {
            heading.index: self._leaving.why_column(heading.index, heading.path)
            for heading in table.of("data")
        }
        reasons = reasons if can_keep_any(reasons.values()) else {}
        for heading in table.of("value") or table.of("data"):
            if reason := "" if table.of("value") else reasons.get(heading.index, ""):
                letters = column_letters(heading.index)
                self._leaving.note(reason, "".join(heading.path), table.row + 1, letters)
                continue
            unit, name = c.take_unit("".join(heading.path))
            named = "" if table.of("value") else without_part(name)
            settled = settle_unit(unit, self._context.units, self._hints)
            yield heading.index, named, settled, self._hear(heading.index)

    def _fill_down(self, table: _Table) -> None:
        """Labels merged over rows, or blank below the first of several rows, are theirs too."""
        roles = ("region", "code", "year", "indicator")
        labels = sorted([*(self._at[r] for r in roles if self._at[r] >= 0), *self._parents])
        if not any(heading.seen.filled < self._rows_filled(table) for heading in table.headings
                   if heading.index in labels):  # fmt: skip
            return
        own = [index for index in labels if index not in self._parents]
        self._over.fill(own, self._found)

    def _rows_filled(self, table: _Table) -> int:
        return max((heading.seen.filled for heading in table.headings), default=0)

    def read_row(self, row: int) -> None:
        """Append the figures of one row; blank rows, repeated headers and notes are none."""
        line = self._sheet.cells[row]
        filled = [cell for cell in line if cell is not None and cell != ""]
        if not filled or self._take_words(row, line, filled):
            return
        self._tell_overhang(row, line)
        region, parent = self._region(row, line)
        indicator = without_part(self._text(row, line, "indicator"))
        if reason := self._why_left_out(region, indicator):
            self._leave_out(
                row, line, reason, region if reason != "left_out" else region or indicator
            )
            return
        code, year = self._text(row, line, "code"), self._year(row, line)
        unit = self._text(row, line, "unit")
        status, source = self._text(row, line, "status"), self._text(row, line, "source")
        note = self._text(row, line, "note")
        scopes = self._scopes | self._hear_row(row, line, status)
        for index, named, own_unit, own_scopes in self._values:
            raw = line[index] if index < len(line) else None
            value = c.text_of(raw)
            number = c.read_number(value) if value.strip() else c.Number("", "", "")
            if not value.strip() or (not number.digits and c.is_missing(value)):
                reason = "missing_mark" if value.strip() else "value_blank"
                self._skip(row, index, value, reason)
                continue
            self._found.figures.append(
                ReadFigure(
                    sheet=self._sheet.name,
                    row=row + 1,
                    column=column_letters(index),
                    region=code or region or self._context.region or self._hints.region,
                    parent=parent,
                    indicator=indicator or named or self._hints.indicator or self._title,
                    unit=unit or number.unit or own_unit,
                    year=year or self._context.year or self._hints.year,
                    value=value,
                    status=status or self._hints.status,
                    source=source or self._hints.source,
                    note=f"{note} {number.marks}"
                    if note and number.marks
                    else note or number.marks,
                    number=number.digits,
                    region_name=region if code else "",
                    scope=self._around.say(scopes, own_scopes),
                )
            )

    def _hear(self, index: int) -> frozenset[str]:
        """The scopes that a column's header names."""
        return self._around.hear(c.text_of(self._header[index]), self._table.row, index)

    def _hear_words(self) -> frozenset[str]:
        """The scopes that titles name, headers of columns without values, lines below the table."""
        named = NOTHING
        values = {index for index, *_ in self._values}
        for row, line in enumerate(self._sheet.cells):
            is_lone = len(line) - line.count(None) - line.count("") == 1
            if row > self._table.row and not is_lone:
                continue
            for index, cell in enumerate(line):
                text = c.text_of(cell)
                if not text or (row == self._table.row and index in values):
                    continue
                is_title = row <= self._table.row and not is_note(text)
                hear = self._around.hear if is_title else self._around.hear_note
                named |= hear(text, row, index)
        return named

    def _hear_row(self, row: int, line: list[Cell], status: str) -> frozenset[str]:
        """The scopes that the cells of a row name; of places only what stands in brackets does.

        Beside a status the note says how the figure departs from its definition; without one it
        may be the only place that says so.
        """
        named = NOTHING
        for index, hear, heard in self._heard:
            cell = line[index] if index < len(line) else None
            cell = cell if is_filled(cell) else self._over.get(row, index)
            if not (text := month_text(cell).strip()):
                continue
            if index == self._at["note"]:
                said = (self._around.hear_note if status else hear)(text, row, index)
            elif (known := heard.get(text)) is None:  # the same labels come again and again
                said = heard[text] = hear(text, row, index)
            else:
                said = known
            named |= said
        return named

    def finish(self) -> None:
        """Give figures without a source that below the table, and tell what was left out."""
        if self._source:
            sources = self._found.figures.column("source")
            sources[:] = [source or self._source for source in sources]
        self._leaving.tell(self._found)

    def _take_words(self, row: int, line: list[Cell], filled: Sequence[Cell]) -> bool:
        """Take a row that holds no figure: the header again, a source, a note."""
        if self._is_header_again(line):
            self._skip(row, 0, c.text_of(line[0]), "header_repeated")
            return True
        if len(filled) > 2 or not isinstance(filled[0], str):
            return False
        source = source_in(filled)
        if source is None and not (len(filled) == 1 and is_note(filled[0])):
            return False
        self._source = self._source or source or ""
        self._skip(row, line.index(filled[0]), filled[0], "words")
        return True

    def _region(self, row: int, line: list[Cell]) -> tuple[str, str]:
        """The innermost region that a row names, and those above it, as one text."""
        region = c.split_name(self._text(row, line, "region"))[0]
        if not self._parents:
            return places.region_in(region), ""
        above = [c.split_name(self._text_at(row, line, index))[0] for index in self._parents]
        names = [name for name in above if name and not places.is_nation(name)]
        names.sort(key=lambda name: not places.short_province(name))
        if not region and names:
            region = names.pop()
        return places.region_in(region), "".join(names)

    def _why_left_out(self, region: str, indicator: str) -> str:
        reason = self._leaving.why_row(region) if region else ""
        return reason or ("left_out" if self._leaving.is_asked(indicator) else "")

    def _leave_out(self, row: int, line: list[Cell], reason: str, label: str) -> None:
        self._leaving.note(reason, label, row + 1, column_letters(max(self._at["region"], 0)))
        for index, *_ in self._values:
            if index < len(line) and is_filled(line[index]):
                self._skip(row, index, c.text_of(line[index]), reason)

    def _text(self, row: int, line: list[Cell], role: str) -> str:
        at = self._at[role]
        return self._text_at(row, line, at) if at >= 0 else ""

    def _text_at(self, row: int, line: list[Cell], at: int) -> str:
        cell = line[at] if at < len(line) else None
        return c.text_of(cell if is_filled(cell) else self._over.get(row, at)).strip()

    def _year(self, row: int, line: list[Cell]) -> str:
        at = self._at["year"]
        cell = line[at] if 0 <= at < len(line) else None
        cell = cell if is_filled(cell) else self._over.get(row, at)
        year = c.year_of(cell)
        tell_date(self._found, self._sheet, row, at, cell)
        return year or c.year_of(without_part(month_text(cell))) or c.text_of(cell).strip()

    def _is_header_again(self, line: list[Cell]) -> bool:
        if line[0] != self._header[0] and line[-1] != self._header[-1]:  # nearly always
            return False
        return [c.text_of(cell).strip() for cell in line if is_filled(cell)] == [
            c.text_of(cell).strip() for cell in self._header if is_filled(cell)
        ]

    def _tell_overhang(self, row: int, line: list[Cell]) -> None:
        """Cells to the right of the last header: usually a row shifted, or an unquoted comma."""
        if len(line) <= self._width:
            return
        extra = [i for i, cell in enumerate(line) if i >= self._width and is_filled(cell)]
        if extra:
            shown = ", ".join(c.text_of(line[index]) for index in extra[:5])
            self._found.tell("cells_beyond_header", self._sheet.name, row, extra[0], shown)

    def _skip(self, row: int, index: int, value: str, reason: str) -> None:
        self._found.skip(self._sheet.name, row, index, value, reason)
