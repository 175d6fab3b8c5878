"""Reads an uploaded file into figures and says what is wrong with it; the readers' front door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.check.issues import Issue
from etl.check.kinds import KINDS
from etl.read import raw_issues, sandbox
from etl.read.forms import FORMS, around
from etl.read.model import FileLimits, Hints, RawIssue, ReadFigure, Skipped, words

COLUMNS = ReadFigure._fields
# The values of a column, one a row; or packed, as etl.read.child.pack says.
Column = list[Any] | dict[str, list[Any]]
# What starts when somebody opens it: data.csv.exe is no table of anybody's.
_PROGRAMS = words(
    "exe com bat cmd scr pif msi msp js jse vbs vbe wsf wsh ps1 hta jar lnk dll sh app cpl reg"
)
LIMITS = FileLimits()


@dataclass(frozen=True)
class SheetRead:
    """A sheet of the file: the form it was read in ('' when it was not), and its cells.

    score says how surely the form was recognised, 0 to 1. Dates stand as text.
    """

    name: str
    form: str
    score: float
    is_hidden: bool
    cells: list[list[str | int | float | bool | None]] = field(repr=False)


@dataclass(frozen=True)
class Reading:
    """All that a file holds: its figures, and everything that is no figure, with the reason.

    A data cell is in `rows`, in `skipped` or named by an issue; none is dropped. form is that of
    the first sheet that was read, '' when there is none.
    """

    name: str
    form: str
    sheets: tuple[SheetRead, ...]
    issues: tuple[Issue, ...]
    skipped: tuple[Skipped, ...]
    count: int
    columns: dict[str, Column] = field(repr=False)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a figure, in the columns COLUMNS; all text as written, but `row` a number.

        row and column are those a spreadsheet shows; number is the value in plain digits, empty
        where the value is no number; region_name is the name beside a code; region, parent,
        indicator, unit, year, status and source are empty where neither file nor hints say them.
        """
        return _to_frame({name: self.array(name) for name in COLUMNS})

    def array(self, name: str) -> pa.Array:
        """One column of the rows."""
        return _join([self.columns.get(name, [])], [self.count], _kind_of(name))

    @property
    def questions(self) -> tuple[Issue, ...]:
        """What the file does not say and the analyst can give as a hint, one issue each."""
        return tuple(p for p in self.issues if KINDS[p.kind].is_question)


def read_file(
    content: bytes,
    name: str,
    *,
    form: str | None = None,
    hints: Hints | None = None,
    limits: FileLimits = LIMITS,
) -> Reading:
    """Read one file, whatever it is; what goes wrong is in the reading's issues.

    name is what the file is called in issues and never a path. form is one of FORMS, or None to
    recognise it. Raises nothing for any content.
    """
    return read_files([(content, name)], form=form, hints=hints, limits=limits)[0]


def read_files(
    files: Sequence[tuple[bytes, str]],
    *,
    form: str | None = None,
    hints: Hints | None = None,
    limits: FileLimits = LIMITS,
) -> list[Reading]:
    """Read several files (content and name), in this order; faster than one by one."""
    if form is not None and form not in FORMS:
        unknown = {"raw_issues": [RawIssue("form_unknown", detail=form)]}
        return [to_reading(name, unknown) for _, name in files]
    kept = [content[: limits.bytes_in_file + 1] for content, _ in files]
    given = hints or Hints()
    answers = sandbox.read_all(kept, form, given, limits)
    return [
        to_reading(name, _program(name) or answer, given)
        for (_, name), answer in zip(files, answers, strict=True)
    ]


def _program(name: str) -> dict[str, Any] | None:
    """The answer about a file whose name makes it a program, whatever is in it."""
    end = PurePath(raw_issues.shorten(name).rstrip(". ")).suffix.casefold()
    if end.lstrip(".") not in _PROGRAMS:
        return None
    return {"raw_issues": [RawIssue("program_name", value=name, detail=end)]}


def combine(readings: Sequence[Reading]) -> pd.DataFrame:
    """The rows of several readings as one table, with the file's name in the column `file`."""
    counts = [reading.count for reading in readings]
    arrays = {"file": _join([[reading.name] for reading in readings], counts, pa.large_string())}
    # Where value and number are written alike, they are one and the same list.
    known: dict[tuple[object, ...], pa.Array] = {}
    for name in COLUMNS:
        columns = [reading.columns.get(name, []) for reading in readings]
        kind = _kind_of(name)
        key = (kind, *map(id, columns))
        if key not in known:
            known[key] = _join(columns, counts, kind)
        arrays[name] = known[key]
    return _to_frame(arrays)


def _join(columns: Sequence[Column], counts: Sequence[int], kind: pa.DataType) -> pa.Array:
    """One column of several readings with so many rows each; what repeats is written out last."""
    said: list[Any] = []
    rows: list[np.ndarray] = []
    for column, count in zip(columns, counts, strict=True):
        values = column if isinstance(column, list) else next(iter(column.values()))
        places = np.arange(len(said), len(said) + len(values))
        if len(values) != count:
            times = count // max(len(values), 1)
            is_across = isinstance(column, dict) and "across" in column
            places = np.tile(places, times) if is_across else places.repeat(times)
        said += values
        rows.append(places)
    if not said or (said[0] == said[-1] and said.count(said[0]) == len(said)):
        return pa.repeat(pa.scalar(said[0] if said else None, kind), sum(counts))
    array = pa.array(said, kind)
    return array if len(said) == sum(counts) else array.take(pa.array(np.concatenate(rows)))


def _kind_of(name: str) -> pa.DataType:
    return pa.int64() if name == "row" else pa.large_string()


def _to_frame(arrays: dict[str, Any]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(arrays).to_pandas()
    return frame


def to_reading(name: str, answer: dict[str, Any], hints: Hints | None = None) -> Reading:
    """A reading of what the process that opened the file answered, and of the file's own name."""
    shown = raw_issues.shorten(name)
    columns = answer.get("figures", {})
    told = [RawIssue(*raw_issue) for raw_issue in answer["raw_issues"]]
    told += around.hear_name(shown, columns, hints or Hints())
    sheets = tuple(
        SheetRead(sheet["name"], form, score, sheet["is_hidden"], sheet["cells"])
        for sheet, (form, score) in zip(
            answer.get("sheets", ()), answer.get("forms", ()), strict=True
        )
    )
    return Reading(
        name=shown,
        form=next((sheet.form for sheet in sheets if sheet.form), ""),
        sheets=sheets,
        issues=raw_issues.to_issues(shown, told),
        skipped=tuple(Skipped(*cell) for cell in answer.get("skipped", ())),
        count=answer.get("count", 0),
        columns=columns,
    )
