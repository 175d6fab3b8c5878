"""Writes the workbook that analysts fill in, and reads it back.

One sheet to fill in with drop-downs for regions, indicators, units, status and source; a sheet of
instructions; and a hidden sheet that holds the lists. Where it was asked for, the rows are there
already, with last year's figures in grey beside the cells to fill in; those are never read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from etl.read import cells as c
from etl.read.forms import tidy
from etl.read.forms.blocks import Context
from etl.read.model import Cell, Hints, Sheet, SheetResult, Skipped, column_letters, is_filled

if TYPE_CHECKING:
    from scoreboard.catalog.loader import Catalog

MARKER = "区域创新看板数据填报模板"
FILL_IN, LISTS, HELP = "填报", "清单", "填写说明"
COLUMNS = ("地区", "上级地区", "指标", "年份", "数值", "单位", "状态", "来源", "备注")
_WIDTHS = (26, 16, 36, 8, 16, 14, 14, 34, 30)
_ROWS = 5000
_LAST_YEAR = "{year}年数值（仅供参考，不读取）"
_IS_LAST_YEAR = re.compile(r"[0-9]{4}年数值\(仅供参考[,，]不读取\)")
_LAST_YEAR_WIDTH = 18
_HEADER_WITHIN = 20
_STATUS = {
    "A": "公布值",
    "P": "初步数",
    "E": "估计值",
    "B": "序列中断",
    "D": "口径不同",
    "F": "预测值",
}
_CODE = re.compile(r"([0-9]{6}(?:-[A-Z0-9]+)?)\s*([^0-9\s-].*)")
_SOURCE = re.compile(r"([A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]+)\s+\S.*")
_HELP = (
    "在“填报”表中每行填写一个数值：一个地区、一个指标、一个年份。",
    "地区、指标、单位、状态、来源可从下拉列表中选取，也可直接输入名称或代码。",
    "地区：填名称（如北京市）或六位代码。同名的区县请选带代码的一项，或填写“上级地区”。",
    "指标：填指标名称或代码，见下表。由本平台计算的指标不必填报。",
    "年份：四位数字，如2024。",
    "数值：只填数字，可带千分位；没有数值的，不填这一行，或填“…”，不要填0。",
    "灰色的上年数值仅供对照，不会读取；新数值填在其右侧“数值”列。",
    "单位：与公布时一致，平台自动换算（如万元换算为亿元）。",
    "状态：不填即为公布值（A）。",
    "来源：公布该数值的资料，可选列表中的代码，也可写明资料名称。",
    "备注：口径、取整等需要说明的内容，可不填。",
    "本文件只读取数值，公式和宏不会执行；请勿更改“填报”表前两行。",
)


@dataclass(frozen=True)
class Prefill:
    """The rows that a template comes with: year and source of all, and what is to be filled in.

    rows: region code, indicator code, and the value of the year before in the catalog's unit, None
    where there is none. own: year and source of an indicator where they are its own; where any are,
    no figures of the year before stand there.
    """

    year: int
    source: str
    rows: Sequence[tuple[str, str, float | None]]
    own: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def recognise(sheet: Sheet) -> float:
    """1 for the sheet of our template that is filled in, else 0."""
    first = c.text_of(sheet.cells[0][0]) if sheet.cells and sheet.cells[0] else ""
    return 1.0 if first.startswith(MARKER) else 0.0


def is_auxiliary(sheet: Sheet) -> bool:
    """Whether a sheet of the template is its lists or its instructions, which hold no figures."""
    return sheet.name in {LISTS, HELP}


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """Every filled-in row; the codes of chosen regions, states and sources without their names.

    Last year's figures, which stand there for comparison, are skipped.
    """
    sheet, skipped = _without_last_year(sheet)
    found = tidy.read(sheet, hints, before)
    found.skipped += skipped
    figures = found.figures
    regions, names = figures.column("region"), figures.column("region_name")
    for place, region in enumerate(regions):
        if chosen := _CODE.fullmatch(region):
            # A choice is "320106 江苏省/南京市/鼓楼区": the last word is the region's own name.
            regions[place], names[place] = chosen.group(1), chosen.group(2).split("/")[-1]
    figures.column("source")[:] = [_code_of_source(text) for text in figures.column("source")]
    figures.column("status")[:] = [_code_of_status(text) for text in figures.column("status")]
    return found


def _without_last_year(sheet: Sheet) -> tuple[Sheet, list[Skipped]]:
    """The sheet without the columns of last year's figures, and the cells that stood there."""
    columns = {
        index
        for line in sheet.cells[:_HEADER_WITHIN]
        for index, cell in enumerate(line)
        if isinstance(cell, str) and _IS_LAST_YEAR.fullmatch(c.plain(cell))
    }
    if not columns:
        return sheet, []
    skipped = [
        Skipped(sheet.name, row, column_letters(index), c.text_of(cell), "reference")
        for row, line in enumerate(sheet.cells, start=1)
        for index, cell in enumerate(line)
        if index in columns and is_filled(cell)
    ]
    kept: list[list[Cell]] = [
        [None if index in columns else cell for index, cell in enumerate(line)]
        for line in sheet.cells
    ]
    return replace(sheet, cells=kept), skipped


def _code_of_source(text: str) -> str:
    named = _SOURCE.fullmatch(text)
    return named.group(1) if named else text


def _code_of_status(text: str) -> str:
    return text[:1] if text[1:2] == " " else text


