"""Reads tidy tables: csv files with one figure a row and the columns named as ours.

DuckDB reads the files, many at a time and in parallel. Where something is wrong the one file is
read once more in Python, to say in which row of the spreadsheet it stands.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TextIO

import duckdb

from etl.check.accepted import TIDY_CSV
from etl.check.issues import Issue
from etl.check.kinds import KINDS
from etl.sql import literal
from scoreboard.catalog.models import Text

COLUMNS = (
    "region_code",
    "region",
    "year",
    "indicator",
    "value",
    "unit",
    "status",
    "source",
    "note",
)
_NEEDED = ("year", "indicator", "value", "unit", "source")
# Quotes may hold commas and line ends; a broken row is set aside, not the end of the reading.
_OPTIONS = (
    "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
    "nullstr = '', store_rejects = true"
)


@dataclass(frozen=True)
class TidyFile:
    """A file in tidy form: where it lies, the name it is reported under, its columns in order."""

    path: Path
    name: str
    columns: tuple[str, ...]


def recognise(path: Path, name: str) -> TidyFile | Issue:
    """The file as a tidy table, or what keeps it from being one."""
    try:
        with _open(path) as handle:
            header = next(csv.reader(handle), [])
        ",".join(header).encode("utf-8")
    except (OSError, UnicodeError, csv.Error) as error:
        unread = Text(zh="文件无法读取：{error}", en="cannot be read: {error}")
        return _not_tidy(name, "", unread, error=error)
    columns = tuple(column.strip().lower() for column in header)
    missing = [column for column in _NEEDED if column not in columns]
    if not {"region_code", "region"} & set(columns):
        missing.insert(0, "region_code")
    if missing:
        lacking = Text(zh="缺少列：{value}", en="columns missing: {value}")
        return _not_tidy(name, ", ".join(missing), lacking)
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        repeated = Text(zh="列名重复：{value}", en="columns twice: {value}")
        return _not_tidy(name, ", ".join(twice), repeated)
    return TidyFile(path, name, columns)


def _not_tidy(name: str, value: str, message: Text, error: object = "") -> Issue:
    return KINDS["form"].issue(name, value=value, message=message, accepted=TIDY_CSV, error=error)


def unknown_columns(file: TidyFile) -> list[Issue]:
    """Columns that are not read, as warnings: a misspelt `note` should not vanish unseen."""
    return [
        KINDS["unknown_column"].issue(file.name, ("", 1, column), column, accepted=TIDY_CSV)
        for column in file.columns
        if column not in COLUMNS
    ]


def raw_sql(files: Sequence[TidyFile], first_number: int = 0, numbered: bool = False) -> str:
    """SQL of the raw relation of some files (see etl.read).

    numbered adds `ordinal`, the place of a row among the rows of its file that could be read;
    it costs half the speed and is asked for only where something is wrong.
    """
    parts = []
    start = first_number
    for columns, group in groupby(files, key=lambda file: file.columns):
        alike = list(group)
        parts.append(_select(columns, _scan(columns, alike, numbered), start, numbered))
        start += len(alike)
    return "\nUNION ALL\n".join(parts)


def _scan(columns: tuple[str, ...], files: list[TidyFile], numbered: bool) -> str:
    paths = ", ".join(literal(str(file.path)) for file in files)
    declared = ", ".join(f"{_quoted(column)}: 'VARCHAR'" for column in columns)
    scan = f"read_csv([{paths}], {_OPTIONS}, columns = {{{declared}}})"
    ordinal = ", row_number() OVER () AS ordinal" if numbered else ""
    return f"(SELECT *, file_index{ordinal} FROM {scan})"


def _select(columns: tuple[str, ...], scan: str, first_number: int, numbered: bool) -> str:
    def text(column: str) -> str:
        return column if column in columns else "CAST(NULL AS VARCHAR)"

    fields = ", ".join(
        f"{text(c)} AS {c}_text"
        for c in ("year", "indicator", "value", "unit", "status", "source", "note")
    )
    present = ", ".join(column for column in COLUMNS if column in columns)
    return f"""
        SELECT CAST(file_index + {first_number} AS SMALLINT) AS file,
            coalesce({text("region_code")}, {text("region")}) AS place_text,
            {text("region")} AS name_text, {fields}{", ordinal" if numbered else ""}
        FROM {scan}
        WHERE coalesce({present}) IS NOT NULL  -- spreadsheets leave empty rows behind
    """


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


@dataclass(frozen=True)
class Located:
    """Where rows stand in the spreadsheet: by ordinal, and the rows that could not be read."""

    row_of: dict[int, int]
    broken: list[Issue]


def paths_with_broken_rows(connection: duckdb.DuckDBPyConnection) -> set[Path]:
    """The files in which readings on this connection had to set rows aside."""
    found = connection.execute(
        "SELECT DISTINCT file_path FROM reject_errors JOIN reject_scans USING (scan_id, file_id)"
    ).fetchall()
    return {Path(path) for (path,) in found}


def locate(connection: duckdb.DuckDBPyConnection, file: TidyFile, ordinals: set[int]) -> Located:
    """The spreadsheet rows of some readable rows, and an issue for every broken one.

    Where quotes are broken, rows cannot be told apart with certainty: then the file as a whole is
    the issue.
    """
    row_of: dict[int, int] = {}
    broken: list[Issue] = []
    ordinal = 0
    try:
        for row, cells in _records(file.path):
            if _is_readable(cells, file.columns):
                ordinal += 1
                if ordinal in ordinals:
                    row_of[ordinal] = row
            else:
                broken.append(_broken_row(file, row, cells))
    except csv.Error:  # an open quote swallowed half the file
        ordinal = -1
    if _count_readable(connection, file) != ordinal:
        message = Text(zh="引号不成对，无法分行", en="unpaired quotes: rows cannot be told apart")
        return Located(row_of, [_not_tidy(file.name, "", message)])
    return Located(row_of, broken)


def _count_readable(connection: duckdb.DuckDBPyConnection, file: TidyFile) -> int:
    """How many rows DuckDB can read. Cells are checked only when asked for, hence the hash."""
    read = ", ".join(column for column in COLUMNS if column in file.columns)
    counted = connection.execute(
        f"SELECT count(*), bit_xor(hash({read})) FROM {_scan(file.columns, [file], False)}"
    ).fetchone()
    return int(counted[0]) if counted else 0


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its number in the spreadsheet; the header is left out."""
    with _open(path) as handle:
        for row, cells in enumerate(csv.reader(handle), start=1):
            if cells and row > 1:
                yield row, cells


def _open(path: Path) -> TextIO:
    """The text of a file, in which bytes that are not UTF-8 stand as lone surrogates."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _is_readable(cells: list[str], columns: tuple[str, ...]) -> bool:
    return len(cells) == len(columns) and not any(
        _is_undecodable(cell)
        for cell, column in zip(cells, columns, strict=True)
        if column in COLUMNS
    )


def _is_undecodable(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= letter <= "\udcff" for letter in cell)


def _broken_row(file: TidyFile, row: int, cells: list[str]) -> Issue:
    shown = ",".join(cells).encode("utf-8", "replace").decode()[:200]
    width = len(file.columns)
    undecodable = Text(zh="含有非UTF-8字符", en="holds characters that are not UTF-8")
    return KINDS["broken_row"].issue(
        file.name,
        ("", row, ""),
        shown,
        message=undecodable if len(cells) == width else None,
        cells=len(cells),
        width=width,
    )
