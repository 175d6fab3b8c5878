"""What a new load changes against the release in force, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter

import duckdb

from etl.release.derive import derive
from etl.release.history import SURVIVING
from etl.sql import count_rows, put_table
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source

# One row a key that a release changes; missing before: added, missing after: withdrawn.
CHANGE = {
    "region_code": "VARCHAR",
    "indicator_code": "VARCHAR",
    "year": "SMALLINT",
    "value_before": "DOUBLE",
    "value_after": "DOUBLE",
    "status_before": "VARCHAR",
    "status_after": "VARCHAR",
    "source_before": "VARCHAR",
    "source_after": "VARCHAR",
    "note_before": "VARCHAR",
    "note_after": "VARCHAR",
}


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
    # Also figures that a person took out: their keys are here, and in no observation.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE by_hand AS
        SELECT region_code, indicator_code, year FROM ({SURVIVING})
        GROUP BY ALL HAVING arg_max(kind, release_id) = 'publish'
        """
    )
    connection.execute(
        "DELETE FROM by_hand USING derived_code d WHERE by_hand.indicator_code = d.indicator_code"
    )
    connection.execute(
        """
        DELETE FROM loaded USING by_hand h
        WHERE loaded.region_code = TRY_CAST(h.region_code AS region_code_t)
            AND loaded.indicator_code = TRY_CAST(h.indicator_code AS indicator_code_t)
            AND loaded.year = h.year
        """
    )
    connection.execute(
        """
        INSERT INTO loaded BY NAME
        SELECT o.*, 0 AS faults FROM current.observation o
        SEMI JOIN by_hand USING (region_code, indicator_code, year)
        """
    )


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
    put_table(connection, "change", CHANGE, [])
    if current is None:
        return Changes(count_rows(connection, "content"), 0, 0)
    connection.execute(
        """
        INSERT INTO change
        SELECT coalesce(n.region_code, o.region_code), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.year, o.year), o.value, n.value, o.status, n.status, o.source_code,
            n.source_code, o.note, n.note
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
    changes = count_changes(connection)
    columns = "CAST(region_code AS VARCHAR), level, parent_code, province_code"
    regions = f"SELECT {columns} FROM place"
    in_force = f"SELECT {columns} FROM current.region"
    differing = f"({regions} EXCEPT {in_force}) UNION ALL ({in_force} EXCEPT {regions})"
    is_same = count_rows(connection, f"({differing})") == 0
    return None if changes == Changes(0, 0, 0) and is_same else changes


def count_changes(connection: duckdb.DuckDBPyConnection) -> Changes:
    """How many figures the table `change` adds, changes and withdraws."""
    return Changes(
        count_rows(connection, "change WHERE value_before IS NULL"),
        count_rows(connection, "change WHERE value_before IS NOT NULL AND value_after IS NOT NULL"),
        count_rows(connection, "change WHERE value_after IS NULL"),
    )


def compare_incoming(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, new_sources: Iterable[Source] = ()
) -> None:
    """Set a file's figures (table `incoming`) against the release in force: makes `change`.

    A figure changes when its value or status does, when the file brings a note of its own, or
    cites another publication of the catalog of no lower grade. The same value from any other
    publication keeps its citation. Rows with is_withdrawal take theirs back.

    Also makes `lower_grade`: the figures whose value or status changes although their publication
    has a lower grade than the one cited so far. new_sources: those that the catalog does not hold.
    """
    _put_graded(connection, catalog, new_sources)
    put_table(connection, "change", CHANGE, [])
    # What differs in the last bit only was written in another unit. Grades sort by the alphabet;
    # a publication that nobody lists has the lowest.
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE met AS
        SELECT region_code, indicator_code, year, o.value AS value_before, n.value AS value_after,
            o.status AS status_before, n.status AS status_after, o.source_code AS source_before,
            n.source_code AS source_after, o.note AS note_before, n.note AS note_after,
            coalesce(b.grade, 'C') AS grade_before, coalesce(a.grade, 'C') AS grade_after,
            o.value IS NOT NULL AND grade_after > grade_before AS is_lower,
            o.value IS NULL OR abs(o.value - n.value) > 1e-12 * abs(o.value) AS differs,
            NOT is_lower AND coalesce(a.is_own, false) AND n.source_code <> o.source_code
                AS is_cited_anew
        FROM (
            -- A column without any text comes as one of numbers.
            SELECT * REPLACE (CAST(status AS VARCHAR) AS status, CAST(note AS VARCHAR) AS note,
                CAST(source_code AS VARCHAR) AS source_code)
            FROM incoming WHERE NOT is_withdrawal
        ) n LEFT JOIN past_observation o USING (region_code, indicator_code, year)
        LEFT JOIN graded a ON a.code = n.source_code LEFT JOIN graded b ON b.code = o.source_code
        """
    )
    connection.execute(
        """
        INSERT INTO change
        SELECT region_code, indicator_code, year, value_before, value_after, status_before,
            status_after, source_before,
            CASE WHEN differs OR is_cited_anew THEN source_after ELSE source_before END,
            note_before, CASE WHEN (note_after = '' OR is_lower) AND NOT differs THEN note_before
                ELSE note_after END
        FROM met WHERE differs OR status_before <> status_after OR is_cited_anew
            OR (note_after <> '' AND note_after <> note_before AND NOT is_lower)
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE lower_grade AS
        FROM met WHERE is_lower AND (differs OR status_before <> status_after)
        """
    )
    connection.execute(
        """
        INSERT INTO change
        SELECT o.region_code, o.indicator_code, o.year, o.value, NULL, o.status, NULL,
            o.source_code, NULL, o.note, NULL
        FROM past_observation o SEMI JOIN (FROM incoming WHERE is_withdrawal) n
            USING (region_code, indicator_code, year)
        """
    )