def write_template(catalog: Catalog, prefill: Prefill | None = None) -> bytes:
    """The template as an xlsx file, with the catalog's names as choices.

    prefill: rows that are there already; a blank template when not given.
    """
    import xlsxwriter  # only who writes a template waits for it

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": MARKER})
    sheet = book.add_worksheet(FILL_IN)
    lists = book.add_worksheet(LISTS)
    lists.hide()
    choices = _choices(catalog)
    for place, (_, entries) in enumerate(choices.items()):
        lists.write_column(0, place, entries)
    columns = _columns(prefill)
    _write_sheet_to_fill(book, sheet, choices, columns)
    if prefill:
        _write_rows(book, sheet, catalog, prefill, list(columns))
    _write_help(book, catalog)
    sheet.activate()
    book.close()
    return buffer.getvalue()


def choose_region(catalog: Catalog, region_code: str) -> str:
    """How the drop-down writes a region: code, the regions it lies in, its name."""
    names: list[str] = []
    region = catalog.regions.get(region_code)
    while region and (not names or region.level != "nation"):
        names.insert(0, region.name.zh)
        region = catalog.regions.get(region.parent_code)
    return f"{region_code} {'/'.join(names)}"


def _choices(catalog: Catalog) -> dict[str, Sequence[str]]:
    published = [i for i in catalog.indicators.values() if catalog.is_published(i.code)]
    return {
        "地区": [choose_region(catalog, code) for code in catalog.regions],
        "指标": [indicator.name.zh for indicator in published],
        "单位": list(catalog.units),
        "状态": [f"{code} {name}" for code, name in _STATUS.items()],
        "来源": [f"{source.code} {source.title}"[:200] for source in catalog.sources.values()],
    }


def _columns(prefill: Prefill | None) -> dict[str, int]:
    """The columns of the sheet to fill in, with their widths."""
    columns = dict(zip(COLUMNS, _WIDTHS, strict=True))
    if not prefill or prefill.own:
        return columns
    before = {name: columns.pop(name) for name in COLUMNS[: COLUMNS.index("数值")]}
    return before | {_LAST_YEAR.format(year=prefill.year - 1): _LAST_YEAR_WIDTH} | columns


def _write_rows(
    book: Any, sheet: Any, catalog: Catalog, prefill: Prefill, columns: Sequence[str]
) -> None:
    """Write a row a figure, with the cell to fill in marked and last year's value in grey."""
    grey = {"font_color": "#7F7F7F", "italic": True, "bg_color": "#F2F2F2", "num_format": "General"}
    last, empty = book.add_format(grey), book.add_format({"bg_color": "#FFF9E5", "border": 7})
    place = {name: index for index, name in enumerate(columns)}
    greyed = None if prefill.own else place["数值"] - 1
    for row, (region, code, value) in enumerate(prefill.rows, start=2):
        indicator = catalog.indicators[code]
        year, source = prefill.own.get(code, (prefill.year, prefill.source))
        sheet.write_string(row, place["地区"], choose_region(catalog, region))
        sheet.write_string(row, place["指标"], indicator.name.zh)
        sheet.write_number(row, place["年份"], year)
        sheet.write_string(row, place["单位"], indicator.unit)
        sheet.write_string(row, place["来源"], source)
        sheet.write_blank(row, place["数值"], None, empty)
        if greyed is None:
            continue
        if value is None:
            sheet.write_blank(row, greyed, None, last)
        else:
            sheet.write_number(row, greyed, value, last)


def _write_sheet_to_fill(
    book: Any, sheet: Any, choices: dict[str, Sequence[str]], columns: dict[str, int]
) -> None:
    title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F4E79"})
    head = book.add_format({"bold": True, "bg_color": "#D9E2EF", "border": 1, "align": "center"})
    text = book.add_format({"num_format": "@"})
    sheet.write_string(0, 0, f"{MARKER}（自第3行起填写，填写方法见“{HELP}”）", title)
    places = {name: index for index, name in enumerate(columns)}
    for index, (name, width) in enumerate(columns.items()):
        sheet.write_string(1, index, name, head)
        sheet.set_column(index, index, width, None if name in {"年份", "数值"} else text)
    sheet.freeze_panes(2, 0)
    for place, (name, entries) in enumerate(choices.items()):
        letters = column_letters(place)
        column = places[name]
        sheet.data_validation(
            2,
            column,
            _ROWS,
            column,
            {
                "validate": "list",
                "source": f"='{LISTS}'!${letters}$1:${letters}${len(entries)}",
                # A name typed by hand is welcome too: it is resolved when the file is read.
                "error_type": "information",
                "error_title": "不在列表中",
                "error_message": "不在下拉列表中，读取时将按名称识别。",
            },
        )
    year = places["年份"]
    sheet.data_validation(
        2,
        year,
        _ROWS,
        year,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": c.FIRST_YEAR,
            "maximum": c.LAST_YEAR,
            "error_title": "年份",
            "error_message": "请填四位年份，如2024。",
        },
    )


def _write_help(book: Any, catalog: Catalog) -> None:
    sheet = book.add_worksheet(HELP)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for index, width in enumerate((36, 34, 14, 90)):
        sheet.set_column(index, index, width, wrapped)
    sheet.write_string(0, 0, "填写说明", bold)
    for row, line in enumerate(_HELP, start=1):
        sheet.merge_range(row, 0, row, 3, f"{row}. {line}", wrapped)
    start = len(_HELP) + 2
    _write_row(sheet, start, ("指标名称", "指标代码", "本平台单位", "定义"), bold)
    published = (i for i in catalog.indicators.values() if catalog.is_published(i.code))
    for row, indicator in enumerate(published, start=start + 1):
        cells = (indicator.name.zh, indicator.code, indicator.unit, indicator.definition.zh)
        _write_row(sheet, row, cells)


def _write_row(sheet: Any, row: int, cells: Iterable[str], form: Any = None) -> None:
    for index, text in enumerate(cells):
        sheet.write_string(row, index, text, form)
