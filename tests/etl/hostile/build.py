"""Builds the files that nobody should send, each with what the readers must make of it.

python -m tests.etl.hostile.build FOLDER writes them out, to try them elsewhere.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import xlsxwriter
import xlwt

from tests.etl.table_files import (
    to_csv,
    to_html,
    to_ods,
    to_parquet,
    to_spreadsheet_xml,
    to_xls,
    to_xlsx,
    wrap_ods,
    zipped,
)

TIDY = ["地区", "年份", "指标", "数值", "单位", "来源"]
GOOD = ["北京市", 2023, "gdp", 1.5, "亿元", "s"]
GRID = [TIDY, GOOD]
CROSS = [["单位：亿元"], ["地区", "2022年", "2023年"], ["北京市", 1.5, 2], ["天津市", 3, 4]]


@dataclass(frozen=True)
class Hostile:
    """A file, the kinds of issues it must have (all of them), and what its columns must hold."""

    build: Callable[[], bytes]
    kinds: frozenset[str] = frozenset()
    rows: dict[str, list[object]] = field(default_factory=dict)


def hostile(build: Callable[[], bytes] | bytes, *kinds: str, **rows: list[object]) -> Hostile:
    return Hostile((lambda: build) if isinstance(build, bytes) else build, frozenset(kinds), rows)


def tidy(**changes: object) -> list[list[object]]:
    """A tidy table of one row, some cells changed."""
    return [TIDY, [changes.get(name, cell) for name, cell in zip(TIDY, GOOD, strict=True)]]


# --- spreadsheets ----------------------------------------------------------------------------


def repacked(
    content: bytes, changes: dict[str, bytes | None], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip with entries replaced, added, or (None) taken out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    kept = {name: data for name, data in (entries | changes).items() if data is not None}
    return zipped(kept, method)


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(
    rows: str, before: str = "", dimension: str = "", method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook whose sheet is written by hand."""
    xml = (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}">{dimension}'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return repacked(to_xlsx(GRID), {SHEET: xml.encode()}, method)


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def hand_rows(value: str) -> str:
    """The good tidy row, its value cell as given."""
    header = "".join(
        inline(f"{letter}1", name) for letter, name in zip("ABCDEF", TIDY, strict=True)
    )
    texts = {"A": "北京市", "C": "gdp", "E": "亿元", "F": "s"}
    cells = {letter: inline(f"{letter}2", text) for letter, text in texts.items()}
    cells |= {"B": '<c r="B2"><v>2023</v></c>', "D": value}
    body = "".join(cells[letter] for letter in "ABCDEF")
    return f'<row r="1">{header}</row><row r="2">{body}</row>'


def million_cells() -> bytes:
    """Not packed, so that nothing but their number is wrong."""
    row = "<c><v>1</v></c>" * 3000
    return sheet_of(f"<row>{row}</row>" * 1000, method=zipfile.ZIP_STORED)


def with_percent_format() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["地区", "2022年", "2023年"])
    sheet.write_row(1, 0, ["北京市", 0.07, 0.0641], book.add_format({"num_format": "0.0%"}))
    sheet.write_row(2, 0, ["天津市", 3.5, 3.6], book.add_format({"num_format": '0.0"%"'}))
    book.close()
    return buffer.getvalue()


def xls_with(kind: str) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    for row, cells in enumerate(CROSS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    if kind == "percent":
        sheet.write(4, 0, "河北省")
        sheet.write(4, 1, 0.05, xlwt.easyxf(num_format_str="0.00%"))
    else:
        sheet.row(4).set_cell_text(0, "河北省")
        sheet.row(4).set_cell_error(1, "#DIV/0!")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def dates_as_years() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TIDY)
    sheet.write_row(1, 0, GOOD)
    sheet.write_number(1, 1, 2023, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return buffer.getvalue()


def formulas(result: str) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TIDY)
    sheet.write_row(1, 0, GOOD)
    sheet.write_formula(1, 3, '=WEBSERVICE("http://example.invalid/")', None, result)
    book.close()
    return buffer.getvalue()


def hidden_sheet() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(GRID)))
    page = book.create_sheet("秘密 =1+1")
    page.append(["地区", "2023年"])
    page.append(["北京市", 999])
    page.sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods_with_a_tail() -> bytes:
    """As LibreOffice writes: formatted but empty rows down to the last one."""
    with zipfile.ZipFile(io.BytesIO(to_ods(GRID))) as archive:
        content = archive.read("content.xml").decode()
    repeated = 'table:number-rows-repeated="1048000"'
    tail = f"<table:table-row {repeated}><table:table-cell/></table:table-row>"
    changed = content.replace("</table:table>", f"{tail}</table:table>")
    return repacked(to_ods(GRID), {"content.xml": changed.encode()})


