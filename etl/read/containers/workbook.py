"""Opens spreadsheets (.xlsx, .xlsm, .xls, .ods) through calamine: values only.

Before opening, the archive is checked for size, and scanned for what calamine would not tell:
errors, formulas without a result, and percentages, which it gives as fractions.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import python_calamine as calamine

from etl.read.cells import number_text
from etl.read.containers import remarks
from etl.read.model import (
    Cell,
    FileLimits,
    RawIssue,
    Remark,
    Sheet,
    Span,
    Unreadable,
    column_index,
    column_letters,
)

_HIGHEST_RATIO = 150
_SMALL = 8 * 2**20
_TALLEST, _WIDEST = 1_048_576, 16_384
_MOST_TOLD = 200
_LETTERS = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,4})')
_ROWS = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="[A-Z]{1,4}(\d{1,9})')
_FILLED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,4})(\d{1,9})"[^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b'
)
# Without such a place a sheet spans fewer than 702 columns and 10,000 rows.
_FAR = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{2}\d{4}|[A-Z]\d{5})')
_ERROR = re.compile(
    rb'<(?:\w+:)?c(?=\s)(?=[^>]*?\st="e")[^>]*?\sr="([A-Z]+)(\d+)"[^>]*>.*?<(?:\w+:)?v>([^<]*)'
)
_NO_RESULT = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\s[^>]*?\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# Only cells that hold something.
_STYLED = re.compile(rb'<(?:\w+:)?c(?=\s)(?=[^>]*?\sr="([A-Z]+)(\d+)")[^>]*?\ss="(\d+)"[^>/]*>')


@dataclass
class Oddities:
    """What calamine does not tell of a sheet, by cell (row and column from 0)."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: int = 0
    formulas: int = 0
    without_result: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def open_zipped(content: bytes, limits: FileLimits, raw_issues: list[RawIssue]) -> list[Sheet]:
    """The sheets of an .xlsx, .xlsm or .ods file."""
    archive = _open_archive(content, limits)
    if any("\\" in name for name in archive.namelist()):
        content = _with_slashes(archive)
        archive = _open_archive(content, limits)
    names = set(archive.namelist())
    if any(name.startswith("xl/externalLinks/") for name in names):
        raw_issues.append(RawIssue("external_links"))
    if any(name.endswith("vbaProject.bin") for name in names):
        raw_issues.append(RawIssue("macros"))
    try:
        oddities = _inspect(archive, names, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("damaged", "ZIP") from error
    return _read(content, oddities, limits, raw_issues)


def _open_archive(content: bytes, limits: FileLimits) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("damaged", "ZIP") from error
    _check_archive(archive, len(content), limits)
    return archive


def _with_slashes(archive: zipfile.ZipFile) -> bytes:
    """The same archive with the slashes that some programs of Windows write the wrong way."""
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as mended:
            for entry in archive.infolist():
                mended.writestr(entry.filename.replace("\\", "/"), archive.read(entry))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("damaged", "ZIP") from error
    return buffer.getvalue()


def _check_archive(archive: zipfile.ZipFile, packed: int, limits: FileLimits) -> None:
    """Refuse archives that unpack into too much, or hold too many or encrypted entries."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Unreadable("too_many_entries", f"{limits.entries:,}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.bytes_unpacked:
        raise Unreadable("unpacks_too_large", f"{limits.bytes_unpacked // 2**20}")
    if unpacked > _SMALL and unpacked > _HIGHEST_RATIO * packed:
        raise Unreadable("zip_ratio", f"{unpacked // packed}")
    if sum(entry.compress_size for entry in entries) > packed:
        raise Unreadable("damaged", "ZIP")


def _inspect(archive: zipfile.ZipFile, names: set[str], limits: FileLimits) -> dict[str, Oddities]:
    """What calamine would not tell, by sheet name; refuses what is no workbook."""
    if "xl/workbook.xml" in names:
        return _inspect_xlsx(archive, names, limits)
    if "xl/workbook.bin" in names:
        raise Unreadable("xlsb")
    if "content.xml" in names:
        return _inspect_ods(archive, names, limits)
    if any(name.startswith("word/") for name in names):
        raise Unreadable("not_a_table", "Word")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("not_a_table", "PowerPoint")
    if "[Content_Types].xml" in names or "xl/_rels/workbook.xml.rels" in names:
        raise Unreadable("damaged", "xlsx")
    raise Unreadable("not_a_table", "ZIP")


def _inspect_xlsx(
    archive: zipfile.ZipFile, names: set[str], limits: FileLimits
) -> dict[str, Oddities]:
    styles = _styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else _NO_STYLES
    by_path: dict[str, Oddities] = {}
    paths = [p for p in sorted(names) if p.startswith("xl/worksheets/") and p.endswith(".xml")]
    is_large = sum(archive.getinfo(p).file_size for p in paths) > limits.cells * len(b"<c/>")
    cells = 0
    for path in paths:
        xml = archive.read(path)
        if b"<!DOCTYPE" in xml[:1024] or b"<!ENTITY" in xml[:4096]:
            raise Unreadable("xml_entities")
        cells += _count_cells(xml) if is_large else 0
        _check_extent(xml, cells, limits)
        if cells > limits.cells:
            raise Unreadable("too_many_cells", f"{limits.cells:,}")
        found = _find_oddities(xml, styles)
        found.remarks += remarks.of_sheet(archive, path, xml, names)
        if found != Oddities():
            by_path[path] = found
    return {
        name: by_path[path]
        for name, path in (_sheet_paths(archive) if by_path else {}).items()
        if path in by_path
    }


def _count_cells(xml: bytes) -> int:
    count = xml.count(b"<c ") + xml.count(b"<c>")
    return count + xml.count(b":c ") + xml.count(b":c>") if b":c" in xml else count


def _check_extent(xml: bytes, count: int, limits: FileLimits) -> None:
    """Refuse a sheet whose filled cells span too wide an area."""
    if count > limits.cells or (len(xml) < _SMALL and not _FAR.search(xml)):
        return
    if _span(set(_LETTERS.findall(xml)), set(_ROWS.findall(xml))) > limits.cells:
        # Formats reach far in many honest files; what counts is how far the values do.
        filled = _FILLED.findall(xml)
        if _span({letters for letters, _ in filled}, {row for _, row in filled}) > limits.cells:
            kind = "too_many_cells" if len(filled) > limits.cells // 2 else "spread_too_wide"
            raise Unreadable(kind, f"{limits.cells:,}")


def _span(letters: set[bytes], rows: set[bytes]) -> int:
    """How many cells there are from A1 to the last column and row."""
    widest = max(letters, key=lambda name: (len(name), name), default=b"")
    width = column_index(widest.decode()) + 1
    height = max(map(int, rows), default=0)
    if width > _WIDEST or height > _TALLEST:
        raise Unreadable("too_wide", "XFD1048576")
    return width * height


def _find_oddities(xml: bytes, styles: _Styles) -> Oddities:
    found = Oddities()
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    rows = (start + 9, end) if end > start else (0, len(xml))

    def has(*signs: bytes) -> bool:
        return any(xml.find(sign, *rows) >= 0 for sign in signs)

    # One letter is found ten times as fast as two: most sheets have no small e or f in their rows.
    if has(b"e") and has(b't="e"'):
        for letters, row, text in _ERROR.findall(xml):
            found.errors[_place(letters, row)] = text.decode("utf-8", "replace")
    if b"hidden=" in xml:
        found.hidden = len(_HIDDEN.findall(xml))
    if has(b"f") and has(b"<f", b":f"):
        found.formulas = len(_FORMULA.findall(xml))
        for letters, row, text in _NO_RESULT.findall(xml):
            found.without_result[_place(letters, row)] = f"={text.decode('utf-8', 'replace')}"
    if styles.percent or styles.words:
        _add_styled(found, xml, styles)
    return found


def _add_styled(found: Oddities, xml: bytes, styles: _Styles) -> None:
    """Add the cells whose style shows a percentage, and the words that styles show."""
    words = dict(styles.words)
    for letters, row, style in _STYLED.findall(xml):
        if style in styles.percent:
            found.percentages.add(_place(letters, row))
        if style in words:  # said once, at the first cell
            found.remarks.append(Remark(words.pop(style), *_place(letters, row), "format"))


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_index(letters.decode())


class _Styles(NamedTuple):
    """The numbers of the cell styles that show a percentage, and of those that show words."""

    percent: set[bytes]
    words: dict[bytes, str]


_NO_STYLES = _Styles(set(), {})


@lru_cache(maxsize=1)  # files of one program have the same, one after the other
def _styles(xml: bytes) -> _Styles:
    styles = _Styles(set(), {})
    root = remarks.parse(xml)
    codes = {"9": "0%", "10": "0.00%"}
    for custom in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[custom.get("numFmtId", "")] = custom.get("formatCode", "")
    for number, used in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(used.get("numFmtId", ""), "")
        if is_percent_format(code):
            styles.percent.add(b"%d" % number)
        if words := remarks.words_of_format(code):
            styles.words[b"%d" % number] = words
    return styles


def is_percent_format(code: str) -> bool:
    """Whether a number format shows percentages, not merely a quoted or escaped sign."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The path in the archive of every sheet, by name."""
    book = remarks.parse(archive.read("xl/workbook.xml"))
    path_of = {
        link.get("Id", ""): posixpath.join("/xl", link.get("Target", ""))[1:]
        for link in remarks.parse(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        found[sheet.get("name", "")] = path_of.get(link, "")
    return found


def _inspect_ods(
    archive: zipfile.ZipFile, names: set[str], limits: FileLimits
) -> dict[str, Oddities]:
    if "META-INF/manifest.xml" in names:
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise Unreadable("encrypted")
    xml = archive.read("content.xml")
    if b"<!DOCTYPE" in xml[:1024] or b"<!ENTITY" in xml[:4096]:
        raise Unreadable("xml_entities")
    from etl.read.containers import ods_scan  # such files are seldom

    return ods_scan.scan(xml, limits)


def open_binary(content: bytes, limits: FileLimits, raw_issues: list[RawIssue]) -> list[Sheet]:
    """The sheets of an .xls file; other files of the same container are named as what they are.

    Files with the password that Excel tries by itself open as they do in Excel.
    """
    from etl.read.containers import xls_scan  # such files are seldom

    try:
        oddities = xls_scan.scan(content, raw_issues)
    except Unreadable as error:
        if error.raw_issue.kind != "encrypted":
            raise
        from etl.read.containers import default_password  # of these fewer still

        content = default_password.decrypt(content)
        raw_issues.clear()
        if content.startswith(b"PK"):
            return open_zipped(content, limits, raw_issues)
        oddities = xls_scan.scan(content, raw_issues)
    return _read(content, oddities, limits, raw_issues)


def _read(
    content: bytes, oddities: dict[str, Oddities], limits: FileLimits, raw_issues: list[RawIssue]
) -> list[Sheet]:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                sheets.append(_read_sheet(book, meta, oddities.get(meta.name), limits, raw_issues))
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except calamine.CalamineError as error:
        raise Unreadable("damaged", str(error)[:200]) from error
    return sheets


def _read_sheet(
    book: Any, meta: Any, odd: Oddities | None, limits: FileLimits, raw_issues: list[RawIssue]
) -> Sheet:
    page = book.get_sheet_by_name(meta.name)
    if page.total_height * page.total_width > limits.cells:
        raise Unreadable("too_many_cells", f"{limits.cells:,}")
    rows: list[list[Cell]] = page.to_python(skip_empty_area=False)
    spans = [
        Span(top, left, bottom, right)
        for (top, left), (bottom, right) in page.merged_cell_ranges or ()
        if bottom <= _TALLEST and right <= _WIDEST
    ]
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    sheet = Sheet(meta.name, rows, spans, is_hidden)
    if odd:
        _apply(sheet, odd, raw_issues)
    return sheet


def _apply(sheet: Sheet, odd: Oddities, raw_issues: list[RawIssue]) -> None:
    """Write percentages as a person sees them, and tell of errors and missing results."""
    for row, column in odd.percentages:
        value = _get(sheet, row, column)
        if isinstance(value, float | int) and not isinstance(value, bool):
            sheet.cells[row][column] = f"{percent_text(value)}%"
    sheet.remarks += odd.remarks
    counts = {"cells_hidden": odd.hidden, "formulas": odd.formulas}
    missing = [place for place, text in odd.errors.items() if text == "#N/A"]
    for row, column in missing:
        _put(sheet, row, column, odd.errors.pop((row, column)))
    for kind, number in (counts | {"not_available": len(missing)}).items():
        if number:
            raw_issues.append(RawIssue(kind, sheet.name, detail=str(number)))
    for kind, places in (
        ("formula_error", odd.errors),
        ("formula_without_result", odd.without_result),
    ):
        for row, column in sorted(places)[:_MOST_TOLD]:
            value = places[row, column]
            raw_issues.append(RawIssue(kind, sheet.name, row + 1, column_letters(column), value))
        if len(places) > _MOST_TOLD:
            raw_issues.append(RawIssue(f"{kind}_more", sheet.name, detail=str(len(places))))


def _get(sheet: Sheet, row: int, column: int) -> Cell:
    if row < len(sheet.cells) and column < len(sheet.cells[row]):
        return sheet.cells[row][column]
    return None


def _put(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    if row < len(sheet.cells) and column < len(sheet.cells[row]):
        sheet.cells[row][column] = cell


def percent_text(fraction: float) -> str:
    """A fraction in per cent, exact in its decimals: 0.07 is 7, not 7.000000000000001."""
    return format(Decimal(number_text(float(fraction))).scaleb(2).normalize(), "f")
