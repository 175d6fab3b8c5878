"""What is wrong with a file, where, and what would be right: issues are data, not exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from etl.sql import add_rows
from scoreboard.catalog.models import Text

# An error keeps the file out; a warning waits until somebody accepts it; a notice only tells.
Severity = Literal["error", "warning", "notice"]

# Several suggestions are kept in one text, a line each.
_BETWEEN_SUGGESTIONS = "\n"
# One row an issue. is_rejected: the row is left out because of it; an error that rejects no row
# concerns a whole file.
ISSUE_COLUMNS = {
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "row": "INTEGER",
    "column_name": "VARCHAR",
    "value": "VARCHAR",
    "message_zh": "VARCHAR",
    "message_en": "VARCHAR",
    "accepted_zh": "VARCHAR",
    "accepted_en": "VARCHAR",
    "severity": "VARCHAR",
    "kind": "VARCHAR",
    "is_rejected": "BOOLEAN",
    "suggestions": "VARCHAR",
}


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong in a file: where it stands, why, and what would be accepted.

    row is the line number as a spreadsheet shows it (the header is 1), None when the issue is
    of the whole file; column is the letter of the spreadsheet, or the name of the column in files
    that have one figure a row. is_rejected: the row is left out because of this issue.
    suggestions: what was probably meant, likeliest first: a number as it would be written, or a
    code with its name.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: Text
    accepted: Text
    severity: Severity
    kind: str
    is_rejected: bool = False
    suggestions: tuple[str, ...] = ()


def create_issue_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty temporary table `issue` that readers, checks and formulas write to."""
    columns = ", ".join(f"{name} {kind}" for name, kind in ISSUE_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE issue ({columns})")


def add_issues(connection: duckdb.DuckDBPyConnection, issues: Iterable[Issue]) -> None:
    """Write issues found in Python to the table `issue`."""
    rows = [tuple(_to_row(issue).values()) for issue in issues]
    add_rows(connection, "issue", ISSUE_COLUMNS, rows)


def fetch_issues(
    connection: duckdb.DuckDBPyConnection, limit: int, always: Iterable[str] = ()
) -> tuple[Issue, ...]:
    """The first issues, errors before warnings, then by file and row.

    The limit is for a reader's screen: a file wrong in ten million rows must not fill the memory.
    The written list of rejected rows is always complete. always: kinds that are kept beyond it.
    """
    rows = connection.execute(
        f"""
        SELECT * EXCLUDE (place) FROM (
            SELECT *, row_number() OVER (
                ORDER BY list_position(['error', 'warning', 'notice'], severity), file,
                    row NULLS FIRST, kind, sheet, column_name) AS place
            FROM issue
        ) WHERE place <= {limit} OR kind IN (SELECT unnest(?)) ORDER BY place
        """,
        [list(always)],
    ).fetchall()
    return tuple(_from_row(dict(zip(ISSUE_COLUMNS, row, strict=True))) for row in rows)


def _from_row(row: dict[str, Any]) -> Issue:
    return Issue(
        file=row["file"],
        sheet=row["sheet"],
        row=row["row"],
        column=row["column_name"],
        value=row["value"],
        message=Text(zh=row["message_zh"], en=row["message_en"]),
        accepted=Text(zh=row["accepted_zh"], en=row["accepted_en"]),
        severity=row["severity"],
        kind=row["kind"],
        is_rejected=row["is_rejected"],
        suggestions=tuple(filter(None, row["suggestions"].split(_BETWEEN_SUGGESTIONS))),
    )


def _to_row(issue: Issue) -> dict[str, Any]:
    return {
        "file": issue.file,
        "sheet": issue.sheet,
        "row": issue.row,
        "column_name": issue.column,
        "value": issue.value,
        "message_zh": issue.message.zh,
        "message_en": issue.message.en,
        "accepted_zh": issue.accepted.zh,
        "accepted_en": issue.accepted.en,
        "severity": issue.severity,
        "kind": issue.kind,
        "is_rejected": issue.is_rejected,
        "suggestions": _BETWEEN_SUGGESTIONS.join(issue.suggestions),
    }
