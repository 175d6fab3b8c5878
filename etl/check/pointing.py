"""Issues about a name, a unit or a year stand at the cell that says it, not at the figure's.

A figure's labels are read from its row, its column and the lines above; where they are written is
looked for only where something is wrong with them, so that a reading keeps no places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.check.issues import Issue
from etl.read.correcting import find_written
from etl.read.model import words

if TYPE_CHECKING:
    from etl.read.reading import SheetRead

# Their value is the text that is wrong.
_OF_A_LABEL = words(
    """
    region_unknown region_assumed region_old_name region_conflict region_not_then
    indicator_unknown indicator_derived indicator_unclear scope_unclear unit_unknown
    unit_not_convertible year_not_whole year_out_of_range status_unknown
    """
)
# More than this nobody reads one by one.
_MOST = 2_000


def point_at_labels(issues: Iterable[Issue], sheets: Sequence[SheetRead]) -> tuple[Issue, ...]:
    """The issues in their order, those about a label with the row and column of its cell.

    One whose label stands nowhere in the sheet (it was given as an answer) keeps its place.
    """
    cells = {sheet.name: sheet.cells for sheet in reversed(sheets)}
    pointed = []
    for number, issue in enumerate(issues):
        written = None
        for text in _written(issue) if number < _MOST and issue.row else ():
            where = issue.sheet, issue.row or 0, issue.column
            written = written or find_written(cells, *where, text)
        if written:
            issue = replace(issue, row=written.row, column=written.column)
        pointed.append(issue)
    return tuple(pointed)


def _written(issue: Issue) -> Sequence[str]:
    """The texts that an issue may be written as, the likeliest first; none for those of figures."""
    if issue.kind == "unit_unclear":  # its value names the indicator, its suggestions the units
        return issue.suggestions
    if issue.kind not in _OF_A_LABEL or not issue.value.strip():
        return ()
    # A name of which two cells say one part each: the last part is the one that is its own.
    return (issue.value, *reversed(issue.value.split("：")))
