"""What a file does not say, or says twice, is asked; one answer settles each question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.etl.kinds import SOURCE, checked, errors, faults, figures, read, sound, told
from tests.etl.table_files import to_csv, to_xlsx

RD, GDP = "R&D经费", "地区生产总值"


# --- region -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "grid",
    [
        [["指标", "2022年", "2021年"], ["地区生产总值(亿元)", 9, 8], ["R&D经费(亿元)", 3, 2],
         SOURCE],
        [["年份", "地区生产总值(亿元)", "R&D经费(亿元)"], [2022, 9, 3], [2021, 8, 2], SOURCE],
        [["年份", "指标", "数值", "单位"], [2022, GDP, 9, "亿元"], [2021, GDP, 8, "亿元"],
         [2022, RD, 3, "亿元"], [2021, RD, 2, "亿元"], SOURCE],
        [["项目", "单位", 2022, 2021], [GDP, "亿元", 9, 8], [RD, "亿元", 3, 2], SOURCE],
    ],
)  # fmt: skip
def test_the_region_of_a_table_of_one_region_can_be_given(grid: Any, base: Path) -> None:
    for content in (to_csv(grid), to_xlsx(grid)):
        assert [kind for kind, _ in errors(read(content))] == ["region_missing"]
        report = checked(read(content, region="南京市"), base)
        assert faults(report) == set()
        assert sound(report) == {
            ("320100", "gdp", 2022): 9,
            ("320100", "gdp", 2021): 8,
            ("320100", "rd_expenditure", 2022): 3,
            ("320100", "rd_expenditure", 2021): 2,
        }


# --- units ------------------------------------------------------------------------------------

TWO_UNITS = [
    "单位：亿元、%",
    "单位：亿元，%",
    "单位: 亿元 %",
    "单位：亿元；％",
    "计量单位：亿元、%",
]


@pytest.mark.parametrize("line", TWO_UNITS)
def test_of_two_units_in_one_line_each_column_takes_the_one_that_fits(
    line: str, base: Path
) -> None:
    grid = [
        ["2022年各地区科技指标"],
        [line],
        ["地区", RD, "有效发明专利产业化率"],
        ["北京", 2843, 36.5],
        ["天津", 569, 40.5],
        SOURCE,
    ]
    report = checked(read(to_xlsx(grid)), base)
    assert {kind for kind, _ in faults(report)} <= {"level_unexpected"}
    found = {(code, what): value for (code, what, _), value in sound(report).items()}
    assert found["110000", "rd_expenditure"] == 2843
    assert found["120000", "patent_industrialization_rate"] == 40.5


def test_two_units_that_both_fit_are_asked_once_an_indicator(base: Path) -> None:
    grid = [
        ["2022年主要指标"],
        ["单位：亿元、万元"],
        ["地区", RD, GDP],
        ["北京", 28430000, 41540],
        SOURCE,
    ]
    report = checked(read(to_xlsx(grid)), base)
    assert faults(report) == {("unit_unclear", RD), ("unit_unclear", GDP)}
    assert sound(report) == {}
    units = [(RD, "万元"), ("C", "亿元")]
    report = checked(read(to_xlsx(grid), unit_of=units), base)
    assert faults(report) == set()
    assert sound(report) == {
        ("110000", "rd_expenditure", 2022): 2843,
        ("110000", "gdp", 2022): 41540,
    }


@pytest.mark.parametrize(
    "head",
    [
        [["数据库：分省年度数据"], ["指标：R&D经费(亿元)"], ["单位：万元"]],
        [["各地区R&D经费（亿元）"], ["单位：万元"]],
        [["单位：万元"], ["各地区R&D经费（亿元）"]],
    ],
)
def test_two_lines_that_contradict_each_other_are_asked(head: Any, base: Path) -> None:
    grid = [*head, ["地区", "2021年"], ["青海省", 26.8], ["西藏自治区", 6], SOURCE]
    report = checked(read(to_csv(grid, "gb18030")), base)
    assert faults(report) == {("unit_unclear", RD)}
    for unit, factor in (("亿元", 1), ("万元", 10_000)):
        report = checked(read(to_csv(grid), unit=unit), base)
        assert faults(report) == set()
        assert sound(report) == {
            ("630000", "rd_expenditure", 2021): pytest.approx(26.8 / factor),
            ("540000", "rd_expenditure", 2021): pytest.approx(6 / factor),
        }


def test_the_same_unit_said_twice_is_no_question_and_another_size_is_one() -> None:
    grid = [
        ["各地区R&D经费（亿元）"],
        ["单位：亿元"],
        ["地区", "2021年"],
        ["青海省", 26.8],
        SOURCE,
    ]
    assert figures(read(to_csv(grid))) == [("青海省", RD, "2021", 26.8, "亿元")]
    own = [["2021年"], ["单位：万元"], ["地区", "R&D经费(亿元)"], ["青海省", 26.8], SOURCE]
    assert figures(read(to_csv(own))) == [("青海省", RD, "2021", 26.8, "亿元、万元")]


def test_a_rows_unit_does_not_override_that_of_a_column(base: Path) -> None:
    grid = [
        ["2022年江苏省科技指标"],
        ["指标", "单位", "2021年", "2022年", "占全国比重(%)"],
        [RD, "亿元", 3439, 3835, 12.5],
        ["专利授权数", "件", 641000, 560000, 13.0],
        SOURCE,
    ]
    reading = read(to_xlsx(grid))
    assert [(row[1], row[4]) for row in figures(reading)] == [
        (RD, "亿元"),
        (RD, "亿元"),
        ("R&D经费：占全国比重", "%"),
        ("专利授权数", "件"),
        ("专利授权数", "件"),
        ("专利授权数：占全国比重", "%"),
    ]
    left = read(to_xlsx(grid), leave_out=["占全国比重"])
    assert errors(left) == []
    report = checked(left, base)
    assert faults(report) == set()
    assert len(sound(report)) == 4


def test_growth_beside_a_column_of_units_is_left_out(base: Path) -> None:
    grid = [
        ["2022年江苏省主要科技指标"],
        ["指标", "单位", "2021年", "2022年", "比上年增长(%)"],
        [RD, "亿元", 3439, 3835, 11.5],
        ["专利授权数", "件", 641000, 560000, -12.6],
        SOURCE,
    ]
    reading = read(to_xlsx(grid))
    assert told(reading, "growth_left_out") == ["比上年增长(%)"]
    report = checked(reading, base)
    assert faults(report) == set()
    assert sorted(sound(report).values()) == [3439, 3835, 560000, 641000]


def test_a_rows_unit_and_a_columns_that_differ_in_size_are_asked(base: Path) -> None:
    grid = [
        ["江苏省科技指标"],
        ["指标", "单位", "2022年(亿元)"],
        [RD, "万元", 3835],
        SOURCE,
    ]
    report = checked(read(to_xlsx(grid)), base)
    assert faults(report) == {("unit_unclear", RD)}
    report = checked(read(to_xlsx(grid), unit_of=[(RD, "亿元")]), base)
    assert sound(report) == {("320000", "rd_expenditure", 2022): 3835}


def test_units_are_asked_indicator_by_indicator() -> None:
    grid = [["2022年"], ["地区", RD, "专利授权数"], ["北京", 1, 2], SOURCE]
    reading = read(to_xlsx(grid))
    assert errors(reading) == [("unit_missing", RD), ("unit_missing", "专利授权数")]
    answered = read(to_xlsx(grid), unit="亿元", unit_of=[("专利授权数", "件")])
    assert [(row[1], row[4]) for row in figures(answered)] == [(RD, "亿元"), ("专利授权数", "件")]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ([["数据库：分省年度数据"], ["指标：地区生产总值指数(上年=100)"]], "地区生产总值指数"),
        ([["各地区居民消费价格指数"], ["单位：上年=100"]], "居民消费价格指数"),
        ([["各地区居民消费价格指数(上年=100)"]], "居民消费价格指数"),
        ([["各地区居民消费价格指数"], ["(上年=100)"]], "居民消费价格指数"),
    ],
)
def test_a_unit_that_ends_in_a_bracket_is_found_once_it_is_decided(
    head: Any, name: str, base: Path
) -> None:
    from scoreboard.catalog.aliases import Alias

    grid = [*head, ["地区", "2022年"], ["北京市", 100.7], SOURCE]
    reading = read(to_csv(grid))
    assert figures(reading) == [("北京市", name, "2022", 100.7, "指数(上年=100)")]
    asked = checked(reading, base)
    assert ("unit_unknown", "指数(上年=100)") in faults(asked)
    matched = Alias(kind="unit", text="指数(上年=100)", code="指数")
    decided = Alias(kind="indicator", text=name, code="talent_attraction_index")
    report = checked(reading, base, matched, decided)
    assert not {kind for kind, _ in faults(report)} & {"unit_unknown", "unit_not_convertible"}


def test_a_column_that_is_there_twice_is_settled_by_leaving_one_out() -> None:
    grid = [
        ["地区", "年份", "年度", "R&D经费(亿元)"],
        ["北京", 2022, 2022, 1],
        ["天津", 2022, 2022, 2],
    ]
    assert ("column_twice", "年度") in errors(read(to_csv(grid), source="s"))
    assert errors(read(to_csv(grid), source="s", leave_out=["年度"])) == []
    assert errors(read(to_csv(grid), source="s", leave_out=["C"])) == []
