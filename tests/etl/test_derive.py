"""Derived figures follow the catalog's formula from published parts, or are not there."""

from pathlib import Path

import pytest

from etl.release.derive import formula_sql
from tests.etl.workbench import Workbench, read_release, row

BASIC, APPLIED, DEVELOPMENT = (
    "rd_basic_research",
    "rd_applied_research",
    "rd_experimental_development",
)


def research(indicator: str, value: str, **changes: str) -> dict[str, str]:
    """A figure of research expenditure in 亿元."""
    return row(indicator=indicator, value=value, **changes)


def test_the_share_of_basic_research_in_beijing_2020(releases: Path) -> None:
    # Published in 万元: basic 3730986, applied 5710635, development 13824172.
    # 3730986 / (3730986 + 5710635 + 13824172) = 3730986 / 23265793 = 0.16036358...
    found = read_release(
        releases,
        "SELECT value, status, source_code FROM observation WHERE year = 2020"
        " AND region_code = '110000' AND indicator_code = 'rd_basic_research_pct'",
    )
    assert found == [(pytest.approx(16.0363587, abs=1e-6), "A", "rd_cstsy_2021_rd_by_activity")]


def test_the_contract_value_for_a_yuan_of_research_in_jiangsu_2021(releases: Path) -> None:
    # Published in 亿元: contracts 2606.1663, R&D expenditure 3438.6.
    # 2606.1663 / 3438.6 = 0.757914...; two sources, so both are named
    found = read_release(
        releases,
        "SELECT value, source_code FROM observation WHERE year = 2021"
        " AND region_code = '320000' AND indicator_code = 'tech_contract_value_per_rd'",
    )
    assert found == [
        (pytest.approx(0.757915, abs=1e-6), "cstsy_technology_market|rd_bulletin_2021")
    ]


def test_a_missing_part_leaves_the_figure_out(releases: Path) -> None:
    # Tibet has no technology contracts before 2017, but research expenditure in 2016 and 2017.
    found = read_release(
        releases,
        "SELECT year FROM observation WHERE region_code = '540000' AND year IN (2016, 2017)"
        " AND indicator_code = 'tech_contract_value_per_rd'",
    )
    assert found == [(2017,)]


def test_the_change_of_a_share_is_of_the_two_censuses(releases: Path) -> None:
    # 洛阳: 7,836 of 100,000 in 2010 and 13,339 in 2020: 7.836 % and 13.339 %.
    found = read_release(
        releases,
        "SELECT year, value, status, source_code FROM observation"
        " WHERE region_code = '410300' AND indicator_code = 'higher_edu_change'",
    )
    both = "census2010_counties|census2020_counties"
    assert found == [(2020, pytest.approx(5.503, abs=1e-9), "E", both)]


def test_a_change_needs_both_its_years(bench: Workbench) -> None:
    luoyang = {"region_code": "410300", "region": "洛阳市", "unit": "人/10万人"}
    code = "higher_edu_per_100k"
    bench.write(
        [
            row(indicator=code, value=v, year=y, **luoyang)
            for v, y in (("7000", "2011"), ("9000", "2020"))
        ]
    )
    bench.build()
    assert bench.read("SELECT DISTINCT indicator_code FROM observation") == [(code,)]


def test_a_fraction_of_nothing_is_absent_and_not_zero(bench: Workbench) -> None:
    bench.write(
        [
            *(research(part, "0", year="2019") for part in (BASIC, APPLIED, DEVELOPMENT)),
            research(BASIC, "0", year="2020"),
            *(research(part, "5", year="2020") for part in (APPLIED, DEVELOPMENT)),
        ]
    )
    bench.build()
    assert bench.read(
        "SELECT year, value FROM observation WHERE indicator_code = 'rd_basic_research_pct'"
    ) == [(2020, 0.0)]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [("AAA", "A"), ("AEA", "E"), ("PAE", "P"), ("ABE", "E"), ("AAB", "B"), ("FPE", "F")],
)
def test_the_status_is_that_of_the_least_certain_part(
    bench: Workbench, parts: str, whole: str
) -> None:
    indicators = (BASIC, APPLIED, DEVELOPMENT)
    bench.write([research(code, "1", status=s) for code, s in zip(indicators, parts, strict=True)])
    bench.build()
    assert bench.read(
        "SELECT status FROM observation WHERE indicator_code = 'rd_basic_research_pct'"
    ) == [(whole,)]


def test_a_result_that_cannot_be_is_left_out_with_the_reason(bench: Workbench) -> None:
    bench.write([research("tech_contract_value", "3000"), research("rd_expenditure", "0.0001")])
    report = bench.build()
    (issue,) = report.issues
    assert (issue.kind, issue.severity) == ("derived_out_of_range", "warning")
    assert issue.file == "indicators/tech_contract_value_per_rd.yml"
    assert "110000" in issue.message.zh
    codes = {code for (code,) in bench.read("SELECT DISTINCT indicator_code FROM observation")}
    assert codes == {"tech_contract_value", "rd_expenditure"}
    assert bench.read("SELECT file FROM rejection") == [(issue.file,)]


def test_no_figure_is_derived_for_a_level_that_the_catalog_does_not_list(
    bench: Workbench,
) -> None:
    nanjing = {"region_code": "320100", "region": "南京市"}
    bench.write([research(part, "1", **nanjing) for part in (BASIC, APPLIED, DEVELOPMENT)])
    bench.build()
    assert bench.read("SELECT count(*) FROM observation") == [(3,)]


def test_a_formula_becomes_sql_that_cannot_divide_by_zero() -> None:
    columns = {"a": "p0.value", "b": "p1.value"}
    assert formula_sql("a / (a + b) * 100", columns) == (
        "((p0.value / nullif((p0.value + p1.value), 0)) * CAST('100.0' AS DOUBLE))"
    )
    with pytest.raises(ValueError, match="may hold codes"):
        formula_sql("abs(a)", columns)
