"""What a kind of issue is: its name, its words, and the condition under which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from etl.check.issues import ISSUE_COLUMNS, Issue, Severity
from etl.sql import fill_in, literal
from scoreboard.catalog.models import Text

# Sheet, row and column of an issue; this one is of the whole file.
Where = tuple[str, int | None, str]
WHOLE_FILE: Where = ("", None, "")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of issue. Its code is the name of its file in etl.check.kinds.

    In message and accepted, {value} stands for the value of the issue and other words in braces
    for what else is said of it. is_rejected: the row is left out. is_question: a hint answers it.
    """

    name: Text
    severity: Severity
    message: Text
    accepted: Text
    is_rejected: bool = False
    is_question: bool = False
    code: str = ""

    def issue(
        self,
        file: str,
        where: Where = WHOLE_FILE,
        value: str = "",
        *,
        message: Text | None = None,
        accepted: Text | None = None,
        suggestions: tuple[str, ...] = (),
        **said: Any,
    ) -> Issue:
        """An issue of this kind.

        message and accepted replace those of the kind where it is known more closely what is
        wrong. Texts of a file are filled in and never taken for sentences with braces. Raises
        KeyError when a sentence needs something that is not said.
        """
        sheet, row, column = where
        said["value"] = value
        return Issue(
            file=file,
            sheet=sheet,
            row=row,
            column=column,
            value=value,
            message=_filled(message or self.message, said),
            accepted=_filled(accepted or self.accepted, said),
            severity=self.severity,
            kind=self.code,
            is_rejected=self.is_rejected,
            suggestions=suggestions,
        )

    def insert(self, connection: duckdb.DuckDBPyConnection, relation: str, **where: str) -> None:
        """Write an issue for every row of an SQL relation to the table `issue`.

        Its columns fill the sentences. where: SQL expressions for the columns of an issue: file,
        sheet, row, column_name, value, suggestions; by default there is nothing in them.
        """
        cells = {
            **{name: "NULL" if name == "row" else "''" for name in ISSUE_COLUMNS},
            **where,
            "message_zh": fill_in(self.message.zh),
            "message_en": fill_in(self.message.en),
            "accepted_zh": fill_in(self.accepted.zh),
            "accepted_en": fill_in(self.accepted.en),
            "severity": literal(self.severity),
            "kind": literal(self.code),
            "is_rejected": str(self.is_rejected),
        }
        connection.execute(
            f"INSERT INTO issue ({', '.join(cells)}) SELECT {', '.join(cells.values())}"
            f" FROM {relation}"
        )


@dataclass(frozen=True, kw_only=True)
class RowCheck(Kind):
    """A kind that is told of rows one by one, wherever they come from; see etl.check.row_checks.

    column_name is where it stands in the file. fails is an SQL condition over the resolved
    relation, unknown counting as not failing; None for what is only seen when rows are compared
    with each other. In the sentences {column} stands for a column of the described relation.
    """

    column_name: str
    fails: str | None = None


@dataclass(frozen=True, kw_only=True)
class CrossCheck(Kind):
    """A kind that is told of figures set against everything known; see etl.check.cross_checks.

    relation: SQL of the cases, a row each, with the ordinal of the cell in `upload` and the columns
    that fill the sentences. value and suggestion are SQL expressions over it and the cell, `u`.
    """

    relation: str
    value: str = "u.value"
    suggestion: str = "''"


def _filled(sentence: Text, said: dict[str, Any]) -> Text:
    return Text(zh=sentence.zh.format_map(said), en=sentence.en.format_map(said))
