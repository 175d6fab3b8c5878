"""A part of a year is never read as a year, nor a part of society as the whole of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import __main__ as command_line
from etl.check.file_report import check
from etl.check.report import CheckReport, Original
from etl.read import FileLimits, Hints, read_file
from etl.read.child import answer, restore
from etl.read.forms import periods, scopes
from etl.read.forms.template import COLUMNS, MARKER
from etl.read.reading import Reading, to_reading
from etl.resolve.indicators import IndicatorFinder
from etl.resolve.region_names import RegionNames
from etl.resolve.texts import clean_year
from etl.resolve.units import UnitFinder
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import load_catalog
from scoreboard.catalog.models import WHOLE_SOCIETY
from scoreboard.paths import OBSERVATIONS
from tests.etl.table_files import Grid, Span, to_csv, to_xlsx

CATALOG = load_catalog()
REGIONS = RegionNames(CATALOG)
# Provinces and what is counted in each scope: to be checked many times.
SMALL = replace(
    CATALOG,
    regions={c: r for c, r in CATALOG.regions.items() if r.level in ("nation", "province")},
    indicators={c: i for c, i in CATALOG.indicators.items() if "rd_" in c and not i.formula},
    region_changes=(),
)
UNITS = UnitFinder(CATALOG)
FINDER = IndicatorFinder(CATALOG, (), UNITS)
PARTS = (
    "上半年", "下半年", "1—9月", "1-9月", "1至9月", "1～6月", "1月-11月", "一至三季度", "前三季度",
    "一季度", "第二季度", "1-3季度", "季度", "月度", "累计", "6月", "十一月", "当月", "前11个月",
    "Q1", "Q3", "预计", "预测", "目标", "计划", "规划目标", "Jan-Jun", "first half",
    "上半", "年中", "首季", "一至三季", "9个月", "（1～6）", "截至9.30", "截止2025年9月30日",
    "前9月", "去年同期",
)  # fmt: skip
# Each with how a file may write it.
SCOPES = {
    "规模以上工业企业": "industrial_firms",
    "规上工业": "industrial_firms",
    "大中型工业企业": "large_medium_industrial_firms",
    "高技术制造业": "hightech_manufacturing",
    "高技术产业（制造业）": "hightech_manufacturing",
    "高技术产业": "hightech_industry",
    "高等学校": "higher_education",
    "高校": "higher_education",
    "研究与开发机构": "gov_institutes",
    "市辖区": "urban_districts",
    "市区": "urban_districts",
    "地方属": "local",
    "中央部门属": "central",
    "企业": "enterprises",
    "高新技术企业": "hightech_enterprises",
    "大学": "higher_education",
    "医院": "other_units",
    "事业单位": "other_units",
    "转制院所": "other_units",
    "军工": "other_units",
    "双一流": "other_units",
    "民营企业": "other_firms",
    "外资企业": "other_firms",
    "（不含深圳）": "",
}
PLACES = ("title", "header", "second header", "sheet", "file", "unit line", "cell")
SHAPES = ("nbs_export", "yearbook", "tidy", "wide", "template")
FIGURES = (("江苏省", 3100.5), ("浙江省", 2600.25), ("安徽省", 1200.75))


def read_here(content: bytes, name: str, hints: Hints | None = None) -> Reading:
    """Read without a process of its own, which would take longer than the reading."""
    hints = hints or Hints(source="某年鉴")
    given = {"form": None, "hints": vars(hints)}
    answered: dict[str, object] = {}
    for part in answer(content, given, FileLimits()):
        answered |= orjson.loads(part)
    return to_reading(name, restore(answered), hints)


def checked(content: bytes, name: str, releases: Path, hints: Hints | None = None) -> CheckReport:
    return check(
        read_here(content, name, hints),
        Original(name, content),
        catalog=SMALL,
        releases=releases,
        aliases=(),
    )


def kinds(report: CheckReport) -> set[str]:
    return {p.kind for p in report.issues}


def file_with(words: str, place: str, shape: str) -> tuple[bytes, str]:
    """A file of one form with the words in one place, and its name."""
    at = {p: (words if p == place else "") for p in PLACES}
    name = f"各地区{at['file']}.xlsx" if at["file"] else "R&D.xlsx"
    sheet = at["sheet"] or "表"
    grid, merged = WRITERS[shape](at)
    return to_xlsx(grid, merged, sheet), name


def nbs(at: dict[str, str]) -> tuple[Grid, Sequence[Span]]:
    header: list[list[str | None]] = [["地区", f"2023年{at['header']}"]]
    merged: Sequence[Span] = ()
    if at["second header"]:
        header = [["地区", "2023年"], [None, at["second header"]]]
    return [
        [f"数据库：分省年度数据{at['title']}"],
        [f"指标：{at['cell']} R&D经费(亿元)"],
        *([[f"单位：亿元 {at['unit line']}"]] if at["unit line"] else []),
        ["时间：最近1年"],
        *header,
        *([region, value] for region, value in FIGURES),
        ["数据来源：国家统计局"],
    ], merged


def yearbook(at: dict[str, str]) -> tuple[Grid, Sequence[Span]]:
    top = len([1 for p in ("unit line",) if at[p]])
    header: list[list[str | None]] = [["地区", f"{at['header']} R&D经费".strip()]]
    if at["second header"]:
        header = [["地区", "R&D经费"], [None, at["second header"]]]
    if at["cell"]:
        header[0].insert(1, "口径")
    rows = [[region, *([at["cell"]] if at["cell"] else []), value] for region, value in FIGURES]
    return [
        [f"2023年{at['title']}各地区R&D经费"],
        [f"单位：亿元 {at['unit line']}" if top else "单位：亿元"],
        *header,
        *rows,
    ], ()


def tidy(at: dict[str, str]) -> tuple[Grid, Sequence[Span]]:
    return [
        *([[f"{at['title']}各地区经费"]] if at["title"] else []),
        *([[f"单位：亿元 {at['unit line']}"]] if at["unit line"] else []),
        ["地区", "年份", "指标", f"数值（{at['header']}）" if at["header"] else "数值", "单位",
         at["second header"] or "备注", *(["口径"] if at["cell"] else [])],
        *(
            [region, 2023, "R&D经费", value, "亿元", "x" if at["second header"] else None,
             *([at["cell"]] if at["cell"] else [])]
            for region, value in FIGURES
        ),
    ], ()  # fmt: skip


def wide(at: dict[str, str]) -> tuple[Grid, Sequence[Span]]:
    name = f"{at['header']} R&D经费 {at['second header']}（亿元）"
    return [
        *([[at["title"] + "情况"]] if at["title"] else []),
        *([[f"单位：亿元 {at['unit line']}"]] if at["unit line"] else []),
        ["省份", "年份", name, *(["备注"] if at["cell"] else [])],
        *(
            [region, "2023年", value, *([at["cell"]] if at["cell"] else [])]
            for region, value in FIGURES
        ),
    ], ()


def template(at: dict[str, str]) -> tuple[Grid, Sequence[Span]]:
    indicator = f"R&D经费 {at['header']}"
    note = at["title"] + at["second header"] + at["cell"]
    unit = f"亿元（{at['unit line']}）" if at["unit line"] else "亿元"
    rows = [
        [region, None, indicator, 2023, value, unit, None, "某年鉴", note]
        for region, value in FIGURES
    ]
    return [[MARKER], list(COLUMNS), *rows], ()


WRITERS: dict[str, Callable[[dict[str, str]], tuple[Grid, Sequence[Span]]]] = {
    "nbs_export": nbs,
    "yearbook": yearbook,
    "tidy": tidy,
    "wide": wide,
    "template": template,
}


def codes_to_publish(reading: Reading) -> set[str]:
    """The indicators whose figures nothing in the reading, the names or the years keeps back."""
    if any(issue.severity == "error" for issue in reading.issues):
        return set()
    columns = ("region", "indicator", "unit", "year", "scope")
    found = set()
    for region, indicator, unit, year, scope in reading.rows[list(columns)].itertuples(index=False):
        code = FINDER.find(indicator, UNITS.find(unit) or unit, scope).code
        is_known = clean_year(year).isdecimal() and REGIONS.resolve(region, 2023)
        if code and UNITS.find(unit) and is_known:
            found.add(code)
    return found


def words_as_written(words: Sequence[str]) -> st.SearchStrategy[tuple[str, str]]:
    """Words, and the same as a table may print them: padded, in full width."""
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x30, 0x5B)})
    return st.sampled_from(words).flatmap(
        lambda word: st.sampled_from(
            [(word, word), (word, word.translate(wide))]
            + ([] if not word.isalpha() or word.isascii() else [(word, "\u3000".join(word))])
        )
    )


MANY = settings(max_examples=400, deadline=None)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_file_without_such_words_is_published(shape: str, base: Path) -> None:
    report = checked(*file_with("", "title", shape), base)
    assert (report.errors, len(report.rows)) == (0, 3)
    assert set(report.rows["indicator_code"]) == {"rd_expenditure"}


@MANY
@given(words_as_written(PARTS), st.sampled_from(PLACES), st.sampled_from(SHAPES))
def test_a_part_of_a_year_is_never_published_as_a_year(
    words: tuple[str, str], place: str, shape: str
) -> None:
    content, name = file_with(words[1], place, shape)
    assert codes_to_publish(read_here(content, name)) == set()


@MANY
@given(words_as_written(sorted(SCOPES)), st.sampled_from(PLACES), st.sampled_from(SHAPES))
def test_a_part_of_society_is_never_published_as_the_whole(
    words: tuple[str, str], place: str, shape: str
) -> None:
    content, name = file_with(words[1], place, shape)
    found = {CATALOG.indicators[code].scope for code in codes_to_publish(read_here(content, name))}
    assert found <= {SCOPES[words[0]]}


# --- the files it was noticed on ---------------------------------------------------------------


def test_a_scope_in_the_title_chooses_its_indicator_and_says_so(base: Path) -> None:
    grid = [
        ["9-5 各市规模以上工业企业R&D活动情况(2023年)"],
        ["地区", "R&D人员全时当量\n(人年)", "R&D经费\n(万元)"],
        ["江苏", 61000, 3250000],
        ["浙江", 62500, 3950000],
        ["资料来源：某统计局"],
    ]
    report = checked(to_xlsx(grid), "a.xlsx", base, Hints())
    assert report.errors == 0
    assert set(report.rows["indicator_code"]) == {"ind_rd_expenditure", "ind_rd_personnel_fte"}
    told = [p for p in report.issues if p.kind == "scope_taken"]
    assert {p.severity for p in told} == {"notice"}
    assert "规上工业企业R&D经费" in " ".join(p.message.zh for p in told)


def test_a_scope_without_an_indicator_is_asked_and_answered(base: Path) -> None:
    grid = [["2023年市辖区R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 9.5]]
    report = checked(to_xlsx(grid), "a.xlsx", base)
    assert kinds(report) >= {"scope_unclear"} and len(report.rows) == 0
    assert not report.unknown_names  # the name is known; matching it would hold for all scopes
    for answer_ in ("whole_society", "全社会"):
        told = checked(to_xlsx(grid), "a.xlsx", base, Hints(source="s", scope=answer_))
        assert (told.errors, set(told.rows["indicator_code"])) == (0, {"rd_expenditure"})
    other = checked(to_xlsx(grid), "a.xlsx", base, Hints(source="s", scope="高等学校"))
    assert set(other.rows["indicator_code"]) == {"rd_performer_higher_education"}
    wrong = checked(to_xlsx(grid), "a.xlsx", base, Hints(source="s", scope="某些"))
    assert "scope_unknown" in kinds(wrong)


def test_half_a_year_is_asked_and_only_a_whole_year_is_published(base: Path) -> None:
    grid = [["2023年上半年各地区R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 9.5]]
    report = checked(to_xlsx(grid), "a.xlsx", base)
    (asked,) = [p for p in report.issues if p.kind == "period_unclear"]
    assert (asked.sheet, asked.row, asked.column) == ("表", 1, "A")
    assert "上半年" in asked.message.zh and "上半年" in asked.message.en
    for answer_ in ("whole_year", "全年", "Whole year"):
        told = checked(to_xlsx(grid), "a.xlsx", base, Hints(source="s", period=answer_))
        assert (told.errors, list(told.rows["year"])) == (0, [2023])
        assert "period_taken" in kinds(told)
    for answer_ in ("上半年", "1-6月", "H1", "某时"):
        told = checked(to_xlsx(grid), "a.xlsx", base, Hints(source="s", period=answer_))
        assert "period_part" in kinds(told) and not told.can_publish


@pytest.mark.parametrize(
    "year", ["2025年上半年", "2025Q1", "2025-06", "2025年1-11月", "2025.6", "202506", "2025年6月"]
)
def test_a_year_column_with_a_part_of_a_year_is_asked(year: str) -> None:
    header = ["地区", "年份", "指标", "数值", "单位"]
    grid = [header, ["江苏", year, "R&D经费", 9.5, "亿元"]]
    reading = read_here(to_csv(grid), "a.csv")
    assert [p.kind for p in reading.issues] == ["period_unclear"]
    assert (reading.issues[0].row, reading.issues[0].column) == (2, "B")
    told = read_here(to_csv(grid), "a.csv", Hints(source="s", period="whole_year"))
    assert list(told.rows["year"]) == ["2025"]


def years_and_values(grid: Grid) -> list[tuple[str, str, str]]:
    rows = read_here(to_csv(grid), "a.csv").rows
    return list(rows[["region", "year", "value"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("corner", ["地区", "各市", ""])
def test_a_figure_that_looks_like_a_year_is_no_header(corner: str) -> None:
    cities = [("合肥", 2005), ("芜湖", 812), ("蚌埠", 1999), ("安庆", 377)]
    grid = [
        ["2009年科技型中小企业数"],
        ["单位：家"],
        [corner, "科技型中小企业数"],
        *map(list, cities),
    ]
    assert years_and_values(grid) == [(city, "2009", str(value)) for city, value in cities]


def test_a_row_of_counts_like_years_below_an_indicators_name_is_no_header() -> None:
    grid = [
        ["2009年"],
        ["单位：家"],
        ["指标", "合肥"],
        ["科技型中小企业数", 2005],
        ["高新技术企业数", 300],
    ]
    assert years_and_values(grid) == [("合肥", "2009", "2005"), ("合肥", "2009", "300")]


@pytest.mark.parametrize("corner", ["地区", "", "江苏省", "安徽"])
def test_a_row_of_years_still_heads_its_columns(corner: str) -> None:
    grid = [[corner, 2021, 2022, 2023], ["R&D经费（亿元）", 1.5, 2.5, 3.5]]
    rows = read_here(to_csv(grid), "a.csv").rows
    assert list(rows["year"]) == ["2021", "2022", "2023"]


# --- what must not be taken for a part ---------------------------------------------------------

PUBLISHED = [i for i in CATALOG.indicators.values() if i.formula is None]


@pytest.mark.parametrize("shape", ["title", "header", "nbs", "tidy", "long title"])
def test_every_indicators_own_name_is_read_without_a_question(shape: str) -> None:
    for indicator in PUBLISHED:
        name, unit = indicator.name.zh, indicator.unit
        rows = [["江苏省", 1], ["浙江省", 2]]
        grid: Grid = {
            "title": [[f"2023年各地区{name}"], [f"单位：{unit}"], ["地区", "数值"], *rows],
            "long title": [[f"2023年各地区{name}情况"], [f"单位：{unit}"], ["地区", name], *rows],
            "header": [["2023年"], [f"单位：{unit}"], ["地区", name], *rows],
            "nbs": [
                ["数据库：分省年度数据"],
                [f"指标：{name}"],
                [f"单位：{unit}"],
                ["时间：最近10年"],
                ["地区", "2023年"],
                *rows,
                ["注：2011年起规模以上工业企业为年主营业务收入2000万元及以上。"],
                ["数据来源：国家统计局"],
            ],
            "tidy": [
                ["地区", "年份", "指标", "数值", "单位"],
                *([region, 2023, name, value, unit] for region, value in rows),
            ],
        }[shape]
        assert codes_to_publish(read_here(to_csv(grid), "export.csv")) == {indicator.code}, name


WHOLE = """
1-12月|2024年12月末|12月31日|2024年度|年末常住人口|国家火炬计划项目数|国家科技计划|计划单列市
按社会经济目标分R&D经费|人均预期寿命|累计认定高新技术企业数|第一至四季度|前四季度|2-3 分地区
表1-6 各地区R&D经费|2010-2012年|2015-20|20250630导出|分省年度数据 (1)|数据库：分省年度数据
时间：最近10年|数据更新时间：2025年3月12日|规划和自然资源局|计划生育|“十四五”规划布局|全年
Headquarters|Shanghai|May|Jan-Dec 2024|December 31, 2024|快报数|初步核算|四季青街道|最终核实数
2023年中国区域创新能力|2023年中部地区|2023年中试基地数|2023年中小企业|截至2024年12月31日|截至2024年末
截至12.31|居住6个月以上|12个月|十二个月|上半身|比上年同期增长|较去年同期增减
""".replace("\n", "|").split("|")


@pytest.mark.parametrize("text", [text for text in WHOLE if text])
def test_words_of_whole_years_are_no_part_of_one(text: str) -> None:
    assert periods.part_of_year(text) == ""
    assert periods.without_part(text) == text


@pytest.mark.parametrize(
    "text",
    ["各省市区R&D经费", "各县市区", "区域创新能力", "R&D经费中企业资金", "高校毕业生", "城镇化率",
     "分省年度数据", "政府资金", "国家高新技术产业开发区名单", "研究与试验发展经费",
     "每10万人口中大学文化程度人数", "大学生留存率", "国家大学科技园数", "不含港澳台", "不包括香港",
     "固定资产投资（不含农户）", "R&D经费内部支出和外部支出"],
)  # fmt: skip
def test_words_that_only_hold_the_word_of_a_scope_name_none(text: str) -> None:
    assert scopes.named_in(text) <= {"zones"}


def test_the_narrowest_scope_counts_and_two_apart_are_unclear() -> None:
    assert scopes.narrowest({"enterprises", "industrial_firms"}) == "industrial_firms"
    assert scopes.narrowest({"higher_education", "industrial_firms"}) == ""


def test_a_decided_name_keeps_its_meaning_for_the_whole_society_only() -> None:
    aliases = (Alias(kind="indicator", text="研发投入", code="rd_expenditure"),)
    finder = IndicatorFinder(CATALOG, aliases, UNITS)
    assert finder.find("研发投入", "亿元").code == "rd_expenditure"
    assert finder.find("研发投入", "亿元", "industrial_firms").code == "ind_rd_expenditure"
    assert finder.find("研发投入", "亿元", "urban_districts").code is None


def test_cards_declare_the_scope_that_their_name_says() -> None:
    # What is counted here are the firms or institutes themselves, of the whole society.
    of_all = {"hightech_enterprises", "hightech_enterprises_recognized", "tech_sme"}
    of_all |= {"new_rd_institutes"}
    for indicator in PUBLISHED:
        if indicator.code in of_all or indicator.code in CATALOG.register_of:
            continue  # a list counts zones and laboratories, not what lies in them
        named = scopes.named_in(indicator.name.zh)
        assert scopes.narrowest(named) == indicator.scope.replace(WHOLE_SOCIETY, ""), indicator.code


def test_every_scope_is_found_by_its_code_and_names() -> None:
    for scope in CATALOG.scopes.values():
        assert scopes.code_of(scope.code) == scope.code
        assert scopes.code_of(scope.name.zh) == scope.code
        assert scopes.code_of(scope.name.en) == scope.code
        assert scope.code == WHOLE_SOCIETY or scopes.named_in(scope.words[0]) == {scope.code}


def test_the_name_of_a_file_in_a_process_of_its_own_counts() -> None:
    grid = [["2023年"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 9.5], ["浙江", 8]]
    reading = read_file(to_csv(grid), "规上工业R&D经费-上半年.csv", hints=Hints(source="s"))
    assert [p.kind for p in reading.questions] == ["period_unclear"]
    assert set(reading.rows["scope"]) == {"industrial_firms"}


def test_every_shipped_figure_is_of_the_indicator_that_its_file_names() -> None:
    for path in sorted(OBSERVATIONS.glob("*.csv")):
        reading = read_here(path.read_bytes(), path.name)
        assert reading.issues == ()
        texts = reading.rows[["indicator", "unit", "scope"]].drop_duplicates()
        found = {FINDER.find(*text).code for text in texts.itertuples(index=False, name=None)}
        assert found == {path.stem}


# --- scopes and months that stand at odd places ------------------------------------------------

HEAD: Grid = [["单位：亿元"], ["地区", "R&D经费"]]
ROWS: Grid = [["江苏", 5.5], ["浙江", 4.5]]


def codes_by_value(grid: Grid) -> dict[str, str | None]:
    """The indicator that each value is taken for."""
    rows = read_here(to_csv(grid), "a.csv").rows
    texts = rows[["value", "indicator", "unit", "scope"]].itertuples(index=False, name=None)
    return {value: FINDER.find(name, unit, scope).code for value, name, unit, scope in texts}


def test_a_title_holds_until_the_next_one() -> None:
    grid = [["2023年规上工业企业R&D经费"], *HEAD, ["江苏", 3.5], ["浙江", 2.5], []]
    grid += [["2023年全社会R&D经费"], *HEAD, *ROWS]
    assert codes_by_value(grid) == {
        "3.5": "ind_rd_expenditure",
        "2.5": "ind_rd_expenditure",
        "5.5": "rd_expenditure",
        "4.5": "rd_expenditure",
    }


def test_a_heading_within_the_table_holds_for_the_rows_below_it() -> None:
    grid = [["2023年R&D经费"], *HEAD, *ROWS, ["规模以上工业企业"], ["江苏", 3.5], ["浙江", 2.5]]
    found = codes_by_value(grid)
    assert (found["5.5"], found["3.5"]) == ("rd_expenditure", "ind_rd_expenditure")


def test_rows_of_which_are_of_the_row_above_in_their_own_scope() -> None:
    grid = [
        ["江苏省R&D情况"],
        ["指标", "2023年"],
        ["R&D经费（亿元）", 6],
        ["#规模以上工业企业", 4],
        ["其中：高等学校", 1],
    ]
    assert codes_by_value(grid) == {
        "6": "rd_expenditure",
        "4": "ind_rd_expenditure",
        "1": "rd_performer_higher_education",
    }


def test_a_column_that_names_only_its_scope_is_of_the_titles_indicator() -> None:
    grid = [["R&D经费"], ["单位：亿元"], ["地区", "2023年规上工业", "2023年"], ["江苏", 4, 6]]
    assert codes_by_value(grid) == {"4": "ind_rd_expenditure", "6": "rd_expenditure"}


@pytest.mark.parametrize(
    "title",
    ["2023年R&D经费（不含高等学校）", "2023年骨干企业R&D经费", "2023年非企业单位R&D经费",
     "2023年企业和高等学校R&D经费", "2023年规模以下工业企业R&D经费", "2023年R&D经费（不含深圳）",
     "2023年浙江大学R&D经费", "2023年双一流高校R&D经费", "2023年企事业单位R&D经费",
     "2023年R&D经费外部支出"],
)  # fmt: skip
def test_what_a_title_leaves_out_or_qualifies_chooses_no_indicator(title: str) -> None:
    assert set(codes_by_value([[title], *HEAD, *ROWS]).values()) == {None}


def test_what_is_left_out_without_a_scope_is_asked_in_words_and_answered(base: Path) -> None:
    content = to_xlsx([["2023年R&D经费（不含深圳）"], *HEAD, *ROWS])
    (asked,) = [p for p in checked(content, "a.xlsx", base).issues if p.kind == "scope_unclear"]
    assert "不含" in asked.message.zh and "not included" in asked.message.en
    told = checked(content, "a.xlsx", base, Hints(source="s", scope="whole_society"))
    assert (told.errors, set(told.rows["indicator_code"])) == (0, {"rd_expenditure"})


def test_a_note_about_the_table_asks_and_never_chooses() -> None:
    note = ["注：本表统计范围为规模以上工业企业。"]
    assert set(codes_by_value([["2023年"], *HEAD, *ROWS, note]).values()) == {None}
    background = ["注：2021年起，部分企业纳入调查。"]
    assert set(codes_by_value([["2023年"], *HEAD, *ROWS, background]).values()) == {
        "rd_expenditure"
    }


@pytest.mark.parametrize(
    "line",
    ["统计范围：高等学校", "数据范围：高等学校", "统计对象：高等学校", "注：以上为规上工业企业数据",
     "说明：以上为规上工业企业数据", "注：统计对象为规模以上工业企业", "本表为规上工业企业数据",
     "注：2023年数据为规上工业企业数据", "注：以上数据均为大学数据"],
)  # fmt: skip
@pytest.mark.parametrize("is_tidy", [False, True])
def test_a_line_below_the_table_that_names_its_scope_asks(line: str, is_tidy: bool) -> None:
    listed = [["地区", "年份", "指标", "数值", "单位"], ["江苏", 2023, "R&D经费", 5.5, "亿元"]]
    grid: Grid = listed if is_tidy else [["2023年"], *HEAD, *ROWS]
    content, name = to_csv([*grid, [line]]), "a.csv"
    assert codes_to_publish(read_here(content, name)) == set()


def test_a_line_between_two_tables_is_still_a_title_of_the_second() -> None:
    grid = [["2023年R&D经费"], *HEAD, *ROWS, [], ["2023年R&D经费（规上工业企业口径）"], *HEAD]
    found = codes_by_value([*grid, ["江苏", 3.5], ["浙江", 2.5]])
    assert (found["5.5"], found["3.5"]) == ("rd_expenditure", "ind_rd_expenditure")


@pytest.mark.parametrize(
    "note",
    ["注：年主营业务收入2000万元及以上为规模以上工业企业。", "注：全国数据不包括香港、澳门和台湾。",
     "注：数据截至2023年12月31日。", "资料来源：国家统计局（截至2025年9月30日查询）",
     "注：个别地区数据为第四次经济普查数据。", "注：时点为2023年12月31日。"],
)  # fmt: skip
def test_a_note_on_the_background_asks_nothing(note: str) -> None:
    reading = read_here(to_csv([["2023年"], *HEAD, *ROWS, [note]]), "a.csv")
    assert codes_to_publish(reading) == {"rd_expenditure"}


@pytest.mark.parametrize(
    ("note", "words", "kind"),
    [
        ("注：数据截至2025年9月30日", "截至2025年9月30日", "period_unclear"),
        ("注：截止9.30", "截止9.30", "period_unclear"),
        ("注：2025年数据为预计数", "预计数", "period_expected"),
        ("注：本年前9月", "前9月", "period_unclear"),
        ("注：数据时点：2025年6月30日", "时点:2025年6月30日", "period_unclear"),
        ("注：一至三季", "一至三季", "period_unclear"),
    ],
)
def test_a_note_that_says_the_period_is_asked_about(note: str, words: str, kind: str) -> None:
    reading = read_here(to_csv([["2025年"], *HEAD, *ROWS, [note]]), "a.csv")
    (asked,) = reading.issues
    assert asked.kind == kind and f"“{words}”" in asked.message.zh


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025年1-3季度各地区R&D经费", "1-3季度"),
        ("2025年1季度", "1季度"),
        ("2025-06", "2025-06"),
        ("202506", "202506"),
        ("2025.6", "2025.6"),
        ("2025年（1～6）", "(1~6)"),
        ("2025年上半R&D经费", "上半"),
    ],
)
def test_words_are_quoted_as_they_stand(text: str, words: str) -> None:
    assert periods.part_of_year(text) == words


def test_a_place_before_a_scope_does_not_qualify_it() -> None:
    for title in ("2023年江苏规模以上工业企业R&D经费", "2023年江苏省规模以上工业企业R&D经费"):
        assert set(codes_by_value([[title], *HEAD, *ROWS]).values()) == {"ind_rd_expenditure"}


def test_days_that_a_spreadsheet_keeps_for_months_are_months() -> None:
    def told(day: datetime) -> list[tuple[str, str]]:
        book = openpyxl.Workbook()
        for row in (["R&D经费"], ["单位：亿元"], ["地区", day], ["江苏", 5.5]):
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        reading = read_here(buffer.getvalue(), "a.xlsx")
        return [(p.kind, p.severity) for p in reading.issues]

    assert told(datetime(2025, 6, 1)) == [("period_unclear", "error")]
    # 1 January is what 2025 becomes, and what January 2025 becomes: never without a word.
    assert told(datetime(2025, 1, 1)) == [("year_is_date", "warning")]


def test_expected_figures_are_told_apart_from_parts_of_a_year() -> None:
    reading = read_here(to_csv([["2023年预计"], *HEAD, *ROWS]), "a.csv")
    assert [p.kind for p in reading.issues] == ["period_expected"]
    assert "不是实际数" in reading.issues[0].message.zh


def test_the_command_line_takes_the_answers(
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("scoreboard.paths.RELEASES", base)
    file = tmp_path / "a.csv"
    file.write_bytes(
        to_csv([["2023年上半年市区地区生产总值"], HEAD[0], ["地区", "地区生产总值"], ["江苏", 9]])
    )

    def told(*answers: str) -> str:
        command_line.main(["check", str(file), "--source", "s", *answers])
        return capsys.readouterr().out

    asked = told()
    assert "period_unclear" in asked and "scope_unclear" in asked
    answered = told("--period", "whole_year", "--scope", "whole_society")
    assert "period_unclear" not in answered and "scope_unclear" not in answered
    assert "1 sound" in answered
    assert "no whole year" in told("--period", "上半年", "--scope", "whole_society")
