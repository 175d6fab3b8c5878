"""The process that opens strange files: takes them on its input, answers on its output, ends.

It bounds its own memory, can create no file, and is started and killed by etl.read.sandbox.
Every message is eight bytes of length and as many bytes; a file is preceded by its settings.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, repeat
from typing import Any, BinaryIO

import orjson

from etl.read import cells, containers, correcting, forms
from etl.read.model import CellCorrection, FileLimits, Hints, RawIssue, ReadFigure, Unreadable

_LARGE = 2**20
_MANY = 20_000


def main() -> None:
    """Answer file after file until the input ends."""
    limits = FileLimits(**orjson.loads(sys.argv[1]))
    confine(limits)
    # Cells are millions of small objects without cycles: looking through them for some is waste.
    gc.disable()
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    while (settings := receive(source)) is not None:
        content = receive(source)
        if content is None:
            return
        for part in answer(content, orjson.loads(settings), limits):
            send(answers, part)
        if len(content) > _LARGE:
            gc.collect()
        del content


def confine(limits: FileLimits) -> None:
    """Bound memory and forbid files to grow; Windows has no such bounds, only the time."""
    sys.dont_write_bytecode = True
    try:
        import resource
    except ImportError:
        return
    bounds = {
        resource.RLIMIT_AS: limits.bytes_of_memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, bound))


def answer(content: bytes, settings: dict[str, Any], limits: FileLimits) -> Iterator[bytes]:
    """What a file holds, as JSON in parts; the last one has raw issues, whatever goes wrong."""
    try:
        for part in read(content, settings["form"], _hints(settings["hints"]), limits):
            yield orjson.dumps(part, default=cells.text_of, option=orjson.OPT_PASSTHROUGH_DATETIME)
        return
    except Unreadable as error:
        raw_issue = error.raw_issue
    except BaseException as error:
        # Faults of the libraries (calamine's panics are no plain exceptions) are the file's.
        is_memory = "memory" in str(error).casefold() or isinstance(error, MemoryError)
        raw_issue = RawIssue("damaged", detail=type(error).__name__)
        if is_memory or isinstance(error.__context__, MemoryError):
            raw_issue = RawIssue("out_of_memory", detail=str(limits.bytes_of_memory // 2**20))
    yield orjson.dumps({"raw_issues": [tuple(raw_issue)]})


def _hints(answers: dict[str, Any]) -> Hints:
    corrections = tuple(CellCorrection(*given) for given in answers["corrections"])
    return Hints(**{**answers, "corrections": corrections})


def read(
    content: bytes, form: str | None, hints: Hints, limits: FileLimits
) -> Iterator[dict[str, Any]]:
    """Sheets and their forms; then figures by column, skipped cells and raw issues.

    Of a large file in parts, so that each is gone from memory before the next is written out.
    """
    sheets, raw_issues = containers.open_sheets(content, limits)
    raw_issues += correcting.apply_corrections(sheets, hints.corrections)
    recognised, found = forms.read_sheets(sheets, form, hints)
    figures = found.figures
    # Most numbers are written plainly: only where value and number differ are both told.
    numbers, values = figures.column("number"), figures.column("value")
    if numbers == values:
        numbers[:] = [None] * min(1, len(numbers))
    else:
        numbers[:] = [None if n == v else n for n, v in zip(numbers, values, strict=True)]
    columns = {f"figures.{n}": c for n, c in zip(ReadFigure._fields, figures.columns, strict=True)}
    rows = figures.column("row")
    width = rows.count(rows[0]) if rows else 0
    told: dict[str, Any] = {
        "sheets": [
            {"name": sheet.name, "is_hidden": sheet.is_hidden, "cells": sheet.cells}
            for sheet in sheets
        ],
        "forms": recognised,
    }
    count = len(figures)
    if count > _MANY:
        yield told
        told = {}
        sheets.clear()
    while count > _MANY and columns:
        name, column = columns.popitem()
        packed = pack(column, width)
        yield {name: packed if packed is not column else orjson.Fragment(encode_list(column))}
        column.clear()
    told |= {name: pack(column, width) for name, column in columns.items()}
    yield told | {
        "count": count,
        "skipped": list(map(tuple, found.skipped)),
        "raw_issues": list(map(tuple, [*raw_issues, *found.raw_issues])),
    }


def restore(answered: dict[str, Any]) -> dict[str, Any]:
    """An answer with its columns put together, packed, and numbers written as their value is."""
    count = answered.get("count", 0)
    columns = {n: answered.pop(f"figures.{n}", []) for n in ReadFigure._fields}
    # Without the end there is a raw issue that says why, and what came before it is not to be used.
    figures = answered["figures"] = columns if "count" in answered else {}
    if figures.get("number") == [None]:
        figures["number"] = figures["value"]
    elif None in (numbers := unpack(figures.get("number", []), count)):
        pairs = zip(numbers, unpack(figures["value"], count), strict=True)
        figures["number"] = [value if n is None else n for n, value in pairs]
    return answered


def pack(column: list[Any], width: int) -> list[Any] | dict[str, list[Any]]:
    """A column without what repeats itself: one value where all rows say the same.

    Of a table with so many figures in each of its rows, what each row of it says once more, or
    what all figures of a row say.
    """
    if not column or (column[0] == column[-1] and column.count(column[0]) == len(column)):
        return column[:1]
    times, rest = divmod(len(column), width)
    if rest or times < 2 or width < 2:
        return column
    if column[width] == column[0] and (across := column[:width]) * times == column:
        return {"across": across}
    if column[1] == column[0] and _each(down := column[::width], width) == column:
        return {"down": down}
    return column


def unpack(packed: list[Any] | dict[str, list[Any]], count: int) -> list[Any]:
    """The column that was packed, of so many rows."""
    if isinstance(packed, list):
        return packed * count if len(packed) == 1 else packed
    if "across" in packed:
        return packed["across"] * (count // len(packed["across"]))
    return _each(packed["down"], count // len(packed["down"]))


def _each(values: list[Any], times: int) -> list[Any]:
    return list(chain.from_iterable(map(repeat, values, repeat(times))))


def encode_list(values: list[Any], at_once: int = 50_000) -> bytes:
    """A list as JSON, in pieces: for two million texts at once orjson asks for half a gigabyte."""
    pieces = (values[start : start + at_once] for start in range(0, len(values), at_once))
    return b"[" + b",".join(orjson.dumps(piece)[1:-1] for piece in pieces) + b"]"


def receive(source: BinaryIO) -> bytes | None:
    """The next message, or None when the input has ended."""
    head = source.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    message = source.read(length)
    return message if len(message) == length else None


def send(target: BinaryIO, message: bytes) -> None:
    """Write one message."""
    target.write(len(message).to_bytes(8, "big"))
    target.write(message)
    target.flush()


if __name__ == "__main__":
    main()
