"""One file takes no more than its share: work grows with the file and not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import duckdb
import pandas as pd
import pytest

from etl.check.issues import Issue
from etl.check.report import Acceptances, accept
from etl.read.model import ReadFigure
from etl.resolve.meanings import Names
from etl.resolve.upload import put_upload
from scoreboard.catalog import load_catalog
from scoreboard.catalog.models import Text

FEW, MORE, MANY = 60, 160, 260


def count_steps(work: Callable[[], object]) -> int:
    """How many instructions of Python a piece of work takes, comprehensions included."""
    steps = 0

    def follow(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def steps_to_recognise(column: str, rows: int, written: str) -> int:
    """The steps to find out what the names of a file mean, each row with another text."""
    told = {"sheet": "S", "region": "北京市", "indicator": "R&D经费", "unit": "万元"}
    told |= {"year": "2023", "value": "1", "source": "某公报", "column": "A"}
    frame = pd.DataFrame({name: [told.get(name, "")] * rows for name in ReadFigure._fields})
    frame["row"] = range(rows)
    frame[column] = [written.format(n=number) for number in range(rows)]
    with duckdb.connect() as connection:
        upload, _ = put_upload(connection, frame)
        names = Names(upload, load_catalog(), ())

        def work() -> None:
            names._find_sources()
            names.find()

        return count_steps(work)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("source", "统计公报第{n}号"),
        ("region", "南山{n}区"),
        ("region_name", "南山{n}区"),
        ("parent", "某省{n}"),
        ("indicator", "某项指标{n}（万元）"),
        ("unit", "万{n}元"),
        ("year", "{n}年上半"),
        ("status", "状态{n}"),
        ("sheet", "表{n}"),
    ],
)
def test_work_grows_with_the_number_of_names_and_not_with_its_square(
    column: str, written: str
) -> None:
    steps_to_recognise(column, MANY, written)  # what is remembered of names is known from now on
    few, more, many = (steps_to_recognise(column, rows, written) for rows in (FEW, MORE, MANY))
    assert many - more < 1.3 * (more - few), (few, more, many)


@pytest.mark.parametrize("column", ["region", "indicator", "unit", "source", "parent"])
def test_work_does_not_grow_with_the_length_of_a_name_that_is_none(column: str) -> None:
    short = steps_to_recognise(column, 20, "南" * 100 + "{n}")
    long = steps_to_recognise(column, 20, "南" * 3000 + "{n}")
    assert long < 1.3 * short


def test_reasons_are_looked_up_and_not_searched_for() -> None:
    def warning(row: int) -> Issue:
        text = Text(zh="变动", en="jump")
        return Issue("f", "S", row, "A", "1", text, text, "warning", "jump")

    def steps(number: int) -> int:
        issues = [warning(row) for row in range(number)]
        accepted = Acceptances([accept(issue, "核对") for issue in issues])
        return count_steps(lambda: [accepted.find(issue) for issue in issues])

    assert steps(400) < 2.2 * steps(200)
