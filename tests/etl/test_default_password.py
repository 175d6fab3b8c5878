"""A workbook with the password that Excel tries by itself opens as it does in Excel."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from hashlib import md5

import msoffcrypto.format.ooxml
import pytest
import xlwt
from msoffcrypto.method.rc4 import DocumentRC4
from xlwt.CompoundDoc import XlsDoc

from etl.read import Hints, read_file
from tests.etl.table_files import to_xlsx

GRID = [["2023年R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 4212.5], ["浙江", 2640.25]]
DEFAULT = "VelvetSweatshop"
BOF, FILEPASS, BOUNDSHEET = 0x809, 0x2F, 0x85


def encrypted_xls(password: str) -> bytes:
    """The grid as .xls, encrypted with RC4 as [MS-XLS] 2.2.10 has it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, cells in enumerate(GRID):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    checked = io.BytesIO(verifier + md5(verifier).digest())
    hashed = DocumentRC4.decrypt(password, salt, checked).read()  # the cipher is its own inverse
    filepass = struct.pack("<HHH", 1, 1, 1) + salt + hashed
    plain = book.get_biff_data()
    stream, hidden, at = bytearray(), bytearray(), 0
    while at + 4 <= len(plain):
        kind, length = struct.unpack_from("<HH", plain, at)
        data = plain[at + 4 : at + 4 + length]
        if kind == BOUNDSHEET:
            start = struct.unpack_from("<I", data)[0] + 4 + len(filepass)
            data = struct.pack("<I", start) + data[4:]
        bare = {BOF: length, BOUNDSHEET: 4}.get(kind, 0)
        stream += struct.pack("<HH", kind, length) + data
        hidden += b"\1" * (4 + bare) + b"\0" * (length - bare)
        if at == 0:
            stream += struct.pack("<HH", FILEPASS, len(filepass)) + filepass
            hidden += b"\1" * (4 + len(filepass))
        at += 4 + length
    rest = -len(stream) % 4  # the writer pads with zeros, which are to be whole records
    stream += struct.pack("<HH", 0, rest) + bytes(rest)
    hidden += b"\1" * (4 + rest)
    coded = DocumentRC4.decrypt(password, salt, io.BytesIO(bytes(stream)), blocksize=1024).read()
    mixed = bytes(s if h else c for s, h, c in zip(stream, hidden, coded, strict=False))
    buffer = io.BytesIO()
    XlsDoc().save(buffer, mixed)
    return buffer.getvalue()


def encrypted_xlsx(password: str) -> bytes:
    buffer = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(to_xlsx(GRID))).encrypt(password, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("write", [encrypted_xls, encrypted_xlsx])
def test_a_file_with_the_default_password_opens(write: Callable[[str], bytes]) -> None:
    reading = read_file(write(DEFAULT), "a.xls", hints=Hints(source="s"))
    assert [p.kind for p in reading.issues] == []
    assert list(reading.rows["value"]) == ["4212.5", "2640.25"]
    assert list(reading.rows["region"]) == ["江苏", "浙江"]


@pytest.mark.parametrize("write", [encrypted_xls, encrypted_xlsx])
def test_a_file_with_a_password_of_its_own_stays_shut(write: Callable[[str], bytes]) -> None:
    reading = read_file(write("secret"), "a.xls")
    assert [p.kind for p in reading.issues] == ["encrypted"]
