"""The figures of files in codes and units of the catalog, each with what is wrong with it."""

from __future__ import annotations

from etl.check import row_checks
from etl.relation import Relation, declare
from etl.release.tables import Content

KEYS = "region_code, indicator_code, year"


class Resolved(Content):
    """One row a figure of a file; the bits of faults say which row checks it fails."""

    table = "loaded"
    columns = declare(**Content.columns, file="SMALLINT", faults="INTEGER")


class Repeated(Relation):
    """Keys that several sound rows share; is_same: with one and the same value."""

    table = "repeated"
    columns = declare(
        region_code="region_code_t",
        indicator_code="indicator_code_t",
        year="SMALLINT",
        is_same="BOOLEAN",
    )


def find_repeated(figures: Resolved) -> Repeated:
    """The keys that several sound rows share.

    A bit a region says cheaply which indicators and years hold a region twice; only these are
    grouped by the whole key.
    """
    return Repeated.select(
        figures.connection,
        f"""
        WITH sound AS (FROM {figures} WHERE faults & {row_checks.ERRORS} = 0),
        crowded AS (
            SELECT indicator_code, year FROM sound GROUP BY indicator_code, year
            HAVING count(*) <> bit_count(bitstring_agg(
                CAST(enum_code(region_code) AS INTEGER),
                0, len(enum_range(CAST(NULL AS region_code_t)))
            ))
        )
        -- 67.3 ‰ and 6.73 % are one value, though their doubles differ in the last bit
        SELECT {KEYS}, max(value) - min(value) <= 1e-12 * abs(max(value)) AS is_same
        FROM sound SEMI JOIN crowded USING (indicator_code, year)
        GROUP BY {KEYS} HAVING count(*) > 1
        """,
    )