def _put_graded(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, new_sources: Iterable[Source]
) -> None:
    """Make `graded`: title and grade of every publication; is_own: it stands in sources.csv."""
    known = {s.code: s for s in new_sources} | catalog.sources
    own = catalog.sources.keys() - catalog.named_sources
    columns = {"code": "VARCHAR", "title": "VARCHAR", "grade": "VARCHAR", "is_own": "BOOLEAN"}
    rows = [(s.code, s.title, s.grade, s.code in own) for s in known.values()]
    put_table(connection, "graded", columns, rows)


def add_derived(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> set[str]:
    """Work out anew the derived figures whose parts are in `change`, and add what changes.

    Only regions and years with a changed part are looked at. Returns the codes of the derived
    indicators concerned. Impossible results are warnings in `issue`. Needs `place`.
    """
    changed = connection.execute("SELECT DISTINCT indicator_code FROM change").fetchall()
    affected = _affected(catalog, {code for (code,) in changed})
    formulas = [(i.code,) for i in catalog.indicators.values() if i.formula is not None]
    put_table(connection, "derived_code", {"indicator_code": "VARCHAR"}, formulas)
    if not affected:
        return set()
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE pair AS SELECT DISTINCT region_code, year FROM change
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE around AS
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value,
            CAST(status AS status_t) AS status, source_code
        FROM (
            SELECT region_code, indicator_code, year, value, status, source_code
            FROM past_observation SEMI JOIN pair USING (region_code, year)
            ANTI JOIN change USING (region_code, indicator_code, year)
            UNION ALL
            SELECT region_code, indicator_code, year, value_after, status_after, source_after
            FROM change WHERE value_after IS NOT NULL
        )
        """
    )
    connection.execute(
        "DELETE FROM around USING derived_code d"
        " WHERE around.indicator_code = CAST(d.indicator_code AS indicator_code_t)"
    )
    derive(connection, catalog, "around")
    columns = {"indicator_code": "VARCHAR"}
    put_table(connection, "affected", columns, [(code,) for code in sorted(affected)])
    connection.execute(
        """
        DELETE FROM issue WHERE kind = 'derived_out_of_range' AND file NOT IN (
            SELECT concat('indicators/', indicator_code, '.yml') FROM affected)
        """
    )
    connection.execute(
        """
        INSERT INTO change
        SELECT coalesce(n.region_code, o.region_code), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.year, o.year), o.value, n.value, o.status, n.status, o.source_code,
            n.source_code, o.note, CASE WHEN n.value IS NOT NULL THEN '' END
        FROM (
            SELECT CAST(region_code AS VARCHAR) AS region_code,
                CAST(indicator_code AS VARCHAR) AS indicator_code, year, value,
                CAST(status AS VARCHAR) AS status, source_code FROM derived
            SEMI JOIN affected ON affected.indicator_code = CAST(derived.indicator_code AS VARCHAR)
        ) n FULL JOIN (
            FROM past_observation SEMI JOIN affected USING (indicator_code)
            SEMI JOIN pair USING (region_code, year)
        ) o ON n.region_code = o.region_code AND n.indicator_code = o.indicator_code
            AND n.year = o.year
        WHERE o.value IS NULL OR n.value IS NULL OR o.value <> n.value
            OR o.status <> n.status OR o.source_code <> n.source_code
        """
    )
    return affected


def _affected(catalog: Catalog, changed: set[str]) -> set[str]:
    """The derived indicators that some changed indicator is a part of, at any remove."""
    formulas = {i.code: i.parts for i in catalog.indicators.values() if i.formula is not None}
    affected: set[str] = set()
    for code in TopologicalSorter(formulas).static_order():
        if not (changed | affected).isdisjoint(formulas.get(code, ())):
            affected.add(code)
    return affected


def digest_changes(connection: duckdb.DuckDBPyConnection, based_on: int | None) -> str:
    """A checksum of exactly what the table `change` makes of the release it is based on."""
    cells = ", '\t', ".join(
        f"coalesce(CAST({column} AS VARCHAR), '-')"
        for column in ("region_code", "value_after", "status_after", "source_after", "note_after")
    )
    found = connection.execute(
        f"""
        SELECT sha256(concat({based_on or 0}, string_agg(part, '' ORDER BY indicator_code, year)))
        FROM (
            SELECT indicator_code, year, sha256(concat(indicator_code, year,
                string_agg(concat({cells}), chr(10) ORDER BY region_code))) AS part
            FROM change GROUP BY indicator_code, year
        )
        """
    ).fetchone()
    return str(found[0]) if found else ""
