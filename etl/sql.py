"""Small helpers to speak SQL safely: texts as literals, Python lists as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from string import Formatter
from typing import Any

import duckdb


def literal(text: str) -> str:
    """A text as an SQL literal, whatever quotes it holds."""
    return "'" + text.replace("'", "''") + "'"


def fill_in(sentence: str) -> str:
    """A sentence with {column} in it, as an SQL expression that fills the columns in.

    A column without a value comes out as nothing.
    """
    pieces = []
    for text, column, _, _ in Formatter().parse(sentence):
        if text:
            pieces.append(literal(text))
        if column:
            pieces.append(column)
    return f"concat({', '.join(pieces)})"


def create_enum(connection: duckdb.DuckDBPyConnection, name: str, values: Iterable[str]) -> None:
    """Declare a closed list of texts as a type; it sorts in the order given.

    Codes kept in such a type take one or two bytes a row and sort as numbers.
    """
    members = ", ".join(literal(value) for value in values)
    connection.execute(f"CREATE TYPE {name} AS ENUM ({members})")


def put_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Make a temporary table of some rows; columns are name: type."""
    declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
    add_rows(connection, name, columns, rows)


def add_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Append rows to a table, all in one statement (row by row takes a thousand times as long)."""
    if not rows:
        return
    # As JSON in the statement: the first parameter bound in a process makes DuckDB import pandas,
    # which takes longer than everything else before the figures are read.
    lists = (
        json.dumps([None if cell is None else str(cell) for cell in column], ensure_ascii=False)
        for column in zip(*rows, strict=True)
    )
    unnested = ", ".join(
        f"CAST(unnest(from_json({literal(texts)}, '[\"VARCHAR\"]')) AS {kind})"
        for texts, kind in zip(lists, columns.values(), strict=True)
    )
    connection.execute(f"INSERT INTO {name} ({', '.join(columns)}) SELECT {unnested}")


def count_rows(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    """How many rows a relation has, which may come with a condition: `name WHERE …`."""
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0
