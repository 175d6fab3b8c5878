"""All that can be wrong with a figure, and what to tell the person who has to put it right.

A check is a condition in SQL over the resolved relation, so ten million rows are checked in one
pass. Every row carries a number whose bits say which checks it fails; only when a bit is set
anywhere are the rows in question read again, located in their file and described.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from etl.check.issues import ISSUE_COLUMNS, Severity
from etl.resolve.codes import LEVELS, STATUSES
from etl.sql import fill_in, literal, put_table
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Text

FIRST_YEAR = 1949
# Found only when rows are compared with each other, after each has been looked at.
_BY_COMPARISON = "false"
_NEXT_YEAR = "next_year"

_YEARS = Text(zh="1949年至明年的整数年份", en="a whole year from 1949 to next year")
_PLACES = Text(
    zh="六位代码，或在该年唯一的全称，如420600或襄阳市",
    en="a six-digit code, or a full name that is unique in that year, such as 420600 or 襄阳市",
)
_UNITS = Text(
    zh="指标目录所列单位{wanted_unit}，或可换算的单位",
    en="the unit of the catalog, {wanted_unit_en} ({wanted_unit}), or one that converts into it",
)
_ONE_ROW = Text(zh="每个地区、年份、指标一行", en="one row for a region, year and indicator")
_NO_VALUE = Text(
    zh="不带千分位和单位的数；没有数值时不要这一行",
    en="a number without separators or unit; where there is no value, leave the row out",
)
_LEVEL_NAMES = {
    "nation": Text(zh="全国", en="nation"),
    "province": Text(zh="省级", en="province"),
    "city": Text(zh="地市级", en="city"),
    "county": Text(zh="县级", en="county"),
    "zone": Text(zh="开发区", en="zone"),
}


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a row.

    column_name is where it stands in the file. fails is an SQL condition over the resolved
    relation; unknown counts as not failing. In the sentences {column} stands for a column of the
    described relation. An error rejects the row, a warning only tells.
    """

    kind: str
    severity: Severity
    column_name: str
    fails: str
    message: Text
    accepted: Text

    @property
    def bit(self) -> int:
        """The bit of `faults` that is set in rows that fail."""
        return 1 << CHECKS.index(self)


