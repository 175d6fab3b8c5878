"""Looks at every row, wherever it comes from: all kinds that are RowChecks, in one pass.

A row check is a condition in SQL over the resolved relation, so ten million rows are checked in one
pass. Every row carries a number whose bits say which checks it fails; only when a bit is set
anywhere are the rows in question read again, located in their file and described.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from etl.check.kind import RowCheck
from etl.check.kinds import KINDS
from etl.relation import Relation, declare
from etl.resolve.codes import LEVELS
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Text

if TYPE_CHECKING:
    from etl.resolve.figures import Repeated

_LEVEL_NAMES = {
    "nation": Text(zh="全国", en="nation"),
    "province": Text(zh="省级", en="province"),
    "city": Text(zh="地市级", en="city"),
    "county": Text(zh="县级", en="county"),
    "zone": Text(zh="开发区", en="zone"),
}
CHECKS = tuple(kind for kind in KINDS.values() if isinstance(kind, RowCheck))
# The bits of `faults` that are set in rows that fail; of them those that keep a row out.
BIT = {check.code: 1 << position for position, check in enumerate(CHECKS)}
ERRORS = sum(BIT[check.code] for check in CHECKS if check.severity == "error")


class Flagged(Relation):
    """Wrong and repeated rows, as resolved_sql gives them, with their texts."""

    table = "flagged"
    columns = declare(
        file="SMALLINT",
        ordinal="BIGINT",
        region_code="region_code_t",
        indicator_code="indicator_code_t",
        year="SMALLINT",
        faults="INTEGER",
    )


class Location(Relation):
    """Where flagged rows stand; label is how other rows refer to this one.

    letter is the column as a spreadsheet shows it, missing for files whose columns have names.
    """

    table = "location"
    columns = declare(
        file="SMALLINT",
        ordinal="BIGINT",
        sheet="VARCHAR",
        row="INTEGER",
        letter="VARCHAR",
        label="VARCHAR",
    )


class FileNames(Relation):
    """The names of the files that rows come from, by their number."""

    table = "file_name"
    columns = declare(file="SMALLINT", name="VARCHAR")


class DescribedIndicators(Relation):
    """What sentences about wrong rows say of an indicator."""

    table = "described_indicator"
    columns = declare(
        code="VARCHAR",
        wanted_unit="VARCHAR",
        wanted_unit_en="VARCHAR",
        range_text="VARCHAR",
        levels_zh="VARCHAR",
        levels_en="VARCHAR",
    )


class DescribedLevels(Relation):
    """What sentences about wrong rows call a level."""

    table = "described_level"
    columns = declare(level_bit="UTINYINT", level_zh="VARCHAR", level_en="VARCHAR")


def resolved_sql(raw: str) -> str:
    """SQL of the resolved relation: the raw one with codes, values in catalog units, and faults.

    Codes, years and numbers that could not be made out are NULL. Needs the tables of
    etl.resolve.spellings.
    """
    faults = " + ".join(
        f"CASE WHEN {check.fails} THEN {BIT[check.code]} ELSE 0 END"
        for check in CHECKS
        if check.fails
    )
    return f"""
        SELECT *, CAST({faults} AS INTEGER) AS faults
        FROM (
            SELECT r.*, place.region_code, place.level_bit, place.valid_from, place.valid_to,
                named.region_code AS named_code,
                what.indicator_code, what.low, what.high, what.level_bits, what.is_derived,
                conversion.spelling IS NOT NULL AS is_unit_known,
                conversion.numerator IS NOT NULL AS is_convertible,
                -- by the exact ratio, never by a decimal factor: 1/10000 is not a double
                r.value_number * conversion.numerator / conversion.denominator AS value,
                TRY_CAST(coalesce(r.status_text, 'A') AS status_t) AS status,
                TRY_CAST(r.source_text AS source_code_t) AS source_code,
                {datetime.now(UTC).year + 1} AS next_year
            FROM (
                SELECT *, TRY_CAST(year_text AS DOUBLE) AS year_number,
                    TRY_CAST(year_text AS SMALLINT) AS year,
                    TRY_CAST(value_text AS DOUBLE) AS value_number
                FROM ({raw})
            ) r
            LEFT JOIN region_spelling place ON place.spelling = r.place_text
                AND coalesce(r.year, 0) BETWEEN place.first_year AND place.last_year
            LEFT JOIN region_spelling named ON named.spelling = r.name_text
                AND coalesce(r.year, 0) BETWEEN named.first_year AND named.last_year
            LEFT JOIN indicator_spelling what ON what.spelling = r.indicator_text
            LEFT JOIN conversion ON conversion.spelling = r.unit_text
                AND conversion.unit_code = coalesce(what.unit_code, '')
        )
    """


def _describe_indicators(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> DescribedIndicators:
    indicators = [
        (
            i.code,
            i.unit,
            catalog.unit_of(i.code).name.en,
            _range_text(*i.valid_range),
            "、".join(_LEVEL_NAMES[level].zh for level in i.levels),
            ", ".join(_LEVEL_NAMES[level].en for level in i.levels),
        )
        for i in catalog.indicators.values()
    ]
    return DescribedIndicators.of_rows(connection, indicators)


def _describe_levels(connection: duckdb.DuckDBPyConnection) -> DescribedLevels:
    levels = [
        (1 << position, _LEVEL_NAMES[level].zh, _LEVEL_NAMES[level].en)
        for position, level in enumerate(LEVELS)
    ]
    return DescribedLevels.of_rows(connection, levels)


def _range_text(low: float | None, high: float | None) -> str:
    return f"{'-∞' if low is None else f'{low:.12g}'} – {'∞' if high is None else f'{high:.12g}'}"


def mark_repeated(flagged: Flagged, repeated: Repeated) -> None:
    """Set the bits of flagged rows that give a figure which another row gives too.

    The first row of those with the same value stays unmarked: it is the one that is kept.
    """
    flagged.connection.execute(
        f"""
        UPDATE {flagged} SET faults = faults + mark
        FROM (
            SELECT f.file, f.ordinal, CASE
                WHEN NOT r.is_same THEN {BIT["contradicted"]}
                WHEN row_number() OVER (
                    PARTITION BY region_code, indicator_code, year ORDER BY file, ordinal
                ) > 1 THEN {BIT["repeated"]} ELSE 0 END AS mark
            FROM {flagged} f JOIN {repeated} r USING (region_code, indicator_code, year)
            WHERE f.faults & {ERRORS} = 0
        ) m
        WHERE {flagged}.file = m.file AND {flagged}.ordinal = m.ordinal
        """
    )


def describe_faults(
    flagged: Flagged,
    locations: Location,
    files: FileNames,
    catalog: Catalog,
    told_otherwise: frozenset[str] = frozenset(),
) -> None:
    """Write a sentence for every fault of every flagged row to the table `issue`.

    told_otherwise: kinds that are left out here.
    """
    connection = flagged.connection
    indicators, levels = _describe_indicators(connection, catalog), _describe_levels(connection)
    others_at_fault = ERRORS & ~BIT["contradicted"]
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE described AS
        SELECT f.*, name, sheet, row, letter, i.* EXCLUDE (code), l.* EXCLUDE (level_bit),
            array_to_string(list_filter(
                list(label) FILTER (WHERE faults & {others_at_fault} = 0)
                    OVER (PARTITION BY region_code, indicator_code, year),
                lambda place: place <> label
            )[:5], ', ') AS others
        FROM {flagged} f JOIN {files} USING (file) JOIN {locations} USING (file, ordinal)
        LEFT JOIN {indicators} i ON i.code = CAST(f.indicator_code AS VARCHAR)
        LEFT JOIN {levels} l USING (level_bit)
        """
    )
    for check in CHECKS:
        if check.code in told_otherwise:
            continue
        shown = {"region_code": "place", "region": "name"}.get(check.column_name, check.column_name)
        check.insert(
            connection,
            f"described WHERE faults & {BIT[check.code]} > 0",
            file="name",
            sheet="sheet",
            row="row",
            column_name=f"coalesce(letter, '{check.column_name}')",
            value=f"coalesce({shown}_text, '')",
        )
