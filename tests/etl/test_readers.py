"""Every form in every container gives the same figures; what a file does not say is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.read import FileLimits, Hints, combine, mark_issues, read_file, read_files, sandbox
from etl.read import cells as c
from etl.read.containers import open_sheets
from etl.read.forms import read_sheets
from etl.read.forms.template import choose_region, write_template
from etl.read.model import SheetResult
from etl.read.reading import COLUMNS, Reading
from scoreboard.catalog.loader import load_catalog
from scoreboard.paths import OBSERVATIONS
from tests.etl.table_files import SPREADSHEETS, TEXTS, Grid, Span, to_csv, to_parquet, to_xlsx

# region, indicator, year, digits, unit
Row = tuple[str, str, str, str, str]
NAMES = {"rd_expenditure": "R&D经费", "rd_intensity_revised": "R&D经费投入强度（修订）"}
YEARS = ("2023", "2022", "2021")


def shipped(code: str) -> list[dict[str, str]]:
    with (OBSERVATIONS / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(code: str, years: Iterable[str] = YEARS) -> list[Row]:
    """The shipped figures of the provinces and the nation."""
    return [
        (r["region"], NAMES[code], r["year"], digits(r["value"]), r["unit"])
        for r in shipped(code)
        if r["year"] in years and r["region_code"].endswith("0000")
    ]


def digits(text: str) -> str:
    return c.number_text(float(text))


SPENDING = published("rd_expenditure")
INTENSITY = published("rd_intensity_revised")


def by_key(rows: Iterable[Row]) -> dict[tuple[str, str, str], str]:
    return {(region, name, year): value for region, name, year, value, _ in rows}


def regions(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row[0] for row in rows))


def number(text: str | None) -> float | None:
    return None if text is None else float(text)


def nbs_of_one_indicator() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    values = by_key(SPENDING)
    return (
        [
            ["数据库：分省年度数据"],
            ["指标：R&D经费(亿元)"],
            ["时间：最近3年"],
            ["地区", *(f"{year}年" for year in YEARS)],
            *(
                [region, *(number(values.get((region, "R&D经费", y))) for y in YEARS)]
                for region in regions(SPENDING)
            ),
            ["注：2021年起为新口径。"],
            ["数据来源：国家统计局"],
        ],
        SPENDING,
        (),
    )


def nbs_of_several_regions() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    """Blocks below each other, each one region by indicators."""
    wanted = ["北京市", "江苏省"]
    rows = [row for row in SPENDING + INTENSITY if row[0] in wanted]
    values = by_key(rows)
    grid: list[list[Any]] = [["数据库：分省年度数据"]]
    for region in wanted:
        grid += [[f"地区：{region}"], ["时间：最近3年"], ["指标", *(f"{y}年" for y in YEARS)]]
        for name, unit in (("R&D经费", "亿元"), ("R&D经费投入强度（修订）", "%")):
            cells = [number(values.get((region, name, y))) for y in YEARS]
            grid.append([f"{name}({unit})", *cells])
        grid.append([])
    grid.append(["数据来源：国家统计局"])
    return grid, rows, ()


def yearbook_of_one_year() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    """Padded names, a group of regions, footnotes, a unit above and one in brackets."""
    rows = [row for row in SPENDING + INTENSITY if row[2] == "2022"]
    values = by_key(rows)

    def line(region: str, label: str) -> list[Any]:
        spent = values.get((region, "R&D经费", "2022"))
        share = values.get((region, "R&D经费投入强度（修订）", "2022"))
        return [label, f"{float(spent):,}" if spent else "…", number(share) if share else "—"]

    listed = [line(region, padded(region)) for region in regions(rows)]
    return (
        [
            ["表2-3　各地区R&D经费情况（2022年）"],
            [None, None, "单位：亿元"],
            ["地　区", "R&D经费①", "R&D经费投入强度（修订）\n（%）"],
            listed[0],
            ["东部地区", 1.0, 2.0],
            *listed[1:],
            ["① 含外资。"],
            ["资料来源：《中国科技统计年鉴》"],
        ],
        rows,
        (),
    )


def padded(name: str) -> str:
    short = name.removesuffix("市").removesuffix("省")
    return f"{short[0]}　{short[1]}" if len(short) == 2 else short


def yearbook_of_two_headers() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    """Merged header cells above the years, units in a row of their own."""
    rows = SPENDING + INTENSITY
    values = by_key(rows)
    names = ("R&D经费", "R&D经费投入强度（修订）")
    grid: list[list[Any]] = [
        ["各地区R&D经费投入"],
        ["地区", names[0], None, None, names[1], None, None],
        [None, *YEARS, *YEARS],
        [None, *["亿元"] * 3, *["%"] * 3],
    ]
    for region in regions(rows):
        grid.append([region, *(number(values.get((region, n, y))) for n in names for y in YEARS)])
    return grid, rows, ((1, 0, 3, 0), (1, 1, 1, 3), (1, 4, 1, 6))


def tidy_in_chinese() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    rows = SPENDING + INTENSITY
    return (
        [
            ["地区", "年份", "指标", "数值", "单位", "来源"],
            *([r, int(y), n, float(v), u, "某年鉴"] for r, n, y, v, u in rows),
        ],
        rows,
        (),
    )


def tidy_in_english() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    rows = SPENDING
    return (
        [
            ["value", "unit", "region", "indicator", "year", "source", "note"],
            *([float(v), u, r, n, y, "some_yearbook", None] for r, n, y, v, u in rows),
        ],
        rows,
        (),
    )


def wide() -> tuple[Grid, list[Row], tuple[Span, ...]]:
    rows = SPENDING + INTENSITY
    values = by_key(rows)
    grid: list[list[Any]] = [["年份", "省份", "R&D经费（亿元）", "R&D经费投入强度（修订）（%）"]]
    for region, year in dict.fromkeys((row[0], row[2]) for row in rows):
        cells = [number(values.get((region, name, year))) for name in NAMES.values()]
        grid.append([f"{year}年", region, *cells])
    return grid, rows, ()


FORMS: dict[str, tuple[str, Callable[[], tuple[Grid, list[Row], tuple[Span, ...]]]]] = {
    "nbs, one indicator": ("nbs_export", nbs_of_one_indicator),
    "nbs, blocks of regions": ("nbs_export", nbs_of_several_regions),
    "yearbook, one year": ("yearbook", yearbook_of_one_year),
    "yearbook, two headers": ("yearbook", yearbook_of_two_headers),
    "tidy, Chinese": ("tidy", tidy_in_chinese),
    "tidy, English": ("tidy", tidy_in_english),
    "tidy, wide": ("tidy", wide),
}


def found_rows(columns: dict[str, list[Any]]) -> list[Row]:
    wanted = (columns[name] for name in ("region", "indicator", "year", "number", "unit"))
    return list(zip(*wanted, strict=True))


def full(name: str) -> str:
    """The full name of a province, as the shipped figures write it."""
    return next((region for region in FULL_NAMES if region.startswith(name)), name)


FULL_NAMES = regions(SPENDING)


def read_here(content: bytes, hints: Hints | None = None) -> SheetResult:
    """Read without a process of its own."""
    sheets, raw_issues = open_sheets(content, FileLimits())
    found = read_sheets(sheets, None, hints or Hints())[1]
    found.raw_issues += raw_issues
    return found


def rows_here(content: bytes, hints: Hints | None = None) -> list[Row]:
    found = read_here(content, hints)
    return found_rows({name: found.figures.column(name) for name in COLUMNS})


def all_files() -> dict[tuple[str, str], tuple[bytes, str, list[Row]]]:
    files = {}
    for name, (form, build) in FORMS.items():
        grid, rows, merged = build()
        for container, write in SPREADSHEETS.items():
            files[name, container] = (write(grid, merged), form, rows)
        for container, write in TEXTS.items():
            files[name, container] = (write(grid), form, rows)
        if form == "tidy":
            files[name, "parquet"] = (to_parquet(grid), form, rows)
    return files


FILES = all_files()


@pytest.fixture(scope="module")
def readings() -> dict[tuple[str, str], Reading]:
    hints = Hints(source="a_source")
    # A name that lies: containers are told apart by what is in them.
    read = read_files([(content, "report.xls") for content, _, _ in FILES.values()], hints=hints)
    return dict(zip(FILES, read, strict=True))


@pytest.mark.parametrize("file", FILES, ids=" as ".join)
def test_every_form_gives_the_same_figures_from_every_container(
    file: tuple[str, str], readings: dict[tuple[str, str], Reading]
) -> None:
    _, form, rows = FILES[file]
    reading = readings[file]
    assert reading.form == form
    assert [p for p in reading.issues if p.severity == "error"] == []
    read = found_rows(reading.rows.to_dict("list"))
    same([(full(region), *rest) for region, *rest in read], rows)
    assert set(reading.rows["source"]) <= {"a_source", "some_yearbook", "某年鉴"}


def test_rows_say_where_their_cell_stands(readings: dict[tuple[str, str], Reading]) -> None:
    for container in ("xlsx", "csv gb18030", "html"):
        first = readings["nbs, one indicator", container].rows.iloc[0]
        assert (first["row"], first["column"], first["region"]) == (5, "B", "全国")


def test_groups_marks_and_footnotes_of_a_yearbook_are_listed_not_lost(
    readings: dict[tuple[str, str], Reading],
) -> None:
    reading = readings["yearbook, one year", "xls"]
    groups = [cell for cell in reading.skipped if cell.reason == "region_group"]
    assert [(cell.row, cell.column, cell.value) for cell in groups] == [
        (5, "A", "东部地区"),
        (5, "B", "1"),
        (5, "C", "2"),
    ]
    notes = reading.rows.loc[reading.rows["indicator"] == "R&D经费", "note"]
    assert set(notes) == {"① 含外资。"}


def test_readings_are_combined_into_one_table(readings: dict[tuple[str, str], Reading]) -> None:
    two = [readings["tidy, English", "xlsx"], readings["tidy, wide", "ods"]]
    frame = combine(two)
    assert list(frame.columns) == ["file", *COLUMNS]
    assert len(frame) == sum(len(reading.rows) for reading in two)


def test_every_shipped_figure_is_read_as_it_stands() -> None:
    paths = sorted(OBSERVATIONS.glob("*.csv"))
    readings = read_files([(path.read_bytes(), path.name) for path in paths])
    for path, reading in zip(paths, readings, strict=True):
        assert (reading.form, reading.issues, reading.skipped) == ("tidy", (), ())
        rows = shipped(path.stem)
        assert list(reading.rows["row"]) == list(range(2, len(rows) + 2))
        for ours, theirs in (
            ("region", "region_code"),
            ("region_name", "region"),
            ("value", "value"),
            ("number", "value"),
            ("year", "year"),
            ("note", "note"),
        ):
            assert list(reading.rows[ours]) == [row[theirs] for row in rows]


# --- the template ---------------------------------------------------------------------------


def filled_template(lines: Iterable[tuple[Any, ...]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    for line in lines:
        book["填报"].append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


CATALOG = load_catalog()
TEMPLATE = write_template(CATALOG)


def test_the_template_is_read_back_with_codes_and_without_its_lists() -> None:
    lines = [
        (choose_region(CATALOG, "320106"), None, "地区生产总值", 2023, 100.5, "亿元", "P 初步数"),
        ("鼓楼区", "徐州市", "gdp", "2023年", "1,234", "亿元", None, "a_yearbook 某年鉴", "摘自"),
        ("苏州工业园区", None, "gdp", 2023, None, "亿元", None, "s"),
    ]
    reading = read_file(filled_template(lines), "t.xlsx", hints=Hints(source="given"))
    assert (reading.form, [sheet.form for sheet in reading.sheets]) == (
        "template",
        ["template", "", ""],
    )
    assert reading.issues == ()
    wanted = [
        "row",
        "region",
        "parent",
        "region_name",
        "year",
        "number",
        "status",
        "source",
        "note",
    ]
    assert reading.rows[wanted].values.tolist() == [
        [3, "320106", "", "鼓楼区", "2023", "100.5", "P", "given", ""],
        [4, "鼓楼区", "徐州市", "", "2023", "1234", "", "a_yearbook", "摘自"],
    ]
    assert [(cell.row, cell.reason) for cell in reading.skipped] == [(5, "value_blank")]


def test_the_template_offers_every_region_and_every_published_indicator() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    assert book.sheetnames == ["填报", "清单", "填写说明"]
    assert book["清单"].sheet_state == "hidden"
    lists = book["清单"]
    offered = {str(cell.value).split(" ")[0] for cell in lists["A"] if cell.value}
    assert offered == set(CATALOG.regions)
    named = {cell.value for cell in lists["B"] if cell.value}
    published = (i for i in CATALOG.indicators.values() if CATALOG.is_published(i.code))
    assert named == {indicator.name.zh for indicator in published}
    checked = {
        str(rule.sqref).split(":")[0] for rule in book["填报"].data_validations.dataValidation
    }
    assert checked == {"A3", "C3", "D3", "F3", "G3", "H3"}


def test_an_empty_template_holds_no_figures() -> None:
    assert [p.kind for p in read_file(TEMPLATE, "t.xlsx").issues] == ["no_figures"]


# --- questions, overrides --------------------------------------------------------------------


def test_what_a_file_does_not_say_is_asked_once_each_and_answered_by_hints() -> None:
    grid = [["地区", "数额"], ["北京市", 1.5], ["天津市", 2.5]]
    content = to_xlsx(grid)
    asked = read_file(content, "a.xlsx")
    assert [p.kind for p in asked.questions] == ["unit_missing", "year_missing", "source_missing"]
    assert (asked.questions[0].row, asked.questions[0].column) == (2, "B")
    answers = Hints(unit="亿元", year="2023", source="s", status="P")
    told = read_file(content, "a.xlsx", hints=answers)
    assert told.questions == ()
    assert set(told.rows["unit"]) == {"亿元"}
    assert set(told.rows["status"]) == {"P"}


def test_the_analyst_may_name_the_form() -> None:
    content = TEXTS["csv gb18030"](tidy_in_chinese()[0])
    assert read_file(content, "a.csv", form="tidy").form == "tidy"
    kinds = {p.kind for p in read_file(content, "a.csv", form="no such form").issues}
    assert kinds == {"form_unknown"}


@pytest.mark.parametrize(
    ("title", "indicator", "year", "region"),
    [
        ("2023年江苏省各市R&D经费情况", "R&D经费", "2023", "江苏省"),
        ("表3-1 各地区专利授权数（2022年）", "专利授权数", "2022", "全国"),
        ("2-3 分地区高新技术企业数统计表 2021年", "高新技术企业数", "2021", "全国"),
        ("20-1 各地区发明专利授权数(2020)", "发明专利授权数", "2020", "全国"),
    ],
)
def test_a_title_says_year_region_and_indicator(
    title: str, indicator: str, year: str, region: str
) -> None:
    total = "全省" if region != "全国" else "合计"
    others = ["南京市", "徐州市"] if region != "全国" else ["北京", "天津"]
    grid = [[title], ["单位：件"], ["地区", "数量"], [total, 3], [others[0], 1], [others[1], 2]]
    rows = rows_here(to_csv(grid, "gb18030"))
    assert rows[0] == (region, indicator, year, "3", "件")
    assert {row[2] for row in rows} == {year}


def test_counties_listed_under_their_city_get_it_as_parent() -> None:
    grid = [
        ["地区", "2022年", "2023年"],
        *([name, 1, 2] for name in ("南京市", "鼓楼区", "徐州市", "鼓楼区", "北京市", "朝阳区")),
    ]
    found = read_here(to_csv(grid), Hints(indicator="gdp", unit="亿元", source="s"))
    parents = found.figures.column("parent")[::2]
    assert parents == ["", "南京市", "", "徐州市", "", "北京市"]


def test_tables_side_by_side_and_tables_continued_are_both_read() -> None:
    grid = [
        ["单位：亿元"],
        ["地区", "2023年", "地区", "2023年"],
        ["北京", 1, "湖北", 3],
        ["续表"],
        ["地区", "2023年"],
        ["上海", 5],
    ]
    rows = rows_here(to_csv(grid), Hints(indicator="gdp", source="s"))
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("北京", "1", "亿元"),
        ("湖北", "3", "亿元"),
        ("上海", "5", "亿元"),
    ]


def test_indicators_may_stand_in_rows_with_a_column_of_units() -> None:
    grid = [
        ["指标", "单位", "2022年", "2023年"],
        ["R&D经费", "亿元", 100, 110],
        ["  其中：基础研究", None, 10, 11],
        ["专利授权数", "件", 5000, 6000],
    ]
    rows = rows_here(to_xlsx(grid), Hints(region="南京市", source="s"))
    assert rows[2:4] == [
        ("南京市", "基础研究", "2022", "10", "亿元"),
        ("南京市", "基础研究", "2023", "11", "亿元"),
    ]


def test_english_beside_the_chinese_is_left_aside() -> None:
    grid = [
        ["2-1 各地区专利授权数 Patents Granted by Region"],
        ["单位：件 Unit: piece"],
        ["地 区\nRegion", "2022年", "2023年"],
        ["全 国 National Total", 10, 20],
        ["北 京 Beijing", 1, 2],
        ["内蒙古 Inner Mongolia", 3, 4],
    ]
    rows = rows_here(to_xlsx(grid), Hints(indicator="专利授权数", source="s"))
    assert rows[2] == ("北京", "专利授权数", "2022", "1", "件")
    assert [row[0] for row in rows[::2]] == ["全国", "北京", "内蒙古"]


def test_the_national_database_is_of_the_nation() -> None:
    grid = [
        ["数据库：年度数据"],
        ["时间：最近2年"],
        ["指标", "2023年", "2022年"],
        ["国民总收入(亿元)", 1251297, 1194401.4],
        ["居民消费价格指数(上年=100)", 100.2, 102],
    ]
    rows = rows_here(to_csv(grid, "gb18030"), Hints(source="s"))
    assert rows[0] == ("全国", "国民总收入", "2023", "1251297", "亿元")
    assert rows[2] == ("全国", "居民消费价格指数", "2023", "100.2", "指数(上年=100)")


def test_years_may_stand_in_rows() -> None:
    grid = [["年份", "R&D经费（亿元）", "专利授权数/件"], [2022, 1.5, 2], [2023, 2.5, 3]]
    rows = rows_here(to_csv(grid), Hints(region="全国", source="s"))
    assert rows[0] == ("全国", "R&D经费", "2022", "1.5", "亿元")
    assert rows[3] == ("全国", "专利授权数", "2023", "3", "件")


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１，２３４．５", ("1234.5", "", "")),
        ("1 234 567", ("1234567", "", "")),
        ("12.3①", ("12.3", "", "①")),
        ("12.3 1)", ("12.3", "", "1)")),
        ("5.2％", ("5.2", "%", "")),
        ("3‰", ("3", "‰", "")),
        ("−4.5", ("-4.5", "", "")),
        ("+7", ("7", "", "")),
        ("1e5", ("1e5", "", "")),
        *((text, ("", "", "")) for text in ("(5)", "12,34", "1 2", "十万", "2o23", "inf", "1.2.3")),
        *((text, ("", "", "")) for text in ("12万", "٣٤", "5²6", "=1+1", "0x10", "1_000")),
    ],
)
def test_a_number_is_read_only_where_it_surely_is_one(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert c.read_number(text) == expected


# --- properties ------------------------------------------------------------------------------

PROVINCES = st.lists(st.sampled_from(FULL_NAMES), min_size=2, max_size=8, unique=True)
SPANS = st.lists(st.integers(1990, 2030).map(str), min_size=2, max_size=4, unique=True)
VALUES = st.decimals(-(10**9), 10**9, places=2).map(lambda d: digits(str(d)))


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    values = st.one_of(VALUES, st.none())
    rows = [
        (region, "R&D经费", year, value, "亿元")
        for region in draw(PROVINCES)
        for year in draw(SPANS)
        if (value := draw(values)) is not None
    ]
    return rows or [("北京市", "R&D经费", "2023", "1", "亿元")]


def written(value: str, style: int) -> str | float:
    """A number as people write it: plain, with separators, in full-width digits, padded."""
    grouped = f"{float(value):,.2f}" if "e" not in value else value
    return (
        float(value),
        grouped,
        grouped.translate({ord(a): chr(ord(a) + 0xFEE0) for a in "0123456789.,-"}),
        f"  {value} ",
    )[style]


def cross_table(rows: list[Row], styles: list[int], *, is_transposed: bool) -> Grid:
    values = by_key(rows)
    places, years = regions(rows), list(dict.fromkeys(row[2] for row in rows))
    outer, inner = (years, places) if is_transposed else (places, years)
    grid: list[list[Any]] = [["时间" if is_transposed else "地区", *map(header, inner)]]
    for place, first in enumerate(outer):
        line: list[Any] = [header(first)]
        for second in inner:
            region, year = (second, first) if is_transposed else (first, second)
            value = values.get((region, "R&D经费", year))
            line.append("…" if value is None else written(value, styles[place % len(styles)]))
        grid.append(line)
    return grid


def header(label: str) -> str:
    return f"{label}年" if label.isdigit() else label


def same(read: list[Row], rows: list[Row]) -> None:
    assert sorted((r, n, y, float(v), u) for r, n, y, v, u in read) == sorted(
        (r, n, y, float(v), u) for r, n, y, v, u in rows
    )


STYLES = st.lists(st.integers(0, 3), min_size=1, max_size=4)
quick = settings(max_examples=60, deadline=None, derandomize=True)


@quick
@given(rows=tables(), styles=STYLES, is_transposed=st.booleans(), data=st.data())
def test_any_export_is_read_back_whatever_the_order_and_the_way_of_writing(
    rows: list[Row], styles: list[int], is_transposed: bool, data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(rows))
    grid = cross_table(rows, styles, is_transposed=is_transposed)
    head = [["数据库：分省年度数据"], ["指标：R&D经费(亿元)"]]
    write = data.draw(st.sampled_from([TEXTS["csv gb18030"], SPREADSHEETS["xlsx"]]))
    same(rows_here(write([*head, *grid, ["数据来源：国家统计局"]])), rows)


@quick
@given(rows=tables(), styles=STYLES, data=st.data())
def test_any_yearbook_table_is_read_back(
    rows: list[Row], styles: list[int], data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(rows))
    grid = [list(line) for line in cross_table(rows, styles, is_transposed=False)]
    for line in grid[1:]:
        line[0] = padded(str(line[0])) if data.draw(st.booleans()) else line[0]
    head = [["表1-1 各地区R&D经费"], [None] * (len(grid[0]) - 1) + ["单位：亿元"]]
    write = data.draw(st.sampled_from([*TEXTS.values(), SPREADSHEETS["spreadsheetml"]]))
    read = rows_here(write([*head, *grid]), Hints(source="s"))
    same([(full(region), *rest) for region, *rest in read], rows)


@quick
@given(rows=tables(), styles=STYLES, data=st.data())
def test_any_tidy_table_is_read_back_whatever_the_order_of_rows_and_columns(
    rows: list[Row], styles: list[int], data: st.DataObject
) -> None:
    columns = data.draw(st.permutations(["地区", "指标", "年份", "数值", "单位"]))
    lines = []
    for place, (region, name, year, value, unit) in enumerate(data.draw(st.permutations(rows))):
        cell = written(value, styles[place % len(styles)])
        cells = dict(
            zip(
                ("地区", "指标", "年份", "数值", "单位"),
                (region, name, year, cell, unit),
                strict=True,
            )
        )
        lines.append([cells[column] for column in columns])
    write = data.draw(st.sampled_from([TEXTS["txt tab gbk"], SPREADSHEETS["html"]]))
    same(rows_here(write([columns, *lines])), rows)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("gb18030", "ignore")))
def test_no_content_makes_the_readers_fail_otherwise_than_by_a_finding(content: bytes) -> None:
    from etl.read.child import answer

    *_, last = answer(content, {"form": None, "hints": {}}, FileLimits())
    assert b'"raw_issues":' in last


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "北京市", "  天 津①", "东部地区", "合计", "某处", "注：x"]),
            st.lists(st.sampled_from([None, "…", "2.5", 3.5, 7, "十万", " "]), max_size=5),
        ),
        max_size=8,
    )
)
def test_every_cell_of_a_table_is_a_figure_skipped_or_told_of(
    lines: list[tuple[str | None, list[Any]]],
) -> None:
    # A blank row may end a table, and what follows be a header: only rows without gaps.
    grid = [[label or "上海", *cells] for label, cells in lines]
    grid = [[None if label == "某处" else label, *cells] for label, *cells in grid if any(cells)]
    found = read_here(to_csv([["地区", "2022年", "2023年", "2024年"], ["上海", 1, 2, 3], *grid]))
    places = zip(found.figures.column("row"), found.figures.column("column"), strict=True)
    accounted = {*places, *((cell.row, cell.column) for cell in found.skipped)}
    told = {raw_issue.row for raw_issue in found.raw_issues}
    unheaded = {f.column for f in found.raw_issues if f.kind == "header_missing"}
    for row, line in enumerate(grid, start=3):
        for letter, cell in zip("BCDEF", line[1:], strict=False):
            if str(cell).strip() not in {"None", ""}:
                assert (row, letter) in accounted or row in told or letter in unheaded


# --- limits ----------------------------------------------------------------------------------


LARGE = "地区,年份,指标,数值\n".encode() + "北京市,2020,gdp,1\n".encode() * 480_000


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    files = [(LARGE, "slow.csv"), (to_csv(tidy_in_english()[0]), "quick.csv")]
    first, second = read_files(files, limits=FileLimits(seconds=3.0))
    assert [p.kind for p in first.issues] == ["timeout"]
    assert len(second.rows) == len(SPENDING)


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    # The process itself needs 50 MB, the bytes of this file 38, and its text more than the rest.
    files = [(LARGE * 4, "large.csv"), (to_csv(tidy_in_english()[0]), "small.csv")]
    first, second = read_files(files, limits=FileLimits(bytes_of_memory=130 * 2**20))
    assert [p.kind for p in first.issues] == ["out_of_memory"]
    assert len(second.rows) == len(SPENDING)


@pytest.mark.parametrize("processes", [2, 3])
def test_many_files_are_read_side_by_side_and_told_in_their_order(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_AT_ONCE", processes)
    monkeypatch.setattr(sandbox, "_WORTH_ONE", 1)
    years = [*range(2001, 2006), *range(2007, 2013)]
    files = [
        (f"地区,年份,指标,数值,单位\n北京市,{year},gdp,{year},亿元\n".encode(), f"{year}.csv")
        for year in years
    ]
    files.insert(5, (LARGE * 4, "large.csv"))
    readings = read_files(files, limits=FileLimits(bytes_of_memory=130 * 2**20))
    assert [p.kind for p in readings.pop(5).issues] == ["out_of_memory"]
    for year, reading in zip(years, readings, strict=True):
        assert list(reading.rows["year"]) == list(reading.rows["value"]) == [str(year)]


def test_reading_creates_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reading = read_file(FILES["tidy, wide", "xlsx"][0], "../../etc/passwd\x00\n.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert reading.name == "../../etc/passwd  .xlsx"


# --- the marked copy -------------------------------------------------------------------------


def test_a_marked_copy_colours_and_explains_the_cells_and_holds_no_formula() -> None:
    grid = [
        ["地区", "年份", "指标", "数值", "单位", "来源"],
        ["北京市", 2023, "=cmd|' /C calc'!A0", "-5.5", "亿元", "@s"],
        ["天津市", 2023, "gdp", 2, "亿元", "s", "多出"],
    ]
    reading = read_file(to_csv(grid), "a.csv")
    kinds = [(p.kind, p.row, p.column) for p in reading.issues]
    assert kinds == [("cells_beyond_header", 3, "G")]
    book = openpyxl.load_workbook(io.BytesIO(mark_issues(reading, reading.issues)))
    listed, sheet = book.worksheets
    assert listed.title == "问题"
    assert [cell.value for cell in listed[2]][1] == "G3"
    marked = sheet["G3"]
    assert marked.fill.fgColor.rgb == "FFF8CBAD"
    assert "错位" in marked.comment.text
    assert sheet["A2"].fill.fgColor.rgb == "00000000"
    assert (sheet["C2"].value, sheet["F2"].value) == ("'=cmd|' /C calc'!A0", "'@s")
    assert sheet["D2"].value == "-5.5"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_reasons_for_leaving_cells_out_have_words() -> None:
    from etl.read.raw_issues import SKIP_REASONS

    assert {"missing_mark", "region_group"} <= set(SKIP_REASONS)
