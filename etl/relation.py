"""Relations: what one stage hands to the next, as a type that names its columns.

A relation is a temporary table or a view of one DuckDB connection. Functions take and return
relations, so that a signature says what is read and what is made; str() gives the name for SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from etl.sql import add_rows, count_rows

if TYPE_CHECKING:
    import pandas as pd


def declare(**kinds: str) -> Mapping[str, str]:
    """The columns of a relation: name=type."""
    return MappingProxyType(kinds)


class Relation:
    """Rows in DuckDB; a subclass declares the name in SQL and the columns with their types."""

    table: str
    columns: Mapping[str, str]

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str = "") -> None:
        self.connection = connection
        self.name = name or self.table

    def __str__(self) -> str:
        return self.name

    @classmethod
    def select(
        cls,
        connection: duckdb.DuckDBPyConnection,
        query: str,
        *,
        name: str = "",
        is_view: bool = False,
    ) -> Self:
        """The rows of a query, as a table, or as a view that is read anew each time.

        Raises TypeError when the query lacks a declared column; it may have further ones.
        """
        relation = cls(connection, name)
        kind = "VIEW" if is_view else "TABLE"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {relation} AS {query}")
        found = connection.execute(f"FROM {relation} LIMIT 0").description or []
        missing = sorted(relation.columns.keys() - {column[0] for column in found})
        if missing:
            raise TypeError(f"{relation} lacks the columns {', '.join(missing)}")
        return relation

    @classmethod
    def of_rows(
        cls, connection: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[Any]] = ()
    ) -> Self:
        """A table of some rows, in the order of the declared columns."""
        declared = ", ".join(f"{column} {kind}" for column, kind in cls.columns.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {cls.table} ({declared})")
        relation = cls(connection)
        relation.add(rows)
        return relation

    @classmethod
    def of_frame(
        cls, connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, *, name: str = ""
    ) -> Self:
        """A table of many texts: as literals of a statement they would be read letter by letter."""
        connection.register("frame", frame)
        relation = cls.select(connection, "FROM frame", name=name)
        connection.unregister("frame")
        return relation

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows, in the order of the declared columns."""
        add_rows(self.connection, self.name, dict(self.columns), rows)

    def count(self, condition: str = "true") -> int:
        """How many rows meet a condition."""
        return count_rows(self.connection, f"{self} WHERE {condition}")
