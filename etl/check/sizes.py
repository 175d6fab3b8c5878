"""Of which size a figure was to be expected: by its region's own history, or by other regions.

Read by the kinds unit_slip, unit_slip_column, decimal_slip, jump and shifted.
"""

from __future__ import annotations

import math

import duckdb

# A figure of another year says something about this one for so long.
_YEARS_COMPARED = 5
# Growth that regions of an indicator show now and then, at least: a factor of 2.5.
_LEAST_NOISE = math.log(2.5)
# The share of past yearly changes that pass as ordinary, and by how much they may be exceeded.
_ORDINARY = 0.98
_BEYOND_ORDINARY = 1.5
# So far a region may move in decades from where it usually stands among the others.
_UNUSUAL = math.log(2)
# A slip of k digits leaves a figure within a factor of 2.2 of what was expected.
_SLIP_REST = math.log(2.2)
_ROWS_FOR_A_MIDDLE = 5
_SHIFT_ROWS = 6
# Ranks are neither amounts nor rates, and any of them is possible.
_NO_MAGNITUDE = ("位",)
# A power of ten in words, times_zh (1万倍) and times_en (10,000 times), from the column digits.
# Powers that no whole number holds stay powers: a cell may say 1e308.
_FAR = "concat('10^', abs(digits))"
_NAMED = "list_value('10', '100', '1000', '1万', '10万', '100万', '1000万', '1亿')"
_TIMES = f"""
    CASE WHEN digits > 0 THEN concat(coalesce({_NAMED}[digits], {_FAR}), '倍')
        ELSE concat('1/', coalesce(CAST(TRY_CAST(pow(10, -digits) AS BIGINT) AS VARCHAR), {_FAR}))
        END AS times_zh,
    CASE WHEN digits > 0 THEN concat(
            coalesce(format('{{:,}}', TRY_CAST(pow(10, digits) AS BIGINT)), {_FAR}), ' times')
        ELSE concat(times_zh, ' of') END AS times_en
"""


def put_sizes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that say how far figures are from what was to be expected.

    Needs those of etl.check.cross_checks. `shifted` and `off_column`: a row a column whose figures
    stand a row too high or low, or are all off by `digits` powers of ten. `suspect`: a row a figure
    elsewhere that is too far off; is_slip: by `digits` powers of ten and by nothing else;
    by_history: of its own region. Also makes the macro written_over_power.
    """
    connection.execute(
        """
        -- a written number with its decimal point moved, as text
        CREATE OR REPLACE TEMP MACRO written_over_power(number, digits) AS
        CASE WHEN TRY_CAST(number AS DOUBLE) IS NULL THEN ''
        ELSE printf('%.15g', CASE WHEN digits > 0 THEN TRY_CAST(number AS DOUBLE) / pow(10, digits)
            ELSE TRY_CAST(number AS DOUBLE) * pow(10, -digits) END) END
        """
    )
    _put_expected(connection)
    _put_shifted(connection)
    _put_off_columns(connection)
    _put_suspect(connection)


def _put_expected(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `expected`: a row a figure, with the deviation as a natural logarithm."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE noise AS
        SELECT indicator_code, greatest({_LEAST_NOISE},
            {_BEYOND_ORDINARY} * coalesce(
                quantile_cont(abs(ln(value) - ln(before)), {_ORDINARY}), 0)) AS ordinary
        FROM (SELECT indicator_code, value, lag(value) OVER (
            PARTITION BY indicator_code, region_code ORDER BY year) AS before
            FROM history WHERE value > 0)
        GROUP BY indicator_code
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE expected AS
        WITH amount AS (
            SELECT * FROM tested WHERE value > 0 AND NOT list_contains({list(_NO_MAGNITUDE)},
                (SELECT w.unit_code FROM what w WHERE w.indicator_code = tested.indicator_code))
        ), known AS (FROM history WHERE value > 0),
        own AS (  -- of series that the release does not know, the file's own years nearby
            SELECT ordinal, median(value) OVER nearby AS own_value,
                count(*) OVER nearby AS own_years
            FROM amount
            WINDOW nearby AS (PARTITION BY region_code, indicator_code ORDER BY year
                RANGE BETWEEN {_YEARS_COMPARED} PRECEDING AND {_YEARS_COMPARED} FOLLOWING)
        ), compared AS (
            SELECT a.*, e.year AS earlier_year, e.value AS earlier, l.year AS later_year,
                l.value AS later
            FROM amount a
            ASOF LEFT JOIN known e ON a.region_code = e.region_code
                AND a.indicator_code = e.indicator_code AND a.year >= e.year
            ASOF LEFT JOIN known l ON a.region_code = l.region_code
                AND a.indicator_code = l.indicator_code AND a.year <= l.year
        ), referred AS (
            SELECT c.*, CASE
                WHEN earlier_year >= c.year - {_YEARS_COMPARED} THEN earlier_year
                WHEN later_year <= c.year + {_YEARS_COMPARED} THEN later_year END AS basis_year,
                CASE WHEN basis_year = earlier_year THEN earlier
                    WHEN basis_year = later_year THEN later
                    WHEN own_years >= 3 THEN own_value END AS reference,
                basis_year IS NOT NULL AS by_release
            FROM compared c LEFT JOIN own USING (ordinal)
        )
        SELECT r.*, ln(value) - ln(reference) AS distance,
            -- what all regions of the year did together is no fault of one of them
            CASE WHEN count(reference) OVER same >= {_ROWS_FOR_A_MIDDLE}
                THEN median(distance) OVER same ELSE 0 END AS common,
            coalesce(ordinary, {_LEAST_NOISE}) AS ordinary
        FROM referred r LEFT JOIN noise USING (indicator_code)
        WINDOW same AS (PARTITION BY sheet, indicator_code, year, level)
        """
    )


