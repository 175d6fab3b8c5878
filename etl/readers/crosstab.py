"""Tables with labels on two sides: regions, years and indicators in rows, columns and titles.

The exports of the National Bureau and the tables of yearbooks are both of this kind. A sheet is
cut into blocks (title lines, header rows, data rows); of region, indicator and year each is taken
from where the block gives it: the row's label, the column's header, or the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from etl.readers import cells as c
from etl.readers import vocabulary as places
from etl.readers.model import Cell, Finding, Found, Hints, Sheet, Skipped, column_letters, words

_META = re.compile(
    r"^(数据库|指标|时间|地区|计量单位|单位|数据来源|资料来源|来源|频度|更新时间|序列|"
    r"Database|Indicator|Time|Region|Unit|Source)\s*:\s*(.*)$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:注|备注|附注|说明|注释|注\d|数据来源|资料来源|来源|本表|本資料|Notes?|Sources?)\s*"
    r"(?:[:、.]|\d|本|由|按|$)|^本表",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"^续表|^\(?续\)?\s*\d*$|^continued", re.IGNORECASE)
_ROLES = {
    "region": words(
        """
        地区 省份 省市 省区市 省(区、市) 省(市、区) 省(自治区、直辖市) 城市 市县 县区 区县 市(州)
        市州 州市 区域 单位名称 行政区 行政区划 行政区名称 地市 地级市 各地区 市 省 县 区 县(市、区)
        县(市) 地区名称 城市名称 省份名称 Region Regions Area Province City
        """
    ),
    "indicator": words("指标 项目 指标名称 项目名称 指标项 Item Items Indicator Indicators"),
    "year": words("年份 年度 时间 年 年别 Year Time"),
    "code": words("代码 地区代码 行政区划代码 区划代码 编码 Code"),
    "unit": words("单位 计量单位 Unit"),
    "note": words("备注 说明 注 Note Remark"),
    "ordinal": words("序号 编号 No. No 栏次 #"),
}
_ROLE_OF = {name.casefold(): role for role, names in _ROLES.items() for name in names}
_GENERIC = words("数值 数据 指标值 值 数量 指标 Value 绝对数 实际数 全年 本年 项目")
_NUMBERING = frozenset(["甲", "乙", "", "序号", "栏次", "(甲)"])
_TITLE_NOISE = re.compile(
    r"^(?:附?表\s*[\dA-Z]+(?:[-–—.]\d+)*|\d+(?:[-–—.]\d+)+|\d+[.、])\s*[.、:]?\s*|(?:各省\(?区?、?市\)?|各省份|各省区?市?|"
    r"分省\(?市?\)?|分省份|全国及?各?|各城市|各市|各地级市|按地区分|分地区|各地区|按省分|各县区?|各区县?|"
    r"主要城市)(?:的)?"
)
_TITLE_END = re.compile(r"(?:基本情况|主要情况|统计情况|情况|统计表|一览表|表|统计)$")
_ENGLISH_END = re.compile(r"(?<=[\u3400-\u9fff])\s+[A-Za-z][A-Za-z'’ .-]*$")
_STARRED = re.compile(r"^(?:[#＃]|其中\s*[:：]?|其\s*中\s*[:：])\s*")


@dataclass(frozen=True)
class Context:
    """What title lines say of all figures of a block; empty where they say nothing."""

    database: str = ""
    region: str = ""
    indicator: str = ""
    unit: str = ""
    year: str = ""
    source: str = ""
    title: str = ""


@dataclass
class _Block:
    """A table within a sheet: its context, header rows and data rows, by index."""

    context: Context
    header: list[int]
    rows: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    source: str = ""


class _Labels(NamedTuple):
    """What the labels of a row say, empty where they say nothing."""

    region: str
    parent: str
    indicator: str
    unit: str
    year: str
    note: str


@dataclass(frozen=True)
class _Aims:
    """What belongs to the figures of each data column, where the row's labels do not say."""

    indexes: list[int]
    letters: list[str]
    regions: list[str]
    names: list[str]
    plain_names: list[str]
    units: list[str]
    years: list[str]
    marks: list[str]

    def pick(self, places: list[int]) -> _Aims:
        """The same for some of the columns."""
        return _Aims(*([column[place] for place in places] for column in vars(self).values()))


@dataclass(frozen=True)
class _Column:
    """What the header says of one column of a block."""

    index: int
    path: tuple[str, ...]
    role: str = "data"
    year: str = ""
    unit: str = ""
    region: str = ""
    indicator: str = ""
    marks: str = ""


