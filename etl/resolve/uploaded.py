"""The figures of one uploaded file in DuckDB: names and units resolved, checked like any other.

The same checks as for the shipped files, with the cell of the spreadsheet added to every issue.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from etl.check import plausibility, row_checks
from etl.resolve import dictionaries
from etl.resolve.corrections import corrected_sql
from etl.resolve.names import TOLD_BY_NAME
from etl.resolve.shipped import find_repeated
from etl.resolve.texts import WITHDRAWAL_WORDS
from etl.sql import count_rows, literal, put_table
from scoreboard.catalog.loader import Catalog

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
KEYS = "region_code, indicator_code, year"
# More than this nobody reads one by one; counts are always of all.
_TOLD_PER_FAULT = 2_000
_TOLD_PER_KEY = 20
# Of a row that takes its figure back only the key counts.
_OF_KEY = (
    "region_unknown",
    "region_conflict",
    "indicator_unknown",
    "indicator_derived",
    "year_not_whole",
    "year_out_of_range",
)
# Errors that leave it known which figure is meant and how large it is.
_BESIDE_THE_FIGURE = ("value_out_of_range", "status_unknown", "source_unknown")


def put_upload(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> int:
    """Make the table `upload` of a reading: a row a cell, numbered in the order of the file.

    Cells that are blank are no figures and left out, unless the row says that its figure is taken
    back. Returns how many were blank.
    """
    texts = ", ".join(
        f"coalesce(CAST({c} AS VARCHAR), '') AS {c}" if c in rows.columns else f"'' AS {c}"
        for c in _TEXTS
    )
    words = ", ".join(map(literal, sorted(WITHDRAWAL_WORDS)))
    connection.register("reading_rows", rows)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE upload AS
        SELECT *, lower(trim(status)) IN ({words}) AS is_withdrawal
        FROM (
            SELECT CAST(row_number() OVER () AS INTEGER) AS ordinal,
                coalesce(CAST(sheet AS VARCHAR), '') AS sheet, CAST("row" AS INTEGER) AS row,
                coalesce(CAST("column" AS VARCHAR), '') AS letter, {texts}
            FROM reading_rows
        )
        """
    )
    connection.unregister("reading_rows")
    blank = "upload WHERE trim(value) = '' AND NOT is_withdrawal"
    count = count_rows(connection, blank)
    if count:
        connection.execute(f"DELETE FROM {blank}")
    return count


