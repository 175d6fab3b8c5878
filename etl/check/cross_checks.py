"""Sets the figures of a file against everything that is known: all kinds that are CrossChecks.

A figure may be well formed and still not be right: beside its region's own history, the other
regions of the year, totals and parts, or the rows beside it in the sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from etl.check.kind import CrossCheck
from etl.check.kinds import KINDS
from etl.check.sizes import put_sizes
from etl.relation import Relation, declare
from etl.release.compare import Compared
from etl.release.history import History
from etl.release.tables import Places
from etl.resolve.upload import Upload
from etl.resolve.uploaded import Tested
from etl.sql import count_rows, literal
from scoreboard.catalog.loader import Catalog

CROSS_CHECKS = tuple(kind for kind in KINDS.values() if isinstance(kind, CrossCheck))
# How often tell_all says what it is doing.
STEPS = 2
# More than this nobody reads one by one; counts are always of all.
_MOST_TOLD = 2_000
# Cities need not add up as closely to their province as provinces to the nation.
_CITY_TOLERANCE_PCT = 5.0


class PlaceNames(Relation):
    """Regions as sentences name them, with the years in which they existed."""

    table = "place_name"
    columns = declare(
        region_code="region_code_t",
        place_zh="VARCHAR",
        place_en="VARCHAR",
        valid_from="SMALLINT",
        valid_to="SMALLINT",
    )


class What(Relation):
    """Indicators as sentences name them, with what makes them comparable."""

    table = "what"
    columns = declare(
        indicator_code="indicator_code_t",
        what_zh="VARCHAR",
        what_en="VARCHAR",
        unit_code="VARCHAR",
        unit_en="VARCHAR",
        change_kind="VARCHAR",
        tolerance_pct="DOUBLE",
    )


@dataclass(frozen=True)
class CrossChecked:
    """What the cross-checks of a file look at.

    Their queries name these relations, and those that are made of them: place_name and what (the
    catalog), history (what the release in force knows of these indicators), merged (that and the
    file as they would stand together), against_years, part, whole, and those of etl.check.sizes.
    """

    tested: Tested
    upload: Upload
    places: Places
    past: History
    compared: Compared


def tell_all(
    given: CrossChecked, catalog: Catalog, file: str, say: Callable[[str], None]
) -> dict[str, int]:
    """Write what the cross-checks find to the table `issue`; file is the name that issues carry.

    Returns how many cases there are of each kind.
    """
    connection = given.tested.connection
    say("comparing sizes with the years before")
    _put_catalog(connection, catalog)
    _put_history(given)
    _put_totals(given)
    put_sizes(connection)
    counts = {}
    say("comparing with all other figures")
    for kind in CROSS_CHECKS:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE compared AS {kind.relation}")
        counts[kind.code] = count_rows(connection, "compared")
        kind.insert(
            connection,
            f"""
            compared JOIN (
                SELECT ordinal, sheet AS place_sheet, row AS place_row, letter AS place_letter,
                    value, number, status FROM {given.upload}
            ) u ON u.ordinal = compared.ordinal
            ORDER BY u.ordinal LIMIT {_MOST_TOLD}
            """,
            file=literal(file),
            sheet="u.place_sheet",
            row="u.place_row",
            column_name="u.place_letter",
            value=kind.value,
            suggestions=kind.suggestion,
        )
    return counts


def _put_catalog(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    PlaceNames.of_rows(
        connection,
        [
            (r.code, r.short_name.zh, r.short_name.en, r.valid_from or 0, r.valid_to or 9999)
            for r in catalog.regions.values()
        ],
    )
    indicators = [
        (i.code, i.name.zh, i.name.en, i.unit, catalog.unit_of(i.code).name.en,
         catalog.unit_of(i.code).change, i.total_tolerance_pct)
        for i in catalog.indicators.values()
    ]  # fmt: skip
    What.of_rows(connection, indicators)


def _put_history(given: CrossChecked) -> None:
    """Make `history`, `merged` and `against_years`.

    They hold what the release in force knows of these indicators; that and the file as they would
    stand together; and the file's figures beside the least and greatest value of other years.
    """
    connection = given.tested.connection
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE history AS
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value
        FROM {given.past.observation}
        WHERE indicator_code IN (
            SELECT DISTINCT CAST(indicator_code AS VARCHAR) FROM {given.tested})
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE merged AS
        SELECT region_code, indicator_code, year, value, ordinal FROM {given.tested} WHERE is_sound
        UNION ALL
        SELECT region_code, indicator_code, year, value, NULL FROM history
        ANTI JOIN {given.tested} USING (region_code, indicator_code, year)
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE against_years AS
        SELECT t.*, years, low, high, place_zh, place_en, what_zh, what_en,
            concat(printf('%.4g', low), ' – ', printf('%.4g', high)) AS known_range
        FROM {given.tested} t JOIN (
            SELECT region_code, indicator_code, count(*) AS years, min(value) AS low,
                max(value) AS high FROM history GROUP BY region_code, indicator_code
        ) USING (region_code, indicator_code)
        JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        """
    )


def _put_totals(given: CrossChecked) -> None:
    """Make `part` and `whole`: provinces of the nation, cities of their province.

    Of the indicators whose parts add up, by the catalog, in the years of the file.
    """
    connection = given.tested.connection
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT m.*, p.level,
            CASE p.level WHEN 'province' THEN '000000' ELSE p.province_code END AS whole_code,
            CASE p.level WHEN 'province' THEN tolerance_pct
                ELSE greatest(tolerance_pct, {_CITY_TOLERANCE_PCT}) END AS allowed_pct
        FROM merged m JOIN what USING (indicator_code) JOIN {given.places} p USING (region_code)
        WHERE tolerance_pct IS NOT NULL AND p.level IN ('province', 'city')
            AND EXISTS (FROM {given.tested} t
                WHERE t.indicator_code = m.indicator_code AND t.year = m.year)
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE whole AS
        SELECT CAST(p.whole_code AS region_code_t) AS region_code, p.indicator_code, p.year,
            p.level, sum(p.value) AS added, count(*) AS parts,
            any_value(allowed_pct) AS allowed_pct, min(p.ordinal) AS part_ordinal
        FROM part p GROUP BY ALL
        """
    )