def has_table(sheet: Sheet) -> float:
    """How surely a sheet holds a table with labels on two sides, 0 to 1, from its first rows."""
    top = Sheet(sheet.name, sheet.cells[:80], sheet.merged)
    blocks = _Cutter(top).cut()[0]
    best = 0.0
    for block in blocks:
        if not block.header or not block.rows:
            continue
        labels = [c.split_name(_label(top, row))[0] for row in block.rows]
        is_placed = sum(map(places.is_place, labels)) >= len(labels) / 2
        has_years = any(c.year_of(cell) for row in block.header for cell in top.cells[row])
        best = max(best, 0.4 + 0.2 * is_placed + 0.1 * has_years)
    return best


def read(sheet: Sheet, hints: Hints) -> Found:
    """Every figure of a sheet with its labels; what is not clear becomes a finding."""
    blocks, footnotes, found = _Cutter(sheet).cut()
    if not any(block.rows for block in blocks):
        found.findings.append(Finding("no_figures", sheet.name))
        return found
    asked: set[str] = set()
    for block in blocks:
        for left, right in _segments(sheet, block):
            _Reader(sheet, block, (left, right), hints, footnotes, found).read(asked)
    return found


def _label(sheet: Sheet, row: int) -> str:
    return next((c.text_of(cell) for cell in sheet.cells[row] if _is_filled(cell)), "")


def _is_filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


