"""What passes between the parts of the readers: cells, sheets, hints, raw issues, figures read.

Imports nothing that takes time to load: the process that opens a strange file starts anew for
each upload.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

Cell = str | int | float | bool | date | datetime | time | timedelta | None


class Span(NamedTuple):
    """A merged range: first and last row and column, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Remark(NamedTuple):
    """What stands beside the cells: kind is comment, format, page (a page's header) or note.

    row and column are those of its cell, counted from 0; -1 where it is of the whole sheet.
    """

    text: str
    row: int
    column: int
    kind: str


@dataclass
class Sheet:
    """One sheet as written: cells from A1 on, empty ones None; rows may differ in length."""

    name: str
    cells: list[list[Cell]]
    merged: list[Span] = field(default_factory=list)
    is_hidden: bool = False
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class FileLimits:
    """How much of the machine one file may take.

    bytes_in_file: of the file itself. cells: of all its sheets, empty ones between filled ones
    included. bytes_unpacked, entries: of a zipped workbook. seconds, bytes_of_memory: of the
    process that reads it; memory is bounded on POSIX systems only.
    """

    bytes_in_file: int = 50 * 2**20
    cells: int = 2_000_000
    bytes_unpacked: int = 256 * 2**20
    entries: int = 2_000
    seconds: float = 20.0
    bytes_of_memory: int = 2**30


class CellCorrection(NamedTuple):
    """A cell that was corrected on the page: its text in the file, and the text in its place.

    row is counted from 1 as spreadsheets do; column is a letter.
    """

    sheet: str
    row: int
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Hints:
    """What the analyst knows and the file does not say; empty where nothing is known.

    The file goes first, but for the source (files name publishers, not publications) and for an
    indicator that the file gives in its title only. period and scope answer for all figures: that
    they are of whole years, and whose they are (a code or a word of the catalog's scopes). unit_of:
    units by the name of the indicator or the letter of the column, (name, unit) each; indicator_of:
    indicators likewise, by the name that the file gives or the letter; such an answer goes before
    what the file says.
    leave_out, keep: labels of rows and columns, or letters of columns, that are not to be read, or
    are to be read although they look like none. corrections: cells that are to be read as
    corrected.
    """

    indicator: str = ""
    unit: str = ""
    year: str = ""
    region: str = ""
    source: str = ""
    status: str = ""
    period: str = ""
    scope: str = ""
    unit_of: tuple[tuple[str, str], ...] = ()
    indicator_of: tuple[tuple[str, str], ...] = ()
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    corrections: tuple[CellCorrection, ...] = ()


class RawIssue(NamedTuple):
    """One thing to tell about a file: `kind` is a code of etl.check.kinds.

    row is counted from 1 as spreadsheets do, 0 for the whole sheet; column is a letter or empty.
    detail fills the sentence.
    """

    kind: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    detail: str = ""


class Skipped(NamedTuple):
    """A cell, or a row from its label on, that is no figure; reason is a key of SKIP_REASONS."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


class ReadFigure(NamedTuple):
    """One data cell with what belongs to it, all as written, in the columns of a Reading.

    scope: codes of the scopes that are named around the cell, parted by spaces.
    """

    sheet: str
    row: int
    column: str
    region: str
    parent: str
    indicator: str
    unit: str
    year: str
    value: str
    status: str
    source: str
    note: str
    number: str
    region_name: str
    scope: str = ""


class ReadFigures:
    """Figures by column, in the order of the fields of ReadFigure; many stay small and fast."""

    def __init__(self) -> None:
        self.columns: tuple[list[Any], ...] = tuple([] for _ in ReadFigure._fields)

    def __len__(self) -> int:
        return len(self.columns[0])

    def append(self, figure: ReadFigure) -> None:
        """Add one figure."""
        for column, value in zip(self.columns, figure, strict=True):
            column.append(value)

    def extend(self, more: ReadFigures) -> None:
        """Add all figures of another table."""
        for column, values in zip(self.columns, more.columns, strict=True):
            column += values

    def column(self, name: str) -> list[Any]:
        """The values of one field, to read or to change in place."""
        return self.columns[ReadFigure._fields.index(name)]

    def at(self, place: int) -> ReadFigure:
        """One figure."""
        return ReadFigure(*(column[place] for column in self.columns))


@dataclass
class SheetResult:
    """What one form found in one sheet."""

    figures: ReadFigures = field(default_factory=ReadFigures)
    skipped: list[Skipped] = field(default_factory=list)
    raw_issues: list[RawIssue] = field(default_factory=list)
    # What the title lines say at the end of the sheet, for a sheet that continues it.
    context: Any = None

    def tell(
        self, kind: str, sheet: str, row: int, index: int, value: str = "", detail: str = ""
    ) -> None:
        """Add a raw issue about a cell; row and index count from 0."""
        where = (sheet, row + 1, column_letters(index))
        self.raw_issues.append(RawIssue(kind, *where, value, detail))

    def skip(self, sheet: str, row: int, index: int, value: str, reason: str) -> None:
        """Add a cell that is no figure; row and index count from 0."""
        self.skipped.append(Skipped(sheet, row + 1, column_letters(index), value, reason))


class Unreadable(Exception):
    """A file, or a sheet, that cannot be opened; carries the raw issue that says why."""

    def __init__(self, kind: str, detail: str = "", value: str = "") -> None:
        super().__init__(kind)
        self.raw_issue = RawIssue(kind, value=value, detail=detail)


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: long lists of names stay readable as running text."""
    return frozenset(text.split())


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and cell != ""


@lru_cache(maxsize=16_384)
def column_letters(index: int) -> str:
    """The letters that a spreadsheet shows above a column; index counts from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, that a spreadsheet shows under these letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
