"""What stands beside the cells counts: comments, number formats, page headers, titles, notes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from etl.read import Hints
from etl.read.forms import periods
from etl.read.reading import Reading
from tests.etl.table_files import Grid, to_csv
from tests.etl.test_period_and_scope import FINDER, ROWS, codes_to_publish, read_here

GRID: Grid = [["2023年各地区R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], *ROWS]
TIDY = ["地区", "年份", "指标", "数值", "单位", "来源"]


def workbook(change: Callable[[Any], None]) -> bytes:
    """A sound table of two figures, changed as a person would in Excel."""
    book = openpyxl.Workbook()
    for line in GRID:
        book.active.append(line)
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def comment(text: str, cell: str = "B4") -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell].comment = Comment(text, "某人")

    return change


def number_format(code: str, cell: str = "B5") -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell].number_format = code

    return change


def page(part: str, text: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        getattr(sheet, part).center.text = text

    return change


def read_changed(change: Callable[[Any], None]) -> Reading:
    return read_here(workbook(change), "a.xlsx")


def told(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(p.kind, p.column, p.row) for p in reading.issues if p.severity == "error"]


@pytest.mark.parametrize(
    ("change", "kind", "column", "row"),
    [
        (comment("上半年数"), "period_unclear", "B", 4),
        (comment("张三：此列为1—9月累计，请留意。", "B3"), "period_unclear", "B", 3),
        (comment("预计数"), "period_expected", "B", 4),
        (number_format('0.00"（1-6月）"'), "period_unclear", "B", 5),
        (number_format("0.00（1\\-6月）"), "period_unclear", "B", 5),
        (number_format('0.0_);[Red]\\-0.0"预计"'), "period_expected", "B", 5),
        (page("oddHeader", "2023年上半年科技统计"), "period_unclear", "", None),
        (page("oddFooter", "注：前三季度数据"), "period_unclear", "", None),
        (page("evenHeader", "2023年1-9月"), "period_unclear", "", None),
    ],
)
def test_a_period_beside_the_cells_is_asked(
    change: Callable[[Any], None], kind: str, column: str, row: int | None
) -> None:
    assert told(read_changed(change)) == [(kind, column, row)]


@pytest.mark.parametrize(
    "change",
    [comment("规模以上工业企业", "B3"), comment("统计范围为高等学校。"), comment("不含深圳"),
     page("oddHeader", "规模以上工业企业科技统计"), number_format('0.00"（规上）"')],
)  # fmt: skip
def test_a_scope_beside_the_cells_is_never_the_whole_society(change: Callable[[Any], None]) -> None:
    assert "rd_expenditure" not in codes_to_publish(read_changed(change))


@pytest.mark.parametrize(
    "change",
    [comment("已核"), comment("李四：与企业科核对过，2024年6月订正。"), number_format("#,##0.00"),
     number_format("0.00_ "), number_format('0.00"亿元"'), number_format("0%", "A9"),
     number_format("yyyy年m月", "D1"), number_format('0"年"', "D1"),
     page("oddFooter", "第&P页，共&N页  &D &\"宋体,常规\"&10打印于2024年6月3日"),
     page("oddHeader", "2023年度科技统计年报"), lambda _: None],
)  # fmt: skip
def test_ordinary_remarks_ask_nothing(change: Callable[[Any], None]) -> None:
    reading = read_changed(change)
    assert told(reading) == []
    assert codes_to_publish(reading) == {"rd_expenditure"}


def test_remarks_are_those_of_their_own_sheet() -> None:
    book = openpyxl.Workbook()
    for name in ("甲", "乙"):
        sheet = book.create_sheet(name)
        for line in GRID:
            sheet.append(line)
    book["乙"]["B4"].comment = Comment("上半年数", "x")
    book.remove(book["Sheet"])
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_here(buffer.getvalue(), "a.xlsx")
    assert [(p.kind, p.sheet) for p in reading.issues] == [("period_unclear", "乙")]


@pytest.mark.parametrize("word", ["估计数", "拟实现", "力争", "任务数", "模拟数据"])
@pytest.mark.parametrize("place", ["title", "header", "note"])
def test_figures_that_nobody_has_measured_are_asked(word: str, place: str) -> None:
    title = f"2023年各地区R&D经费{word}" if place == "title" else "2023年各地区R&D经费"
    header = f"R&D经费（{word}）" if place == "header" else "R&D经费"
    notes = [[f"注：2023年数据为{word}"]] if place == "note" else []
    grid: Grid = [[title], ["单位：亿元"], ["地区", header], *ROWS, *notes]
    assert [kind for kind, *_ in told(read_here(to_csv(grid), "a.csv"))] == ["period_expected"]


@pytest.mark.parametrize(
    "text", ["服务任务数据库", "估计标准误", "重点任务", "任务书", "模拟实验室数"]
)
def test_words_that_hold_such_words_are_no_expectation(text: str) -> None:
    assert periods.part_of_year(text) == ""


# --- a title that measures something else than its headers -------------------------------------


def asked_about(title: str, *headers: str, unit: str = "亿元", **answers: Any) -> list[str]:
    """The headers that a table of that title is asked about."""
    grid: Grid = [[title], [f"单位：{unit}"], ["地区", *headers]]
    grid += [[region, *(5.5 + n for n in range(len(headers)))] for region in ("江苏", "浙江")]
    reading = read_here(to_csv(grid), "a.csv", Hints(source="s", **answers))
    return [p.value for p in reading.issues if p.kind == "indicator_unclear"]


@pytest.mark.parametrize(
    "title",
    ["2023年各地区R&D经费增速", "2023年各地区R&D经费增量", "2023年各地区R&D经费占比",
     "2023年各地区人均R&D经费", "2023年R&D经费增长率情况", "2023年R&D经费比上年增加额",
     "2023年各市R&D经费占全省比重"],
)  # fmt: skip
def test_a_title_of_rates_above_plain_headers_asks_for_the_indicator(title: str) -> None:
    assert asked_about(title, "R&D经费") == ["R&D经费"]
    assert asked_about(title, "R&D经费(亿元)", "地区生产总值(亿元)") != []


def test_of_several_indicators_the_one_that_the_title_divides_is_asked() -> None:
    title = "2023年地区生产总值及人均R&D经费"
    assert asked_about(title, "地区生产总值", "R&D经费") == ["R&D经费"]


@pytest.mark.parametrize(
    ("title", "headers"),
    [
        ("2023年R&D经费及增速", ("R&D经费", "增速(%)")),
        ("2023年R&D经费及其增速", ("R&D经费",)),
        ("2023年R&D经费、占GDP比重", ("R&D经费", "占GDP比重(%)")),
        ("2023年R&D经费增长情况", ("R&D经费", "比上年增长(%)")),
        ("2023年R&D经费增速", ("R&D经费", "增速(%)")),
        ("2023年地区生产总值和人均地区生产总值", ("地区生产总值", "人均地区生产总值(元)")),
        ("2023年R&D经费占GDP比重", ("R&D经费投入强度(%)",)),
        ("2023年人均地区生产总值", ("数值",)),
        ("2023年人均地区生产总值", ("人均地区生产总值(元)",)),
        ("2023年各地区R&D经费", ("R&D经费",)),
        ("2023年人均R&D经费", ("R&D经费(元/人)",)),
    ],
)
def test_titles_whose_columns_say_it_themselves_ask_nothing(
    title: str, headers: tuple[str, ...]
) -> None:
    assert asked_about(title, *headers) == []


# --- places left out, units twice, labels of tidy tables ---------------------------------------


@pytest.mark.parametrize(
    "note",
    ["注：江苏不含南京。", "注：表中数据不包括深圳市。", "说明：广东数据剔除深圳。",
     "注：不含深圳、厦门",
     "注：本表不包括军工单位。", "注：除深圳外，均为快报数。", "本表不含外资企业"],
)  # fmt: skip
def test_a_note_that_leaves_places_out_is_asked(note: str) -> None:
    for grid in (
        [*GRID, [note]],
        [TIDY, ["江苏", 2023, "R&D经费", 5.5, "亿元", "s"], [note]],
    ):
        assert codes_to_publish(read_here(to_csv(grid), "a.csv")) == set()


@pytest.mark.parametrize(
    "note",
    ["注：全国数据不包括香港、澳门和台湾。", "注：全国数据未包括香港、澳门特别行政区和台湾省。",
     "注：本表不含港澳台数据", "注：增加值不含增值税。", "注：专利不含外观设计。"],
)  # fmt: skip
def test_notes_on_what_no_figure_holds_ask_nothing(note: str) -> None:
    assert codes_to_publish(read_here(to_csv([*GRID, [note]]), "a.csv")) == {"rd_expenditure"}


@pytest.mark.parametrize(
    ("grid", "unit"),
    [
        ([["2023年"], ["单位：万元"], ["地区", "R&D经费（亿元）"], *ROWS], "亿元、万元"),
        ([["单位：万元"], ["地区", "年份", "R&D经费（亿元）"], ["江苏", 2023, 5.5]], "亿元、万元"),
        ([["单位：亿元、%"], ["地区", "2023年R&D经费（万元）"], *ROWS], "万元、亿元"),
        ([["单位：万元"], ["地区", "年份", "指标", "数值（亿元）"],
          ["江苏", 2023, "R&D经费", 5.5]], "亿元、万元"),
    ],
)  # fmt: skip
def test_a_title_and_a_header_of_two_sizes_leave_the_unit_open(grid: Grid, unit: str) -> None:
    rows = read_here(to_csv(grid), "a.csv").rows
    assert set(rows["unit"]) == {unit}
    for answer in (
        Hints(source="s", unit="亿元"),
        Hints(source="s", unit_of=(("R&D经费", "亿元"),)),
    ):
        assert set(read_here(to_csv(grid), "a.csv", answer).rows["unit"]) == {"亿元"}


@pytest.mark.parametrize(
    "grid",
    [
        [["2023年"], ["单位：亿元"], ["地区", "R&D经费（亿元）"], *ROWS],
        [["2023年"], ["单位：亿元、%"], ["地区", "R&D经费（亿元）"], *ROWS],
        [["2023年"], ["单位：人"], ["地区", "R&D经费（亿元）"], *ROWS],
    ],
)
def test_a_header_that_agrees_with_the_title_has_its_unit(grid: Grid) -> None:
    assert codes_to_publish(read_here(to_csv(grid), "a.csv")) == {"rd_expenditure"}


@pytest.mark.parametrize(
    "label",
    ["江苏（上半年）", "江苏省(1-9月)", "江苏（预计）", "江苏（市辖区）", "江苏（规模以上工业）",
     "江苏（不含南京）"],
)  # fmt: skip
def test_what_a_region_has_behind_it_in_brackets_counts(label: str) -> None:
    for grid in (
        [TIDY, [label, 2023, "R&D经费", 5.5, "亿元", "s"]],
        [["地区", "年份", "R&D经费（亿元）"], [label, 2023, 5.5]],
        [["2023年R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], [label, 5.5], ["浙江", 4]],
        [["2023年R&D经费"], ["单位：亿元"], ["指标", label, "浙江"], ["R&D经费", 5.5, 4]],
    ):
        reading = read_here(to_csv(grid), "a.csv")
        published = codes_to_publish(reading)
        rows = reading.rows
        sound = rows[rows["scope"] == ""] if published else rows[:0]
        assert not sound["region"].str.startswith("江苏").any()


@pytest.mark.parametrize(
    "label", ["吉林（市）", "江苏(Jiangsu)", "北京（1）", "新疆（含兵团）", "江苏省"]
)
def test_other_brackets_behind_a_region_ask_nothing(label: str) -> None:
    grid = [TIDY, [label, 2023, "R&D经费", 5.5, "亿元", "s"]]
    reading = read_here(to_csv(grid), "a.csv")
    assert (told(reading), set(reading.rows["scope"])) == ([], {""})


@pytest.mark.parametrize(
    "source", ["2023年上半年江苏统计月报", "江苏省统计局：1-9月数据", "2023年Q3快报"]
)
def test_a_source_of_a_part_of_a_year_is_asked(source: str) -> None:
    grid = [TIDY, ["江苏", 2023, "R&D经费", 5.5, "亿元", source]]
    (asked,) = told(read_here(to_csv(grid), "a.csv"))
    assert asked == ("period_unclear", "F", 2)


@pytest.mark.parametrize(
    "source", ["江苏统计年鉴2024", "2024年3月公布的统计公报", "《中国科技统计》2024年第6期"]
)
def test_a_source_that_came_out_in_a_month_asks_nothing(source: str) -> None:
    grid = [TIDY, ["江苏", 2023, "R&D经费", 5.5, "亿元", source]]
    reading = read_here(to_csv(grid), "a.csv")
    assert told(reading) == []
    assert FINDER.find("R&D经费", "亿元").code in codes_to_publish(reading)


def test_the_indicator_of_a_header_or_a_column_can_be_named() -> None:
    grid: Grid = [["2023年人均R&D经费"], ["单位：亿元"], ["地区", "R&D经费", "甲项", "乙项"]]
    grid += [["江苏", 5.5, 6, 7], ["浙江", 4.5, 3, 2]]
    answers = (("R&D经费", "rd_expenditure"), ("C", "GDP"), ("乙项", "研发人员"))
    hints = Hints(source="s", indicator_of=answers, unit_of=(("D", "人年"), ("gdp", "万元")))
    reading = read_here(to_csv(grid), "a.csv", hints)
    assert told(reading) == []
    texts = reading.rows[["indicator", "unit"]].drop_duplicates().to_numpy().tolist()
    assert texts == [["rd_expenditure", "亿元"], ["GDP", "万元"], ["研发人员", "人年"]]