def _put_shifted(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `shifted`: columns, or parts of them, that repeat the neighbour row's history.

    A column counts as shifted when its figures go with the history of the row above or below
    (correlation of logarithms) and not with their own; a part of it, when at least six rows on end
    are close to the neighbour's history, allowing for the common growth, and far from
    their own.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE shifted AS
        WITH beside AS (
            SELECT sheet, letter, indicator_code, year, ordinal, ln(value) AS v, common,
                ln(reference) AS own, ln(lag(reference) OVER row_order) AS above,
                ln(lead(reference) OVER row_order) AS below
            FROM expected WHERE reference IS NOT NULL AND by_release AND level <> 'nation'
            WINDOW row_order AS (PARTITION BY sheet, letter, indicator_code, year ORDER BY ordinal)
        ), sided AS (
            SELECT *, 'above' AS side, above AS other FROM beside
            UNION ALL SELECT *, 'below', below FROM beside
        ), whole AS (
            SELECT sheet, letter, indicator_code, year, side, min(ordinal) AS first,
                max(ordinal) AS last, count(*) AS rows, coalesce(corr(v, own), 0) AS own_fit,
                corr(v, other) AS fit
            FROM sided GROUP BY sheet, letter, indicator_code, year, side
            HAVING count(*) >= {_SHIFT_ROWS + 2}
        ), near AS (
            SELECT sheet, letter, indicator_code, year, ordinal, side,
                row_number() OVER (PARTITION BY sheet, letter, indicator_code, year, side
                    ORDER BY ordinal) AS place,
                abs(v - other - common) < 0.15 AND abs(v - own - common) > 0.15 AS is_near
            FROM sided
        ), runs AS (
            SELECT sheet, letter, indicator_code, year, side, min(ordinal) AS first,
                max(ordinal) AS last, count(*) AS rows
            FROM (SELECT *, place - row_number() OVER (PARTITION BY sheet, letter, indicator_code,
                    year, side ORDER BY ordinal) AS run FROM near WHERE is_near)
            GROUP BY sheet, letter, indicator_code, year, side, run
        )
        SELECT sheet, letter, indicator_code, year, side, first, last, rows FROM whole
        WHERE fit >= 0.95 AND own_fit < fit - 0.15
        UNION ALL
        SELECT sheet, letter, indicator_code, year, side, first, last, rows FROM runs r
        WHERE rows >= {_SHIFT_ROWS} AND NOT EXISTS (
            FROM whole w WHERE w.fit >= 0.95 AND w.own_fit < w.fit - 0.15 AND w.sheet = r.sheet
                AND w.letter = r.letter AND w.indicator_code = r.indicator_code
                AND w.year = r.year)
        """
    )


def _put_off_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `off_column`: columns whose figures are all off by the same power of ten."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE off_column AS
        SELECT sheet, indicator_code, year, level, CAST(round(median(distance) / ln(10)) AS INTEGER)
                AS digits, count(reference) AS regions, min(ordinal) AS ordinal, {_TIMES}
        FROM expected WHERE reference IS NOT NULL
        GROUP BY sheet, indicator_code, year, level
        HAVING regions >= {_ROWS_FOR_A_MIDDLE} AND digits <> 0
            AND abs(median(distance) - digits * ln(10)) < {_SLIP_REST}
            AND abs(median(distance)) > any_value(ordinary)
        """
    )