class _Cutter:
    """Goes down the rows of a sheet once and cuts it into blocks."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._context = Context()
        self._blocks: list[_Block] = []
        self._header: list[int] = []
        self._last_header: list[int] = []
        self._block: _Block | None = None
        self._footnotes: dict[str, str] = {}
        self._found = Found()
        self._unsourced = 0
        self._is_after_gap = True

    def cut(self) -> tuple[list[_Block], dict[str, str], Found]:
        """The blocks in order, footnotes by their mark, and findings of the cutting."""
        for row, line in enumerate(self._sheet.cells):
            filled = [index for index, cell in enumerate(line) if _is_filled(cell)]
            if not filled:
                self._is_after_gap = True
                continue
            self._take(row, line, filled)
            self._is_after_gap = False
        for row in self._header:  # a header with nothing below
            line = self._sheet.cells[row]
            self._skip(row, line, [i for i, cell in enumerate(line) if _is_filled(cell)], "words")
        return self._blocks, self._footnotes, self._found

    def _take(self, row: int, line: list[Cell], filled: list[int]) -> None:
        # Read, not guessed at, when the row is one of many alike: the common case goes first.
        if self._block and len(filled) > 2 and self._is_data(line, filled):
            self._block.rows.append(row)
        elif self._take_words(row, line, filled):
            self._skip(row, line, filled, "words")
        else:
            self._take_table_row(row, line, filled)

    def _take_words(self, row: int, line: list[Cell], filled: list[int]) -> bool:
        """Take a row that is words about the table; False when it is part of the table."""
        first = c.plain(c.text_of(line[filled[0]]))
        if len(filled) <= 3 and any(self._take_meta(line, filled, place) for place in filled):
            return True
        if len(filled) > 2:
            return False
        if _CONTINUED.match(c.squeeze(first)):
            self._close()
            return True
        if len(filled) == 1 and (_NOTE.match(c.squeeze(first)) or self._take_footnote(first)):
            return True
        return len(filled) == 1 and self._take_lone(row, line, filled[0], first)

    def _take_meta(self, line: list[Cell], filled: list[int], place: int) -> bool:
        """Take `指标：…`, `单位：…` and the like into the context."""
        original = c.text_of(line[place])
        text = c.plain(original)
        unit = c.unit_line(text) if len(text) < 200 else None
        match = _META.match(text)
        if not match and unit is None:
            return False
        following = [index for index in filled if index > place]
        said = match.group(2).strip() if match else ""
        if match and not said and following:
            original = c.text_of(line[following[0]])
            said = c.plain(original)
        key = match.group(1).casefold() if match else "单位"
        if key in {"数据来源", "资料来源", "来源", "source"}:
            self._take_source(said)
            return True
        self._close()
        self._set_meta(key, said, original, unit)
        return True

    def _set_meta(self, key: str, said: str, original: str, unit: str | None) -> None:
        change: dict[str, str] = {}
        if key in {"数据库", "database"}:
            self._context = Context(database=said)
        elif key in {"指标", "indicator"}:
            # As written, not in plain signs: brackets may be part of the name.
            found, name = c.take_unit(re.sub(r"^\s*(?:指标|Indicator)\s*[:：]", "", original))
            change = {"indicator": c.squeeze(name), "unit": found}
        elif key in {"地区", "region"}:
            change = {"region": c.split_name(said)[0]}
        elif key in {"时间", "time"}:
            change = {"year": c.year_of(said)}
        elif key in {"单位", "计量单位", "unit"}:
            change = {"unit": unit or c.unit_of(said)}
            before = re.split(r"[(（]?\s*(?:计量单位|单位|Unit)\s*[:：]", original, maxsplit=1)[0]
            before = c.unpadded(before)
            if before:
                change |= self._title_change(before)
        self._context = replace(self._context, **change)

    def _take_source(self, said: str) -> None:
        """A source below tables is that of all above it, one above of what follows."""
        for block in self._blocks[self._unsourced :]:
            block.source = said
        self._unsourced = len(self._blocks)
        if not self._blocks:
            self._context = replace(self._context, source=said)

    def _take_footnote(self, text: str) -> bool:
        if not self._block or not (note := c.footnote_of(text)):
            return False
        self._footnotes[note[0]] = note[1]
        return True

    def _take_lone(self, row: int, line: list[Cell], column: int, text: str) -> bool:
        """Take a row with a single cell: a title, a note, a heading; or leave it to the table."""
        cell = line[column]
        if not isinstance(cell, str) or c.is_numeric(cell):
            return False
        if self._block and not self._is_after_gap and column > 0:
            return False
        if self._block and not self._is_after_gap and len(text) <= 30:
            name = c.split_name(text)[0]
            is_label = places.is_place(name) or places.is_group(name)
            if is_label or self._is_followed_by_data(row):
                self._block.headings[row] = name
                return True
        if self._block and len(text) > 60:
            return True
        if column > 0 and not self._block and self._is_top_of_header(row):
            return False
        if self._header and not self._block and not c.unit_of(text):
            return False
        if self._header and not self._block:
            self._context = replace(self._context, unit=c.unit_of(text))
            return True
        self._close()
        if c.unit_of(text):
            self._context = replace(self._context, unit=c.unit_of(text))
        else:
            self._context = replace(self._context, **self._title_change(text))
        return True

    def _is_followed_by_data(self, row: int) -> bool:
        below = self._sheet.cells[row + 1] if row + 1 < len(self._sheet.cells) else []
        filled = [index for index, cell in enumerate(below) if _is_filled(cell)]
        return len(filled) > 1 and self._is_data(below, filled)

    def _is_top_of_header(self, row: int) -> bool:
        below = self._sheet.cells[row + 1] if row + 1 < len(self._sheet.cells) else []
        filled = [index for index, cell in enumerate(below) if _is_filled(cell)]
        is_words = len(filled) > 1 and not self._is_data(below, filled)
        return is_words and not any(
            _META.match(c.plain(c.text_of(below[index]))) for index in filled
        )

    def _title_change(self, text: str) -> dict[str, str]:
        """What a title line says: year, region, perhaps unit; the rest may name the indicator."""
        change = {"title": "", "region": ""} if not self._context.indicator else {}
        if c.year_of(text):
            return {"year": c.year_of(text)}
        year, rest = c.take_year(text)
        unit, rest = c.take_unit(rest)
        rest = _TITLE_NOISE.sub("", c.squeeze(rest))
        if place := places.place_in(rest):
            change["region"] = place
            rest = _TITLE_NOISE.sub("", rest[len(place) :])
        change |= {"year": year} if year else {}
        change |= {"unit": unit} if unit else {}
        named = _TITLE_END.sub("", _TITLE_NOISE.sub("", rest)).strip("- ·:：，,")
        joined = change.get("title", self._context.title) or named
        return change | {"title": joined}

    def _take_table_row(self, row: int, line: list[Cell], filled: list[int]) -> None:
        if self._block and not self._starts_header(line, filled):
            self._block.rows.append(row)
            return
        if self._block:
            self._close()
        if self._is_numbering(line, filled) and self._header:
            self._skip(row, line, filled, "numbering")
        elif not self._is_data(line, filled):
            self._header.append(row)
        else:
            self._open(row)

    def _open(self, row: int) -> None:
        header = self._header or self._last_header
        self._block = _Block(self._context, header, [row], source=self._context.source)
        self._last_header, self._header = header, []
        self._blocks.append(self._block)

    def _close(self) -> None:
        if self._block:
            self._block = None

    def _skip(self, row: int, line: list[Cell], filled: list[int], reason: str) -> None:
        for index in filled:
            self._found.skipped.append(
                Skipped(
                    self._sheet.name,
                    row + 1,
                    column_letters(index),
                    c.text_of(line[index]),
                    reason,
                )
            )

    def _starts_header(self, line: list[Cell], filled: list[int]) -> bool:
        """Whether a row below data rows is the header of another table."""
        if self._is_data(line, filled):
            return False
        first = c.split_name(c.text_of(line[filled[0]]))[0]
        if role_of(first) in {"region", "indicator", "year"}:
            return True
        years = sum(bool(c.year_of(line[index])) for index in filled[1:])
        return self._is_after_gap and (years > 0 or len(filled) > 2)

    def _is_data(self, line: list[Cell], filled: list[int]) -> bool:
        """Whether a row has a number, or a sign for none, beside its labels."""
        others = [line[index] for index in filled if index > 0]
        if not any(map(c.is_numeric, others)):
            return False
        first = line[filled[0]]
        is_word = isinstance(first, str) and not c.is_numeric(first)
        if is_word and role_of(c.split_name(first)[0]):
            return not all(map(c.year_of, others)) and not all(isinstance(o, str) for o in others)
        if all(map(c.year_of, others)) and not self._block:
            # Years only: a header whose corner is blank or unknown, unless a year starts the row.
            return bool(c.year_of(first)) and filled[0] == 0
        return True

    def _is_numbering(self, line: list[Cell], filled: list[int]) -> bool:
        """Whether a row counts the columns: 甲 1 2 3."""
        first = c.plain(c.text_of(line[0])) if line else ""
        numbers = [c.text_of(line[index]) for index in filled if index > 0]
        wanted = [str(number) for number in range(1, len(numbers) + 1)]
        return first in _NUMBERING and len(numbers) > 1 and numbers == wanted


@lru_cache(maxsize=4096)
def role_of(header: str) -> str:
    """What a header word says its column holds: region, indicator, year, code, unit, note …"""
    role = _ROLE_OF.get(header.casefold())
    if role is None and " " in header:  # 地区 Region
        return role_of(header.split(" ", maxsplit=1)[0])
    return role or ""


def _segments(sheet: Sheet, block: _Block) -> list[tuple[int, int]]:
    """The columns of a block, cut where the corner word comes again: tables side by side."""
    width = max((len(sheet.cells[row]) for row in (*block.header, *block.rows)), default=0)
    starts = [0]
    for row in block.header:
        line = [c.split_name(c.text_of(cell))[0] for cell in sheet.cells[row]]
        if line and role_of(line[0]) in {"region", "indicator", "year"}:
            starts += [i for i, text in enumerate(line) if i > 1 and text == line[0]]
    starts = sorted(set(starts))
    return list(zip(starts, [*starts[1:], width], strict=True))


class _Reader:
    """Reads the figures of one block, or of one half where tables stand side by side."""

    def __init__(
        self,
        sheet: Sheet,
        block: _Block,
        bounds: tuple[int, int],
        hints: Hints,
        footnotes: dict[str, str],
        found: Found,
    ) -> None:
        self._sheet = sheet
        self._block = block
        self._left, self._right = bounds
        self._hints = hints
        self._footnotes = footnotes
        self._found = found
        self._context = block.context
        self._source = hints.source or block.source or block.context.source
        self._above: list[tuple[int, str]] = []
        # The province and the city whose rows come last, while their own parts follow.
        self._listed = ("", "")
        self._unit_above = ""

    def read(self, asked: set[str]) -> None:
        """Append the block's figures; asked keeps each question from being put twice."""
        if not self._block.rows:
            return
        paths = self._paths()
        self._columns = self._sort_columns(paths)
        by_role: dict[str, list[_Column]] = {}
        for column in self._columns:
            by_role.setdefault(column.role, []).append(column)
        self._by_role = by_role
        self._data = [self._describe(column) for column in by_role.get("data", [])]
        self._total = self._meaning_of_total()
        self._aims = self._aim()
        start = len(self._found.figures)
        for row in self._block.rows:
            self._read_row(row)
        self._tell_unheaded()
        ask_for_missing(self._sheet.name, self._found, start, asked)

    def _paths(self) -> list[tuple[str, ...]]:
        """For each column its header texts from top to bottom, merged cells filled."""
        rows = self._block.header
        grid = {row: self._filled_header(row) for row in rows}
        self._spread_blanks(grid)
        paths = []
        for index in range(self._left, self._right):
            texts = [grid[row].get(index, "") for row in rows]
            paths.append(_without_translation(text for text in texts if text))
        return paths

    def _filled_header(self, row: int) -> dict[int, str]:
        line = self._sheet.cells[row]
        texts = {
            index: _header_text(line[index])
            for index in range(self._left, min(self._right, len(line)))
            if _is_filled(line[index])
        }
        for span in self._sheet.merged:
            if span.top <= row <= span.bottom and span.top in self._block.header:
                above = self._sheet.cells[span.top]
                text = _header_text(above[span.left]) if span.left < len(above) else ""
                if text and span.left >= self._left:
                    texts |= dict.fromkeys(range(span.left, span.right + 1), text)
        return texts

    def _spread_blanks(self, grid: dict[int, dict[int, str]]) -> None:
        """Fill a header cell from its left where both stand over further header cells."""
        rows = self._block.header
        for depth, row in enumerate(rows[:-1]):
            below = [grid[lower] for lower in rows[depth + 1 :]]
            for index in range(self._left + 1, self._right):
                if index in grid[row] or index - 1 not in grid[row]:
                    continue
                if any(index in line for line in below) and any(index - 1 in b for b in below):
                    grid[row][index] = grid[row][index - 1]

    def _sort_columns(self, paths: list[tuple[str, ...]]) -> list[_Column]:
        columns = []
        is_leading = True
        for offset, path in enumerate(paths):
            index = self._left + offset
            role = self._role(index, path, is_leading)
            if role in {"data", "empty"}:
                is_leading = is_leading and role == "empty"
            columns.append(_Column(index, path, role))
        return self._settle_labels(columns)

    def _role(self, index: int, path: tuple[str, ...], is_leading: bool) -> str:
        named = next((role for part in path if (role := role_of(part))), "")
        if named in {"note", "code", "ordinal"} or (named == "unit" and self._holds_words(index)):
            return named
        if not is_leading:
            return "data"
        if named in {"region", "indicator", "year"}:
            return named
        if not path and not self._holds_anything(index):
            return "empty"
        is_measured = any(c.year_of(part) or c.take_unit(part)[0] for part in path)
        return "label" if self._holds_words(index) and not is_measured else "data"

    def _cells(self, index: int) -> Iterable[Cell]:
        for row in self._block.rows:
            line = self._sheet.cells[row]
            if index < len(line) and _is_filled(line[index]):
                yield line[index]

    def _holds_words(self, index: int) -> bool:
        words = numbers = 0
        for cell in self._cells(index):
            if c.is_numeric(cell):
                numbers += 1
            else:
                words += 1
        return words > numbers

    def _holds_anything(self, index: int) -> bool:
        return any(True for _ in self._cells(index))

    def _settle_labels(self, columns: list[_Column]) -> list[_Column]:
        """Decide what label columns hold where the header does not say, or says two things."""
        labels = [column for column in columns if column.role in {"label", "region", "indicator"}]
        settled = dict.fromkeys((column.index for column in labels), "")
        for column in labels:
            texts = [_name(cell) for cell in self._cells(column.index)]
            is_latin = bool(texts) and all(text.isascii() for text in texts)
            if is_latin and len(labels) > 1 and column is not labels[0]:
                settled[column.index] = "translation"
                continue
            placed = sum(places.is_place(text) or places.is_group(text) for text in texts)
            is_mixed = column.role == "label"
            looks = "region" if texts and placed * 2 >= len(texts) else "indicator"
            if texts and all(map(c.year_of, texts)):
                looks = "year"
            settled[column.index] = looks if is_mixed else column.role
        regions = [index for index, role in settled.items() if role == "region"]
        for index in regions[:-1]:
            settled[index] = "parent"
        return [replace(column, role=settled.get(column.index, column.role)) for column in columns]

    def _describe(self, column: _Column) -> _Column:
        """What the header of a data column says: year, unit, region, and the rest is the name."""
        year = unit = region = ""
        names: list[str] = []
        marks: list[str] = []
        wants_region = not self._by_role.get("region")
        for part in column.path:
            if whole := c.year_of(part):
                year = whole
            elif whole := c.unit_of(part):
                unit = whole
            else:
                found, rest = c.take_unit(part)
                rest, mark = c.split_name(_STARRED.sub("", rest))
                inner, rest = c.take_year(rest)
                if not found:
                    found, rest = c.take_unit(rest)
                unit, year = found or unit, inner or year
                marks += [mark] if mark else []
                if wants_region and places.is_place(rest):
                    region = rest
                elif rest and rest not in _GENERIC:
                    names.append(c.squeeze(rest).strip("- ·:：,，"))
        return replace(
            column,
            year=year,
            unit=unit,
            region=region,
            indicator="：".join(names),
            marks=" ".join(marks),
        )

    def _meaning_of_total(self) -> str:
        """What 合计 is the total of: the nation where provinces are listed, else the title's."""
        labels = {
            _name(cell)
            for column in self._by_role.get("region", [])
            for cell in self._cells(column.index)
        }
        if sum(map(bool, map(places.short_province, labels))) > 1:
            return "全国"
        return self._context.region or self._hints.region

    def _read_row(self, row: int) -> None:
        line = self._sheet.cells[row]
        labels = self._labels(row, line)
        if labels is None:
            return
        aims = self._aims
        cells = [line[index] if index < len(line) else None for index in aims.indexes]
        if set(map(type, cells)) == {float}:
            # Nearly every row of an export is so; it is worth being quick about.
            values = c.number_texts(cells)  # type: ignore[arg-type]
            if not any(text[-1] in "fn" for text in values):  # inf, nan
                self._add(row, line, labels, aims, values, values, [], [])
                return
        picked: list[int] = []
        numbers: list[c.Number] = []
        values = []
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            value = c.text_of(cell)
            number = c.read_number(value)
            if number.digits or not self._is_no_figure(row, aims.indexes[place], value):
                picked.append(place)
                values.append(value)
                numbers.append(number)
        digits, units, marks = (
            (list(column) for column in zip(*numbers, strict=True)) if numbers else ([], [], [])
        )
        self._add(row, line, labels, aims.pick(picked), values, digits, units, marks)

    def _add(
        self,
        row: int,
        line: list[Cell],
        labels: _Labels,
        aims: _Aims,
        values: list[str],
        digits: list[str],
        units: list[str],
        marks: list[str],
    ) -> None:
        """Add the figures of a row, a field at a time; units and marks are the cells' own."""
        code = self._side(line, "code")
        place = code or labels.region
        count = len(values)
        unit_of_row = [labels.unit] * count if labels.unit else aims.units
        names = (
            aims.names
            if not labels.indicator
            else [_join(labels.indicator, name) for name in aims.plain_names]
        )
        notes = [labels.note] * count
        if any(aims.marks) or any(marks):
            own = marks or [""] * count
            notes = [
                " ".join(filter(None, (labels.note, *pair)))
                for pair in zip(aims.marks, own, strict=True)
            ]
        fields: tuple[list[Any], ...] = (
            [self._sheet.name] * count,
            [row + 1] * count,
            aims.letters,
            [place] * count if place else aims.regions,
            [labels.parent] * count,
            names,
            [own or unit for own, unit in zip(units, unit_of_row, strict=True)]
            if any(units)
            else unit_of_row,
            [labels.year] * count if labels.year else aims.years,
            values,
            [self._hints.status] * count,
            [self._source] * count,
            [self._note(note) for note in notes] if any(notes) else notes,
            digits,
            [labels.region if code else ""] * count,
        )
        for column, more in zip(self._found.figures.columns, fields, strict=True):
            column += more

    def _is_no_figure(self, row: int, index: int, value: str) -> bool:
        """Whether a text is blank or a sign for no value; the latter is listed."""
        if c.is_missing(value):
            self._skip(row, index, value, "missing_mark")
            return True
        return not value.strip()

    def _aim(self) -> _Aims:
        """Settle for every data column what figures in it have where the row does not say."""
        context, hints = self._context, self._hints
        title = context.indicator or hints.indicator or context.title
        columns = [column for column in self._data if column.path or not self._block.header]
        return _Aims(
            indexes=[column.index for column in columns],
            letters=[column_letters(column.index) for column in columns],
            regions=[column.region or context.region or self._region() for column in columns],
            names=[column.indicator or title for column in columns],
            plain_names=[column.indicator for column in columns],
            units=[column.unit or context.unit or hints.unit for column in columns],
            years=[column.year or context.year or hints.year for column in columns],
            marks=[column.marks for column in columns],
        )

    def _region(self) -> str:
        """The region where no label names one: the analyst's, or the nation of 年度数据."""
        is_national = self._context.database.startswith(("年度", "月度", "季度", "全国"))
        return self._hints.region or ("全国" if is_national else "")

    def _labels(self, row: int, line: list[Cell]) -> _Labels | None:
        """Region, parent, indicator, unit, year and note of a row; None when it is skipped."""
        region, marks = c.split_name(_without_english(self._side(line, "region")))
        indicator, more = c.split_name(self._side(line, "indicator"))
        cell = self._side_cell(line, "year")
        year = c.year_of(cell) or c.plain(c.text_of(cell)) if cell is not None else ""
        unit = self._side(line, "unit")
        unit = c.unit_of(unit) or c.plain(unit) if unit else ""
        has_label = bool(region or indicator or year)
        if not has_label and self._has_label_column():
            self._tell_unlabelled(row, line)
            return None
        if region and (reason := self._reason_to_skip(region)):
            self._skip_row(row, line, reason)
            return None
        region = self._whole(region)
        parent = self._parent(row, line, region)
        if indicator:
            indicator, unit = self._indicator(indicator, unit)
        note = " ".join(filter(None, (c.plain(self._side(line, "note")), marks, more)))
        return _Labels(region, parent, indicator, unit, year, note)

    def _side_cell(self, line: list[Cell], role: str) -> Cell:
        for column in self._by_role.get(role, ()):
            if column.index < len(line) and _is_filled(line[column.index]):
                return line[column.index]
        return None

    def _side(self, line: list[Cell], role: str) -> str:
        return c.text_of(self._side_cell(line, role)) if role in self._by_role else ""

    def _has_label_column(self) -> bool:
        return any(self._by_role.get(role) for role in ("region", "indicator", "year"))

    def _reason_to_skip(self, region: str) -> str:
        if places.is_group(region):
            return "region_group"
        is_vague = places.is_total(region) or places.is_whole_of_title(region)
        if is_vague and not self._whole(region):
            return "total_unclear"
        return "header_repeated" if role_of(region) == "region" else ""

    def _whole(self, region: str) -> str:
        if places.is_nation(region):
            return "全国"
        if places.is_total(region):
            return self._total
        if places.is_whole_of_title(region):
            return self._context.region or self._hints.region
        return region

    def _parent(self, row: int, line: list[Cell], region: str) -> str:
        """The region that a row's region lies in, where the table says so."""
        if "parent" in self._by_role:
            return c.split_name(self._side(line, "parent"))[0]
        if not region or places.is_nation(region):
            return ""
        text = self._side(line, "region")
        indent = len(text) - len(text.lstrip())
        while self._above and self._above[-1][0] >= indent:
            self._above.pop()
        over = self._above[-1][1] if self._above else self._heading(row)
        self._above.append((indent, region))
        if _can_hold(over, region):
            return over
        return self._listed_under(region) or self._title_place(region)

    def _listed_under(self, region: str) -> str:
        """The province or city whose row this row follows, with only its own parts between."""
        for depth in (1, 0):
            over = self._listed[depth]
            if over and not places.short_province(region) and places.lies_in(region, over):
                if depth == 0:
                    self._listed = (over, region)
                return over
        self._listed = (region, "") if places.short_province(region) else ("", region)
        return ""

    def _title_place(self, region: str) -> str:
        own = self._context.region
        is_inside = _can_hold(own, region) or places.lies_in(region, own)
        return own if is_inside and not places.short_province(region) else ""

    def _heading(self, row: int) -> str:
        above = [at for at in self._block.headings if at < row]
        heading = self._block.headings[max(above)] if above else ""
        return heading if places.is_place(heading) else ""

    def _indicator(self, indicator: str, unit: str) -> tuple[str, str]:
        found, name = c.take_unit(indicator)
        is_part = bool(_STARRED.match(name))
        name = _STARRED.sub("", name)
        unit = unit or found or (self._unit_above if is_part else "")
        self._unit_above = unit
        return name, unit

    def _note(self, text: str) -> str:
        """A note with the footnotes that its marks stand for."""
        parts = (f"{word} {self._footnotes.get(word, '')}".strip() for word in text.split(" "))
        return " ".join(dict.fromkeys(parts)) if self._footnotes else text

    def _skip(self, row: int, index: int, value: str, reason: str) -> None:
        letters = column_letters(index)
        self._found.skipped.append(Skipped(self._sheet.name, row + 1, letters, value, reason))

    def _skip_row(self, row: int, line: list[Cell], reason: str) -> None:
        for index in range(self._left, min(self._right, len(line))):
            if _is_filled(line[index]):
                self._skip(row, index, c.text_of(line[index]), reason)
        if reason == "total_unclear":
            label = self._side(line, "region")
            self._found.findings.append(
                Finding(reason, self._sheet.name, row + 1, self._label_letters(), label)
            )

    def _label_letters(self) -> str:
        for role in ("region", "indicator", "year"):
            if columns := self._by_role.get(role):
                return column_letters(columns[0].index)
        return ""

    def _tell_unlabelled(self, row: int, line: list[Cell]) -> None:
        filled = [
            column.index
            for column in self._data
            if column.index < len(line) and _is_filled(line[column.index])
        ]
        if filled:
            shown = ", ".join(c.text_of(line[index]) for index in filled[:5])
            self._found.findings.append(
                Finding("label_missing", self._sheet.name, row + 1, self._label_letters(), shown)
            )

    def _tell_unheaded(self) -> None:
        headless = [d.index for d in self._data if self._block.header and not d.path]
        for index in headless:
            filled = [
                row
                for row in self._block.rows
                if index < len(self._sheet.cells[row])
                and c.text_of(self._sheet.cells[row][index]).strip()
            ]
            if filled:
                self._found.findings.append(
                    Finding(
                        "header_missing",
                        self._sheet.name,
                        filled[0] + 1,
                        column_letters(index),
                        c.text_of(self._sheet.cells[filled[0]][index]),
                        str(len(filled)),
                    )
                )


