"""Rows and columns that hold no figures of a region are left out, and it is said which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.etl.kinds import SOURCE, checked, errors, faults, figures, read, sound, told
from tests.etl.table_files import to_csv, to_xls, to_xlsx

RD = "R&D经费"


def table(*lines: list[Any]) -> list[list[Any]]:
    return [["2022年各地区R&D经费"], ["单位：亿元"], ["地区", RD], *lines, SOURCE]


def read_table(*lines: list[Any], **hints: Any) -> Any:
    return read(to_xlsx(table(*lines)), **hints)


def places(reading: Any) -> list[tuple[str, float]]:
    return [(row[0], row[3]) for row in figures(reading)]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("地方合计", "row_left_out"),
        ("新疆生产建设兵团", "row_left_out"),
        ("兵　团", "row_left_out"),
        ("不分地区", "row_left_out"),
        ("市区", "row_left_out"),
        ("东部地区", "group_left_out"),
        ("京津冀", "group_left_out"),
        ("长三角", "group_left_out"),
        ("一、东部地区", "group_left_out"),
        ("＃长三角地区", "group_left_out"),
    ],
)
@pytest.mark.parametrize("write", [to_xlsx, to_csv])
def test_rows_that_are_no_region_are_left_out_with_a_notice(
    label: str, kind: str, write: Any
) -> None:
    reading = read(write(table(["北京", 2.5], [label, 99], ["天津", 1.5])))
    assert errors(reading) == []
    assert places(reading) == [("北京", 2.5), ("天津", 1.5)]
    assert [name.replace(" ", "") for name in told(reading, kind)] == [label.replace("　", "")]
    skipped = [(cell.row, cell.column, cell.value) for cell in reading.skipped if cell.row == 5]
    assert (5, "B", "99") in skipped


def test_the_same_in_a_panel_and_in_a_long_table() -> None:
    panel = [
        ["地区", "年份", "R&D经费(亿元)"],
        ["地方合计", 2022, 99],
        ["北京", 2022, 2.5],
        ["长三角", 2022, 50],
    ]
    long = [
        ["地区", "年份", "指标", "数值", "单位"],
        ["地方合计", 2022, RD, 99, "亿元"],
        ["北京", 2022, RD, 2.5, "亿元"],
        ["长三角", 2022, RD, 50, "亿元"],
    ]
    for grid in (panel, long):
        reading = read(to_csv(grid), source="某公报")
        assert errors(reading) == []
        assert places(reading) == [("北京", 2.5)]
        assert told(reading, "row_left_out") == ["地方合计"]
        assert told(reading, "group_left_out") == ["长三角"]


def test_any_label_can_be_left_out_and_any_kept() -> None:
    lines = (["全国", 100], ["北京", 2.5], ["某片区", 4], ["长三角", 50])
    reading = read_table(*lines, leave_out=["全国", "某 片区"])
    assert places(reading) == [("北京", 2.5)]
    assert told(reading, "left_out_on_request") == ["全国、某片区"]
    kept = read_table(*lines, keep=["长三角"], leave_out=["全国"])
    assert places(kept) == [("北京", 2.5), ("某片区", 4.0), ("长三角", 50.0)]


def test_indicators_in_rows_and_columns_of_a_panel_can_be_left_out() -> None:
    grid = [
        ["指标", "单位", "2021年", "2022年"],
        [RD, "亿元", 1, 2],
        ["规模以上工业增加值", "亿元", 3, 4],
        SOURCE,
    ]
    reading = read(to_xlsx(grid), region="南京市", leave_out=["规模以上工业增加值", "2021年"])
    assert figures(reading) == [("南京市", RD, "2022", 2.0, "亿元")]
    panel = [["地区", "年份", "R&D经费(亿元)", "工业用电(万千瓦时)"], ["北京", 2022, 1, 5]]
    for label in ("工业用电", "工业用电(万千瓦时)", "D"):
        reading = read(to_csv(panel), source="某公报", leave_out=[label])
        assert figures(reading) == [("北京", RD, "2022", 1.0, "亿元")]


def test_of_which_regions_are_regions_and_groups_are_none(base: Path) -> None:
    grid = [
        ["2022年广东省各市R&D经费"],
        ["单位：亿元"],
        ["地区", RD],
        ["全省", 4400],
        ["#珠三角", 4200],
        ["其中：广州", 990],
        ["其 中: 深 圳", 1880],
        ["（1）珠海", 120],
        ["2.汕头", 30],
        SOURCE,
    ]
    reading = read(to_xls(grid))
    assert errors(reading) == []
    assert places(reading) == [
        ("广东省", 4400.0),
        ("广州", 990.0),
        ("深圳", 1880.0),
        ("珠海", 120.0),
        ("汕头", 30.0),
    ]
    report = checked(reading, base)
    assert faults(report) == set()
    assert {code for code, *_ in sound(report)} == {
        "440000", "440100", "440300", "440400", "440500",
    }  # fmt: skip


GROWTH = ["比上年增长(%)", "同比增长（%）", "增速", "较上年±%", "增长率(%)", "R&D经费增速(%)"]
RANKS = ["位次", "全国排名", "名次", "在全国位次"]


@pytest.mark.parametrize("header", [*GROWTH, *RANKS])
def test_growth_and_ranks_beside_amounts_are_left_out(header: str) -> None:
    grid = [
        ["2022年各省R&D情况"],
        ["地区", "R&D经费(亿元)", header],
        ["江苏", 3835, 11.6],
        ["浙江", 2417, 12.0],
        SOURCE,
    ]
    for content in (to_xlsx(grid), to_csv(grid)):
        reading = read(content)
        assert errors(reading) == []
        assert figures(reading) == [
            ("江苏", RD, "2022", 3835.0, "亿元"),
            ("浙江", RD, "2022", 2417.0, "亿元"),
        ]
        kind = "rank_left_out" if header in RANKS else "growth_left_out"
        (label,) = told(reading, kind)
        assert label.startswith(header[:2])


def test_growth_below_each_indicator_and_in_a_panel() -> None:
    grid = [
        ["2022年各省R&D情况"],
        ["地区", "R&D经费(亿元)", None, "专利授权数(件)", None],
        [None, "总量", "比上年增长(%)", "总量", "比上年增长(%)"],
        ["江苏", 3835, 11.6, 560127, -12.6],
        SOURCE,
    ]
    reading = read(to_xlsx(grid, ((1, 1, 1, 2), (1, 3, 1, 4), (1, 0, 2, 0))))
    assert figures(reading) == [
        ("江苏", RD, "2022", 3835.0, "亿元"),
        ("江苏", "专利授权数", "2022", 560127.0, "件"),
    ]
    panel = [["地区", "年份", "R&D经费(亿元)", "增速(%)"], ["江苏", 2022, 3835, 11.6]]
    reading = read(to_csv(panel), source="某公报")
    assert figures(reading) == [("江苏", RD, "2022", 3835.0, "亿元")]
    assert told(reading, "growth_left_out") == ["增速(%)"]


def test_a_table_of_ranks_alone_is_meant_to_be_one_and_a_kept_column_is_read() -> None:
    grid = [
        ["2022年区域创新能力排名"],
        ["单位：位"],
        ["地区", "排名"],
        ["广东", 1],
        ["北京", 2],
        SOURCE,
    ]
    assert [row[3] for row in figures(read(to_xlsx(grid)))] == [1.0, 2.0]
    named = [["地区", "年份", "R&D经费(亿元)", "区域创新能力排名(位)"], ["广东", 2022, 4411, 1]]
    assert len(figures(read(to_csv(named)))) == 2
    beside = [["地区", "年份", "R&D经费(亿元)", "名次(位)"], ["广东", 2022, 4411, 1]]
    assert len(figures(read(to_csv(beside), keep=["名次"]))) == 2


def test_columns_of_words_are_told_unless_they_only_sort_the_regions() -> None:
    grid = [
        ["2022年各地区R&D经费"],
        ["单位：亿元"],
        ["地区", "板块", "联系人", RD],
        ["北京", "东部", "张三", 1],
        ["湖北", "中部", "李四", 2],
        SOURCE,
    ]
    reading = read(to_xlsx(grid))
    assert figures(reading) == [
        ("北京", RD, "2022", 1.0, "亿元"),
        ("湖北", RD, "2022", 2.0, "亿元"),
    ]
    assert told(reading, "unknown_column") == ["联系人"]
    assert told(read(to_xlsx(grid), leave_out=["联系人"]), "unknown_column") == []