def _put_suspect(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `suspect`: the figures that are too far from what was to be expected."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE field AS
        SELECT indicator_code, year, level, count(*) AS regions, median(ln(value)) AS middle,
            mad(ln(value)) AS spread, max(value, 2) AS greatest_two, min(value, 2) AS least_two
        FROM merged JOIN place USING (region_code)
        WHERE value > 0 AND level <> 'nation'
        GROUP BY indicator_code, year, level
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE usual AS
        SELECT region_code, indicator_code, median(ln(value) - middle) AS usual
        FROM history JOIN place USING (region_code)
        JOIN field USING (indicator_code, year, level)
        WHERE value > 0 GROUP BY region_code, indicator_code
        -- only where it is nearly always the first or the last: others are judged by the rest
        HAVING greatest(avg(CAST(value <= least_two[1] AS INTEGER)),
            avg(CAST(value >= greatest_two[1] AS INTEGER))) > 0.5
        """
    )
    columns = "ordinal, region_code, indicator_code, year, value, sheet, level"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE suspect AS
        WITH by_history AS (
            SELECT {columns}, distance - common AS deviation, reference * exp(common) AS wanted,
                CAST(round(deviation / ln(10)) AS INTEGER) AS digits, true AS by_history,
                CASE WHEN basis_year = year THEN '已发布的该年数值'
                    WHEN by_release THEN concat(basis_year, '年数值')
                    ELSE '本文件中该地区其他年份' END AS basis_zh,
                CASE WHEN basis_year = year THEN 'the published value of that year'
                    WHEN by_release THEN concat('the value of ', basis_year)
                    ELSE 'the region''s other years in this file' END AS basis_en
            FROM expected
            WHERE reference IS NOT NULL AND abs(deviation) > ordinary
        ), alone AS (
            -- no history nearby: what is left are the other regions of that year, and how far
            -- from the middle of these the region stands in others
            SELECT {columns}, ln(value) - middle AS deviation,
                exp(middle + coalesce(usual, 0)) AS wanted,
                value = greatest_two[1] AS is_first,
                CASE WHEN is_sound THEN CASE WHEN is_first THEN greatest_two[2] ELSE
                    greatest_two[1] END ELSE greatest_two[1] END AS top,
                CASE WHEN is_sound AND value = least_two[1] THEN least_two[2] ELSE
                    least_two[1] END AS bottom,
                greatest(1.4826 * spread, 0.1) AS width
            FROM expected JOIN field USING (indicator_code, year, level)
            LEFT JOIN usual USING (region_code, indicator_code)
            WHERE coalesce(abs(ln(value) - middle - usual) > {_UNUSUAL}, true)
                AND reference IS NULL
                AND regions - CAST(is_sound AS INTEGER) >= {_ROWS_FOR_A_MIDDLE}
                AND NOT (value BETWEEN bottom / 2 AND top * 2) AND abs(deviation) / width > 2.5
        ), by_field AS (
            SELECT {columns}, deviation, wanted,
                -- the fewest digits that bring it back among the others
                CAST(sign(deviation) AS INTEGER)
                    * list_first(list_filter([1, 2, 3, 4, 8], lambda k: CASE WHEN deviation > 0
                    THEN value / pow(10, k) BETWEEN bottom / 1.5 AND top * 1.2
                    ELSE value * pow(10, k) BETWEEN bottom / 1.5 AND top * 1.2 END)) AS digits,
                false AS by_history, '其他地区数值' AS basis_zh,
                'the values of the other regions' AS basis_en
            FROM alone
        )
        SELECT c.*, place_zh, place_en, what.* EXCLUDE (indicator_code), {_TIMES},
            digits <> 0 AND (NOT by_history OR abs(deviation - digits * ln(10)) < {_SLIP_REST})
                AS is_slip,
            CASE WHEN abs(wanted) >= 100 THEN printf('%.0f', wanted)
                ELSE printf('%.3g', wanted) END AS expected_text
        FROM (FROM by_history UNION ALL BY NAME FROM by_field WHERE digits IS NOT NULL) c
        JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        -- whole columns are told once
        ANTI JOIN off_column o ON c.sheet = o.sheet AND c.indicator_code = o.indicator_code
            AND c.year = o.year AND c.level = o.level
        ANTI JOIN shifted s ON c.sheet = s.sheet AND c.indicator_code = s.indicator_code
            AND c.year = s.year AND c.ordinal BETWEEN s.first AND s.last
        """
    )
