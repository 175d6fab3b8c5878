"""Reads tables as yearbooks and bulletins print them, and colleagues type them.

A title, a unit above the table or in brackets, headers of several merged rows, padded names,
totals and groups of regions among the rows, footnotes below.
"""

from __future__ import annotations

from etl.read.forms import crosstab
from etl.read.forms.blocks import Context
from etl.read.model import Hints, Sheet, SheetResult


def recognise(sheet: Sheet) -> float:
    """How surely a sheet is such a table, 0 to 1; never so sure as of a form that names itself."""
    return crosstab.has_table(sheet)


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """Every figure of the table, with its labels cleaned of padding and footnote marks."""
    return crosstab.read(sheet, hints, before)
