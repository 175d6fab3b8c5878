"""Figures that are well formed and still cannot be right: set against everything that is known.

Each check is one function over the tables that `put_tables` makes, and writes what it finds to the
table `issue`, with the cell where it stands and, where one can tell, the probable right value.
A check compares a row with its region's own history, with the other regions of the same year, with
totals and parts, or with the rows beside it in the sheet. All of them warn: who knows better
accepts the warning with a reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from etl.check.issues import ISSUE_COLUMNS, Severity
from etl.sql import fill_in, literal, put_table
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Text

# A figure of another year says something about this one for so long.
_YEARS_COMPARED = 5
# Growth that regions of an indicator show now and then, at least: a factor of 2.5.
_LEAST_NOISE = math.log(2.5)
# The share of past yearly changes that pass as ordinary, and by how much they may be exceeded.
_ORDINARY = 0.98
_BEYOND_ORDINARY = 1.5
# A slip of k digits leaves a figure within a factor of 2.2 of what was expected.
# So far a region may move in decades from where it usually stands among the others.
_UNUSUAL = math.log(2)
_SLIP_REST = math.log(2.2)
_ROWS_FOR_A_MIDDLE = 5
# Cities need not add up as closely to their province as provinces to the nation.
_CITY_TOLERANCE_PCT = 5.0
# Half of the regions that had a figure: a file with fewer is not meant to be complete.
_MEANT_TO_BE_COMPLETE = 0.5
_FEWEST_REGIONS = 3
_SHIFT_ROWS = 6
_MOST_TOLD = 2_000
LOWER_GRADE = "source_of_lower_grade"

# 全国 counts in totals; ranks are neither amounts nor rates, and any of them is possible.
_NO_MAGNITUDE = ("位",)


@dataclass(frozen=True)
class Finding:
    """What a check tells: the sentences are filled from the columns of the relation it found."""

    kind: str
    message: Text
    accepted: Text
    severity: Severity = "warning"
    suggestion: str = "''"
    value: str = "u.value"


def put_tables(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables that the checks read.

    Needs `loaded` with ordinal and faults, `upload`, `place` and the attached release (the view
    `past_observation`). Makes `place_name`, `what`, `tested` (a row a figure of the file whose key
    and number are good), `history` (what the release in force knows of these indicators) and
    `merged` (the two as they would stand together).
    """
    places = [
        (r.code, r.short_name.zh, r.short_name.en, r.valid_from or 0, r.valid_to or 9999)
        for r in catalog.regions.values()
    ]
    columns = {
        "region_code": "region_code_t",
        "place_zh": "VARCHAR",
        "place_en": "VARCHAR",
        "valid_from": "SMALLINT",
        "valid_to": "SMALLINT",
    }
    put_table(connection, "place_name", columns, places)
    indicators = [
        (i.code, i.name.zh, i.name.en, i.unit, catalog.unit_of(i.code).name.en,
         catalog.unit_of(i.code).change, i.total_tolerance_pct)
        for i in catalog.indicators.values()
    ]  # fmt: skip
    columns = {
        "indicator_code": "indicator_code_t",
        "what_zh": "VARCHAR",
        "what_en": "VARCHAR",
        "unit_code": "VARCHAR",
        "unit_en": "VARCHAR",
        "change_kind": "VARCHAR",
        "tolerance_pct": "DOUBLE",
    }
    put_table(connection, "what", columns, indicators)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE history AS
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value
        FROM past_observation
        WHERE indicator_code IN (SELECT DISTINCT CAST(indicator_code AS VARCHAR) FROM tested)
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE merged AS
        SELECT region_code, indicator_code, year, value, ordinal FROM tested WHERE is_sound
        UNION ALL
        SELECT region_code, indicator_code, year, value, NULL FROM history
        ANTI JOIN tested USING (region_code, indicator_code, year)
        """
    )


def check_all(connection: duckdb.DuckDBPyConnection, file: str, say: Callable[[str], None]) -> None:
    """Run every check over the tables of put_tables; file is the name that issues carry."""
    for name, check in CHECKS.items():
        say(name)
        check(connection, file)


def check_magnitude(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Figures of another size than the region's own history, or than all others of the year.

    Makes the table `expected`: a row a figure with what was to be expected and the deviation as a
    natural logarithm. Whole columns that are off together are one warning each.
    """
    _expect(connection)
    _tell_columns(connection, file)
    slips = f"""
        FROM suspect JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        WHERE NOT is_column AND NOT is_shifted AND digits <> 0 AND rest < {_SLIP_REST}
    """
    suggestion = "written_over_power(u.number, digits)"
    _tell(
        connection,
        file,
        f"SELECT *, {_times('digits')} {slips} AND abs(digits) IN (4, 8)",
        Finding(
            "unit_slip",
            Text(
                zh="{place_zh}{year}年{what_zh}约为{basis_zh}的{times_zh}，疑似万、亿之差",
                en="{place_en} {year}: about {times_en} {basis_en}; probably a slip of 万 or 亿",
            ),
            Text(
                zh="约{expected_text}{unit_code}；数值无误时请说明理由后接受",
                en="about {expected_text} (in {unit_en}); if it is right, accept it with a reason",
            ),
            suggestion=suggestion,
        ),
    )
    _tell(
        connection,
        file,
        f"SELECT *, {_times('digits')} {slips} AND abs(digits) NOT IN (4, 8)",
        Finding(
            "decimal_slip",
            Text(
                zh="{place_zh}{year}年{what_zh}约为{basis_zh}的{times_zh}，疑似小数点错位",
                en="{place_en} {year}: about {times_en} {basis_en};"
                " probably a slipped decimal point",
            ),
            Text(
                zh="约{expected_text}{unit_code}；数值无误时请说明理由后接受",
                en="about {expected_text} (in {unit_en}); if it is right, accept it with a reason",
            ),
            suggestion=suggestion,
        ),
    )
    _tell(
        connection,
        file,
        f"""
        SELECT * FROM suspect JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        WHERE NOT is_column AND NOT is_shifted AND (digits = 0 OR rest >= {_SLIP_REST})
            AND by_history
        """,
        Finding(
            "jump",
            Text(
                zh="{place_zh}{year}年{what_zh}与{basis_zh}相差悬殊",
                en="{place_en} {year}: far from {basis_en}",
            ),
            Text(
                zh="约{expected_text}{unit_code}；数值无误时请说明理由后接受",
                en="about {expected_text} (in {unit_en}); if it is right, accept it with a reason",
            ),
        ),
    )