def put_catalog(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables of names and units."""
    dictionaries.create_dictionaries(connection, catalog)
    row_checks.put_descriptions(connection, catalog)


_RAW = """
    SELECT CAST(0 AS SMALLINT) AS file, u.ordinal, p.code AS place_text, n.code AS name_text,
        y.code AS year_text, w.indicator_code AS indicator_text,
        CASE WHEN u.number <> '' THEN u.number ELSE u.value END AS value_text,
        w.unit_code AS unit_text, s.code AS status_text, o.code AS source_text,
        nullif(trim(u.note), '') AS note_text, u.is_withdrawal
    FROM upload u
    LEFT JOIN place_of p ON p.sheet = u.sheet AND p.region = u.region AND p.parent = u.parent
        AND p.year = u.year
    LEFT JOIN place_of n ON n.sheet = u.sheet AND n.region = nullif(u.region_name, '')
        AND n.parent = u.parent AND n.year = u.year
    LEFT JOIN what_of w ON w.indicator = u.indicator AND w.unit = u.unit
        AND w.scope = u.scope
    LEFT JOIN year_of y ON y.year = u.year
    LEFT JOIN status_of s ON s.status = u.status
    LEFT JOIN source_of o ON o.source = u.source
"""


def resolve(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `loaded`: every cell in codes and units, with its faults; `withdrawal` of such rows."""
    of_key = sum(row_checks.BIT[kind] for kind in _OF_KEY)
    resolved = row_checks.resolved_sql(corrected_sql(_RAW, []))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE loaded AS
        SELECT file, ordinal, {KEYS}, value, status, source_code,
            coalesce(note_text, '') AS note, is_withdrawal,
            CASE WHEN is_withdrawal THEN faults & {of_key} ELSE faults END AS faults
        FROM ({resolved})
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE withdrawal AS
        SELECT ordinal, {KEYS} FROM loaded WHERE is_withdrawal AND faults & {row_checks.ERRORS} = 0
        """
    )
    connection.execute("DELETE FROM loaded WHERE is_withdrawal AND faults = 0")
    find_repeated(connection)


def tell_faults(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Write what is wrong with single cells to `issue`; a fault many times over, not for ever."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT ordinal FROM (
            SELECT ordinal FROM loaded WHERE faults <> 0
            QUALIFY row_number() OVER (PARTITION BY faults ORDER BY ordinal) <= {_TOLD_PER_FAULT}
        ) UNION
        SELECT ordinal FROM (
            SELECT ordinal FROM loaded JOIN repeated USING ({KEYS})
            WHERE faults & {row_checks.ERRORS} = 0
            QUALIFY row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) <= {_TOLD_PER_KEY}
            ORDER BY ordinal LIMIT {10 * _TOLD_PER_FAULT}
        )
        """
    )
    if not count_rows(connection, "told"):
        return
    raw = f"FROM ({_RAW}) SEMI JOIN told USING (ordinal)"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE flagged AS
        SELECT r.* REPLACE (u.region AS place_text, u.region_name AS name_text,
            u.indicator AS indicator_text, u.value AS value_text, u.unit AS unit_text,
            u.year AS year_text, u.status AS status_text, u.source AS source_text)
        FROM ({row_checks.resolved_sql(corrected_sql(f"SELECT * {raw}", []))}) r
        JOIN upload u USING (ordinal)
        """
    )
    put_table(connection, "read_file", {"file": "SMALLINT", "name": "VARCHAR"}, [(0, file)])
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE location AS
        SELECT CAST(0 AS SMALLINT) AS file, ordinal, sheet, row, letter, concat(
            CASE WHEN sheet = '' THEN '' ELSE concat(sheet, '!') END, letter, row) AS label
        FROM upload SEMI JOIN told USING (ordinal)
        """
    )
    row_checks.mark_repeated(connection)
    row_checks.describe_faults(connection, told_otherwise=TOLD_BY_NAME)


def keep_sound(connection: duckdb.DuckDBPyConnection) -> int:
    """Leave in `loaded` what is sound, of equal rows the first; returns how many were repeated.

    Figures of which key and number are known move to `unsound`, though something else is wrong:
    they are compared with others all the same, so that all is told at once.
    """
    else_wrong = sum(row_checks.BIT[kind] for kind in _BESIDE_THE_FIGURE)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE unsound AS
        SELECT * FROM loaded WHERE faults & {row_checks.ERRORS & ~else_wrong} = 0
            AND faults & {else_wrong} > 0 AND isfinite(value)
        QUALIFY row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) = 1
        """
    )
    connection.execute(f"DELETE FROM loaded WHERE faults & {row_checks.ERRORS} > 0")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE surplus AS
        SELECT ordinal, is_same FROM loaded JOIN repeated USING ({KEYS})
        QUALIFY NOT is_same OR row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) > 1
        """
    )
    connection.execute("DELETE FROM loaded USING surplus s WHERE loaded.ordinal = s.ordinal")
    return count_rows(connection, "surplus WHERE is_same")


def put_tested(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables that the checks of etl.check.plausibility read."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tested AS
        SELECT l.ordinal, region_code, indicator_code, l.year, l.value, level, u.sheet, u.letter,
            is_sound
        FROM (
            SELECT *, true AS is_sound FROM loaded
            UNION ALL BY NAME
            SELECT *, false AS is_sound FROM unsound ANTI JOIN loaded USING ({KEYS})
        ) l JOIN upload u USING (ordinal) JOIN place USING (region_code)
        """
    )
    plausibility.define_macros(connection)
    plausibility.put_tables(connection, catalog)
