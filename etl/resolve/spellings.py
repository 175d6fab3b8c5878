"""The spellings of the catalog as small tables, joined to the rows of a file in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from etl.resolve.codes import LEVELS
from etl.resolve.indicators import indicator_spellings
from etl.resolve.region_names import RegionNames
from etl.resolve.texts import normalise
from etl.resolve.units import unit_spellings
from etl.sql import put_table
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Unit

REGION_SPELLING = {
    "spelling": "VARCHAR",
    "first_year": "SMALLINT",
    "last_year": "SMALLINT",
    "region_code": "region_code_t",
    "level_bit": "UTINYINT",
    "valid_from": "SMALLINT",
    "valid_to": "SMALLINT",
}
INDICATOR_SPELLING = {
    "spelling": "VARCHAR",
    "indicator_code": "indicator_code_t",
    "unit_code": "VARCHAR",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "level_bits": "UTINYINT",
    "is_derived": "BOOLEAN",
}
# Every spelling of every unit, for every unit that an indicator may be kept in and for '' (the
# indicator is unknown). Without numerator and denominator: the unit is known but does not convert.
CONVERSION = {
    "spelling": "VARCHAR",
    "unit_code": "VARCHAR",
    "numerator": "DOUBLE",
    "denominator": "DOUBLE",
}
DICTIONARIES = {
    "region_spelling": REGION_SPELLING,
    "indicator_spelling": INDICATOR_SPELLING,
    "conversion": CONVERSION,
}


def create_spellings(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables region_spelling, indicator_spelling and conversion from the catalog."""
    rows = {
        "region_spelling": list(_region_rows(catalog)),
        "indicator_spelling": list(_indicator_rows(catalog)),
        "conversion": list(_conversion_rows(catalog)),
    }
    for table, columns in DICTIONARIES.items():
        put_table(connection, table, columns, rows[table])


def learn_spellings(
    connection: duckdb.DuckDBPyConnection, table: str, texts: Iterable[str]
) -> bool:
    """Add texts of a file that differ from known spellings only in spaces, width or capitals.

    Returns whether any was added, so that the file is worth another look.
    """
    columns = ["spelling", "written"]
    rows = [(normalise(text), text) for text in texts if text]
    put_table(connection, "unknown_text", dict.fromkeys(columns, "VARCHAR"), rows)
    others = ", ".join(f"d.{column}" for column in DICTIONARIES[table] if column != "spelling")
    added = connection.execute(
        f"""
        INSERT INTO {table}
        SELECT u.written, {others} FROM {table} d JOIN unknown_text u USING (spelling)
        WHERE u.written NOT IN (SELECT spelling FROM {table})
        """
    ).fetchall()
    return bool(added[0][0])


def _region_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    for text, first, last, code in RegionNames(catalog).spellings():
        region = catalog.regions[code]
        bit = 1 << LEVELS.index(region.level)
        yield text, first, last, code, bit, region.valid_from, region.valid_to


def _indicator_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    for text, codes in indicator_spellings(catalog).items():
        if len(codes) == 1:
            indicator = catalog.indicators[codes[0]]
            low, high = indicator.valid_range
            yield (
                text,
                indicator.code,
                indicator.unit,
                float("-inf") if low is None else low,
                float("inf") if high is None else high,
                sum(1 << LEVELS.index(level) for level in indicator.levels),
                not catalog.is_published(indicator.code),
            )


def _conversion_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    kept_in = [catalog.units[code] for code in {i.unit for i in catalog.indicators.values()}]
    for text, unit in unit_spellings(catalog).items():
        yield text, "", None, None
        yield from (_conversion(text, unit, target) for target in kept_in)


def _conversion(text: str, unit: Unit, target: Unit) -> tuple[Any, ...]:
    if unit.base != target.base:
        return text, target.code, None, None
    ratio = unit.ratio_to(target)
    return text, target.code, ratio.numerator, ratio.denominator