def ask_for_missing(sheet: str, found: Found, start: int, asked: set[str]) -> None:
    """Turn what the figures lack (year, unit, …) into one question each, at the first such cell."""
    for name in ("region", "indicator", "unit", "year", "source"):
        if name in asked:
            continue
        values = found.figures.column(name)
        lacking = next((place for place in range(start, len(values)) if not values[place]), None)
        if lacking is not None:
            asked.add(name)
            figure = found.figures.at(lacking)
            found.findings.append(
                Finding(f"{name}_missing", sheet, figure.row, figure.column, figure.value)
            )


def _header_text(cell: Cell) -> str:
    """A header cell without its English translation."""
    if not isinstance(cell, str):
        return c.year_of(cell) or c.text_of(cell)
    lines = [line for line in cell.splitlines() if line.strip()]
    chinese = [line for line in lines if re.search("[\u3400-\u9fff%‰]", line)]
    if chinese and len(lines) > len(chinese):
        lines = [line for line in lines if line in chinese or not re.search("[a-z]{3}", line)]
    return c.squeeze(c.unpadded(" ".join(lines)))


def _without_translation(parts: Iterable[str]) -> tuple[str, ...]:
    """Header texts, each once, without an English line below a Chinese one."""
    once = dict.fromkeys(parts)
    if any(re.search("[\u3400-\u9fff]", part) for part in once):
        return tuple(part for part in once if not _is_english(part) or c.unit_of(part))
    return tuple(once)


def _name(cell: Cell) -> str:
    """The name in a label cell, without padding, footnote marks and English."""
    return c.split_name(_without_english(c.text_of(cell)))[0]


def _without_english(label: str) -> str:
    """The Chinese of a label such as '北 京 Beijing'."""
    if label.isascii() or not _ENGLISH_END.search(label):
        return label
    return _ENGLISH_END.sub("", label)


def _is_english(text: str) -> bool:
    return text.isascii() and bool(re.search("[a-z]{3}", text))


def _can_hold(outer: str, inner: str) -> bool:
    """Whether the names alone allow one place to lie in the other."""
    if not outer or outer == inner or places.short_province(inner):
        return False
    is_city = outer.endswith(("市", "州", "盟", "地区")) and places.is_below_province(inner)
    return bool(places.short_province(outer)) or is_city


def _join(row_indicator: str, column_indicator: str) -> str:
    if row_indicator and column_indicator:
        return f"{row_indicator}：{column_indicator}"
    return row_indicator or column_indicator
