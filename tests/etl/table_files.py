"""Writes a grid of cells into every kind of file that the readers open."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import pyarrow as pa
import xlsxwriter
import xlwt
from pyarrow import parquet

Cell = str | int | float | None
Grid = Sequence[Sequence[Cell]]
Span = tuple[int, int, int, int]  # top, left, bottom, right


def to_csv(grid: Grid, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_NONNUMERIC
    )
    writer.writerows(["" if cell is None else cell for cell in row] for row in grid)
    return buffer.getvalue().encode(encoding)


def to_xlsx(grid: Grid, merged: Sequence[Span] = (), name: str = "表") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, "")
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet.write_string(row, column, cell)
            elif cell is not None and cell != "":
                sheet.write_number(row, column, cell)
    book.close()
    return buffer.getvalue()


def to_xls(grid: Grid, merged: Sequence[Span] = ()) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    covered = set()
    for top, left, bottom, right in merged:
        sheet.write_merge(top, bottom, left, right, grid[top][left])
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if cell not in (None, "") and (row, column) not in covered:
                sheet.write(row, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def to_ods(grid: Grid, merged: Sequence[Span] = ()) -> bytes:
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in grid
    )
    return wrap_ods(f'<table:table table:name="表">{rows}</table:table>')


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        text = escape(cell)
        kind = 'office:value-type="string"'
    else:
        text, kind = str(cell), f'office:value-type="float" office:value="{cell!r}"'
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def wrap_ods(tables: str, manifest: str = "") -> bytes:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    declared = " ".join(f'xmlns:{key}="{value}"' for key, value in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {
            "mimetype": kind,
            "content.xml": content,
            "META-INF/manifest.xml": manifest or "<manifest/>",
        }
    )


def zipped(entries: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def to_spreadsheet_xml(grid: Grid, merged: Sequence[Span] = (), encoding: str = "utf-8") -> bytes:
    """What Excel 2003 called an XML spreadsheet, as exports still save it under .xls."""
    spans = {(top, left): (bottom - top, right - left) for top, left, bottom, right in merged}
    rows = []
    for row, cells in enumerate(grid):
        texts = []
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            kind = "String" if isinstance(cell, str) else "Number"
            down, across = spans.get((row, column), (0, 0))
            span = f' ss:MergeDown="{down}" ss:MergeAcross="{across}"' if down or across else ""
            data = f'<Data ss:Type="{kind}">{escape(str(cell))}</Data>'
            texts.append(f'<Cell ss:Index="{column + 1}"{span}>{data}</Cell>')
        rows.append(f"<Row>{''.join(texts)}</Row>")
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        f"{''.join(rows)}</Table></Worksheet></Workbook>"
    ).encode(encoding)


def to_html(grid: Grid, merged: Sequence[Span] = (), encoding: str = "utf-8") -> bytes:
    """A web page under the name of a spreadsheet, as many exports are."""
    spans = {(t, left): (b - t + 1, right - left + 1) for t, left, b, right in merged}
    covered = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    lines = []
    for row, cells in enumerate(grid):
        texts = []
        for column, cell in enumerate(cells):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            span = f' rowspan="{down}" colspan="{across}"' if (row, column) in spans else ""
            text = "" if cell is None else escape(str(cell))
            texts.append(f"<td{span}>{text}</td>")
        lines.append(f"<tr>{''.join(texts)}</tr>")
    return (
        f'<html><head><meta charset="{encoding}"><title>导出</title></head>'
        f"<body><table>{''.join(lines)}</table></body></html>"
    ).encode(encoding)


def to_parquet(grid: Grid, merged: Sequence[Span] = ()) -> bytes:
    """First row as names of columns; numbers stay numbers where a whole column is of them."""
    header, *rows = grid
    columns = {}
    for place, name in enumerate(header):
        cells = [row[place] if place < len(row) else None for row in rows]
        is_text = any(isinstance(cell, str) for cell in cells)
        columns[str(name)] = [
            None if cell in (None, "") else str(cell) if is_text else cell for cell in cells
        ]
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


Writer = Callable[..., bytes]
SPREADSHEETS: dict[str, Writer] = {
    "xlsx": to_xlsx,
    "xls": to_xls,
    "ods": to_ods,
    "spreadsheetml": to_spreadsheet_xml,
    "html": to_html,
}
TEXTS: dict[str, Writer] = {
    "csv utf-8": lambda grid: to_csv(grid),
    "csv utf-8 bom": lambda grid: to_csv(grid, "utf-8-sig"),
    "csv gb18030": lambda grid: to_csv(grid, "gb18030"),
    "csv utf-16": lambda grid: to_csv(grid, "utf-16"),
    "csv utf-16-le without mark": lambda grid: to_csv(grid, "utf-16-le"),
    "txt tab gbk": lambda grid: to_csv(grid, "gbk", "\t"),
    "csv semicolon": lambda grid: to_csv(grid, delimiter=";"),
    "csv cr": lambda grid: to_csv(grid, end="\r"),
    "csv lf": lambda grid: to_csv(grid, end="\n"),
}
