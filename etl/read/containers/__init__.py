"""Opens a file by what is in it, never by its name: spreadsheets, text, web tables, parquet.

Whatever is not surely a table is refused with a raw issue that says what it is. Runs in a process
of its own (etl.read.sandbox); nothing here follows a link, runs a formula or writes a file.
"""

from __future__ import annotations

from etl.read.containers import workbook
from etl.read.model import FileLimits, RawIssue, Sheet, Unreadable

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
}


def open_sheets(content: bytes, limits: FileLimits) -> tuple[list[Sheet], list[RawIssue]]:
    """The sheets of a file with all their cells, and warnings about what was left aside.

    Raises Unreadable with the raw issue that says why a file cannot be opened.
    """
    if len(content) > limits.bytes_in_file:
        raise Unreadable("file_too_large", f"{limits.bytes_in_file // 2**20}")
    if not content.strip(b"\x00\t\r\n "):
        raise Unreadable("empty")
    raw_issues: list[RawIssue] = []
    sheets = _open(content, limits, raw_issues)
    if sum(_area(sheet) for sheet in sheets) > limits.cells:
        raise Unreadable("too_many_cells", f"{limits.cells:,}")
    return sheets, raw_issues


def _open(content: bytes, limits: FileLimits, raw_issues: list[RawIssue]) -> list[Sheet]:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return workbook.open_zipped(content, limits, raw_issues)
    if content.startswith(_CFB):
        return workbook.open_binary(content, limits, raw_issues)
    if content.startswith(b"PAR1"):
        from etl.read.containers import columnar  # pyarrow takes half a second to load

        return columnar.open_parquet(content, limits)
    for start, name in _OTHERS.items():
        if content.startswith(start):
            raise Unreadable("not_a_table", name)
    if content[:2] == b"\x09\x08" and content[2:4] in {b"\x08\x00", b"\x10\x00"}:
        return workbook.open_binary(content, limits, raw_issues)
    from etl.read.containers import markup, text_table  # workbooks are opened without them

    text = text_table.decode(content)
    head = text[:4096].lstrip("\ufeff \t\r\n").casefold()
    if markup.is_spreadsheet_xml(head):
        return markup.read_spreadsheet_xml(content, text, limits)
    if markup.is_html(head):
        return markup.read_html(text, limits)
    if head.startswith("<?xml"):
        raise Unreadable("not_a_table", "XML")
    return text_table.read_text(text, limits)


def _area(sheet: Sheet) -> int:
    return len(sheet.cells) * max(map(len, sheet.cells), default=0)
