"""Writes a copy of an uploaded file in which what is wrong is coloured and explained."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from etl.check.issues import Issue
from etl.read.model import column_index
from etl.read.reading import Reading, SheetRead
from scoreboard.catalog.models import Language
from scoreboard.harmless import neutralise

_ROWS, _COLUMNS = 1_048_576, 16_384
_MOST_COMMENTS = 5_000
_LETTERS = re.compile(r"[A-Z]{1,3}")
_UNFIT = re.compile(r"[\[\]:*?/\\']")
# The gravest first: a cell with several issues has the colour of the gravest.
_COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "notice": "#DDEBF7"}
_WORDS = {
    "zh": (
        ("问题", "工作表", "单元格", "内容", "程度", "问题说明", "应为"),
        {"error": "错误", "warning": "警告", "notice": "提示"},
        "应为：",
    ),
    "en": (
        ("Issues", "Sheet", "Cell", "Content", "Severity", "What is wrong", "Accepted"),
        {"error": "error", "warning": "warning", "notice": "notice"},
        "Accepted: ",
    ),
}
_Place = tuple[int, int]


def mark_issues(reading: Reading, issues: Sequence[Issue], language: Language = "zh") -> bytes:
    """An xlsx copy of the file's cells, with issue cells coloured and commented.

    The first sheet lists all issues. Values only; texts that spreadsheets would take for
    formulas get an apostrophe before them. Issues without a row are in the list only.
    """
    buffer = io.BytesIO()
    is_large = sum(len(sheet.cells) for sheet in reading.sheets) > 100_000
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    storage = {"constant_memory": True} if is_large else {"in_memory": True}
    book = xlsxwriter.Workbook(buffer, options | storage | {"nan_inf_to_errors": True})
    colours = {
        severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()
    }
    _write_list(book, issues, language)
    names = _sheet_names(reading.sheets, _WORDS[language][0][0])
    of_sheet = defaultdict(list)
    for issue in issues:
        of_sheet[issue.sheet].append(issue)
    for sheet, name in zip(reading.sheets, names, strict=True):
        placed = _by_cell(sheet, of_sheet[sheet.name])
        page = book.add_worksheet(name)
        _write_cells(page, sheet, placed, colours)
        for (row, column), found in list(placed.items())[:_MOST_COMMENTS]:
            page.write_comment(row, column, _comment(found, language), {"x_scale": 2.5})
    book.close()
    return buffer.getvalue()


def _by_cell(sheet: SheetRead, issues: Sequence[Issue]) -> dict[_Place, list[Issue]]:
    """The sheet's issues by cell; an issue of a whole row is put at its first filled cell."""
    placed: dict[_Place, list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.row and issue.row <= _ROWS:
            row = issue.row - 1
            cells = sheet.cells[row] if row < len(sheet.cells) else []
            column = next((i for i, cell in enumerate(cells) if cell not in (None, "")), 0)
            if _LETTERS.fullmatch(issue.column):
                column = column_index(issue.column)
            if column < _COLUMNS:
                placed[row, column].append(issue)
    return placed


def _write_cells(
    page: Any, sheet: SheetRead, placed: dict[_Place, list[Issue]], colours: dict[str, Any]
) -> None:
    marked = defaultdict(set)
    for row, column in placed:
        marked[row].add(column)
    for row, cells in enumerate(sheet.cells[:_ROWS]):
        width = max([len(cells), *(column + 1 for column in marked[row])]) if row in marked else 0
        for column in range(min(max(len(cells), width), _COLUMNS)):
            cell = cells[column] if column < len(cells) else None
            found = placed.get((row, column))
            form = (
                colours[min((p.severity for p in found), key=list(_COLOURS).index)]
                if found
                else None
            )
            _write_cell(page, row, column, cell, form)
    for row in sorted(row for row in marked if row >= len(sheet.cells)):
        for column in marked[row]:
            _write_cell(page, row, column, None, colours["error"])


def _write_cell(page: Any, row: int, column: int, cell: Any, form: Any) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell, form)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, form)
    elif cell:
        page.write_string(row, column, neutralise(cell)[:32_767], form)
    elif form is not None:
        page.write_blank(row, column, None, form)


def _comment(issues: Sequence[Issue], language: Language) -> str:
    accepted = _WORDS[language][2]
    lines = (f"{p.message[language]}\n{accepted}{p.accepted[language]}" for p in issues)
    return "\n\n".join(lines)[:30_000]


def _write_list(book: Any, issues: Sequence[Issue], language: Language) -> None:
    (title, *headers), severities, _ = _WORDS[language]
    page = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (header, width) in enumerate(zip(headers, (18, 10, 24, 8, 60, 60), strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, header, bold)
    for row, issue in enumerate(issues[: _ROWS - 1], start=1):
        cell = f"{issue.column}{issue.row or ''}"
        texts = (
            issue.sheet,
            cell,
            issue.value,
            severities[issue.severity],
            issue.message[language],
            issue.accepted[language],
        )
        for column, text in enumerate(texts):
            page.write_string(row, column, neutralise(text)[:32_767])


def _sheet_names(sheets: Sequence[SheetRead], taken: str) -> list[str]:
    """Names that spreadsheets allow, each once."""
    names: list[str] = []
    used = {taken.casefold(), "history"}
    for number, sheet in enumerate(sheets, start=1):
        name = _UNFIT.sub(" ", sheet.name).strip()[:31] or f"Sheet{number}"
        if name.casefold() in used:
            name = f"{name[:24]} ({number})"
        used.add(name.casefold())
        names.append(name)
    return names
