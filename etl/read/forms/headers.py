"""The header of a table: for each column the texts above it, with merged cells over all they span.

A cell that is blank although it stands over further header cells belongs to the one on its left,
as far as both stand under the same cells and over cells of the same kind.
"""

from __future__ import annotations

from etl.read import cells as c
from etl.read.forms.labels import header_text, without_translation
from etl.read.model import Sheet, Span, is_filled

_Grid = dict[int, dict[int, str]]


def paths(sheet: Sheet, rows: list[int], left: int, right: int) -> list[tuple[str, ...]]:
    """The header texts of the columns left to right, each from top to bottom, each text once."""
    spans = [span for span in sheet.merged if span.top in rows and left <= span.left < right]
    grid = {row: _texts(sheet, row, spans, left, right) for row in rows}
    merging = {span.top for span in spans if span.right > span.left}
    for depth, row in enumerate(rows[:-1]):
        if row not in merging:
            _spread(grid, rows, depth, left, right)
    return [
        without_translation(tuple(grid[row][index] for row in rows if grid[row].get(index)))
        for index in range(left, right)
    ]


def _texts(sheet: Sheet, row: int, spans: list[Span], left: int, right: int) -> dict[int, str]:
    line = sheet.cells[row]
    texts = {
        index: header_text(line[index])
        for index in range(left, min(right, len(line)))
        if is_filled(line[index])
    }
    for span in spans:
        above = sheet.cells[span.top]
        text = header_text(above[span.left]) if span.left < len(above) else ""
        if text and span.top <= row <= span.bottom:
            texts |= dict.fromkeys(range(span.left, min(span.right + 1, right)), text)
    return texts


def _spread(grid: _Grid, rows: list[int], depth: int, left: int, right: int) -> None:
    line, above, below = grid[rows[depth]], rows[:depth], rows[depth + 1 :]
    for index in range(left + 1, right):
        if index in line or index - 1 not in line:
            continue
        is_under_the_same = all(grid[row].get(index) == grid[row].get(index - 1) for row in above)
        kind = _kind_below(grid, below, index)
        if is_under_the_same and kind and kind == _kind_below(grid, below, index - 1):
            line[index] = line[index - 1]


def _kind_below(grid: _Grid, below: list[int], index: int) -> str:
    text = next((grid[row][index] for row in below if index in grid[row]), "")
    if not text:
        return ""
    return "year" if c.year_of(text) else "unit" if c.unit_of(text) else "name"
