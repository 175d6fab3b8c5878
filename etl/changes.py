"""What a new load changes against the release in force, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from etl.sql import count_rows, put_table
from scoreboard.catalog.loader import Catalog


@dataclass(frozen=True)
class Changes:
    """How many figures differ from the release in force."""

    added: int
    changed: int
    withdrawn: int


def keep_published_by_hand(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, current: int | None
) -> None:
    """Put figures that a person published last in place of those in the files.

    Building again, say after an update of the program, must not undo what people published.
    """
    if current is None:
        return
    derived = [(i.code,) for i in catalog.indicators.values() if i.formula is not None]
    put_table(connection, "derived_code", {"indicator_code": "VARCHAR"}, derived)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE by_hand AS
        SELECT o.* FROM current.observation o JOIN (
            SELECT region_code, indicator_code, year
            FROM current.revision JOIN current.release USING (release_id)
            GROUP BY ALL HAVING arg_max(kind, release_id) = 'publish'
        ) USING (region_code, indicator_code, year)
        ANTI JOIN derived_code USING (indicator_code)
        """
    )
    connection.execute(
        """
        DELETE FROM loaded USING by_hand h
        WHERE loaded.region_code = CAST(h.region_code AS region_code_t)
            AND loaded.indicator_code = CAST(h.indicator_code AS indicator_code_t)
            AND loaded.year = h.year
        """
    )
    connection.execute("INSERT INTO loaded BY NAME SELECT *, 0 AS faults FROM by_hand")


def compare(connection: duckdb.DuckDBPyConnection, current: int | None) -> Changes | None:
    """Set the new figures against the release in force; None when there is nothing new.

    Makes the relation `content` (all figures to be published) and the table `change`, one row a
    key that was added, withdrawn, or changed in value, status, source or note. Both values equal
    means that only the latter changed; the first release lists no changes.
    """
    connection.execute(
        """
        CREATE OR REPLACE TEMP VIEW content AS
        SELECT region_code, indicator_code, year, value, status,
            CAST(source_code AS VARCHAR) AS source_code, note FROM loaded
        UNION ALL
        SELECT region_code, indicator_code, year, value, status, source_code, '' FROM derived
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE change (region_code VARCHAR, indicator_code VARCHAR,
            year SMALLINT, value_before DOUBLE, value_after DOUBLE)
        """
    )
    if current is None:
        return Changes(count_rows(connection, "content"), 0, 0)
    connection.execute(
        """
        INSERT INTO change
        SELECT coalesce(n.region_code, o.region_code), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.year, o.year), o.value, n.value
        FROM content n FULL JOIN (
            SELECT * REPLACE (CAST(region_code AS region_code_t) AS region_code,
                CAST(indicator_code AS indicator_code_t) AS indicator_code)
            FROM current.observation
        ) o ON n.region_code = o.region_code AND n.indicator_code = o.indicator_code
            AND n.year = o.year
        WHERE o.value IS NULL OR n.value IS NULL OR o.value <> n.value
            OR o.status <> CAST(n.status AS VARCHAR) OR o.source_code <> n.source_code
            OR o.note <> n.note
        """
    )
    changes = Changes(
        count_rows(connection, "change WHERE value_before IS NULL"),
        count_rows(connection, "change WHERE value_before IS NOT NULL AND value_after IS NOT NULL"),
        count_rows(connection, "change WHERE value_after IS NULL"),
    )
    columns = "CAST(region_code AS VARCHAR), level, parent_code, province_code"
    regions = f"SELECT {columns} FROM place"
    in_force = f"SELECT {columns} FROM current.region"
    differing = f"({regions} EXCEPT {in_force}) UNION ALL ({in_force} EXCEPT {regions})"
    is_same = count_rows(connection, f"({differing})") == 0
    return None if changes == Changes(0, 0, 0) and is_same else changes
