"""The cells of an uploaded file as a relation: its texts as they stand, and where."""

from __future__ import annotations

import duckdb
import pandas as pd

from etl.relation import Relation, declare
from etl.resolve.texts import WITHDRAWAL_WORDS
from etl.sql import literal

_TEXTS = (
    "region",
    "parent",
    "indicator",
    "unit",
    "year",
    "value",
    "number",
    "status",
    "source",
    "note",
    "region_name",
    "scope",
)


class Upload(Relation):
    """A row a cell, numbered in the order of the file; is_withdrawal: it takes its figure back."""

    table = "upload"
    columns = declare(
        ordinal="INTEGER",
        sheet="VARCHAR",
        row="INTEGER",
        letter="VARCHAR",
        **dict.fromkeys(_TEXTS, "VARCHAR"),
        is_withdrawal="BOOLEAN",
    )


def put_upload(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> tuple[Upload, int]:
    """The cells of a reading, and how many were blank.

    Blank cells are no figures and left out, unless the row says that its figure is taken back.
    """
    texts = ", ".join(
        f"coalesce(CAST({c} AS VARCHAR), '') AS {c}" if c in rows.columns else f"'' AS {c}"
        for c in _TEXTS
    )
    words = ", ".join(map(literal, sorted(WITHDRAWAL_WORDS)))
    connection.register("reading_rows", rows)
    upload = Upload.select(
        connection,
        f"""
        SELECT *, lower(trim(status)) IN ({words}) AS is_withdrawal
        FROM (
            SELECT CAST(row_number() OVER () AS INTEGER) AS ordinal,
                coalesce(CAST(sheet AS VARCHAR), '') AS sheet, CAST("row" AS INTEGER) AS row,
                coalesce(CAST("column" AS VARCHAR), '') AS letter, {texts}
            FROM reading_rows
        )
        """,
    )
    connection.unregister("reading_rows")
    blank = "trim(value) = '' AND NOT is_withdrawal"
    count = upload.count(blank)
    if count:
        connection.execute(f"DELETE FROM {upload} WHERE {blank}")
    return upload, count
