"""What is wrong with a file, where, and what would be right: problems are data, not exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from etl.sql import add_rows
from scoreboard.catalog.models import Text

if TYPE_CHECKING:
    import pandas as pd

# An error keeps the file out; a warning waits until somebody accepts it; a notice only tells.
Severity = Literal["error", "warning", "notice"]

# Several suggestions are kept in one text, a line each.
_BETWEEN_SUGGESTIONS = "\n"
# One row a problem. is_rejected: the row is left out because of it; an error that rejects no row
# concerns a whole file.
PROBLEM_COLUMNS = {
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "row": "INTEGER",
    "column_name": "VARCHAR",
    "value": "VARCHAR",
    "problem_zh": "VARCHAR",
    "problem_en": "VARCHAR",
    "accepted_zh": "VARCHAR",
    "accepted_en": "VARCHAR",
    "severity": "VARCHAR",
    "kind": "VARCHAR",
    "is_rejected": "BOOLEAN",
    "suggestions": "VARCHAR",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: where it stands, why, and what would be accepted.

    row is the line number as a spreadsheet shows it (the header is 1), None when the problem is
    of the whole file; column is the letter of the spreadsheet, or the name of the column in files
    that have one figure a row. is_rejected: the row is left out because of this problem.
    suggestions: what was probably meant, likeliest first: a number as it would be written, or a
    code with its name.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    problem: Text
    accepted: Text
    severity: Severity
    kind: str
    is_rejected: bool = False
    suggestions: tuple[str, ...] = ()


def create_problem_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty temporary table `problem` that readers, checks and formulas write to."""
    columns = ", ".join(f"{name} {kind}" for name, kind in PROBLEM_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE problem ({columns})")


def add_problems(connection: duckdb.DuckDBPyConnection, problems: Iterable[Problem]) -> None:
    """Write problems found in Python to the table `problem`."""
    rows = [tuple(_to_row(problem).values()) for problem in problems]
    add_rows(connection, "problem", PROBLEM_COLUMNS, rows)


def fetch_problems(connection: duckdb.DuckDBPyConnection, limit: int) -> tuple[Problem, ...]:
    """The first problems, errors before warnings, then by file and row.

    The limit is for a reader's screen: a file wrong in ten million rows must not fill the memory.
    The written list of rejected rows is always complete.
    """
    rows = connection.execute(
        f"""
        SELECT * FROM problem
        ORDER BY list_position(['error', 'warning', 'notice'], severity), file,
            row NULLS FIRST, kind, sheet, column_name LIMIT {limit}
        """
    ).fetchall()
    return tuple(_from_row(dict(zip(PROBLEM_COLUMNS, row, strict=True))) for row in rows)


def _from_row(row: dict[str, Any]) -> Problem:
    return Problem(
        file=row["file"],
        sheet=row["sheet"],
        row=row["row"],
        column=row["column_name"],
        value=row["value"],
        problem=Text(zh=row["problem_zh"], en=row["problem_en"]),
        accepted=Text(zh=row["accepted_zh"], en=row["accepted_en"]),
        severity=row["severity"],
        kind=row["kind"],
        is_rejected=row["is_rejected"],
        suggestions=tuple(filter(None, row["suggestions"].split(_BETWEEN_SUGGESTIONS))),
    )


def _to_row(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column_name": problem.column,
        "value": problem.value,
        "problem_zh": problem.problem.zh,
        "problem_en": problem.problem.en,
        "accepted_zh": problem.accepted.zh,
        "accepted_en": problem.accepted.en,
        "severity": problem.severity,
        "kind": problem.kind,
        "is_rejected": problem.is_rejected,
        "suggestions": _BETWEEN_SUGGESTIONS.join(problem.suggestions),
    }


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Problems as a table, one row each, in the columns of PROBLEM_COLUMNS."""
    import pandas as pd  # reading and publishing do without it, and start half a second sooner

    frame = pd.DataFrame(map(_to_row, problems), columns=list(PROBLEM_COLUMNS))
    return frame.astype({"row": "Int64"})
