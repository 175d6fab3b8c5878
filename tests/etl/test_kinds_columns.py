"""What the columns of a table hold is found out by what stands in them and above them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.etl.kinds import SOURCE, checked, errors, faults, figures, read, sound, told
from tests.etl.table_files import SPREADSHEETS, to_csv, to_xls, to_xlsx

RD, PATENTS, GDP = "R&D经费", "专利授权数", "地区生产总值"


def rows(grid: list[list[Any]], merged: Any = (), **hints: Any) -> list[Any]:
    """The figures of a grid of which nothing is wrong."""
    reading = read(to_xlsx(grid, merged), **hints)
    assert errors(reading) == []
    return figures(reading)


# --- numeric years beside further labels ------------------------------------------------------

TITLE = [["3-2 各地区R&D经费"], ["单位：亿元"]]
BESIDE = {
    "English": (["地 区", "Region", 2021, 2022], ["北 京", "Beijing"], ["天 津", "Tianjin"]),
    "code": (["地区", "代码", 2021, 2022], ["北京", 110000], ["天津", 120000]),
    "code first": (["代码", "地区", 2021, 2022], [110000, "北京"], [120000, "天津"]),
    "unit": (["地区", "计量单位", 2021, 2022], ["北京", "亿元"], ["天津", "亿元"]),
    "ordinal": (["序号", "地区", 2021, 2022], [1, "北京"], [2, "天津"]),
    "ordinal without header": ([None, "地区", 2021, 2022], [1, "北京"], [2, "天津"]),
    "nation above": (["国家", "省份", 2021, 2022], ["中国", "北京"], ["中国", "天津"]),
    "English first": (["Region", "地区", 2021, 2022], ["Beijing", "北京"], ["Tianjin", "天津"]),
    "type": (["地区", "类型", 2021, 2022], ["北京", "直辖市"], ["天津", "直辖市"]),
    "group": (["区域", "省份", 2021, 2022], ["东部", "北京"], ["东部", "天津"]),
}


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("write", ["xlsx", "xls", "csv"])
def test_numeric_years_stand_beside_a_second_label(beside: str, write: str) -> None:
    header, first, second = BESIDE[beside]
    grid = [*TITLE, header, [*first, 31.5, 33.0], [*second, 11, 12.25], SOURCE]
    content = to_csv(grid, "gb18030") if write == "csv" else SPREADSHEETS[write](grid)
    reading = read(content)
    assert errors(reading) == []
    names = [name or r for r, name in zip(
        reading.rows["region"], reading.rows["region_name"], strict=True)]  # fmt: skip
    values = [(*row[1:3], row[3], row[4]) for row in figures(reading)]
    assert names == ["北京", "北京", "天津", "天津"]
    assert values == [
        (RD, "2021", 31.5, "亿元"),
        (RD, "2022", 33.0, "亿元"),
        (RD, "2021", 11.0, "亿元"),
        (RD, "2022", 12.25, "亿元"),
    ]


def test_numeric_years_with_notes_behind_the_figures() -> None:
    grid = [
        *TITLE,
        ["地区", 2021, 2022, "备注", "Region"],
        ["北京", 31.5, 33, "含中央单位", "Beijing"],
        ["天津", 11, 12, None, "Tianjin"],
        SOURCE,
    ]
    reading = read(to_xlsx(grid))
    assert errors(reading) == []
    assert figures(reading) == [
        ("北京", RD, "2021", 31.5, "亿元"),
        ("北京", RD, "2022", 33.0, "亿元"),
        ("天津", RD, "2021", 11.0, "亿元"),
        ("天津", RD, "2022", 12.0, "亿元"),
    ]
    assert list(reading.rows["note"]) == ["含中央单位", "含中央单位", "", ""]


@pytest.mark.parametrize(
    ("header", "lines", "parents"),
    [
        (["省份", "城市"], [["安徽", "合肥市"], ["安徽", "芜湖市"]], ["安徽", "安徽"]),
        (["城市", "省份"], [["合肥市", "安徽省"], ["杭州市", "浙江省"]], ["安徽省", "浙江省"]),
        (["省", "地级市"], [["安徽", "合肥市"], ["浙江", "杭州市"]], ["安徽", "浙江"]),
        (["序号", "省份", "城市"], [[1, "安徽", "合肥市"], [2, "安徽", "芜湖市"]], ["安徽"] * 2),
    ],
)
def test_the_city_is_the_region_and_the_province_its_company(
    header: list[Any], lines: list[list[Any]], parents: list[str]
) -> None:
    grid = [*TITLE, [*header, 2021, 2022], [*lines[0], 50, 60], [*lines[1], 30, 35], SOURCE]
    reading = read(to_xlsx(grid))
    assert errors(reading) == []
    cities = [next(c for c in line if str(c).endswith("市")) for line in lines]
    assert figures(reading) == [
        (cities[0], RD, "2021", 50.0, "亿元"),
        (cities[0], RD, "2022", 60.0, "亿元"),
        (cities[1], RD, "2021", 30.0, "亿元"),
        (cities[1], RD, "2022", 35.0, "亿元"),
    ]
    assert list(reading.rows["parent"])[::2] == parents


# --- panels -----------------------------------------------------------------------------------


def test_a_panel_of_cities_is_published_for_the_cities(base: Path) -> None:
    grid = [
        ["省份", "城市", "年份", "R&D经费(亿元)", "来源"],
        ["安徽省", "合肥市", 2022, 410, "某公报"],
        ["安徽省", "芜湖市", 2022, 150, "某公报"],
        ["吉林省", "吉林市", 2022, 25, "某公报"],
    ]
    report = checked(read(to_csv(grid)), base)
    assert faults(report) == set()
    assert sound(report) == {
        ("340100", "rd_expenditure", 2022): 410,
        ("340200", "rd_expenditure", 2022): 150,
        ("220200", "rd_expenditure", 2022): 25,
    }


def test_a_panel_of_districts_has_city_and_province_above(base: Path) -> None:
    grid = [
        ["年度", "所属省份", "地级市", "区县", "指标", "数值", "单位", "来源"],
        [2021, "江苏", "南京市", "鼓楼区", "高新技术企业数", 300, "家", "某公报"],
        [2021, "江苏", "徐州市", "鼓楼区", "高新技术企业数", 100, "家", "某公报"],
        [2021, "江苏", "徐州市", None, "高新技术企业数", 900, "家", "某公报"],
        [2021, "江苏", None, None, "高新技术企业数", 40000, "家", "某公报"],
    ]
    reading = read(to_xlsx(grid))
    assert [(r[0], r[3]) for r in figures(reading)] == [
        ("鼓楼区", 300.0),
        ("鼓楼区", 100.0),
        ("徐州市", 900.0),
        ("江苏", 40000.0),
    ]
    report = checked(reading, base)
    found = {(code, value) for (code, _, _), value in sound(report).items()}
    assert {("320300", 900), ("320000", 40000)} <= found
    assert not [kind for kind, _ in faults(report) if kind.startswith("region")]


@pytest.mark.parametrize(
    "header",
    [
        ["地区", "地区代码", "时间", "GDP（亿元）"],
        ["city", "area_code", "year", "GDP (亿元)"],
        ["城市名称", "行政区划代码", "统计年度", "GDP_亿元"],
    ],
)
def test_column_words_in_chinese_and_english(header: list[str], base: Path) -> None:
    grid = [header, ["苏州市", 320500, 2022, 23958], ["无锡市", 320200, 2022, 14850]]
    report = checked(read(to_xlsx(grid), source="某公报"), base)
    assert faults(report) == set()
    assert sound(report) == {("320500", "gdp", 2022): 23958, ("320200", "gdp", 2022): 14850}


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (["name", "value", "date"], [["成都", 208, 2014], ["南京", 305, 2015]]),
        (["date", "name", "value"], [["2014-12-31", "成都", 208], ["2015-12-31", "南京", 305]]),
        (["name", "type", "value", "date"], [["成都", "x", 208, 2014], ["南京", "x", 305, 2015]]),
    ],
)
def test_a_long_table_of_name_date_value(header: list[str], lines: list[list[Any]]) -> None:
    hints = {"indicator": "rd_expenditure", "unit": "亿元", "source": "某公报"}
    reading = read(to_csv([header, *lines]), **hints)
    assert errors(reading) == []
    assert figures(reading) == [
        ("成都", "rd_expenditure", "2014", 208.0, "亿元"),
        ("南京", "rd_expenditure", "2015", 305.0, "亿元"),
    ]


def test_what_stands_above_and_below_a_panel_is_said_of_its_figures() -> None:
    grid = [
        ["江苏省各市R&D经费"],
        ["单位：亿元"],
        ["城市", "年份", "数值"],
        ["南京市", 2022, 600],
        ["苏州市", 2022, 950],
        ["资料来源：江苏省统计局"],
    ]
    reading = read(to_xlsx(grid))
    assert errors(reading) == []
    assert figures(reading) == [
        ("南京市", "R&D经费", "2022", 600.0, "亿元"),
        ("苏州市", "R&D经费", "2022", 950.0, "亿元"),
    ]
    assert set(reading.rows["source"]) == {"江苏省统计局"}


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        (["序号", "地区", "年份", "R&D经费(亿元)"], [1, "北京", 2022, 30], [2, "天津", 2022, 8]),
        (["No.", "年份", "省份", "R&D经费[亿元]"], [1, 2022, "北京", 30], [2, 2022, "天津", 8]),
        (["", "地区", "年份", "R&D经费 亿元"], [1, "北京", 2022, 30], [2, "天津", 2022, 8]),
        (["编号", "地区", "年度", "R&D经费，亿元"], [7, "北京", 2022, 30], [9, "天津", 2022, 8]),
    ],
)
def test_ordinals_in_a_panel_are_no_indicator(
    header: list[str], first: list[Any], second: list[Any]
) -> None:
    reading = read(to_csv([header, first, second]), source="某公报")
    assert errors(reading) == []
    assert figures(reading) == [
        ("北京", RD, "2022", 30.0, "亿元"),
        ("天津", RD, "2022", 8.0, "亿元"),
    ]


# --- headers of several levels ----------------------------------------------------------------


def test_a_second_level_stays_below_its_own_column() -> None:
    grid = [
        ["20-1 按地区分R&D情况(2021年)"],
        ["地 区", "R&D人员", "R&D经费", "有效发明专利数"],
        [None, "全时当量", None, None],
        [None, "(人年)", "(亿元)", "(件)"],
        ["北 京", 330000, 2629, 405037],
        ["天 津", 90000, 574, 43000],
        SOURCE,
    ]
    assert rows(grid)[:3] == [
        ("北京", "R&D人员：全时当量", "2021", 330000.0, "人年"),
        ("北京", "R&D经费", "2021", 2629.0, "亿元"),
        ("北京", "有效发明专利数", "2021", 405037.0, "件"),
    ]


def test_three_levels_with_merged_cells_and_one_without() -> None:
    grid = [
        ["2022年科技活动情况"],
        ["地区", "R&D人员", None, None, "R&D经费", "专利", None],
        [None, "合计(人)", "全时当量", None, "(亿元)", "授权数(件)", "申请数(件)"],
        [None, None, "(人年)", "研究人员(人年)", None, None, None],
        ["北京", 500, 370, 200, 30, 90, 120],
        ["上海", 400, 250, 140, 20, 80, 100],
        SOURCE,
    ]
    merged = ((1, 0, 3, 0), (1, 1, 1, 3), (2, 2, 2, 3), (1, 5, 1, 6))
    assert rows(grid, merged)[:6] == [
        ("北京", "R&D人员：合计", "2022", 500.0, "人"),
        ("北京", "R&D人员：全时当量", "2022", 370.0, "人年"),
        ("北京", "R&D人员：全时当量：研究人员", "2022", 200.0, "人年"),
        ("北京", "R&D经费", "2022", 30.0, "亿元"),
        ("北京", "专利：授权数", "2022", 90.0, "件"),
        ("北京", "专利：申请数", "2022", 120.0, "件"),
    ]


def test_a_parent_that_is_written_once_over_its_years_without_merging() -> None:
    grid = [
        ["地区", "R&D经费(亿元)", None, "专利授权数(件)", None],
        [None, 2021, 2022, 2021, 2022],
        ["北京", 1, 2, 3, 4],
        ["天津", 5, 6, 7, 8],
        SOURCE,
    ]
    for content in (to_csv(grid), to_xls(grid)):
        reading = read(content)
        assert errors(reading) == []
        assert figures(reading)[:4] == [
            ("北京", RD, "2021", 1.0, "亿元"),
            ("北京", RD, "2022", 2.0, "亿元"),
            ("北京", PATENTS, "2021", 3.0, "件"),
            ("北京", PATENTS, "2022", 4.0, "件"),
        ]


# --- labels merged over rows ------------------------------------------------------------------

MERGED = [
    ["地区", "指标", "单位", "2021年", "2022年"],
    ["安徽省", RD, "亿元", 1000, 1150],
    [None, PATENTS, "件", 150000, 156000],
    ["湖北省", RD, "亿元", 1160, 1254],
    [None, PATENTS, "件", 155000, 160000],
    SOURCE,
]
MERGED_ROWS = [
    ("安徽省", RD, "2021", 1000.0, "亿元"),
    ("安徽省", RD, "2022", 1150.0, "亿元"),
    ("安徽省", PATENTS, "2021", 150000.0, "件"),
    ("安徽省", PATENTS, "2022", 156000.0, "件"),
    ("湖北省", RD, "2021", 1160.0, "亿元"),
    ("湖北省", RD, "2022", 1254.0, "亿元"),
    ("湖北省", PATENTS, "2021", 155000.0, "件"),
    ("湖北省", PATENTS, "2022", 160000.0, "件"),
]


def test_a_label_merged_over_rows_belongs_to_each_of_them() -> None:
    assert rows(MERGED, ((1, 0, 2, 0), (3, 0, 4, 0))) == MERGED_ROWS


def test_the_same_as_text_where_merged_cells_are_blank() -> None:
    reading = read(to_csv(MERGED))
    assert errors(reading) == []
    assert figures(reading) == MERGED_ROWS
    assert told(reading, "label_from_above") == ["安徽省、湖北省"]


def test_an_indicator_merged_over_its_regions_and_a_panel_with_merged_regions() -> None:
    grid = [
        ["指标", "地区", "2021年", "2022年"],
        ["R&D经费(亿元)", "北京", 1, 2],
        [None, "天津", 3, 4],
        SOURCE,
    ]
    assert [row[:4] for row in rows(grid, ((1, 0, 2, 0),))][2:] == [
        ("天津", RD, "2021", 3.0),
        ("天津", RD, "2022", 4.0),
    ]
    panel = [
        ["地区", "年份", "R&D经费(亿元)"],
        ["北京", 2021, 1],
        [None, 2022, 2],
        ["天津", 2021, 3],
        [None, 2022, 4],
    ]
    read_rows = rows(panel, ((1, 0, 2, 0), (3, 0, 4, 0)), source="某公报")
    assert [(row[0], row[2], row[3]) for row in read_rows] == [
        ("北京", "2021", 1.0),
        ("北京", "2022", 2.0),
        ("天津", "2021", 3.0),
        ("天津", "2022", 4.0),
    ]


def test_a_blank_label_that_may_be_forgotten_is_not_filled() -> None:
    """Two rows of one indicator below one region: the second region is missing, not the same."""
    grid = [
        ["地区", "指标", "单位", "2021年", "2022年"],
        ["安徽省", RD, "亿元", 1000, 1150],
        [None, RD, "亿元", 1160, 1254],
        SOURCE,
    ]
    reading = read(to_csv(grid))
    assert ("region_missing", "1160") in errors(reading)
    assert [row[0] for row in figures(reading)] == ["安徽省", "安徽省", "", ""]


# --- tables the other way about ---------------------------------------------------------------


def test_regions_in_columns_and_indicators_in_rows() -> None:
    grid = [
        ["2022年长三角三省科技指标"],
        ["指标", "单位", "江苏省", "浙江省", "安徽省"],
        [RD, "亿元", 3835, 2416, 1152],
        [PATENTS, "件", 560000, 440000, 156000],
        SOURCE,
    ]
    assert rows(grid)[:4] == [
        ("江苏省", RD, "2022", 3835.0, "亿元"),
        ("浙江省", RD, "2022", 2416.0, "亿元"),
        ("安徽省", RD, "2022", 1152.0, "亿元"),
        ("江苏省", PATENTS, "2022", 560000.0, "件"),
    ]


def test_years_in_rows_and_regions_in_columns() -> None:
    grid = [
        ["R&D经费"],
        ["单位：亿元"],
        ["年份", "南京", "苏州"],
        [2021, 5, 6],
        [2022, 7, 8],
        SOURCE,
    ]
    assert rows(grid) == [
        ("南京", RD, "2021", 5.0, "亿元"),
        ("苏州", RD, "2021", 6.0, "亿元"),
        ("南京", RD, "2022", 7.0, "亿元"),
        ("苏州", RD, "2022", 8.0, "亿元"),
    ]


def test_indicators_stacked_under_each_other_in_one_table() -> None:
    grid = [
        ["各地区主要科技指标"],
        ["地区", "2021年", "2022年"],
        ["R&D经费（亿元）", None, None],
        ["北京", 1, 2],
        ["天津", 3, 4],
        ["专利授权数（件）", None, None],
        ["北京", 50, 60],
        ["天津", 70, 80],
        SOURCE,
    ]
    assert rows(grid) == [
        ("北京", RD, "2021", 1.0, "亿元"),
        ("北京", RD, "2022", 2.0, "亿元"),
        ("天津", RD, "2021", 3.0, "亿元"),
        ("天津", RD, "2022", 4.0, "亿元"),
        ("北京", PATENTS, "2021", 50.0, "件"),
        ("北京", PATENTS, "2022", 60.0, "件"),
        ("天津", PATENTS, "2021", 70.0, "件"),
        ("天津", PATENTS, "2022", 80.0, "件"),
    ]


# --- units beside names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["R&D经费_亿元", "R&D经费(亿元)", "R&D经费（亿元）", "R&D经费[亿元]", "R&D经费【亿元】",
     "R&D经费〔亿元〕", "R&D经费 亿元", "R&D经费/亿元", "R&D经费-亿元", "R&D经费\n亿元",
     "R&D经费：亿元", "R&D经费,亿元", "R&D经费（单位：亿元）", "R&D经费（亿元"],
)  # fmt: skip
def test_a_unit_stands_behind_the_name_in_any_way(written: str) -> None:
    wide = [["地区", "年份", written], ["北京", 2022, 30], ["天津", 2022, 8]]
    table = [["2022年"], ["地区", written], ["北京", 30], ["天津", 8]]
    wanted = [("北京", RD, "2022", 30.0, "亿元"), ("天津", RD, "2022", 8.0, "亿元")]
    for grid in (wide, table):
        reading = read(to_csv(grid), source="某公报")
        assert errors(reading) == []
        assert figures(reading) == wanted


def test_a_name_that_ends_like_a_unit_keeps_its_end() -> None:
    grid = [
        ["地区", "年份", "每万人口发明专利拥有量", "人均GDP（元）"],
        ["北京", 2022, 200, 190000],
    ]
    reading = read(to_csv([*grid, ["天津", 2022, 40, 119000]]), source="s", unit="件/万人")
    assert figures(reading)[:2] == [
        ("北京", "每万人口发明专利拥有量", "2022", 200.0, "件/万人"),
        ("北京", "人均GDP", "2022", 190000.0, "元"),
    ]