CHECKS = (
    Check(
        kind="declared_wrong",
        severity="error",
        column_name="value",
        fails="declared_zh IS NOT NULL",
        message=Text(
            zh="已声明的来源错误：{declared_zh}", en="declared error of the source: {declared_en}"
        ),
        accepted=Text(zh="来源更正后的数值", en="the value once the source has put it right"),
    ),
    Check(
        kind="region_unknown",
        severity="error",
        column_name="region_code",
        fails="region_code IS NULL",
        message=Text(
            zh="没有代码或名称为“{place_text}”的地区，或同名地区不止一个",
            en='no region, or more than one, is called "{place_text}"',
        ),
        accepted=_PLACES,
    ),
    Check(
        kind="region_conflict",
        severity="error",
        column_name="region",
        fails="named_code <> region_code",
        message=Text(
            zh="代码{place_text}与名称“{name_text}”（{named_code}）不是同一地区",
            en='code {place_text} and name "{name_text}" ({named_code}) are different regions',
        ),
        accepted=Text(zh="互相一致的代码和名称", en="a code and a name that agree"),
    ),
    Check(
        kind="indicator_unknown",
        severity="error",
        column_name="indicator",
        fails="indicator_code IS NULL",
        message=Text(
            zh="指标目录中没有“{indicator_text}”",
            en='the catalog has no indicator "{indicator_text}"',
        ),
        accepted=Text(
            zh="指标目录中的代码或名称", en="a code or name from the catalog of indicators"
        ),
    ),
    Check(
        kind="indicator_derived",
        severity="error",
        column_name="indicator",
        fails="is_derived",
        message=Text(
            zh="“{indicator_text}”由本平台按公式计算，不从文件读取",
            en='"{indicator_text}" is worked out here by a formula and not taken from files',
        ),
        accepted=Text(
            zh="公式所用的指标；公布值须另立指标",
            en="the parts of the formula; a published ratio needs an indicator of its own",
        ),
    ),
    Check(
        kind="year_not_whole",
        severity="error",
        column_name="year",
        fails="year_number IS NULL OR year_number <> floor(year_number)"
        " OR contains(year_text, '_')",
        message=Text(zh="“{year_text}”不是整数年份", en='"{year_text}" is not a whole year'),
        accepted=_YEARS,
    ),
    Check(
        kind="year_out_of_range",
        severity="error",
        column_name="year",
        fails=f"year_number < {FIRST_YEAR} OR year_number > {_NEXT_YEAR}",
        message=Text(
            zh="年份{year_text}早于1949年或晚于明年",
            en="{year_text} is before 1949 or after next year",
        ),
        accepted=_YEARS,
    ),
    Check(
        kind="value_not_a_number",
        severity="error",
        column_name="value",
        fails="value_number IS NULL OR contains(value_text, '_')",
        message=Text(zh="“{value_text}”不是数", en='"{value_text}" is not a number'),
        accepted=_NO_VALUE,
    ),
    Check(
        kind="value_not_finite",
        severity="error",
        column_name="value",
        fails="NOT isfinite(value_number) OR NOT isfinite(value)",
        message=Text(zh="“{value_text}”不是有限的数", en='"{value_text}" is not a finite number'),
        accepted=_NO_VALUE,
    ),
    Check(
        kind="unit_unknown",
        severity="error",
        column_name="unit",
        fails="NOT is_unit_known",
        message=Text(zh="不认识的单位“{unit_text}”", en='the unit "{unit_text}" is unknown'),
        accepted=_UNITS,
    ),
    Check(
        kind="unit_not_convertible",
        severity="error",
        column_name="unit",
        fails="is_unit_known AND indicator_code IS NOT NULL AND NOT is_convertible",
        message=Text(
            zh="单位“{unit_text}”不能换算为{wanted_unit}",
            en='"{unit_text}" cannot be converted into {wanted_unit_en}',
        ),
        accepted=_UNITS,
    ),
    Check(
        kind="value_out_of_range",
        severity="error",
        column_name="value",
        fails="isfinite(value) AND NOT (value BETWEEN low AND high)",
        message=Text(
            zh="{value} {wanted_unit}超出该指标可能的范围",
            en="{value} (in {wanted_unit_en}) is outside what the indicator can be",
        ),
        accepted=Text(zh="{range_text} {wanted_unit}", en="{range_text} (in {wanted_unit_en})"),
    ),
    Check(
        kind="status_unknown",
        severity="error",
        column_name="status",
        fails="status IS NULL",
        message=Text(
            zh="不认识的状态码“{status_text}”", en='the status "{status_text}" is unknown'
        ),
        accepted=Text(
            zh="SDMX状态码（缺失值不填行）：" + "、".join(sorted(STATUSES)),
            en="an SDMX status of a value that is there: " + ", ".join(sorted(STATUSES)),
        ),
    ),
    Check(
        kind="source_unknown",
        severity="error",
        column_name="source",
        fails="source_code IS NULL",
        message=Text(
            zh="来源目录中没有“{source_text}”", en='"{source_text}" is not among the sources'
        ),
        accepted=Text(
            zh="先在来源目录sources.csv中登记该出版物",
            en="the code of a publication in sources.csv; enter it there first",
        ),
    ),
    Check(
        kind="level_unexpected",
        severity="warning",
        column_name="region_code",
        fails="(level_bit & level_bits) = 0",
        message=Text(
            zh="目录中该指标没有{level_zh}数据",
            en="the catalog has the indicator for other levels than this ({level_en})",
        ),
        accepted=Text(zh="{levels_zh}", en="{levels_en}"),
    ),
    Check(
        kind="region_not_then",
        severity="warning",
        column_name="region_code",
        fails="year < valid_from OR year > valid_to",
        message=Text(
            zh="{place_text}在{year}年尚未设立或已撤销", en="{place_text} did not exist in {year}"
        ),
        accepted=Text(
            zh="该地区存在的年份：{valid_from}–{valid_to}",
            en="a year in which it existed: {valid_from}–{valid_to}",
        ),
    ),
    Check(
        kind="repeated",
        severity="warning",
        column_name="value",
        fails=_BY_COMPARISON,
        message=Text(
            zh="与{others}重复，数值相同，只保留第一行",
            en="repeats {others} with the same value; only the first row is kept",
        ),
        accepted=_ONE_ROW,
    ),
    Check(
        kind="contradicted",
        severity="error",
        column_name="value",
        fails=_BY_COMPARISON,
        message=Text(
            zh="与{others}的地区、年份、指标相同而数值不同",
            en="{others} gives another value for the same region, year and indicator",
        ),
        accepted=_ONE_ROW,
    ),
)
BIT = {check.kind: check.bit for check in CHECKS}
ERRORS = sum(check.bit for check in CHECKS if check.severity == "error")


