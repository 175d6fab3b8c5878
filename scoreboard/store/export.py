"""A whole release as one file for other programs: tables, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa


def write_database(
    file: Path, tables: Mapping[str, pa.Table | pa.RecordBatchReader], comments: Mapping[str, str]
) -> None:
    """A new DuckDB file with tables by name; comments: what each table holds."""
    # One thread, as everywhere that readers wait for: see Store.
    with duckdb.connect(str(file), config={"threads": 1}) as connection:
        for name, table in tables.items():
            connection.register("given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            connection.unregister("given")
            said = comments[name].replace("'", "''")
            connection.execute(f"COMMENT ON TABLE {name} IS '{said}'")
