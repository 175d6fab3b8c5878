"""What the update page asks for of one file, each in a process of its own (etl.bounded)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl import bounded
from etl.check import file_report
from etl.check.file_report import CheckReport, Comparison, Original, Progress
from etl.check.issues import Issue
from etl.read.marking import mark_issues
from etl.read.model import Hints
from etl.read.reading import read_file
from scoreboard import paths
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Language


@dataclass(frozen=True)
class Checked:
    """What is kept of a file that was read and checked: its report, and no cell of the file.

    form and hints: what it was read with. questions: what the file does not say and the analyst
    can give as a hint. skipped: how many cells are no figures.
    """

    report: CheckReport
    form: str | None
    hints: Hints
    questions: tuple[Issue, ...]
    skipped: int


def check_file(
    file: Original, form: str | None, hints: Hints, catalog: Catalog, **options: Any
) -> Checked:
    """Read and check a file. options: progress, watch and limits of etl.bounded.run.

    Raises etl.bounded.Stopped.
    """
    given = (file, form, hints, catalog, paths.RELEASES)
    checked: Checked = bounded.run(_check, *given, **options)
    return checked


def compare_file(report: CheckReport, **options: Any) -> Comparison:
    """What publishing a checked file would change; see file_report.compare and check_file."""
    comparison: Comparison = bounded.run(file_report.compare, report, **options)
    return comparison


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
    report = file_report.check(reading, file, catalog=catalog, releases=releases, progress=progress)
    return Checked(report, form, hints, reading.questions, len(reading.skipped))


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
