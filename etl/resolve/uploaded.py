"""The figures of an upload: resolved, told of cell by cell, and parted into sound and unsound."""

from __future__ import annotations

from dataclasses import dataclass

from etl.check import row_checks
from etl.check.by_name import TOLD_BY_NAME
from etl.check.row_checks import FileNames, Flagged, Location
from etl.relation import Relation, declare
from etl.release.tables import Places
from etl.resolve.corrections import corrected_sql
from etl.resolve.figures import KEYS, Repeated, Resolved, find_repeated
from etl.resolve.meanings import Meanings
from etl.resolve.upload import Upload
from etl.sql import count_rows
from scoreboard.catalog.loader import Catalog

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


class Withdrawals(Relation):
    """Rows that take a figure back: where each stands, and which figure it means."""

    table = "withdrawal"
    columns = declare(
        ordinal="INTEGER",
        region_code="region_code_t",
        indicator_code="indicator_code_t",
        year="SMALLINT",
    )


class Unsound(Resolved):
    """Figures of which key and number are known, though something else is wrong with them."""

    table = "unsound"


class Tested(Relation):
    """The figures that are set against others: those that are sound, and the unsound ones."""

    table = "tested"
    columns = declare(
        ordinal="INTEGER",
        region_code="region_code_t",
        indicator_code="indicator_code_t",
        year="SMALLINT",
        value="DOUBLE",
        level="VARCHAR",
        sheet="VARCHAR",
        letter="VARCHAR",
        is_sound="BOOLEAN",
    )


def _raw(upload: Upload, meanings: Meanings) -> str:
    """SQL of the raw relation (see row_checks): the cells with the codes that they mean."""
    m = meanings
    return f"""
    SELECT CAST(0 AS SMALLINT) AS file, u.ordinal, p.code AS place_text, n.code AS name_text,
        y.code AS year_text, w.indicator_code AS indicator_text,
        CASE WHEN u.number <> '' THEN u.number ELSE u.value END AS value_text,
        w.unit_code AS unit_text, s.code AS status_text, o.code AS source_text,
        nullif(trim(u.note), '') AS note_text, u.is_withdrawal
    FROM {upload} u
    LEFT JOIN {m.places} p ON p.sheet = u.sheet AND p.region = u.region AND p.parent = u.parent
        AND p.year = u.year
    LEFT JOIN {m.places} n ON n.sheet = u.sheet AND n.region = nullif(u.region_name, '')
        AND n.parent = u.parent AND n.year = u.year
    LEFT JOIN {m.whats} w ON w.indicator = u.indicator AND w.unit = u.unit AND w.scope = u.scope
    LEFT JOIN {m.years} y ON y.text = u.year
    LEFT JOIN {m.statuses} s ON s.text = u.status
    LEFT JOIN {m.sources} o ON o.text = u.source
"""


@dataclass(frozen=True)
class UploadedFigures:
    """An upload in codes and units, wrong rows included."""

    resolved: Resolved
    repeated: Repeated
    withdrawals: Withdrawals


def resolve(upload: Upload, meanings: Meanings) -> UploadedFigures:
    """Every cell in codes and units, with its faults."""
    connection = upload.connection
    of_key = sum(row_checks.BIT[kind] for kind in _OF_KEY)
    resolved = row_checks.resolved_sql(corrected_sql(_raw(upload, meanings), []))
    figures = Resolved.select(
        connection,
        f"""
        SELECT file, ordinal, {KEYS}, value, status, source_code,
            coalesce(note_text, '') AS note, is_withdrawal,
            CASE WHEN is_withdrawal THEN faults & {of_key} ELSE faults END AS faults
        FROM ({resolved})
        """,
    )
    withdrawals = Withdrawals.select(
        connection,
        f"""
        SELECT ordinal, {KEYS} FROM {figures}
        WHERE is_withdrawal AND faults & {row_checks.ERRORS} = 0
        """,
    )
    connection.execute(f"DELETE FROM {figures} WHERE is_withdrawal AND faults = 0")
    return UploadedFigures(figures, find_repeated(figures), withdrawals)


