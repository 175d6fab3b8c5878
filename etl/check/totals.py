"""How well the provinces of a build add up to the nation; of uploads, see cross_checks."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from etl.check.issues import add_issues
from etl.check.kinds import KINDS
from etl.relation import Relation, declare
from etl.release.tables import Figures, Places
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import NATION


@dataclass(frozen=True)
class Total:
    """How well the provinces add up to the nation: years compared, and the worst of them.

    Years in which a province is missing that has values in others are not compared.
    """

    indicator_code: str
    years: int
    worst_year: int
    worst_pct: float
    tolerance_pct: float


class Tolerances(Relation):
    """By how many per cent the parts of an indicator may differ from their total."""

    table = "tolerance"
    columns = declare(indicator_code="indicator_code_t", tolerance_pct="DOUBLE")


def compare_totals(figures: Figures, places: Places, catalog: Catalog) -> tuple[Total, ...]:
    """Add up the provinces of every indicator that must give the nation, year by year.

    Years beyond the tolerance become warnings.
    """
    connection = figures.connection
    tolerances = [
        (i.code, i.total_tolerance_pct)
        for i in catalog.indicators.values()
        if i.total_tolerance_pct is not None
    ]
    allowed = Tolerances.of_rows(connection, tolerances)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE total AS
        WITH figure AS (
            SELECT indicator_code, year, region_code, value, tolerance_pct,
                level = 'nation' AS whole
            FROM {figures} JOIN {allowed} USING (indicator_code) JOIN {places} USING (region_code)
            WHERE level IN ('nation', 'province')
        ), complete AS (
            SELECT indicator_code, count(DISTINCT region_code) AS provinces
            FROM figure WHERE NOT whole GROUP BY indicator_code
        )
        SELECT indicator_code, year, max(tolerance_pct) AS tolerance_pct,
            max(value) FILTER (WHERE whole) AS nation, sum(value) FILTER (WHERE NOT whole) AS added,
            abs(added - nation) / nullif(abs(nation), 0) * 100 AS deviation_pct
        FROM figure JOIN complete USING (indicator_code)
        GROUP BY indicator_code, year, provinces
        HAVING count(*) FILTER (WHERE NOT whole) = provinces AND deviation_pct IS NOT NULL
        """
    )
    _tell_mismatches(connection, catalog)
    rows = connection.execute(
        """
        SELECT indicator_code, count(*), arg_max(year, deviation_pct), max(deviation_pct),
            max(tolerance_pct)
        FROM total GROUP BY indicator_code ORDER BY indicator_code
        """
    ).fetchall()
    return tuple(Total(*row) for row in rows)


def _tell_mismatches(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    rows = connection.execute(
        """
        SELECT indicator_code, year, added, nation, deviation_pct, tolerance_pct FROM total
        WHERE deviation_pct > tolerance_pct ORDER BY indicator_code, year
        """
    ).fetchall()
    issues = []
    for code, year, added, whole, off_pct, allowed_pct in rows:
        what, unit = catalog.indicators[code].name, catalog.unit_of(code)
        nation = catalog.regions[NATION].short_name
        issues.append(
            KINDS["total_mismatch"].issue(
                code,
                ("", None, "value"),
                str(added),
                year=year,
                what_zh=what.zh,
                parts_zh="各省",
                parts_en="provinces",
                place_zh=nation.zh,
                place_en=nation.en,
                added_text=f"{added:.10g}",
                whole_text=f"{whole:.10g}",
                unit_code=unit.code,
                unit_en=unit.name.en,
                off_text=f"{off_pct:.2g}",
                allowed_text=f"{allowed_pct:g}",
            )
        )
    add_issues(connection, issues)
