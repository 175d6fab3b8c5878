"""Finds in an .xls file what calamine does not tell: a password, percentages, errors.

It is a stream of records, a number and a length each; only the few kinds needed are looked at.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from etl.read.containers.workbook import Oddities, is_percent_format
from etl.read.model import RawIssue, Unreadable

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_PERCENT = {9, 10}


def scan(content: bytes, raw_issues: list[RawIssue]) -> dict[str, Oddities]:
    """Oddities by sheet of an .xls file; raises Unreadable for what is none or has a password."""
    stream = _book_stream(content, raw_issues)
    return _Biff(stream).scan() if stream else {}


def _book_stream(content: bytes, raw_issues: list[RawIssue]) -> bytes:
    """The stream of records inside the compound file that .xls files are."""
    if content[:2] == b"\x09\x08":
        return content
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            names = {"/".join(path) for path in file.listdir()}
            if "EncryptedPackage" in names:
                raise Unreadable("encrypted")
            if "_VBA_PROJECT_CUR" in {name.split("/")[0] for name in names}:
                raw_issues.append(RawIssue("macros"))
            for name in ("Workbook", "Book"):
                if name in names:
                    return bytes(file.openstream(name).read())
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise Unreadable("damaged", "xls") from error
    raise Unreadable("not_a_table", "Word" if "WordDocument" in names else "OLE")


class _Biff:
    """Reads the records of an .xls file (BIFF8)."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._formats: dict[int, bool] = dict.fromkeys(_PERCENT, True)
        self._is_percent: list[bool] = []
        self._sheets: list[tuple[int, str]] = []

    def scan(self) -> dict[str, Oddities]:
        """Oddities by the name of their sheet."""
        for kind, data in self._records(0):
            if kind == 0x2F:  # FILEPASS
                raise Unreadable("encrypted")
            if kind == 0x41E and len(data) > 5:  # FORMAT
                code = _biff_text(data, 2, 2)
                self._formats[struct.unpack_from("<H", data)[0]] = is_percent_format(code)
            elif kind == 0xE0 and len(data) > 4:  # XF
                number = struct.unpack_from("<H", data, 2)[0]
                self._is_percent.append(self._formats.get(number, False))
            elif kind == 0x85 and len(data) > 8:  # BOUNDSHEET
                start = struct.unpack_from("<I", data)[0]
                self._sheets.append((start, _biff_text(data, 6, 1)))
            elif kind == 0x0A:  # EOF
                break
        found = {name: self._scan_sheet(start) for start, name in self._sheets}
        return {
            name: odd
            for name, odd in found.items()
            if odd.errors or odd.without_result or odd.percentages
        }

    def _records(self, start: int) -> Iterator[tuple[int, bytes]]:
        stream, at = self._stream, start
        while at + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, at)
            yield kind, stream[at + 4 : at + 4 + length]
            at += 4 + length

    def _scan_sheet(self, start: int) -> Oddities:
        odd = Oddities()
        for kind, data in self._records(start):
            if kind == 0x0A:
                break
            if kind in {0x203, 0x27E, 0x06, 0x205} and len(data) >= 8:
                row, column, style = struct.unpack_from("<HHH", data)
                self._note(odd, kind, data, (row, column))
                if kind != 0x205 and self._shows_percent(style):
                    odd.percentages.add((row, column))
            elif kind == 0xBD and len(data) >= 6:  # MULRK
                row, first = struct.unpack_from("<HH", data)
                for number in range((len(data) - 6) // 6):
                    if self._shows_percent(struct.unpack_from("<H", data, 4 + 6 * number)[0]):
                        odd.percentages.add((row, first + number))
        return odd

    def _note(self, odd: Oddities, kind: int, data: bytes, place: tuple[int, int]) -> None:
        if kind == 0x205 and data[7]:  # BOOLERR
            odd.errors[place] = _ERRORS.get(data[6], "#")
        elif kind == 0x06 and data[12:14] == b"\xff\xff":  # FORMULA
            if data[6] == 2:
                odd.errors[place] = _ERRORS.get(data[8], "#")
            elif data[6] == 3:
                odd.without_result[place] = "="

    def _shows_percent(self, style: int) -> bool:
        return style < len(self._is_percent) and self._is_percent[style]


def _biff_text(data: bytes, at: int, width: int) -> str:
    """A text that starts with its length (one or two bytes) and a byte that says how wide it is."""
    count = int.from_bytes(data[at : at + width], "little")
    is_wide = bool(data[at + width] & 1)
    start = at + width + 1
    if is_wide:
        return data[start : start + 2 * count].decode("utf-16-le", "replace")
    return data[start : start + count].decode("latin-1")