def tell_faults(
    upload: Upload, meanings: Meanings, figures: UploadedFigures, catalog: Catalog, file: str
) -> None:
    """Write what is wrong with single cells to `issue`; a fault many times over, not for ever."""
    connection = upload.connection
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT ordinal FROM (
            SELECT ordinal FROM {figures.resolved} WHERE faults <> 0
            QUALIFY row_number() OVER (PARTITION BY faults ORDER BY ordinal) <= {_TOLD_PER_FAULT}
        ) UNION
        SELECT ordinal FROM (
            SELECT ordinal FROM {figures.resolved} JOIN {figures.repeated} USING ({KEYS})
            WHERE faults & {row_checks.ERRORS} = 0
            QUALIFY row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) <= {_TOLD_PER_KEY}
            ORDER BY ordinal LIMIT {10 * _TOLD_PER_FAULT}
        )
        """
    )
    if not count_rows(connection, "told"):
        return
    raw = f"FROM ({_raw(upload, meanings)}) SEMI JOIN told USING (ordinal)"
    flagged = Flagged.select(
        connection,
        f"""
        SELECT r.* REPLACE (u.region AS place_text, u.region_name AS name_text,
            u.indicator AS indicator_text, u.value AS value_text, u.unit AS unit_text,
            u.year AS year_text, u.status AS status_text, u.source AS source_text)
        FROM ({row_checks.resolved_sql(corrected_sql(f"SELECT * {raw}", []))}) r
        JOIN {upload} u USING (ordinal)
        """,
    )
    files = FileNames.of_rows(connection, [(0, file)])
    locations = Location.select(
        connection,
        f"""
        SELECT CAST(0 AS SMALLINT) AS file, ordinal, sheet, row, letter, concat(
            CASE WHEN sheet = '' THEN '' ELSE concat(sheet, '!') END, letter, row) AS label
        FROM {upload} SEMI JOIN told USING (ordinal)
        """,
    )
    row_checks.mark_repeated(flagged, figures.repeated)
    row_checks.describe_faults(flagged, locations, files, catalog, TOLD_BY_NAME)


def keep_sound(figures: UploadedFigures) -> tuple[Unsound, int]:
    """Leave what is sound, of equal rows the first; returns how many were repeated.

    Figures of which key and number are known are returned, though something else is wrong: they
    are compared with others all the same, so that all is told at once.
    """
    resolved, repeated = figures.resolved, figures.repeated
    connection = resolved.connection
    else_wrong = sum(row_checks.BIT[kind] for kind in _BESIDE_THE_FIGURE)
    unsound = Unsound.select(
        connection,
        f"""
        SELECT * FROM {resolved} WHERE faults & {row_checks.ERRORS & ~else_wrong} = 0
            AND faults & {else_wrong} > 0 AND isfinite(value)
        QUALIFY row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) = 1
        """,
    )
    connection.execute(f"DELETE FROM {resolved} WHERE faults & {row_checks.ERRORS} > 0")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE surplus AS
        SELECT ordinal, is_same FROM {resolved} JOIN {repeated} USING ({KEYS})
        QUALIFY NOT is_same OR row_number() OVER (PARTITION BY {KEYS} ORDER BY ordinal) > 1
        """
    )
    connection.execute(f"DELETE FROM {resolved} r USING surplus s WHERE r.ordinal = s.ordinal")
    return unsound, count_rows(connection, "surplus WHERE is_same")


def put_tested(sound: Resolved, unsound: Unsound, upload: Upload, places: Places) -> Tested:
    """What is set against other figures, with the cell where each stands."""
    return Tested.select(
        sound.connection,
        f"""
        SELECT l.ordinal, region_code, indicator_code, l.year, l.value, level, u.sheet, u.letter,
            is_sound
        FROM (
            SELECT *, true AS is_sound FROM {sound}
            UNION ALL BY NAME
            SELECT *, false AS is_sound FROM {unsound} ANTI JOIN {sound} USING ({KEYS})
        ) l JOIN {upload} u USING (ordinal) JOIN {places} USING (region_code)
        """,
    )
