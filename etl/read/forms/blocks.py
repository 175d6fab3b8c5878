"""Cuts a sheet into blocks: title lines, header rows, data rows, and notes below.

A row is judged by what it holds: numbers beside a label are data, words alone are a title, a unit
or a note, several words are a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms.headings import role_of
from etl.read.forms.periods import without_part
from etl.read.model import Cell, Sheet, SheetResult, is_filled

_META = re.compile(
    r"^(数据库|指标|时间|地区|计量单位|单位|数据来源|资料来源|来源|频度|更新时间|序列|"
    r"Database|Indicator|Time|Region|Unit|Source)\s*:\s*(.*)$",
    re.IGNORECASE,
)
_SOURCES = frozenset(["数据来源", "资料来源", "来源", "source"])
_NOTE = re.compile(
    r"^(?:注|备注|附注|说明|注释|注\d|数据来源|资料来源|来源|本表|本資料|Notes?|Sources?)\s*"
    r"(?:[:、.]|\d|本|由|按|$)|^本表",
    re.IGNORECASE,
)
_DATABASE = ("数据库:", "Database:")
_CONTINUED = re.compile(
    r"^续表|^\(?续\s*[\d一二三四五六]*\)?\s*\d*$|^(?:附?表)?\s*[\dA-Z]+(?:[-–—.]\d+)*\s*\(?续|"
    r"续表\s*[\d一二三四五六]*\)?$|\(续\s*[\d一二三四五六]*\)$|^\(?continued",
    re.IGNORECASE,
)
_NUMBERING = frozenset(["甲", "乙", "", "序号", "栏次", "(甲)"])
_TITLE_NOISE = re.compile(
    r"^(?:附?表\s*[\dA-Z]+(?:[-–—.]\d+)*|\d+(?:[-–—.]\d+)+|\d+[.、]|续表?\d*|"
    r"全国及?(?:各|部分)?(?:省|市|地区)?|按地区分|按省分|分地区|分省\(?市?\)?份?|"
    r"(?:各|部分|主要)(?!市场)(?:省\(?、?(?:自治)?区?、?(?:直辖)?市\)?|省区市|省市|省份|省|地级市|城市|区县|县区|地区|市|县|区)|"
    r"的|[.、:：\s])+"
)
_TITLE_END = re.compile(r"(?:基本情况|主要情况|统计情况|情况|统计表|一览表|表|统计)$")


class Context(NamedTuple):
    """What title lines say of all figures of a block; empty where they say nothing.

    unit is that of a line of its own, name_unit that in brackets behind a name.
    """

    database: str = ""
    region: str = ""
    indicator: str = ""
    unit: str = ""
    name_unit: str = ""
    year: str = ""
    source: str = ""
    title: str = ""

    @property
    def units(self) -> str:
        """The unit of the block; several, joined by 、, where two lines say two things."""
        return c.join_units(self.name_unit, self.unit)


@dataclass
class Block:
    """A table within a sheet: its context, header rows and data rows, by index.

    headings: rows between the data rows that hold one name, which those below belong to. words:
    every text above the table with its row and column; any may name a period or a scope.
    """

    context: Context
    header: list[int]
    rows: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    source: str = ""
    words: tuple[tuple[str, int, int], ...] = ()


def _is_region(name: str) -> bool:
    return places.is_place(name) or places.is_group(name) or places.is_total(name)


def _filled(line: list[Cell]) -> list[int]:
    """The columns of a row that hold anything."""
    if None not in line and "" not in line:
        return list(range(len(line)))
    return [index for index, cell in enumerate(line) if cell is not None and cell != ""]


def _is_surely_data(line: list[Cell]) -> bool:
    """Whether a row ends in numbers that are no years: nearly every row of a table does.

    Data by all that _is_data asks; a short way, because it is asked of every row.
    """
    if len(line) < 3 or not (type(line[-1]) is type(line[-2]) is float and is_filled(line[0])):
        return False
    last = line[-1]
    return not c.FIRST_YEAR <= last <= c.LAST_YEAR


def source_in(cells: Sequence[Cell]) -> str | None:
    """What a line such as 资料来源：… names, also in the cell behind; None when it is none."""
    match = _META.match(c.plain(c.text_of(cells[0])))
    if not match or match.group(1).casefold() not in _SOURCES:
        return None
    return match.group(2).strip() or (c.text_of(cells[1]).strip() if len(cells) > 1 else "")


def is_note(cell: Cell) -> bool:
    """Whether a cell is a note, or names a source."""
    return _is_note(c.text_of(cell))


@lru_cache(maxsize=1024)
def _is_note(text: str) -> bool:
    return bool(_NOTE.match(c.squeeze(c.plain(text))))


class Cutter:
    """Goes down the rows of a sheet once and cuts it into blocks."""

    def __init__(self, sheet: Sheet, before: Context | None = None) -> None:
        self._sheet = sheet
        self._context = Context()
        # What the sheet before said: a sheet that continues it need not say it again.
        self._before = before
        self._blocks: list[Block] = []
        self._header: list[int] = []
        self._last_header: list[int] = []
        self._block: Block | None = None
        self._footnotes: dict[str, str] = {}
        self._found = SheetResult()
        self._unsourced = 0
        self._words: tuple[tuple[str, int, int], ...] = ()
        self._is_title_used = False
        self._is_after_gap = True
        # The heading that stands between a header and its first data row.
        self._headings: dict[int, str] = {}
        self._unit_is_old = False

    @property
    def context(self) -> Context:
        """What the title lines say at the end of the sheet."""
        return self._context

    def cut(self) -> tuple[list[Block], dict[str, str], SheetResult]:
        """The blocks in order, footnotes by their mark, and raw issues of the cutting."""
        for row, line in enumerate(self._sheet.cells):
            if self._block and _is_surely_data(line):
                self._block.rows.append(row)
                self._is_after_gap = False
                continue
            filled = _filled(line)
            if not filled:
                self._is_after_gap = True
                continue
            self._take(row, line, filled)
            self._is_after_gap = False
        for row in self._header:  # a header with nothing below
            line = self._sheet.cells[row]
            self._skip(row, line, _filled(line), "words")
        return self._blocks, self._footnotes, self._found

    def _take(self, row: int, line: list[Cell], filled: list[int]) -> None:
        # Read, not guessed at, when the row is one of many alike: the common case goes first.
        if self._block and len(filled) > 2 and self._is_data(line, filled):
            self._block.rows.append(row)
        elif self._take_words(row, line, filled):
            self._skip(row, line, filled, "words")
            if not self._block:
                self._keep_words(row, line, filled)
        else:
            self._take_table_row(row, line, filled)

    def _keep_words(self, row: int, line: list[Cell], filled: list[int]) -> None:
        """Keep a title for the tables below it, until the title of another one."""
        first = c.squeeze(c.plain(c.text_of(line[filled[0]])))
        if is_note(first):
            return
        is_title = not (_META.match(first) or c.unit_of(first) or _CONTINUED.search(first))
        if (is_title and self._is_title_used) or first.startswith(_DATABASE):
            self._words = ()
        self._is_title_used = self._is_title_used and not is_title
        self._words += tuple((c.text_of(line[index]), row, index) for index in filled)

    def _take_words(self, row: int, line: list[Cell], filled: list[int]) -> bool:
        """Take a row that is words about the table; False when it is part of the table."""
        first = c.plain(c.text_of(line[filled[0]]))
        names = [c.split_name(c.text_of(line[place]))[0] for place in filled[:3]]
        is_header = len(filled) > 1 and any(map(role_of, names)) and not _META.match(first)
        asked = [] if is_header or len(filled) > 3 else filled
        if any(self._take_meta(line, filled, place) for place in asked):
            return True
        if len(filled) > 2:
            return False
        if _CONTINUED.search(c.squeeze(first)) and len(first) < 30:
            self._continue(first)
            return True
        if len(filled) == 1 and (is_note(first) or self._take_footnote(first)):
            return True
        return len(filled) == 1 and self._take_lone(row, line, filled[0], first)

    def _continue(self, text: str) -> None:
        """Take a line such as 续表1: what was said before holds for what follows."""
        self._close()
        if self._before is not None and not self._blocks:
            said = {name: value for name, value in self._context._asdict().items() if value}
            self._context = self._before._replace(**said)
        year = c.take_year(text)[0]
        if year:
            self._context = self._context._replace(year=year)

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
        if key in _SOURCES:
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
            change = {"indicator": c.squeeze(name), "name_unit": found}
            if self._unit_is_old:  # a line about the tables above
                change["unit"] = ""
        elif key in {"地区", "region"}:
            change = {"region": c.split_name(said)[0]}
        elif key in {"时间", "time"}:
            change = {"year": c.year_of(without_part(said))}
        elif key in {"单位", "计量单位", "unit"}:
            change = {"unit": unit or c.unit_of(said)}
            self._unit_is_old = False
            before = re.split(r"[(（]?\s*(?:计量单位|单位|Unit)\s*[:：]", original, maxsplit=1)[0]
            before = c.unpadded(before)
            if before:
                change |= self._title_change(before)
        self._context = self._context._replace(**change)

    def _take_source(self, said: str) -> None:
        """A source below tables is that of all above it, one above of what follows."""
        for block in self._blocks[self._unsourced :]:
            block.source = said
        self._unsourced = len(self._blocks)
        if not self._blocks:
            self._context = self._context._replace(source=said)

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
        if self._take_heading(row, line, column, text) or (self._block and len(text) > 60):
            return True
        if column > 0 and not self._block and self._is_top_of_header(row):
            return False
        if self._header and not self._block and not c.unit_of(text):
            return False
        if self._header and not self._block:
            self._context = self._context._replace(unit=c.unit_of(text))
            return True
        self._close()
        if c.unit_of(text):
            self._context = self._context._replace(unit=c.unit_of(text))
        else:
            self._context = self._context._replace(**self._title_change(text))
        return True

    def _take_heading(self, row: int, line: list[Cell], column: int, text: str) -> bool:
        """Take a name that stands alone above data rows, among them or below the header."""
        name = c.split_name(text)[0]
        if self._block:
            if self._is_after_gap or len(text) > 30:
                return False
            is_label = places.is_place(name) or places.is_group(name)
            if is_label or self._is_followed_by_data(row):
                self._block.headings[row] = text
                return True
        elif self._header:
            above = self._sheet.cells[self._header[-1]]
            first = next(index for index, cell in enumerate(above) if is_filled(cell))
            is_word = not (c.unit_of(name) or role_of(name) or name.isascii())
            if is_word and column == first and self._is_followed_by_data(row):
                self._headings[row] = text
                return True
        return False

    def _below(self, row: int) -> list[Cell]:
        return self._sheet.cells[row + 1] if row + 1 < len(self._sheet.cells) else []

    def _is_followed_by_data(self, row: int) -> bool:
        below = self._below(row)
        filled = _filled(below)
        return len(filled) > 1 and self._is_data(below, filled)

    def _is_top_of_header(self, row: int) -> bool:
        below = self._below(row)
        filled = _filled(below)
        is_words = len(filled) > 1 and not self._is_data(below, filled)
        return is_words and not any(
            _META.match(c.plain(c.text_of(below[index]))) for index in filled
        )

    def _title_change(self, text: str) -> dict[str, str]:
        """What a title line says: year, region, perhaps unit; the rest may name the indicator."""
        change = {} if self._context.indicator else {"title": "", "region": "", "name_unit": ""}
        text = without_part(text)
        if c.year_of(text):
            return {"year": c.year_of(text)}
        year, rest = c.take_year(text)
        unit, rest = c.take_unit(rest)
        rest = _TITLE_NOISE.sub("", c.squeeze(rest))
        if place := places.place_in(rest):
            change["region"] = place
            rest = _TITLE_NOISE.sub("", rest[len(place) :])
        change |= {"year": year} if year else {}
        change |= {"name_unit": unit} if unit else {}
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
        elif not (self._is_data(line, filled) or self._is_count_like_year(row, line, filled)):
            self._header.append(row)
        else:
            self._open(row)

    def _open(self, row: int) -> None:
        header = self._header or self._last_header
        source = self._context.source
        self._block = Block(self._context, header, [row], self._headings, source, self._words)
        self._is_title_used = True
        self._headings = {}
        self._unit_is_old = True
        self._last_header, self._header = header, []
        self._blocks.append(self._block)

    def _close(self) -> None:
        self._block = None

    def _skip(self, row: int, line: list[Cell], filled: list[int], reason: str) -> None:
        for index in filled:
            self._found.skip(self._sheet.name, row, index, c.text_of(line[index]), reason)

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
        if self._is_header_of_years(line, filled):
            return False
        is_word = isinstance(first, str) and not c.is_numeric(first)
        if is_word and role_of(c.split_name(first)[0]):
            return not all(map(c.year_of, others)) and not all(isinstance(o, str) for o in others)
        if all(map(c.year_of, others)) and not self._block:
            # Years only: a header whose corner is blank or unknown, unless a year starts the row.
            return bool(c.year_of(first)) and filled[0] == 0
        return True

    def _is_count_like_year(self, row: int, line: list[Cell], filled: list[int]) -> bool:
        """Whether numbers between 1949 and 2100 are figures: 合肥 2005 below 地区 and 企业数.

        A row of years heads columns; one that starts with a name is a row of figures all the same
        where the header is complete, or where the row below starts with a name of that kind.
        """
        first = line[filled[0]]
        if filled[0] > 0 or len(filled) < 2 or not isinstance(first, str) or c.is_numeric(first):
            return False
        if not all(c.is_numeric(line[index]) for index in filled[1:]):
            return False
        name = c.split_name(first)[0]
        if not name or role_of(name) or _META.match(c.plain(first)):
            return False
        below = self._below(row)
        label = c.split_name(c.text_of(below[0]))[0] if below else ""
        if _is_region(name):
            return _is_region(label) or self._is_header_complete(filled)
        years = [int(c.year_of(line[index])) for index in filled[1:]]
        in_order = (sorted(years), sorted(years, reverse=True))
        is_run = len(set(years)) == len(years) > 1 and years in in_order
        return self._is_header_complete(filled) and not is_run

    def _is_header_complete(self, filled: list[int]) -> bool:
        """Whether a header row stands above that names all these columns, the first one too."""
        return any(
            all(index < len(cells) and is_filled(cells[index]) for index in filled)
            for cells in (self._sheet.cells[row] for row in self._header)
        )

    def _is_header_of_years(self, line: list[Cell], filled: list[int]) -> bool:
        """Whether all numbers of a row are years, beside words of which one names a column."""
        is_named = False
        for index in filled:
            cell = line[index]
            if c.is_numeric(cell):
                if not c.year_of(cell):
                    return False
            elif isinstance(cell, str):
                is_named = is_named or bool(role_of(c.split_name(cell)[0]))
        return is_named

    def _is_numbering(self, line: list[Cell], filled: list[int]) -> bool:
        """Whether a row counts the columns: 甲 1 2 3."""
        first = c.plain(c.text_of(line[0])) if line else ""
        numbers = [c.text_of(line[index]) for index in filled if index > 0]
        wanted = [str(number) for number in range(1, len(numbers) + 1)]
        return first in _NUMBERING and len(numbers) > 1 and numbers == wanted