def odd_ods() -> bytes:
    """A percentage and an error, as LibreOffice keeps them."""
    header = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in ("地区", "2022年", "2023年")
    )
    cells = (
        "<table:table-cell office:value-type='string'><text:p>北京市</text:p></table:table-cell>"
        "<table:table-cell office:value-type='percentage' office:value='0.055'/>"
        "<table:table-cell office:value-type='string' office:string-value='' "
        "calcext:value-type='error'><text:p>#DIV/0!</text:p></table:table-cell>"
    )
    rows = f"<table:table-row>{header}</table:table-row><table:table-row>{cells}</table:table-row>"
    return wrap_ods(f"<table:table table:name='表'>{rows}</table:table>")


def encrypted() -> bytes:
    buffer = io.BytesIO()
    plain = io.BytesIO(to_xlsx(GRID))
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", buffer)
    return buffer.getvalue()


def encrypted_biff() -> bytes:
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    return start + struct.pack("<HHH", 0x2F, 2, 1) + struct.pack("<HH", 0x0A, 0) + bytes(600)


def encrypted_zip() -> bytes:
    content = bytearray(to_xlsx(GRID))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def lying_zip() -> bytes:
    """An archive that says its sheet is smaller than it is."""
    content = bytearray(to_xlsx([TIDY, *[GOOD] * 500]))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 100)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def overlapping_zip() -> bytes:
    """Two entries of the directory that lead to the same data."""
    content = to_xlsx(GRID)
    at, end = content.find(b"PK\x01\x02"), content.find(b"PK\x05\x06")
    directory = content[at:end]
    count = struct.unpack_from("<H", content, end + 10)[0]
    tail = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count * 3, count * 3, len(directory) * 3, at, 0
    )
    return content[:at] + directory * 3 + tail


# --- markup ----------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + ']><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&l9;</Workbook>'
).encode()
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&x;</Workbook>'
)
SPREADSHEET_XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def deep_xml() -> bytes:
    return (SPREADSHEET_XML + "<a>" * 50_000 + "</a>" * 50_000 + "</Workbook>").encode()


def far_xml() -> bytes:
    row = '<Row ss:Index="99999999"><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    sheet = f'<Worksheet ss:Name="a"><Table>{row}</Table></Worksheet>'
    return f"{SPREADSHEET_XML}{sheet}</Workbook>".encode()


def scripted_html() -> bytes:
    page = to_html(GRID).decode()
    script = "<script>document.write('<table><tr><td>9</td></tr></table>')</script>"
    return page.replace(
        "<td>1.5</td>", f"<td>1.5{script}<img src=x onerror=alert(1)></td>"
    ).encode()


def unclosed_html() -> bytes:
    lines = ("".join(f"<td>{cell}" for cell in row) for row in GRID)
    return ("<table>" + "".join(f"<tr>{line}" for line in lines)).encode("gb18030")


# --- text ------------------------------------------------------------------------------------


def mixed_encodings() -> bytes:
    return to_csv([TIDY, GOOD]) + to_csv([["天津市", 2023, "gdp", 2, "亿元", "s"]], "gb18030")


def noise() -> bytes:
    return random.Random(1).randbytes(4000).replace(b"PK", b"pk")


