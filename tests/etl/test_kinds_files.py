"""Files as they come: continued over sheets, with hidden rows, formulas, odd archives and names."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.read import read_file
from tests.etl.kinds import SOURCE, checked, errors, faults, figures, read, sound, told
from tests.etl.table_files import to_csv, to_xlsx

RD = "R&D经费"
TABLE = [
    ["2022年各地区R&D经费"],
    ["单位：亿元"],
    ["地区", RD],
    ["北京", 2843],
    ["天津", 569],
    SOURCE,
]


def workbook(*sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, grid in enumerate(sheets, start=1):
        page = book.create_sheet(f"表{number}")
        for row in grid:
            page.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- continued on the next sheet --------------------------------------------------------------

FIRST = [
    ["3-4 分地区财政支出(2021年)"],
    ["单位:亿元"],
    ["地区", "地方一般公共预算支出"],
    ["北京", 7205],
]


@pytest.mark.parametrize(
    "title", ["3-4 续表1", "续表", "3-4 分地区财政支出（续一）", "续表 2", "（续）"]
)
def test_a_sheet_that_continues_another_keeps_its_year_and_unit(title: str) -> None:
    second = [[title], ["地区", "地方财政科学技术支出"], ["北京", 449], ["天津", 110], SOURCE]
    reading = read(saved(workbook(FIRST, second)), source="s")
    assert errors(reading) == []
    assert figures(reading) == [
        ("北京", "地方一般公共预算支出", "2021", 7205.0, "亿元"),
        ("北京", "地方财政科学技术支出", "2021", 449.0, "亿元"),
        ("天津", "地方财政科学技术支出", "2021", 110.0, "亿元"),
    ]


def test_what_the_continuation_says_itself_goes_first_and_another_table_says_all_anew() -> None:
    second = [
        ["续表(2020年)"],
        ["单位：万元"],
        ["地区", "地方财政科学技术支出"],
        ["北京", 4e6],
        SOURCE,
    ]
    reading = read(saved(workbook(FIRST, second)), source="s")
    assert figures(reading)[1] == ("北京", "地方财政科学技术支出", "2020", 4e6, "万元")
    other = [["3-5 各地区人口"], ["地区", "年末常住人口"], ["北京", 2189], SOURCE]
    reading = read(saved(workbook(FIRST, other)), source="s")
    assert {kind for kind, _ in errors(reading)} == {"unit_missing", "year_missing"}


def test_rows_continued_below_each_other_on_three_sheets() -> None:
    head = ["地区", "2020年", "2021年"]
    sheets = [
        [["2-1 各地区R&D经费"], ["单位：亿元"], head, ["北京", 1, 2]],
        [["2-1 续表1"], head, ["天津", 3, 4]],
        [["2-1 续表2"], head, ["河北", 5, 6], SOURCE],
    ]
    rows = figures(read(saved(workbook(*sheets)), source="s"))
    assert [(r[0], r[1], r[2], r[3], r[4]) for r in rows][2:] == [
        ("天津", RD, "2020", 3.0, "亿元"),
        ("天津", RD, "2021", 4.0, "亿元"),
        ("河北", RD, "2020", 5.0, "亿元"),
        ("河北", RD, "2021", 6.0, "亿元"),
    ]


# --- titles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("2021年部分省年末常住人口", "年末常住人口"),
        ("2021年部分省份年末常住人口情况", "年末常住人口"),
        ("2-3 分省年末常住人口(2021年)", "年末常住人口"),
        ("表3 各省、区、市年末常住人口（2021年）", "年末常住人口"),
        ("2021年各省区市年末常住人口", "年末常住人口"),
        ("2021年主要城市年末常住人口", "年末常住人口"),
        ("2021年各市场主体数", "各市场主体数"),
        ("2021年规模较大的部分省属企业数", "规模较大的部分省属企业数"),
    ],
)
def test_titles_lose_the_regions_and_keep_their_words(title: str, indicator: str) -> None:
    grid = [[title], ["单位：万人"], ["地区", "数量"], ["河北", 7448], ["山西", 3480], SOURCE]
    for content in (to_csv(grid), to_xlsx(grid)):
        assert figures(read(content)) == [
            ("河北", indicator, "2021", 7448.0, "万人"),
            ("山西", indicator, "2021", 3480.0, "万人"),
        ]


# --- signs for no value -----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["#N/A", "空", "…", "x", "n/a", "缺失", "——", "#n/a", "未统计"])
def test_signs_for_no_value_are_no_errors(mark: str) -> None:
    long = [
        ["地区", "年份", "指标", "数值", "单位", "来源"],
        ["北京市", 2022, RD, mark, "亿元", "s"],
        ["河北省", 2022, RD, 849, "亿元", "s"],
    ]
    cross = [["2022年"], ["地区", "R&D经费(亿元)"], ["北京市", mark], ["河北省", 849], SOURCE]
    for content in (to_csv(long), to_xlsx(long), to_csv(cross), to_xlsx(cross)):
        reading = read(content)
        assert errors(reading) == []
        assert figures(reading) == [("河北省", RD, "2022", 849.0, "亿元")]
        assert [c.value for c in reading.skipped if c.reason == "missing_mark"] == [mark]


def test_a_formula_that_gives_not_available_is_missing_and_said() -> None:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("表")
    for row, cells in enumerate(
        [["2022年"], ["地区", "R&D经费(亿元)"], ["北京", None], ["天津", 569]]
    ):
        page.write_row(row, 0, cells)
    page.write_formula("B3", "=NA()", None, "#N/A")
    page.write_formula("B5", "=B4*2", None, 1138)
    page.write("A5", "河北")
    book.close()
    reading = read(buffer.getvalue(), source="s")
    assert errors(reading) == []
    assert [(r[0], r[3]) for r in figures(reading)] == [("天津", 569.0), ("河北", 1138.0)]
    details = {p.kind: p.message.en for p in reading.issues}
    assert "2 formulas are read with the results kept" in details["formulas"]
    assert "1 formulas give #N/A" in details["not_available"]


def test_a_table_of_nothing_but_such_signs_is_called_so() -> None:
    cross = [["2022年"], ["地区", "R&D经费(亿元)"], ["北京市", "…"], ["河北省", "—"], SOURCE]
    long = [["地区", "年份", "指标", "数值"], ["北京", 2022, RD, "x"], ["天津", 2022, RD, "…"]]
    for grid in (cross, long):
        reading = read(to_csv(grid), source="s")
        assert [kind for kind, _ in errors(reading)] == ["all_missing"]
        assert "2" in next(p.message.en for p in reading.issues if p.kind == "all_missing")


# --- workbooks --------------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    book = workbook(TABLE)
    page = book.worksheets[0]
    page.row_dimensions[4].hidden = True
    page.column_dimensions["C"].hidden = True
    reading = read(saved(book))
    assert [(r[0], r[3]) for r in figures(reading)] == [("北京", 2843.0), ("天津", 569.0)]
    assert len(told(reading, "cells_hidden")) == 1
    assert told(read(saved(workbook(TABLE))), "cells_hidden") == []


def test_an_archive_with_backslashes_opens() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(to_xlsx(TABLE))) as plain, zipfile.ZipFile(buffer, "w") as odd:
        for name in plain.namelist():
            entry = zipfile.ZipInfo("x")
            entry.filename = name.replace("/", "\\")
            odd.writestr(entry, plain.read(name))
    assert figures(read(buffer.getvalue())) == figures(read(to_xlsx(TABLE)))


@pytest.mark.parametrize("name", ["data.csv.exe", "数据.xlsx.SCR", "a.bat", "a.csv.lnk", "a.js "])
def test_a_name_of_a_program_is_refused_whatever_is_in_it(name: str) -> None:
    reading = read_file(to_csv(TABLE), name)
    assert (reading.count, [p.kind for p in reading.issues]) == (0, ["program_name"])
    assert [p.severity for p in reading.issues] == ["error"]


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_of_mixed_encodings_the_line_is_named(first: str, second: str) -> None:
    lines = [b"a,b", "地区,数值".encode(first), "北京市,1".encode(first), "天津市,2".encode(second)]
    (issue,) = read(b"\n".join(lines)).issues
    assert issue.kind == "encodings_mixed"
    assert "第4行" in issue.message.zh and "line 4" in issue.message.en


# --- plausibility -----------------------------------------------------------------------------

# Rounded amounts of 1993, in 亿元: the smallest is a third of the next.
OF_1993 = {
    "北京": 890, "天津": 540, "河北": 1690, "山西": 700, "内蒙古": 530, "辽宁": 2010, "吉林": 720,
    "黑龙江": 1200, "上海": 1520, "江苏": 3000, "浙江": 1930, "安徽": 1040, "福建": 1110,
    "江西": 720, "山东": 2780, "河南": 1660, "湖北": 1330, "湖南": 1280, "广东": 3470, "广西": 870,
    "海南": 260, "重庆": 550, "四川": 1490, "贵州": 420, "云南": 780, "西藏": 37, "陕西": 660,
    "甘肃": 370, "青海": 110, "宁夏": 100, "新疆": 500,
}  # fmt: skip
SLIPS = {"unit_slip", "decimal_slip", "jump", "unit_slip_column"}


def warned(report: Any) -> list[tuple[str, str]]:
    return [(p.kind, p.value) for p in report.issues if p.kind in SLIPS]


def gdp(columns: list[str], rows: list[list[Any]]) -> bytes:
    head = [["数据库：分省年度数据"], ["指标：地区生产总值(亿元)"], ["地区", *columns]]
    return to_xlsx([*head, *rows, ["数据来源：国家统计局"]])


def test_a_small_region_long_ago_is_no_slip_and_a_slip_of_it_is(base: Path) -> None:
    rows = [[name, value] for name, value in OF_1993.items()]
    report = checked(read(gdp(["1993年"], rows)), base)
    assert faults(report) == set()
    assert (warned(report), len(sound(report))) == ([], 31)
    for name, value in (("西藏", 37000), ("青海", 1.1), ("广东", 347000)):
        slipped = [[n, value if n == name else v] for n, v in rows]
        report = checked(read(gdp(["1993年"], slipped)), base)
        assert [text for _, text in warned(report)] == [f"{value:g}"], name


def test_decades_of_growth_in_one_file_are_no_jump_and_a_slip_among_them_is(base: Path) -> None:
    years = list(range(1980, 2005))
    values = [round(50 * 1.15 ** (year - 1980), 1) for year in years]
    columns = [f"{year}年" for year in years]
    report = checked(read(gdp(columns, [["苏州工业园区", *values]])), base)
    assert warned(report) == []
    slipped = [v * 100 if y == 1992 else v for y, v in zip(years, values, strict=True)]
    report = checked(read(gdp(columns, [["苏州工业园区", *slipped]])), base)
    assert {text for _, text in warned(report)} == {f"{slipped[12]:.10g}"}
