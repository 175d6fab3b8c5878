"""Reads a table as an upload is read, without a process of its own, and checks it to the end."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from etl.check.file_report import check
from etl.check.report import CheckReport, Original
from etl.read.child import answer, restore
from etl.read.model import FileLimits, Hints
from etl.read.reading import Reading, to_reading
from etl.resolve.aliases import Alias
from scoreboard.catalog.loader import load_catalog

# region, indicator, year, value, unit as read; region, indicator, year and value as published
Read = tuple[str, str, str, float, str]
Sound = dict[tuple[str, str, int], float]
SOURCE = ["资料来源：某统计年鉴"]


def read(content: bytes, name: str = "表.xlsx", **hints: Any) -> Reading:
    """What the readers make of a file."""
    settings = {"form": None, "hints": orjson.loads(orjson.dumps(asdict(Hints(**hints))))}
    answered: dict[str, Any] = {}
    for part in answer(content, settings, FileLimits()):
        answered |= orjson.loads(part)
    return to_reading(name, restore(answered), Hints(**hints))


def figures(reading: Reading) -> list[Read]:
    """Every figure, cell by cell in the order of the file."""
    columns = (reading.rows[n] for n in ("region", "indicator", "year", "number", "unit"))
    return [(r, i, y, float(v), u) for r, i, y, v, u in zip(*columns, strict=True)]


def errors(reading: Reading) -> list[tuple[str, str]]:
    """Kind and text of everything that stands in the way."""
    return [(p.kind, p.value) for p in reading.issues if p.severity == "error"]


def told(reading: Reading, kind: str) -> list[str]:
    """The texts that issues of a kind are about."""
    return [p.value for p in reading.issues if p.kind == kind]


def checked(reading: Reading, releases: Path, *aliases: Alias) -> CheckReport:
    """The reading in codes and units, against a release."""
    return check(
        reading,
        Original(reading.name, b"x"),
        catalog=load_catalog(),
        releases=releases,
        aliases=aliases,
    )


def sound(report: CheckReport) -> Sound:
    """The figures that would be published."""
    rows = report.rows
    keys = zip(rows["region_code"], rows["indicator_code"], rows["year"], strict=True)
    return dict(zip(keys, rows["value"], strict=True))


def faults(report: CheckReport) -> set[tuple[str, str]]:
    """Kind and text of the errors of a report."""
    return {(p.kind, p.value) for p in report.issues if p.severity == "error"}