FILES: dict[str, Hostile] = {
    # nothing, too much, or something else
    "empty": hostile(b"", "empty"),
    "blank": hostile(b" \r\n\t\r\n", "empty"),
    "zero bytes": hostile(bytes(5000), "empty"),
    "separators only": hostile(b",,,\r\n,,,\r\n", "empty"),
    "above 50 MB": hostile(lambda: b"a,b\n" * (13 * 2**20 + 1), "file_too_large"),
    "noise": hostile(noise, "nul_bytes"),
    "pdf": hostile(b"%PDF-1.7\n1 0 obj", "not_a_table"),
    "png": hostile(b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_table"),
    "gzip of a good csv": hostile(lambda: gzip.compress(to_csv(GRID)), "not_a_table"),
    "zip of a good csv": hostile(lambda: zipped({"a.csv": to_csv(GRID)}), "not_a_table"),
    "Word": hostile(lambda: zipped({"word/document.xml": "<w/>"}), "not_a_table"),
    "RSS feed": hostile(b'<?xml version="1.0"?><rss><item/></rss>', "not_a_table"),
    "login page": hostile(b"<!DOCTYPE html><html><form>login</form></html>", "not_a_table"),
    "prose": hostile("本期公报发布如下内容。\n请各单位遵照执行。\n".encode("gb18030"), "form"),
    # archives
    "truncated zip": hostile(lambda: to_xlsx(GRID)[:3000], "damaged"),
    "zip head only": hostile(b"PK\x03\x04", "damaged"),
    "zip bomb": hostile(lambda: zipped({"xl/workbook.xml": bytes(60 * 2**20)}), "zip_ratio"),
    "zip of many entries": hostile(
        lambda: zipped({f"xl/{n}.xml": "" for n in range(2500)}), "too_many_entries"
    ),
    "zip that lies": hostile(lying_zip, "damaged"),
    "zip that overlaps": hostile(overlapping_zip, "damaged"),
    "zip with paths upwards": hostile(
        lambda: zipped({"../../../etc/cron.d/x": "x", "xl/workbook.xml": "<workbook/>"}),
    ),
    "xlsx without workbook": hostile(
        lambda: repacked(to_xlsx(GRID), {"xl/workbook.xml": None}), "damaged"
    ),
    "xlsx with broken sheet": hostile(
        lambda: repacked(to_xlsx(GRID), {SHEET: b"<worksheet><sheetData><row"}), "damaged"
    ),
    # passwords
    "encrypted xlsx": hostile(encrypted, "encrypted"),
    "encrypted xls": hostile(encrypted_biff, "encrypted"),
    "encrypted zip": hostile(encrypted_zip, "encrypted"),
    "encrypted ods": hostile(
        lambda: wrap_ods("", "<manifest><encryption-data/></manifest>"), "encrypted"
    ),
    # other containers, damaged
    "compound file of nothing": hostile(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"
    ),
    "truncated xls": hostile(lambda: to_xls(GRID)[:1500], "damaged"),
    "binary workbook": hostile(lambda: zipped({"xl/workbook.bin": b"\x83\x01\x00"}), "xlsb"),
    "truncated parquet": hostile(lambda: to_parquet(GRID)[:200], "damaged"),
    "parquet head only": hostile(b"PAR1PAR1", "damaged"),
    # markup
    "HTML as xls": hostile(lambda: to_html(GRID, encoding="gb18030"), number=["1.5"]),
    "HTML with scripts": hostile(scripted_html, value=["1.5"]),
    "HTML never closed": hostile(unclosed_html, number=["1.5"]),
    "HTML too wide": hostile(b"<table><tr><td colspan=99999999>a</td></tr></table>", "too_wide"),
    "HTML in HTML": hostile(b"<table><tr><td>" * 50, "damaged"),
    "billion laughs": hostile(LAUGHS, "xml_entities"),
    "entity from outside": hostile(OUTSIDE, "xml_entities"),
    "deep XML": hostile(deep_xml),
    "XML row far below": hostile(far_xml, "too_many_cells"),
    "XML in GB 2312": hostile(lambda: to_spreadsheet_xml(GRID, encoding="gb2312"), number=["1.5"]),
    "XML cut off": hostile(lambda: to_spreadsheet_xml(GRID)[:-200], "damaged"),
    "xlsx with entities": hostile(
        lambda: sheet_of(hand_rows(""), '<!DOCTYPE x [<!ENTITY a "b">]>'), "xml_entities"
    ),
    # extent
    "huge dimension tag": hostile(
        lambda: sheet_of(
            hand_rows('<c r="D2"><v>1.5</v></c>'), dimension='<dimension ref="A1:XFD1048576"/>'
        ),
        number=["1.5"],
    ),
    "one cell far away": hostile(
        lambda: sheet_of(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "spread_too_wide",
    ),
    "a format far away": hostile(
        lambda: sheet_of(
            hand_rows('<c r="D2"><v>1.5</v></c>')
            + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
        ),
        number=["1.5"],
    ),
    "column beyond XFD": hostile(
        lambda: sheet_of('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "too_wide"
    ),
    "3 million cells in xlsx": hostile(million_cells, "too_many_cells"),
    "3 million cells in csv": hostile(lambda: b"1,2,3,4,5,6\n" * 500_000, "too_many_cells"),
    "20,000 columns in csv": hostile(lambda: b"1," * 20_000, "too_wide"),
    "a cell of 2 MB": hostile(lambda: b'a,b\n"' + b"x" * 2**21 + b'",1\n', "cell_too_long"),
    "ods that repeats": hostile(
        lambda: wrap_ods(
            '<table:table table:name="a"><table:table-row table:number-rows-repeated="999999999">'
            '<table:table-cell office:value-type="float" office:value="1"/>'
            "</table:table-row></table:table>"
        ),
        "spread_too_wide",
    ),
    "ods with an empty tail": hostile(ods_with_a_tail, number=["1.5"]),
    # formulas, links, macros, formats
    "formula with its result": hostile(lambda: formulas("7"), number=["7"]),
    "formula without result": hostile(
        lambda: sheet_of(hand_rows('<c r="D2"><f>1+1</f></c>')), "formula_without_result"
    ),
    "formula error": hostile(lambda: formulas("#DIV/0!"), "formula_error"),
    "error in xls": hostile(lambda: xls_with("error"), "formula_error", row=[3, 3, 4, 4]),
    "external link": hostile(
        lambda: repacked(to_xlsx(GRID), {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "external_links",
        number=["1.5"],
    ),
    "macros": hostile(
        lambda: repacked(to_xlsx(GRID), {"xl/vbaProject.bin": b"\xd0\xcf"}),
        "macros",
        number=["1.5"],
    ),
    "percent format": hostile(
        with_percent_format,
        number=["7", "6.41", "3.5", "3.6"],
        value=["7%", "6.41%", "3.5", "3.6"],
    ),
    "percent format in xls": hostile(
        lambda: xls_with("percent"), value=["1.5", "2", "3", "4", "5%"]
    ),
    "percent and error in ods": hostile(odd_ods, "formula_error", value=["5.5%"]),
    "hidden sheet": hostile(hidden_sheet, "sheet_hidden", value=["1.5"]),
    "dates as years": hostile(dates_as_years, "year_is_date", year=["2023"]),
    "infinity in xlsx": hostile(
        lambda: sheet_of(hand_rows('<c r="D2"><v>1e999</v></c>')), value=["inf"], number=[""]
    ),
    # encodings and separators
    "mixed encodings": hostile(mixed_encodings, "encodings_mixed"),
    "UTF-8 cut in a letter": hostile(
        lambda: to_csv(GRID)[: to_csv(GRID).rindex("亿".encode()) + 1], "encodings_mixed"
    ),
    "NUL in text": hostile(lambda: to_csv(GRID).replace(b"gdp", b"g\x00p"), "nul_bytes"),
    "UTF-16": hostile(lambda: to_csv(GRID, "utf-16"), number=["1.5"]),
    "UTF-16 of odd length": hostile(lambda: to_csv(GRID, "utf-16")[:-1], "encoding"),
    "UTF-32": hostile(lambda: to_csv(GRID, "utf-32"), number=["1.5"]),
    "two byte order marks": hostile(
        lambda: b"\xef\xbb\xbf" + to_csv(GRID, "utf-8-sig"), region=["北京市"]
    ),
    "Big5": hostile(
        lambda: to_csv(
            [
                ["地區", "2023年"],
                *(
                    [name, 1.5]
                    for name in (
                        "臺灣省",
                        "廣東省",
                        "廣西壯族自治區",
                        "黑龍江省",
                        "遼寧省",
                        "陝西省",
                        "貴州省",
                        "雲南省",
                    )
                ),
            ],
            "big5",
        ),
        number=["1.5"] * 8,
    ),
    "CR line ends": hostile(lambda: to_csv(GRID, end="\r"), number=["1.5"]),
    "tabs": hostile(lambda: to_csv(GRID, "gbk", "\t"), number=["1.5"]),
    "semicolons": hostile(lambda: to_csv(GRID, delimiter=";"), number=["1.5"]),
    "declared separator": hostile(
        lambda: b"sep=;\r\n" + to_csv(GRID, delimiter=";"), row=[2], number=["1.5"]
    ),
    "quotes unpaired": hostile(
        lambda: '地区,年份\n"北京市,2023\n天津市,2023\n'.encode(), "quotes_unpaired"
    ),
    "quotes inside": hostile(
        lambda: '地区,年份\n"北京"市,2023\n天津市,2023\n'.encode(), "quotes_unpaired"
    ),
    # tables out of order
    "only a header": hostile(lambda: to_csv([TIDY]), "no_figures"),
    "header twice": hostile(lambda: to_csv([TIDY, GOOD, TIDY, GOOD]), row=[2, 4]),
    "columns twice": hostile(lambda: to_csv([[*TIDY, "数值"], [*GOOD, 9]]), "column_twice"),
    "unknown column": hostile(lambda: to_csv([[*TIDY, "备註"], [*GOOD, 9]]), "unknown_column"),
    "row of a tidy table shifted": hostile(
        lambda: to_csv([TIDY, ["", *GOOD]]), "cells_beyond_header", number=[""], value=["gdp"]
    ),
    "row of a cross table shifted": hostile(
        lambda: to_csv([*CROSS, ["", "河北省", 5, 6]]), "label_missing", "header_missing"
    ),
    "column without header": hostile(
        lambda: to_csv([["地区", "2022年", ""], ["北京市", 1, 2]]), "header_missing", number=["1"]
    ),
    "merged headers": hostile(
        lambda: to_csv(
            [
                ["地区", "R&D经费（亿元）", "", "专利（件）", ""],
                ["", "2022年", "2023年", "2022年", "2023年"],
                ["北京市", 1, 2, 3, 4],
            ]
        ),
        indicator=["R&D经费", "R&D经费", "专利", "专利"],
        unit=["亿元", "亿元", "件", "件"],
        year=["2022", "2023", "2022", "2023"],
    ),
    "duplicate keys": hostile(
        lambda: to_csv([TIDY, GOOD, [*GOOD[:3], 2.5, *GOOD[4:]]]), number=["1.5", "2.5"]
    ),
    "鼓楼区 of two provinces": hostile(
        lambda: to_csv(
            [["地区", "2023年"], *([n, 1] for n in ("南京市", "鼓楼区", "福州市", "鼓楼区"))]
        ),
        parent=["", "南京市", "", "福州市"],
    ),
    "total of what?": hostile(
        lambda: to_csv([["地区", "2023年"], ["合计", 9], ["甲地", 4], ["乙地", 5]]),
        "total_unclear",
        number=["4", "5"],
    ),
    # texts that are no numbers, numbers that are no texts
    "十万": hostile(lambda: to_csv(tidy(数值="十万")), number=[""], value=["十万"]),
    "12万": hostile(lambda: to_csv(tidy(数值="12万")), number=[""], value=["12万"]),
    "1e308": hostile(lambda: to_csv(tidy(数值="1e308")), number=["1e308"]),
    "inf": hostile(lambda: to_csv(tidy(数值="inf")), number=[""], value=["inf"]),
    "NaN": hostile(lambda: to_csv([*tidy(数值="NaN"), GOOD]), row=[3]),
    "2o23": hostile(lambda: to_csv(tidy(年份="2o23")), year=["2o23"]),
    "2o23 in a header": hostile(
        lambda: to_csv([["地区", "2o23年"], ["北京市", 1]]), "year_missing", indicator=["2o23年"]
    ),
    "full-width digits": hostile(
        lambda: to_csv(tidy(数值="１，２３４．５", 年份="２０２３年")),
        number=["1234.5"],
        year=["2023"],
    ),
    "separators in the wrong place": hostile(
        lambda: to_csv(tidy(数值="12,34,5")), number=[""], value=["12,34,5"]
    ),
    "negative count": hostile(lambda: to_csv(tidy(数值="－５")), number=["-5"]),
    "negative in brackets": hostile(lambda: to_csv(tidy(数值="(5)")), number=[""]),
    "percent sign": hostile(lambda: to_csv(tidy(数值="５％", 单位="")), number=["5"], unit=["%"]),
    "script in a name": hostile(
        lambda: to_csv(tidy(地区="<script>alert(1)</script>")), region=["<script>alert(1)</script>"]
    ),
    "SQL in a name": hostile(
        lambda: to_csv(tidy(地区="'; DROP TABLE observation; --")),
        region=["'; DROP TABLE observation; --"],
    ),
    "formula in a name": hostile(
        lambda: to_csv(tidy(地区='=HYPERLINK("http://x.invalid")')),
        region=['=HYPERLINK("http://x.invalid")'],
    ),
    "braces in a name": hostile(
        lambda: to_csv([[*TIDY, "{0.__class__}"], [*GOOD, 1]]), "unknown_column", number=["1.5"]
    ),
}


def main() -> None:
    """Write every file into a folder, numbered; the names would make poor paths."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, file) in enumerate(FILES.items(), start=1):
        (folder / f"{number:03d}.bin").write_bytes(file.build())
        print(f"{number:03d}.bin  {name}: {', '.join(sorted(file.kinds)) or 'read'}")


if __name__ == "__main__":
    main()