def _times(digits: str) -> str:
    """The columns times_zh (1万倍) and times_en (10,000 times): a power of ten in words."""
    far = f"concat('10^', abs({digits}))"
    named = "list_value('10', '100', '1000', '1万', '10万', '100万', '1000万', '1亿')"
    # Powers that no whole number holds stay powers: a cell may say 1e308.
    part = f"'1/', coalesce(CAST(TRY_CAST(pow(10, -{digits}) AS BIGINT) AS VARCHAR), {far})"
    zh = f"concat(coalesce({named}[{digits}], {far}), '倍')"
    whole = f"format('{{:,}}', TRY_CAST(pow(10, {digits}) AS BIGINT))"
    en = f"concat(coalesce({whole}, {far}), ' times')"
    return (
        f"CASE WHEN {digits} > 0 THEN {zh} ELSE concat({part}) END AS times_zh,"
        f" CASE WHEN {digits} > 0 THEN {en} ELSE concat({part}, ' of') END AS times_en"
    )


def _expect(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `expected` and, of it, `suspect`: the figures that are too far from it."""
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
    _expect_shift(connection)
    _suspect(connection)


def _suspect(connection: duckdb.DuckDBPyConnection) -> None:
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
                round(deviation / ln(10)) AS digits, true AS by_history,
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
                list_first(list_filter([1, 2, 3, 4, 8], lambda k: CASE WHEN deviation > 0
                    THEN value / pow(10, k) BETWEEN bottom / 1.5 AND top * 1.2
                    ELSE value * pow(10, k) BETWEEN bottom / 1.5 AND top * 1.2 END))
                    * sign(deviation) AS digits,
                false AS by_history, '其他地区数值' AS basis_zh,
                'the values of the other regions' AS basis_en
            FROM alone
        )
        SELECT *, CAST(coalesce(digits, 0) AS INTEGER) AS digits_,
            CASE WHEN by_history THEN abs(deviation - digits * ln(10)) ELSE 0 END AS rest,
            CASE WHEN abs(wanted) >= 100 THEN printf('%.0f', wanted)
                ELSE printf('%.3g', wanted) END AS expected_text,
            false AS is_column
        FROM (FROM by_history UNION ALL BY NAME FROM by_field WHERE digits IS NOT NULL)
        """
    )
    connection.execute("ALTER TABLE suspect DROP digits")
    connection.execute("ALTER TABLE suspect RENAME digits_ TO digits")
    connection.execute("ALTER TABLE suspect ADD COLUMN is_shifted BOOLEAN DEFAULT false")
    connection.execute(
        """
        UPDATE suspect SET is_shifted = true FROM shifted s
        WHERE suspect.sheet = s.sheet AND suspect.indicator_code = s.indicator_code
            AND suspect.year = s.year AND suspect.ordinal BETWEEN s.first AND s.last
        """
    )


