"""The way in, from a file to a release: all that pages and command line use of this package.

read → check → compare → publish, then withdraw or rollback; build makes a release of the shipped
figures. Nothing is written before publish, and publish writes what compare showed. Files that
people upload are read and checked in a process of their own (etl.bounded).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from etl import bounded
from etl.bounded import Stopped
from etl.check.by_name import UnknownName
from etl.check.file_report import CHECK_STEPS, check
from etl.check.issues import Issue, Severity
from etl.check.kinds import KINDS, kind_name
from etl.check.report import Acceptance, CheckReport, Original, accept
from etl.progress import Progress
from etl.read.correcting import CORRECTED, NOT_CORRECTED, RECORDED, Written, find_written
from etl.read.forms import FORMS
from etl.read.forms.leaving_out import NOTICES
from etl.read.forms.template import Prefill, write_template
from etl.read.marking import mark_issues
from etl.read.model import CellCorrection, Hints, words
from etl.read.reading import LIMITS, Reading, read_file
from etl.release.build import build
from etl.release.comparison import COMPARE_STEPS, ReleaseComparison, apply_changes, compare
from etl.release.history import (
    acceptances_of,
    changes_of,
    list_releases,
    original_file,
)
from etl.release.publish import check_reviewer, publish
from etl.release.refusal import Refused
from etl.release.rollback import list_files, rollback
from etl.release.withdraw import list_kept, withdraw
from etl.resolve.aliases import Alias, AliasError, append_aliases, decide, left_out_before
from etl.resolve.cards import CardError, write_indicator_card
from scoreboard import paths
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Language

__all__ = [
    "CHECK_STEPS",
    "COMPARE_STEPS",
    "CORRECTED",
    "FORMS",
    "LIMITS",
    "NOTICES",
    "NOT_CORRECTED",
    "RECORDED",
    "Acceptance",
    "Alias",
    "AliasError",
    "CardError",
    "CellCorrection",
    "CheckReport",
    "Checked",
    "Hints",
    "Issue",
    "Original",
    "Prefill",
    "Progress",
    "Refused",
    "ReleaseComparison",
    "Severity",
    "Stopped",
    "UnknownName",
    "accept",
    "acceptances_of",
    "append_aliases",
    "apply_changes",
    "build",
    "changes_of",
    "check",
    "check_file",
    "check_reviewer",
    "compare",
    "compare_file",
    "decide",
    "kind_name",
    "left_out_before",
    "list_files",
    "list_kept",
    "list_releases",
    "mark_file",
    "original_file",
    "publish",
    "read_file",
    "rollback",
    "withdraw",
    "words",
    "write_indicator_card",
    "write_template",
]

# So many errors, and as many warnings, can be put right on the page; more are put right in Excel.
CORRECTABLE = 500


@dataclass(frozen=True)
class Checked:
    """What is kept of a file that was read and checked: its report, and no cell that is right.

    form and hints: what it was read with. questions: what the file does not say and the analyst
    can give as a hint. skipped: how many cells are no figures. written: the cells that say what
    is wrong, by the place of the issue in the report; of the first errors and warnings.
    """

    report: CheckReport
    form: str | None
    hints: Hints
    questions: tuple[Issue, ...]
    skipped: int
    written: dict[int, Written]


def check_file(
    file: Original, form: str | None, hints: Hints, catalog: Catalog, **options: Any
) -> Checked:
    """Read and check a file. options: progress, watch and limits of etl.bounded.run.

    Raises etl.bounded.Stopped.
    """
    given = (file, form, hints, catalog, paths.RELEASES)
    checked: Checked = bounded.run(_check, *given, **options)
    return checked


def compare_file(report: CheckReport, **options: Any) -> ReleaseComparison:
    """What publishing a checked file would change; see compare and check_file."""
    compared: ReleaseComparison = bounded.run(compare, report, **options)
    return compared


def mark_file(checked: Checked, language: Language, **options: Any) -> bytes:
    """A marked copy of a file, which is read once more for it; see mark_issues and check_file."""
    report = checked.report
    given = (report.file, checked.form, checked.hints, report.issues, language)
    copy: bytes = bounded.run(_mark, *given, **options)
    return copy


def _check(
    file: Original,
    form: str | None,
    hints: Hints,
    catalog: Catalog,
    releases: Path,
    progress: Progress,
) -> Checked:
    reading = read_file(file.content, file.shown_name, form=form, hints=hints)
    report = check(reading, file, catalog=catalog, releases=releases, progress=progress)
    written = _find_written(reading, report.issues)
    return Checked(report, form, hints, reading.questions, len(reading.skipped), written)


def _find_written(reading: Reading, issues: Sequence[Issue]) -> dict[int, Written]:
    cells = {sheet.name: sheet.cells for sheet in reversed(reading.sheets)}
    found = {}
    for severity in ("error", "warning"):
        # What the file does not say stands in no cell.
        places = (
            place
            for place, issue in enumerate(issues)
            if issue.severity == severity and not KINDS[issue.kind].is_question
        )
        for place in islice(places, CORRECTABLE):
            issue = issues[place]
            where = issue.sheet, issue.row or 0, issue.column, issue.value
            if cell := find_written(cells, *where):
                found[place] = cell
    return found


def _mark(
    file: Original,
    form: str | None,
    hints: Hints,
    issues: Sequence[Issue],
    language: Language,
    progress: Progress,
) -> bytes:
    progress("reading the file again")
    reading = read_file(file.content, file.shown_name, form=form, hints=hints)
    return mark_issues(reading, issues, language)
