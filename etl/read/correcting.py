"""Cells that were corrected on the page: put in place of what the file has, before it is read.

A correction holds for a cell as it was written when it was corrected; where the cell says
something else by now, it is not applied, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from etl.read import cells as c
from etl.read.forms.leaving_out import NOTICES
from etl.read.model import Cell, CellCorrection, RawIssue, Sheet, column_index, column_letters

CORRECTED, NOT_CORRECTED = "corrected_in_page", "correction_dropped"
# What was done to a file on purpose is kept with the release, like the warnings accepted.
RECORDED = frozenset([CORRECTED, *NOTICES.values()])
# Longer texts are no cells of a table; nobody mends them in a line.
_LONGEST = 1_000
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
# Titles, units and headers stand in the first rows, or not far above.
_FIRST_ROWS, _ABOVE, _BESIDE = 20, 60, 200


class Written(NamedTuple):
    """A cell of a file as it is written: its row as spreadsheets count, its letter, its text."""

    row: int
    column: str
    text: str


def apply_corrections(
    sheets: Iterable[Sheet], corrections: Iterable[CellCorrection]
) -> list[RawIssue]:
    """Change the cells that were corrected; tells of each whether it was applied."""
    by_name: dict[str, Sheet] = {}
    for sheet in sheets:
        by_name.setdefault(sheet.name, sheet)
    return [_apply(by_name.get(correction.sheet), correction) for correction in corrections]


def _apply(sheet: Sheet | None, correction: CellCorrection) -> RawIssue:
    where = correction.sheet, correction.row, correction.column
    row, column = correction.row - 1, column_index(correction.column)
    is_inside = sheet is not None and 0 <= row < len(sheet.cells)
    line = sheet.cells[row] if sheet is not None and is_inside else []
    cell = line[column] if column < len(line) else None
    if not is_inside or c.text_of(cell) != correction.before:
        return RawIssue(NOT_CORRECTED, *where, correction.before, c.text_of(cell))
    line.extend([None] * (column + 1 - len(line)))
    line[column] = _like(cell, correction.after)
    return RawIssue(CORRECTED, *where, correction.before, correction.after)


def _like(before: Cell, after: str) -> Cell:
    """The new text, as a number where a number stood and one was typed."""
    is_number = isinstance(before, int | float) and not isinstance(before, bool)
    if is_number and _NUMBER.fullmatch(after.strip()):
        return float(after) if "." in after else int(after)
    return after


def find_written(
    cells: Mapping[str, Sequence[Sequence[Cell]]], sheet: str, row: int, column: str, value: str
) -> Written | None:
    """The cell that says what an issue is about; None when no cell does.

    cells: by the name of the sheet. The issue's own cell, else one of its row, its column or the
    first rows: a region is told where the figure stands, and written at the head of the row.
    """
    lines = cells.get(sheet, ())
    if not 0 < row <= len(lines) or not _LETTERS.fullmatch(column):
        return None
    at, index, wanted = row - 1, column_index(column), c.squeeze(c.plain(value))
    places = [(at, index)]
    if wanted:
        places += [(at, other) for other in range(min(len(lines[at]), _BESIDE))]
        places += [(other, index) for other in range(at - 1, max(at - _ABOVE, -1), -1)]
        first = range(min(at, _FIRST_ROWS))
        places += [(r, i) for r in first for i in range(min(len(lines[r]), _BESIDE))]
    texts = [c.text_of(lines[r][i]) if i < len(lines[r]) else "" for r, i in places]
    plain = [c.squeeze(c.plain(text)) if len(text) <= _LONGEST else None for text in texts]
    same = (place for place, text in enumerate(plain) if text == wanted)
    # A unit stands in a header beside the name; one sign alone stands in many texts.
    part = (place for place, text in enumerate(plain) if text and len(wanted) > 1 < len(text)
            and wanted in text)  # fmt: skip
    found = next(same, None) if plain[0] is None or wanted not in plain[0] else 0
    is_unit = bool(c.unit_of(wanted))
    unit = (place for place, text in enumerate(plain) if is_unit and text
            and wanted in (c.take_unit(text)[0], c.unit_line(text)))  # fmt: skip
    found = next(unit, None) if found is None else found
    found = next(part, None) if found is None else found
    if found is None or bool(wanted) != bool(texts[found]):
        return None
    row_found, index_found = places[found]
    return Written(row_found + 1, column_letters(index_found), texts[found])
