"""Opens .csv and .txt: finds out the encoding and the delimiter, and splits into cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from etl.read.model import Cell, FileLimits, Sheet, Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST, _WIDEST = 2**20, 16_384
_DELIMITERS = ",\t;"
_CHINESE = re.compile("[\u3400-\u9fff]")
_QUOTED = re.compile(r'"[^"]*"')
# Of running Chinese text nearly every character is among the 6,763 of GB 2312.
_COMMON = 0.9


def decode(content: bytes) -> str:
    """The text of a file: by its mark, as UTF-8, as GB 18030, else as charset-normalizer says.

    Raises Unreadable where bytes fit no encoding, or half the file another than the rest.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode_strictly(content, encoding)
    if b"\x00" in content:
        return _decode_wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if line := _line_of_other_encoding(content):
        raise Unreadable("encodings_mixed", str(line))
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return _decode_other(content)
    return text if _is_plausible(text) else _decode_other(content, text)


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", encoding.upper()) from error


def _decode_wide(content: bytes) -> str:
    """UTF-16 without a mark: of the two orders of bytes only one gives everyday text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text[:100_000]
        everyday = sum(letter.isprintable() or letter.isspace() for letter in start)
        has_cells = any(sign in start for sign in f"{_DELIMITERS}\n")
        is_chinese = _is_plausible(start) or not _CHINESE.search(start)
        if has_cells and is_chinese and everyday >= 0.99 * len(start):
            return text
    raise Unreadable("nul_bytes")


def _line_of_other_encoding(content: bytes) -> int:
    """The first line in another encoding than the one before, counted from 1; 0 for none.

    Some lines hold Chinese in UTF-8, and others are not UTF-8.
    """
    first: dict[bool, int] = {}
    for number, line in enumerate(content.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            is_utf8, is_chinese = True, bool(_CHINESE.search(line.decode("utf-8")))
        except UnicodeDecodeError:
            is_utf8, is_chinese = False, True
        if is_chinese:
            first.setdefault(is_utf8, number)
        if len(first) == 2:
            return max(first.values())
    return 0


def _is_plausible(text: str) -> bool:
    chinese = "".join(_CHINESE.findall(text[:200_000]))
    common = len(chinese.encode("gb2312", "ignore")) // 2
    strange = sum("\ue000" <= letter <= "\uf8ff" for letter in text[:200_000])
    return bool(chinese) and common >= _COMMON * len(chinese) and strange * 20 <= len(chinese)


def _decode_other(content: bytes, otherwise: str | None = None) -> str:
    from charset_normalizer import from_bytes  # takes a tenth of a second, and is seldom needed

    candidates = ["big5", "cp950", "shift_jis", "euc_kr", "cp1252", "latin_1"]
    best = from_bytes(content[:500_000], cp_isolation=candidates).best()
    if best is not None and best.encoding in {"big5", "cp950", "shift_jis", "euc_kr"}:
        return _decode_strictly(content, best.encoding)
    if otherwise is not None:
        return otherwise
    if best is None or any(byte < 9 or 13 < byte < 32 for byte in content[:500_000]):
        raise Unreadable("encoding", "UTF-8, GB18030")
    return _decode_strictly(content, best.encoding)


def read_text(text: str, limits: FileLimits) -> list[Sheet]:
    """The one sheet of a delimited text; a cell keeps its text as written.

    Raises Unreadable where quotes do not pair, because then rows cannot be told apart.
    """
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise Unreadable("nul_bytes")
    text, delimiter = _take_declared(text)
    delimiter = delimiter or find_delimiter(text)
    if text.count(delimiter) + text.count("\n") + text.count("\r") > 2 * limits.cells:
        raise Unreadable("too_many_cells", f"{limits.cells:,}")
    csv.field_size_limit(_LONGEST)
    rows: list[list[Cell]] = []
    filled = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([cell or None for cell in row])
            filled += len(row)
            if len(row) > _WIDEST:
                raise Unreadable("too_wide", "XFD")
            if filled > limits.cells:
                raise Unreadable("too_many_cells", f"{limits.cells:,}")
    except csv.Error as error:
        kind = "cell_too_long" if "field limit" in str(error) else "quotes_unpaired"
        raise Unreadable(kind, f"{reader.line_num}") from error
    return [Sheet("", rows)]


def _take_declared(text: str) -> tuple[str, str]:
    """The delimiter that Excel's `sep=;` line declares; spreadsheets do not show that line."""
    match = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    return (text[match.end() :], match.group(1)) if match else (text, "")


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, two or more."""
    sample = _QUOTED.sub("", text[:65_536])
    lines = [line for line in re.split(r"\r\n|\r|\n", sample)[:200] if line]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        if not counts:
            return 0, 0
        count, times = counts.most_common(1)[0]
        return times, count

    return max(_DELIMITERS, key=agreement)