def _tell_columns(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Columns whose figures are all off by the same power of ten: a wrong unit above them."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE off_column AS
        SELECT sheet, indicator_code, year, level, CAST(round(median(distance) / ln(10)) AS INTEGER)
                AS digits, count(reference) AS regions, min(ordinal) AS ordinal
        FROM expected WHERE reference IS NOT NULL
        GROUP BY sheet, indicator_code, year, level
        HAVING regions >= {_ROWS_FOR_A_MIDDLE} AND digits <> 0
            AND abs(median(distance) - digits * ln(10)) < {_SLIP_REST}
            AND abs(median(distance)) > any_value(ordinary)
        """
    )
    connection.execute(
        """
        UPDATE suspect SET is_column = true FROM off_column c
        WHERE suspect.sheet = c.sheet AND suspect.indicator_code = c.indicator_code
            AND suspect.year = c.year AND suspect.level = c.level
        """
    )
    _tell(
        connection,
        file,
        f"""
        SELECT *, {_times("digits")} FROM off_column JOIN what USING (indicator_code)
        """,
        Finding(
            "unit_slip_column",
            Text(
                zh="{year}年{what_zh}的{regions}个数值普遍约为已知数值的{times_zh}，单位可能写错",
                en="{year}: all {regions} values are about {times_en} what is known;"
                " the unit is probably another",
            ),
            Text(
                zh="核对单位；目录单位为{unit_code}",
                en="check the unit; the catalog keeps it in {unit_en}",
            ),
            suggestion="written_over_power(u.number, digits)",
        ),
    )


def _expect_shift(connection: duckdb.DuckDBPyConnection) -> None:
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


def check_shift(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Columns that slipped by a row: each region has its neighbour's figure."""
    _tell(
        connection,
        file,
        """
        SELECT s.*, s.first AS ordinal, what.*, u2.row AS last_row,
            CASE side WHEN 'above' THEN '上' ELSE '下' END AS side_zh,
            CASE side WHEN 'above' THEN '下' ELSE '上' END AS moved_zh,
            CASE side WHEN 'above' THEN 'down' ELSE 'up' END AS moved_en
        FROM shifted s JOIN what USING (indicator_code) JOIN upload u2 ON u2.ordinal = s.last
        """,
        Finding(
            "shifted",
            Text(
                zh="{year}年{what_zh}有{rows}行与{side_zh}一行地区的历史数值相符，而与本地区不符，"
                "疑似整列{moved_zh}移一行（至第{last_row}行）",
                en="{year}: {rows} rows fit the history of the row {side}, not their own;"
                " the column is probably shifted {moved_en} by one (to row {last_row})",
            ),
            Text(zh="数值与同一行的地区对应", en="each figure in the row of its own region"),
        ),
    )


def check_sign(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Figures with another sign than all others of the region, and zeros where there never were.

    A zero often stands for a missing value.
    """
    known = """
        WITH sides AS (SELECT region_code, indicator_code, count(*) AS years, min(value) AS low,
            max(value) AS high FROM history GROUP BY region_code, indicator_code)
        SELECT t.*, s.*, place_zh, place_en, what_zh, what_en, unit_code, unit_en,
            concat(printf('%.4g', low), ' – ', printf('%.4g', high)) AS known_range
        FROM tested t JOIN sides s USING (region_code, indicator_code)
        JOIN place_name USING (region_code) JOIN what USING (indicator_code)
    """
    _tell(
        connection,
        file,
        f"{known} WHERE years >= 3 AND ((value < 0 AND low > 0) OR (value > 0 AND high < 0))",
        Finding(
            "sign_changed",
            Text(
                zh="{place_zh}{year}年{what_zh}的正负号与历年（{known_range}）相反",
                en="{place_en} {year}: the sign is not that of all other years ({known_range})",
            ),
            Text(zh="与历年同号的数值", en="a figure with the sign of the other years"),
            suggestion="CASE WHEN u.number LIKE '-%' THEN substr(u.number, 2)"
            " ELSE concat('-', u.number) END",
        ),
    )
    _tell(
        connection,
        file,
        f"{known} WHERE value = 0 AND low > 0 AND years >= 2",
        Finding(
            "zero_for_missing",
            Text(
                zh="{place_zh}{year}年{what_zh}为0，历年为{known_range}，可能是缺失",
                en="{place_en} {year} is zero, other years are {known_range}: perhaps missing",
            ),
            Text(
                zh="没有数值时留空；确为0时请说明理由后接受",
                en="nothing where there is no value; if it is zero, accept it with a reason",
            ),
        ),
    )


def check_totals(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Provinces against the nation, cities against their province, in the years of the file.

    Only where the catalog says that the parts of an indicator add up. Provinces are compared when
    all that ever had a figure have one; cities when all of the province have one. A single part
    greater than the whole is told always.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT m.*, p.level, tolerance_pct AS provinces_pct,
            CASE p.level WHEN 'province' THEN '000000' ELSE p.province_code END AS whole_code,
            CASE p.level WHEN 'province' THEN tolerance_pct
                ELSE greatest(tolerance_pct, {_CITY_TOLERANCE_PCT}) END AS allowed_pct
        FROM merged m JOIN what USING (indicator_code) JOIN place p USING (region_code)
        WHERE tolerance_pct IS NOT NULL AND p.level IN ('province', 'city')
            AND EXISTS (FROM tested t
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
    # How many parts there must be: cities of the province now; provinces that ever had a figure.
    _tell(
        connection,
        file,
        """
        WITH wanted AS (
            SELECT indicator_code, '000000' AS whole_code, 'province' AS level,
                count(DISTINCT region_code) AS complete
            FROM merged JOIN place USING (region_code) WHERE level = 'province'
            GROUP BY indicator_code
        ), cities AS (
            SELECT province_code AS whole_code, 'city' AS level, count(*) AS complete
            FROM place JOIN place_name USING (region_code)
            WHERE level = 'city' AND valid_to = 9999 GROUP BY province_code
        )
        SELECT w.*, place_zh, place_en, what_zh, what_en, unit_code, unit_en,
            m.value AS whole_value,
            coalesce(m.ordinal, part_ordinal) AS ordinal,
            abs(added - m.value) / abs(m.value) * 100 AS off_pct,
            printf('%.10g', added) AS added_text, printf('%.10g', m.value) AS whole_text,
            printf('%.2g', off_pct) AS off_text, printf('%g', allowed_pct) AS allowed_text,
            CASE w.level WHEN 'province' THEN '各省' ELSE '各市' END AS parts_zh,
            CASE w.level WHEN 'province' THEN 'provinces' ELSE 'cities' END AS parts_en
        FROM whole w JOIN merged m USING (region_code, indicator_code, year)
        JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        LEFT JOIN wanted n ON n.indicator_code = w.indicator_code AND n.level = w.level
        LEFT JOIN cities c ON c.whole_code = CAST(w.region_code AS VARCHAR) AND c.level = w.level
        WHERE m.value <> 0 AND parts >= coalesce(n.complete, c.complete) AND parts > 1
            AND off_pct > allowed_pct AND coalesce(m.ordinal, part_ordinal) IS NOT NULL
        """,
        Finding(
            "total_mismatch",
            Text(
                zh="{year}年{what_zh}：{parts_zh}合计{added_text}，{place_zh}{whole_text}{unit_code}，"
                "相差{off_text}%",
                en="{year}: the {parts_en} add up to {added_text}, {place_en} has {whole_text}"
                " (in {unit_en}), {off_text}% apart",
            ),
            Text(zh="相差不超过{allowed_text}%", en="a difference of at most {allowed_text}%"),
        ),
    )
    _tell(
        connection,
        file,
        """
        SELECT p.*, n.place_zh, n.place_en, w.place_zh AS whole_zh, w.place_en AS whole_en,
            what_zh, what_en, unit_code, unit_en, printf('%.10g', m.value) AS whole_text
        FROM part p JOIN merged m ON m.region_code = CAST(p.whole_code AS region_code_t)
            AND m.indicator_code = p.indicator_code AND m.year = p.year
        JOIN place_name n ON n.region_code = p.region_code
        JOIN place_name w ON w.region_code = m.region_code
        JOIN what ON what.indicator_code = p.indicator_code
        WHERE m.value > 0 AND p.value > m.value * (1 + allowed_pct / 100) AND p.ordinal IS NOT NULL
        """,
        Finding(
            "part_above_total",
            Text(
                zh="{year}年{place_zh}的{what_zh}大于{whole_zh}（{whole_text}{unit_code}）",
                en="{year}: {place_en} is greater than {whole_en} ({whole_text}, in {unit_en})",
            ),
            Text(zh="不大于{whole_zh}的数值", en="a figure not greater than that of {whole_en}"),
        ),
    )


def check_missing(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Regions that had a figure the year before and have none now.

    Told once for an indicator, a year and a level, and only when the file is meant to be
    complete: when it has three regions, and half of those that the year before had.
    """
    _tell(
        connection,
        file,
        f"""
        WITH covered AS (
            SELECT indicator_code, year, level, region_code, ordinal
            FROM merged JOIN place USING (region_code)
            WHERE level IN ('nation', 'province', 'city')
        ), now AS (
            SELECT indicator_code, year, level, count(*) AS regions,
                min(ordinal) AS ordinal FROM covered GROUP BY ALL HAVING count(ordinal) > 0
        ), gone AS (
            SELECT n.indicator_code, n.year, n.level, n.ordinal, n.regions, b.region_code,
                count(*) OVER (PARTITION BY n.indicator_code, n.year, n.level) AS before
            FROM now n JOIN covered b ON b.indicator_code = n.indicator_code
                AND b.year = n.year - 1 AND b.level = n.level
        )
        SELECT g.indicator_code, g.year, g.level, any_value(g.ordinal) AS ordinal,
            count(*) AS missing, any_value(regions) AS regions,
            string_agg(place_zh, '、' ORDER BY g.region_code) AS all_zh,
            string_agg(place_en, ', ' ORDER BY g.region_code) AS all_en,
            any_value(what_zh) AS what_zh, any_value(what_en) AS what_en, g.year - 1 AS year_before
        FROM gone g ANTI JOIN covered c ON c.indicator_code = g.indicator_code
            AND c.year = g.year AND c.region_code = g.region_code
        JOIN place_name p ON p.region_code = g.region_code
        JOIN what w ON w.indicator_code = g.indicator_code
        WHERE regions >= greatest({_FEWEST_REGIONS}, {_MEANT_TO_BE_COMPLETE} * before)
            AND g.year BETWEEN p.valid_from AND p.valid_to
        GROUP BY g.indicator_code, g.year, g.level
        """,
        Finding(
            "regions_missing",
            Text(
                zh="{what_zh}{year}年缺{missing}个地区，{year_before}年有：{all_zh}",
                en="{year}: {missing} regions are missing that {year_before} had: {all_en}",
            ),
            Text(
                zh="补齐，或说明理由后接受",
                en="these as well, or a reason why there are none",
            ),
            value="concat(what_zh, ' ', year)",
        ),
    )


def tell_lower_grades(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Figures that a publication of a lower grade would change: whether it may, a person says.

    Needs `lower_grade` and `graded` of etl.release.changes, and the tables of put_tables.
    """
    _tell(
        connection,
        file,
        """
        SELECT l.*, n.ordinal, place_zh, place_en, what_zh, what_en, a.title AS title_after,
            coalesce(b.title, source_before) AS title_before,
            CASE WHEN differs THEN concat(printf('%.10g', value_before), '改为',
                printf('%.10g', value_after), unit_code)
            ELSE concat('数值不变，状态由', status_before, '改为', status_after) END AS change_zh,
            CASE WHEN differs THEN concat(printf('%.10g', value_before), ' becomes ',
                printf('%.10g', value_after), ' (in ', unit_en, ')')
            ELSE concat('the same value, status ', status_before, ' becomes ', status_after)
            END AS change_en
        FROM lower_grade l JOIN incoming n USING (region_code, indicator_code, year)
        JOIN place_name p ON CAST(p.region_code AS VARCHAR) = l.region_code
        JOIN what w ON CAST(w.indicator_code AS VARCHAR) = l.indicator_code
        JOIN graded a ON a.code = source_after LEFT JOIN graded b ON b.code = source_before
        """,
        Finding(
            LOWER_GRADE,
            Text(
                zh="{place_zh}{year}年{what_zh}：{change_zh}；来源“{title_after}”为{grade_after}级，"
                "低于现有来源“{title_before}”（{grade_before}级）",
                en='{place_en} {year}: {change_en}; the source "{title_after}" has grade'
                ' {grade_after}, the present one "{title_before}" has {grade_before}',
            ),
            Text(
                zh="{grade_before}级或更高等级的来源；确须采用本文件时请说明理由后接受",
                en="a source of grade {grade_before} or better; if this file is to be followed,"
                " accept it with a reason",
            ),
        ),
    )


# By the sentence that is said before each.
CHECKS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, str], None]] = {
    "comparing sizes with the years before": check_magnitude,
    "looking for shifted columns": check_shift,
    "looking at signs and zeros": check_sign,
    "adding up parts and totals": check_totals,
    "looking for missing regions": check_missing,
}


def define_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Declare written_over_power: a written number with its decimal point moved, as text."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP MACRO written_over_power(number, digits) AS
        CASE WHEN TRY_CAST(number AS DOUBLE) IS NULL THEN ''
        ELSE printf('%.15g', CASE WHEN digits > 0 THEN TRY_CAST(number AS DOUBLE) / pow(10, digits)
            ELSE TRY_CAST(number AS DOUBLE) * pow(10, -digits) END) END
        """
    )


def _tell(
    connection: duckdb.DuckDBPyConnection, file: str, relation: str, finding: Finding
) -> None:
    """Write an issue for every row of a relation with ordinal; its columns fill the sentences."""
    sentences = ", ".join(
        fill_in(text)
        for text in (
            finding.message.zh,
            finding.message.en,
            finding.accepted.zh,
            finding.accepted.en,
        )
    )
    connection.execute(
        f"""
        INSERT INTO issue ({", ".join(ISSUE_COLUMNS)})
        SELECT {literal(file)}, u.place_sheet, u.place_row, u.place_letter, {finding.value},
            {sentences}, '{finding.severity}', '{finding.kind}', false, {finding.suggestion}
        FROM ({relation}) f JOIN (
            SELECT ordinal, sheet AS place_sheet, row AS place_row, letter AS place_letter,
                value, number FROM upload
        ) u ON u.ordinal = f.ordinal
        ORDER BY u.ordinal LIMIT {_MOST_TOLD}
        """
    )
