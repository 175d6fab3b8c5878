"""The forms that a table can come in; a new one is a file here and a line below."""

from __future__ import annotations

from typing import Protocol

from etl.read.forms import nbs_export, template, tidy, yearbook
from etl.read.forms.blocks import Context
from etl.read.model import Hints, RawIssue, Sheet, SheetResult


class Form(Protocol):
    """How a form is recognised in a sheet, and read from it."""

    def recognise(self, sheet: Sheet) -> float:
        """How surely the sheet is of this form, 0 to 1."""

    def read(self, sheet: Sheet, hints: Hints, before: Context | None) -> SheetResult:
        """The figures of the sheet and what is wrong with it; before: what the last sheet said."""


# Those that name themselves first: where one is sure, the others are not asked.
FORMS: dict[str, Form] = {
    "template": template,
    "nbs_export": nbs_export,
    "tidy": tidy,
    "yearbook": yearbook,
}
_SURE = 0.9
_LEAST = 0.3


def recognise(sheet: Sheet) -> tuple[str, float]:
    """The name of the form that fits best, and how well; '' when none does."""
    best, name = 0.0, ""
    for form_name, form in FORMS.items():
        score = form.recognise(sheet)
        if score > best:
            best, name = score, form_name
        if best >= _SURE:
            break
    return (name, best) if best >= _LEAST else ("", best)


def read_sheets(
    sheets: list[Sheet], wanted: str | None, hints: Hints
) -> tuple[list[tuple[str, float]], SheetResult]:
    """Read every sheet in the form asked for or recognised: (form, score) a sheet, and all found.

    Sheets that are of no form are told of; when none is of any, the file is not a table.
    """
    found = SheetResult()
    forms = [("", 0.0) if _is_blank(sheet) else recognise(sheet) for sheet in sheets]
    is_template = any(name == "template" for name, _ in forms)
    before: Context | None = None
    for place, sheet in enumerate(sheets):
        name, _ = forms[place]
        if _is_blank(sheet) or (is_template and template.is_auxiliary(sheet)):
            forms[place] = ("", 0.0)
            continue
        if sheet.is_hidden:
            forms[place] = ("", 0.0)
            found.raw_issues.append(RawIssue("sheet_hidden", sheet.name, value=sheet.name))
            continue
        if wanted and (not is_template or name == "template" or wanted == "template"):
            name = wanted
            forms[place] = (wanted, 1.0)
        if name:
            more = FORMS[name].read(sheet, hints, before)
            before = more.context or before
            _add(found, more)
        else:
            found.raw_issues.append(RawIssue("sheet_unknown", sheet.name, value=sheet.name))
    _tell_of_nothing(sheets, forms, found)
    _tell_of_missing(found)
    return forms, found


def _tell_of_nothing(
    sheets: list[Sheet], forms: list[tuple[str, float]], found: SheetResult
) -> None:
    if all(map(_is_blank, sheets)):
        found.raw_issues.append(RawIssue("empty"))
    elif not any(name for name, _ in forms):
        found.raw_issues[:] = [f for f in found.raw_issues if f.kind != "sheet_unknown"]
        found.raw_issues.append(RawIssue("form"))


def _tell_of_missing(found: SheetResult) -> None:
    """A table of nothing but signs for no value is called so."""
    missing = [cell for cell in found.skipped if cell.reason == "missing_mark"]
    if missing and not len(found.figures):
        found.raw_issues[:] = [f for f in found.raw_issues if f.kind != "no_figures"]
        first = missing[0]
        where = (first.sheet, first.row, first.column, first.value)
        found.raw_issues.append(RawIssue("all_missing", *where, str(len(missing))))


def _is_blank(sheet: Sheet) -> bool:
    return not any(cell is not None and cell != "" for row in sheet.cells for cell in row)


def _add(found: SheetResult, more: SheetResult) -> None:
    if len(found.figures):
        found.figures.extend(more.figures)
    else:  # nearly always there is one sheet, and a million figures need not be copied
        found.figures = more.figures
    found.skipped += more.skipped
    found.raw_issues += more.raw_issues
