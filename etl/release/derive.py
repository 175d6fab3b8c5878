"""Works out derived indicators (shares, per head) from their parts, by the catalog's formulas."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter

from etl.check.kinds import KINDS
from etl.relation import Relation, declare
from etl.release.tables import Derived, Figures, Places
from etl.sql import literal
from scoreboard.catalog.formula import fold_formula
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Indicator


class PartCodes(Relation):
    """The indicators that formulas are made of."""

    table = "part_code"
    columns = declare(indicator_code="indicator_code_t")


def formula_sql(formula: str, columns: dict[str, str]) -> str:
    """A catalog formula as an SQL expression; columns says which column holds each indicator.

    Division by zero gives NULL, so that the figure is absent: a share of nothing is not zero.
    """

    def operation(sign: str, left: str, right: str) -> str:
        return f"({left} {sign} nullif({right}, 0))" if sign == "/" else f"({left} {sign} {right})"

    # Numbers as doubles: whole ones would be divided as decimals and could overflow.
    return fold_formula(
        formula, columns.__getitem__, lambda number: f"CAST('{number}' AS DOUBLE)", operation
    )


def derive(figures: Figures, places: Places, catalog: Catalog) -> Derived:
    """Work out all derived indicators from their parts.

    One row per region, year and indicator of which every part is there (of a change, also so many
    years before); any part missing, or a
    zero under a fraction line, leaves the figure out. The status is that of the least certain
    part (the order of STATUSES), the sources are those of the parts, sorted and joined by
    "|". Results outside the catalog's valid range become issues and are left out.
    """
    connection = figures.connection
    formulas = {i.code: i for i in catalog.indicators.values() if i.formula is not None}
    parts = sorted({part for indicator in formulas.values() for part in indicator.parts})
    codes = PartCodes.of_rows(connection, [(part,) for part in parts])
    # Parts are copied once, so that no formula searches all figures again.
    known = Figures.select(
        connection,
        f"""
        SELECT region_code, indicator_code, year, value, status,
            CAST(source_code AS VARCHAR) AS source_code
        FROM {figures} SEMI JOIN {codes} USING (indicator_code)
        """,
        name="part",
    )
    derived = Derived.select(connection, f"FROM {known} LIMIT 0")
    order = TopologicalSorter({code: i.parts for code, i in formulas.items()}).static_order()
    for code in order:
        if code in formulas:
            _derive_one(formulas[code], known, derived, places)
    return derived


def _derive_one(indicator: Indicator, parts: Figures, derived: Derived, places: Places) -> None:
    connection = derived.connection
    now = {code: f"p{number}" for number, code in enumerate(indicator.parts)}
    value = formula_sql(indicator.formula or "", {c: f"{a}.value" for c, a in now.items()})
    aliases = [(alias, code, 0) for code, alias in now.items()]
    if indicator.years_back:
        # A change: less the result of so many years before.
        before = {code: f"b{number}" for number, code in enumerate(indicator.parts)}
        earlier = {c: f"{a}.value" for c, a in before.items()}
        value = f"({value} - {formula_sql(indicator.formula or '', earlier)})"
        aliases += [(alias, code, indicator.years_back) for code, alias in before.items()]
    first = aliases[0][0]
    joins = "".join(
        f" JOIN known {alias} ON {alias}.region_code = {first}.region_code"
        f" AND {alias}.year = {first}.year - {back}"
        for alias, _code, back in aliases[1:]
    )
    chosen = " AND ".join(f"{alias}.indicator_code = '{code}'" for alias, code, _back in aliases)
    statuses = ", ".join(f"{alias}.status" for alias, _code, _back in aliases)
    sources = ", ".join(f"{alias}.source_code" for alias, _code, _back in aliases)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE worked_out AS
        -- a derived figure may be a part of another one
        WITH known AS (FROM {parts} UNION ALL FROM {derived})
        SELECT {first}.region_code, '{indicator.code}' AS indicator_code, {first}.year,
            {value} AS value, greatest({statuses}) AS status,
            array_to_string(list_sort(list_distinct(
                string_split(concat_ws('|', {sources}), '|'))), '|') AS source_code
        FROM known {first} {joins} JOIN {places} p ON p.region_code = {first}.region_code
        WHERE {chosen} AND {value} IS NOT NULL AND p.level IN ({_listed(indicator.levels)})
        """
    )
    possible = _range_sql(*indicator.valid_range)
    connection.execute(f"INSERT INTO {derived} FROM worked_out WHERE {possible}")
    KINDS["derived_out_of_range"].insert(
        connection,
        f"worked_out WHERE NOT ({possible})",
        file=f"'indicators/{indicator.code}.yml'",
        column_name="'formula'",
        value="CAST(value AS VARCHAR)",
    )


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(literal, texts)) or "NULL"


def _range_sql(low: float | None, high: float | None) -> str:
    bounds = ["isfinite(value)"]
    if low is not None:
        bounds.append(f"value >= {low!r}")
    if high is not None:
        bounds.append(f"value <= {high!r}")
    return " AND ".join(bounds)
