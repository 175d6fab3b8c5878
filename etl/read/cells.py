"""What the text of one cell says: a number, a year, a unit, a missing value, a name with marks.

Nothing is guessed: a text that is not surely a number stays a text, for the checks to name.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import orjson

from etl.read.model import Cell, words

# Full-width signs and digits, the spaces of typesetting, the minus of mathematics. Not NFKC: that
# turns the footnote ① and the square ² into digits.
_SPACES: dict[int, str | int | None] = {
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\r\n"), " "),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"), None),
}
_PLAIN = _SPACES | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2212: "-"}
_DIGITS = r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)"
_NUMBER = re.compile(rf"([+-]?)\s*({_DIGITS}(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*([%‰]?)", re.ASCII)
_SIMPLE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_RAISED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼*†‡¹²³⁴⁵⁶⁷⁸⁹"
_MARKS = re.compile(rf"\s*((?:[{re.escape(_RAISED)}]\s*)+|[\[(]\d\]|\s\(?\d\))\s*$")
_MARKS_OF_NAME = re.compile(rf"\s*((?:[{re.escape(_RAISED)}]\s*)+|(?<![\d=])[\[(（]?\d[)）\]])\s*$")
_FOOTNOTE = re.compile(rf"^\s*([{re.escape(_RAISED)}]+|[\[(]?\d[)\]])")
# Signs by which published tables say that there is no value.
_MISSING = words(
    """
    … …… ... .... .. . — —— ——— – - -- --- ― ─ ── # ## / // · × x n.a. n/a na nan null none
    #n/a n.a n-a (na) <na> nil 无 缺 空 空缺 空白 缺失 缺省 暂无 暂缺 无数据 未公布 未统计 未发布
    不详
    """
)
_YEAR = re.compile(r"([0-9]{4})\s*(?:年度?末?|年底|年份)?")
# The last day of a year or the first, as databases write years.
_WHOLE_YEAR = re.compile(r"((?:19|20)[0-9]{2})([-/.])(?:12\2?31|0?1\2?0?1)(?: 0?0:00(?::00)?)?")
_YEAR_INSIDE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?:度|末|底)?")
_YEAR_IN_BRACKETS = re.compile(r"[(（]\s*((?:19|20)[0-9]{2})\s*[)）]")
_YEARS_FROM_TO = re.compile(r"\d{4}\s*年?\s*(?:[-–—~～至到]+)\s*\d{2,4}")
FIRST_YEAR, LAST_YEAR = 1949, 2100


class Number(NamedTuple):
    """A decimal in plain digits (empty when the text is none), its own unit, its footnotes."""

    digits: str
    unit: str
    marks: str


def plain(text: str) -> str:
    """A text with full-width signs and unusual spaces as their plain ones, ends trimmed."""
    if text.isascii():
        return text.strip()
    return _plain(text) if len(text) < 64 else text.translate(_PLAIN).strip()


@lru_cache(maxsize=8192)  # to translate takes twenty times as long as to remember
def _plain(text: str) -> str:
    return text.translate(_PLAIN).strip()


def unpadded(text: str) -> str:
    """A name with unusual spaces as plain ones, ends trimmed, full-width signs left as they are."""
    return text.strip() if text.isascii() else text.translate(_SPACES).strip()


def text_of(cell: Cell) -> str:
    """A cell as a person would write it; empty cells are an empty text."""
    if type(cell) is str:
        return cell
    if type(cell) is float:
        return number_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def number_text(value: float) -> str:
    """A number with the 15 digits that spreadsheets show, whole ones without a point."""
    shown = repr(value)
    if shown.endswith(".0") and len(shown) < 19:
        return shown[:-2]
    if len(shown) > 16 and "e" not in shown and "n" not in shown:
        shown = format(value, ".15g")
    return shown


def number_texts(values: list[float]) -> list[str]:
    """Many numbers at once as number_text gives them, ten times as fast."""
    if not values:
        return []
    joined = orjson.dumps(values)[1:-1].decode()
    if "n" in joined or "e" in joined:
        return list(map(number_text, values))
    texts = f"{joined},".replace(".0,", ",")[:-1].split(",")
    if max(map(len, texts)) < 17:
        return texts
    pairs = zip(texts, values, strict=True)
    return [text if len(text) < 17 else number_text(value) for text, value in pairs]


def read_number(text: str) -> Number:
    """The number that a text is: 1,234.5 and １２３４．５ and 5% and 12.3① are numbers.

    Separators must part groups of three. Brackets, words and several numbers are no number.
    """
    if _SIMPLE.fullmatch(text):
        return Number(text, "", "")
    return _read_odd_number(text)


@lru_cache(maxsize=4096)
def _read_odd_number(text: str) -> Number:
    tidied, marks = _split_marks(plain(text), _MARKS)
    match = _NUMBER.fullmatch(tidied)
    if not match:
        return Number("", "", "")
    sign, digits, exponent, unit = match.groups()
    digits = digits.replace(",", "").replace(" ", "").removesuffix(".")
    return Number(sign.replace("+", "") + digits + (exponent or ""), unit, marks)


def is_missing(text: str) -> bool:
    """Whether a text is a sign for "no value"."""
    return len(text) < 12 and plain(text).casefold() in _MISSING


def is_numeric(cell: Cell) -> bool:
    """Whether a cell holds a number, as such or as text, or a sign that there is none."""
    if type(cell) is float or type(cell) is int:
        return True
    return isinstance(cell, str) and _is_numeric(cell)


@lru_cache(maxsize=4096)
def _is_numeric(text: str) -> bool:
    return bool(read_number(text).digits) or is_missing(text)


@lru_cache(maxsize=4096)
def split_name(text: str) -> tuple[str, str]:
    """A label without padding and footnote marks, and the marks: '北 京①' is 北京 and ①."""
    if text.isascii() and text.isalpha():
        return text, ""
    name, marks = _split_marks(unpadded(text), _MARKS_OF_NAME)
    return squeeze(name), marks


def squeeze(text: str) -> str:
    """A text without the spaces that pad Chinese; between Latin words one space stays."""
    words = text.split()
    if len(words) < 2:
        return "".join(words)
    joined = words[0]
    for word in words[1:]:
        is_latin = joined[-1] < "\u2e80" and word[0] < "\u2e80"
        joined += f" {word}" if is_latin else word
    return joined


def _split_marks(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    match = pattern.search(text)
    if not match or not match.start():
        return text, ""
    return text[: match.start()].rstrip(), match.group(1).strip()


def footnote_of(text: str) -> tuple[str, str] | None:
    """The mark and the text of a footnote line such as '① 不含…'; None when it is none."""
    match = _FOOTNOTE.match(plain(text))
    return (match.group(1), plain(text)[match.end() :].strip()) if match else None


def year_of(cell: Cell) -> str:
    """The year that a whole cell means (2023, 2023年, ２０２３ 年, 1 January 2023), or nothing."""
    if isinstance(cell, str):
        return _year_of_text(cell) if len(cell) < 24 else ""
    if type(cell) is float or type(cell) is int:
        return str(int(cell)) if FIRST_YEAR <= cell <= LAST_YEAR and cell == int(cell) else ""
    return _year_of_date(cell) if isinstance(cell, date) else ""


@lru_cache(maxsize=4096)
def _year_of_text(text: str) -> str:
    if day := _WHOLE_YEAR.fullmatch(text.strip()):
        return day.group(1)
    match = _YEAR.fullmatch(_split_marks(plain(text), _MARKS_OF_NAME)[0])
    if not match:
        return ""
    is_plausible = FIRST_YEAR <= int(match.group(1)) <= LAST_YEAR
    return match.group(1) if is_plausible or "年" in text else ""


def _year_of_date(day: date) -> str:
    if (day.month, day.day) in {(1, 1), (12, 31)}:
        return str(day.year)
    # The number 2023 formatted as a date is day 2023 since 1900: 15 July 1905.
    if day.year == 1905:
        return str((date(day.year, day.month, day.day) - date(1899, 12, 30)).days)
    return ""


def take_year(text: str) -> tuple[str, str]:
    """The one year named inside a text, and the text without it; ('', text) if none or several."""
    has_wide_digits = re.search("[０-９]", text)
    tidied = plain(text) if has_wide_digits else unpadded(text)
    if _YEARS_FROM_TO.search(tidied):
        return "", text
    pattern = _YEAR_INSIDE if _YEAR_INSIDE.search(tidied) else _YEAR_IN_BRACKETS
    years = set(pattern.findall(tidied))
    if len(years) != 1:
        return "", text
    rest = pattern.sub("", tidied)
    return years.pop(), re.sub(r"[(（\[]\s*[)）\]]", "", rest).strip()


_COUNTED = (
    "美元|人民币元|人民币|元|人·?・?年|人次|人|件|家|个|户|项|篇|种|所|册|吨|台|套|位|分|名|次|辆|"
    "艘|户次|公里|千米|米|平方公里|平方千米|平方米|立方米|公顷|亩|千瓦时|千瓦|度|百分点|百分比|"
    "天|小时|年|倍|部|张|套|只|头|箱|户|岁|标准煤|克|升"
)
_UNIT = re.compile(
    rf"(?:%|‰|(?:1?0*[十百千万亿]*)(?:{_COUNTED})(?:标准煤)?"
    rf"(?:\s*[/每]\s*1?0*[十百千万亿]*(?:{_COUNTED}|GDP|R&D人员)?)?|指数|指数\(.+\))"
)
_INDEX = re.compile(r"(?:上年|北京|最高|[12]\d{3}年?)\s*=\s*100")
_OPENING, _CLOSING = "([【〔〈<［", ")]】〕〉>］"
_LAST_BRACKET = re.compile(
    r"^(.*)[（(\[［【〔〈<]([^（）()\[\]［］【】〔〕〈〉<>]*)[）)\]］】〕〉>]?\s*$", re.DOTALL
)
_BEFORE_UNIT = re.compile(r"[_＿/／|｜:：,，、;；\s—–-]+")
# Words that end many a name; they are a unit only in brackets.
_NAME_ENDS = frozenset(["年", "指数", "度", "分", "天", "小时", "位"])
_UNIT_LINE = re.compile(r"(?:计量单位|单位|Unit)\s*:\s*(.*)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """The unit that a whole text is, such as （万元） or 单位：万元; nothing when it is none."""
    tidied = plain(text)
    if tidied[:1] in _OPENING and tidied[-1:] in _CLOSING:
        tidied = tidied[1:-1].strip()
    if line := _UNIT_LINE.match(tidied):
        tidied = line.group(1).strip()
    tidied = "".join(tidied.split())
    if _INDEX.fullmatch(tidied):
        return f"指数({tidied})"
    return tidied if _UNIT.fullmatch(tidied) else ""


@lru_cache(maxsize=4096)
def take_unit(text: str) -> tuple[str, str]:
    """The unit behind a name, and the name without it.

    In brackets of any kind, of which the closing one may be forgotten, or after a stroke, a comma,
    an underscore, a space.
    """
    tidied = unpadded(text)
    match = _LAST_BRACKET.match(tidied)
    if match and (unit := unit_of(match.group(2))) and match.group(1).strip():
        return unit, match.group(1).strip()
    if unit_of(tidied):
        return "", text
    for sign in _BEFORE_UNIT.finditer(tidied):
        name, rest = tidied[: sign.start()], tidied[sign.end() :]
        if unit_of(name):  # 件/万人专利 and the like: no name before it
            break
        if name and rest not in _NAME_ENDS and (unit := unit_of(rest)):
            return unit, name
    return "", text


@lru_cache(maxsize=1024)
def unit_line(text: str) -> str | None:
    """What a line such as '单位：万元' gives as unit; None when there is no such line in the text.

    Several units in one line stay several, joined by 、: each column takes the one that fits it.
    """
    found = _UNIT_LINE.search(plain(text))
    if not found:
        return None
    if whole := unit_of(found.group(1)):
        return whole
    said = found.group(1).strip().rstrip(")").strip()
    chinese = re.split(r"\(|Unit", said)[0].strip() or said
    parts = [part for part in re.split(r"[、,;，；]|\s+|及|和", chinese) if part]
    units = [part for part in parts if unit_of(part)]
    if len(units) > 1:
        return "、".join(dict.fromkeys(units))
    return parts[0] if parts else ""


def join_units(*said: str) -> str:
    """Units said in several places as one text: one where all say the same."""
    parts = (part for text in said for part in units_in(text))
    return "、".join(dict.fromkeys(parts))


def units_in(text: str) -> list[str]:
    """The units of a text that gives one, or several joined by 、."""
    return [part for part in text.split("、") if part]


@lru_cache(maxsize=1024)
def is_same_but_for_size(unit: str, other: str) -> bool:
    """Whether two units count the same thing, in amounts of another size: 亿元, 万元."""
    sizes = re.compile(r"^(?:1?0*[十百千万亿]*)(?=.)")
    return unit != other and sizes.sub("", unit) == sizes.sub("", other)