def resolved_sql(raw: str) -> str:
    """SQL of the resolved relation: the raw one with codes, values in catalog units, and faults.

    Codes, years and numbers that could not be made out are NULL. Needs the tables of
    etl.resolve.dictionaries.
    """
    faults = " + ".join(
        f"CASE WHEN {check.fails} THEN {check.bit} ELSE 0 END"
        for check in CHECKS
        if check.fails != _BY_COMPARISON
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
                {datetime.now(UTC).year + 1} AS {_NEXT_YEAR}
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


def put_descriptions(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables that the sentences about wrong rows are filled from."""
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
    columns = dict.fromkeys(
        ("code", "wanted_unit", "wanted_unit_en", "range_text", "levels_zh", "levels_en"), "VARCHAR"
    )
    put_table(connection, "described_indicator", columns, indicators)
    levels = [
        (1 << position, _LEVEL_NAMES[level].zh, _LEVEL_NAMES[level].en)
        for position, level in enumerate(LEVELS)
    ]
    columns = {"level_bit": "UTINYINT", "level_zh": "VARCHAR", "level_en": "VARCHAR"}
    put_table(connection, "described_level", columns, levels)


def _range_text(low: float | None, high: float | None) -> str:
    return f"{'-∞' if low is None else f'{low:.12g}'} – {'∞' if high is None else f'{high:.12g}'}"


def mark_repeated(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the bits of rows of the table `flagged` that give a figure which another row gives too.

    The first row of those with the same value stays unmarked: it is the one that is kept.
    """
    connection.execute(
        f"""
        UPDATE flagged SET faults = faults + mark
        FROM (
            SELECT f.file, f.ordinal, CASE
                WHEN NOT r.is_same THEN {BIT["contradicted"]}
                WHEN row_number() OVER (
                    PARTITION BY region_code, indicator_code, year ORDER BY file, ordinal
                ) > 1 THEN {BIT["repeated"]} ELSE 0 END AS mark
            FROM flagged f JOIN repeated r USING (region_code, indicator_code, year)
            WHERE f.faults & {ERRORS} = 0
        ) m
        WHERE flagged.file = m.file AND flagged.ordinal = m.ordinal
        """
    )


def describe_faults(
    connection: duckdb.DuckDBPyConnection, told_otherwise: frozenset[str] = frozenset()
) -> None:
    """Write a sentence for every fault of every row of `flagged` to the table `issue`.

    Needs `read_file` (file, name) and `location` (file, ordinal, sheet, row, letter, label), where
    letter is the column as a spreadsheet shows it, or NULL for files whose columns have names,
    and label is how other rows refer to this one. told_otherwise: kinds that are left out here.
    """
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
        FROM flagged f JOIN read_file USING (file) JOIN location USING (file, ordinal)
        LEFT JOIN described_indicator i ON i.code = CAST(f.indicator_code AS VARCHAR)
        LEFT JOIN described_level l USING (level_bit)
        """
    )
    for check in CHECKS:
        if check.kind in told_otherwise:
            continue
        sentences = ", ".join(
            fill_in(sentence)
            for sentence in (
                check.message.zh,
                check.message.en,
                check.accepted.zh,
                check.accepted.en,
            )
        )
        shown = "place_text" if check.column_name == "region_code" else f"{check.column_name}_text"
        shown = "name_text" if check.column_name == "region" else shown
        connection.execute(
            f"""
            INSERT INTO issue ({", ".join(ISSUE_COLUMNS)})
            SELECT name, sheet, row, coalesce(letter, '{check.column_name}'),
                coalesce({shown}, ''), {sentences},
                '{check.severity}', {literal(check.kind)}, {check.severity == "error"}, ''
            FROM described WHERE faults & {check.bit} > 0
            """
        )


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


def compare_totals(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> tuple[Total, ...]:
    """Add up the provinces of every indicator that must give the nation, year by year.

    Works on the tables `loaded` and `place`; years beyond the tolerance become warnings.
    """
    tolerances = [
        (i.code, i.total_tolerance_pct)
        for i in catalog.indicators.values()
        if i.total_tolerance_pct is not None
    ]
    columns = {"indicator_code": "indicator_code_t", "tolerance_pct": "DOUBLE"}
    put_table(connection, "tolerance", columns, tolerances)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE total AS
        WITH figure AS (
            SELECT indicator_code, year, region_code, value, tolerance_pct,
                level = 'nation' AS whole
            FROM loaded JOIN tolerance USING (indicator_code) JOIN place USING (region_code)
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
    connection.execute(
        f"""
        INSERT INTO issue ({", ".join(ISSUE_COLUMNS)})
        SELECT indicator_code, '', NULL, 'value', CAST(added AS VARCHAR),
            {fill_in("{year}年各省合计{added}，全国{nation}")},
            {fill_in("{year}: the provinces add up to {added}, the nation has {nation}")},
            {fill_in("相差不超过{tolerance_pct}%")},
            {fill_in("a difference of at most {tolerance_pct}%")},
            'warning', 'total_mismatch', false, ''
        FROM total WHERE deviation_pct > tolerance_pct
        """
    )
    rows = connection.execute(
        """
        SELECT indicator_code, count(*), arg_max(year, deviation_pct), max(deviation_pct),
            max(tolerance_pct)
        FROM total GROUP BY indicator_code ORDER BY indicator_code
        """
    ).fetchall()
    return tuple(Total(*row) for row in rows)
