"""Works out derived indicators (shares, per head) from their parts, by the catalog's formulas."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from graphlib import TopologicalSorter

import duckdb

from etl.check.issues import ISSUE_COLUMNS
from etl.sql import count_rows, fill_in, literal, put_table
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Indicator

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def formula_sql(formula: str, columns: dict[str, str]) -> str:
    """A catalog formula as an SQL expression; columns says which column holds each indicator.

    Division by zero gives NULL, so that the figure is absent: a share of nothing is not zero.
    """
    return _expression(ast.parse(formula, mode="eval").body, columns)


def _expression(node: ast.expr, columns: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return columns[node.id]
    if isinstance(node, ast.Constant):
        # as a double: whole numbers would be divided as decimals and could overflow
        return f"CAST({literal(str(node.value))} AS DOUBLE)"
    if not isinstance(node, ast.BinOp):
        raise ValueError(f"not plain arithmetic: {ast.unparse(node)}")
    left, right = _expression(node.left, columns), _expression(node.right, columns)
    if isinstance(node.op, ast.Div):
        right = f"nullif({right}, 0)"
    return f"({left} {_OPERATORS[type(node.op)]} {right})"


def derive(connection: duckdb.DuckDBPyConnection, catalog: Catalog, figures: str = "loaded") -> int:
    """Work out all derived indicators from a table of figures into the table `derived`.

    One row per region, year and indicator of which every part is there; any part missing, or a
    zero under a fraction line, leaves the figure out. The status is that of the least certain
    part (the order of names.STATUSES), the sources are those of the parts, sorted and joined by
    "|". Results outside the catalog's valid range become issues and are left out. Returns how
    many rows there are. Needs `place` with the level of every region.
    """
    formulas = {i.code: i for i in catalog.indicators.values() if i.formula is not None}
    parts = sorted({part for indicator in formulas.values() for part in indicator.parts})
    put_table(
        connection,
        "part_code",
        {"indicator_code": "indicator_code_t"},
        [(part,) for part in parts],
    )
    # Parts are copied once, so that no formula searches all figures again.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT region_code, indicator_code, year, value, status,
            CAST(source_code AS VARCHAR) AS source_code
        FROM {figures} SEMI JOIN part_code USING (indicator_code)
        """
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE derived AS FROM part LIMIT 0")
    order = TopologicalSorter({code: i.parts for code, i in formulas.items()}).static_order()
    for code in order:
        if code in formulas:
            _derive_one(connection, formulas[code])
    return count_rows(connection, "derived")


def _derive_one(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    aliases = {code: f"p{number}" for number, code in enumerate(indicator.parts)}
    first, *others = aliases.values()
    joins = "".join(
        f" JOIN known {alias} ON {alias}.region_code = {first}.region_code"
        f" AND {alias}.year = {first}.year"
        for alias in others
    )
    chosen = " AND ".join(f"{alias}.indicator_code = '{code}'" for code, alias in aliases.items())
    value = formula_sql(indicator.formula or "", {c: f"{a}.value" for c, a in aliases.items()})
    statuses = ", ".join(f"{alias}.status" for alias in aliases.values())
    sources = ", ".join(f"{alias}.source_code" for alias in aliases.values())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE worked_out AS
        -- a derived figure may be a part of another one
        WITH known AS (FROM part UNION ALL FROM derived)
        SELECT {first}.region_code, '{indicator.code}' AS indicator_code, {first}.year,
            {value} AS value, greatest({statuses}) AS status,
            array_to_string(list_sort(list_distinct(
                string_split(concat_ws('|', {sources}), '|'))), '|') AS source_code
        FROM known {first} {joins} JOIN place ON place.region_code = {first}.region_code
        WHERE {chosen} AND {value} IS NOT NULL AND place.level IN ({_listed(indicator.levels)})
        """
    )
    possible = _range_sql(*indicator.valid_range)
    connection.execute(f"INSERT INTO derived FROM worked_out WHERE {possible}")
    connection.execute(
        f"""
        INSERT INTO issue ({", ".join(ISSUE_COLUMNS)})
        SELECT 'indicators/{indicator.code}.yml', '', NULL, 'formula', CAST(value AS VARCHAR),
            {fill_in("{region_code}，{year}年：计算结果{value}超出该指标可能的范围")},
            {fill_in("{region_code}, {year}: the result {value} is outside what is possible")},
            '公式的各部分，或目录中的范围', 'the parts of the formula, or the range in the catalog',
            'warning', 'derived_out_of_range', true, ''
        FROM worked_out WHERE NOT ({possible})
        """
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
