"""The report on a checked file: what it says, what is wrong with it, and what was accepted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from etl.check.by_name import UnknownName
from etl.check.issues import Issue
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source


@dataclass(frozen=True)
class Original:
    """The file as it was handed in; its name is for showing only and never part of a path."""

    name: str
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The checksum under which the file is kept once it is published."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def shown_name(self) -> str:
        """The name without folders and control characters."""
        last = re.split(r"[\\/]", self.name)[-1]
        return "".join(c for c in last if c.isprintable())[:200] or "?"


@dataclass(frozen=True)
class Acceptance:
    """Why a warning does not matter: one warning, or all of a kind when no place is given.

    Raises ValueError without a reason.
    """

    kind: str
    reason: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a warning is accepted with a reason")

    @property
    def place(self) -> tuple[str, int | None, str, str]:
        """Where the one warning stands that is meant: sheet, row, column, value."""
        return self.sheet, self.row, self.column, self.value


class Acceptances:
    """Many acceptances, to be looked up by the warning; of a single one before one of its kind."""

    def __init__(self, accepted: Iterable[Acceptance]) -> None:
        self._of_place = {(a.kind, a.place): a for a in accepted}

    def find(self, issue: Issue) -> Acceptance | None:
        """The acceptance that covers a warning; None when it is open, or is no warning."""
        if issue.severity != "warning":
            return None
        place = (issue.sheet, issue.row, issue.column, issue.value)
        return self._of_place.get((issue.kind, place)) or self.of_kind(issue.kind)

    def of_kind(self, kind: str) -> Acceptance | None:
        """The acceptance of all warnings of a kind."""
        return self._of_place.get((kind, ("", None, "", "")))


def accept(issue: Issue, reason: str) -> Acceptance:
    """Accept one warning."""
    return Acceptance(issue.kind, reason, issue.sheet, issue.row, issue.column, issue.value)


@dataclass(frozen=True)
class Counts:
    """What became of the cells of a file; blank ones are no figures and are left out."""

    cells: int
    sound: int
    wrong: int
    repeated: int
    blank: int
    withdrawals: int


@dataclass(frozen=True, eq=False)
class CheckReport:
    """A file in catalog codes and units, and all that is wrong with it.

    rows: one sound figure a row: region_code, indicator_code, year, value (missing where
    is_withdrawal), status, source_code, note, is_withdrawal, sheet, row, column, written.
    issues holds the first ten thousand, errors first; issue_counts all, by severity and kind.
    """

    file: Original
    form: str
    rows: pd.DataFrame = field(repr=False)
    issues: tuple[Issue, ...] = field(repr=False)
    issue_counts: tuple[tuple[str, str, int], ...]
    counts: Counts
    unknown_names: tuple[UnknownName, ...]
    new_sources: tuple[Source, ...]
    acceptances: tuple[Acceptance, ...]
    catalog: Catalog = field(repr=False)
    releases: Path

    @property
    def errors(self) -> int:
        """How many errors stand."""
        return sum(n for severity, _, n in self.issue_counts if severity == "error")

    @cached_property
    def open_warnings(self) -> int:
        """How many warnings nobody has accepted yet."""
        return count_open(self, self.acceptances)

    @property
    def can_publish(self) -> bool:
        """Whether nothing stands in the way: no error, no open warning, and something to say."""
        return self.errors == 0 and self.open_warnings == 0 and len(self.rows) > 0

    def accepting(self, acceptances: Iterable[Acceptance]) -> CheckReport:
        """The same report with these warnings accepted, in place of those before."""
        return replace(self, acceptances=tuple(acceptances))


def count_open(report: CheckReport, acceptances: Iterable[Acceptance]) -> int:
    """How many warnings of a report these acceptances leave open."""
    accepted = Acceptances(acceptances)
    singly = sum(
        accepted.find(p) is not None and accepted.of_kind(p.kind) is None for p in report.issues
    )
    of_open_kinds = sum(
        number
        for severity, kind, number in report.issue_counts
        if severity == "warning" and accepted.of_kind(kind) is None
    )
    return of_open_kinds - singly
