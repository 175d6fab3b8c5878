"""No file crashes, stalls, fills the memory or writes; each is told of, or read as it should be."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from etl.check.file_report import check
from etl.check.report import Original
from etl.read import Hints, mark_issues, read_files
from etl.read.reading import LIMITS, Reading
from etl.release.comparison import compare
from tests.etl.hostile.build import FILES
from tests.etl.uploads import cell, check_cells, column, values_of
from tests.etl.workbench import small_catalog


@dataclass(frozen=True)
class Run:
    """All hostile files read one after the other, and what that took and left behind."""

    readings: dict[str, Reading]
    seconds: float
    children: set[int]
    written: list[Path]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("hostile")
    before = Path.cwd()
    os.chdir(folder)
    files = [(file.build(), f"../{name}.xlsx") for name, file in FILES.items()]
    # The browser tests of the same run keep a server and a driver.
    children_before = _children()
    started = time.monotonic()
    readings = read_files(files, hints=Hints(source="s"))
    seconds = time.monotonic() - started
    os.chdir(before)
    children = _children() - children_before
    yield Run(dict(zip(FILES, readings, strict=True)), seconds, children, list(folder.iterdir()))


def _children() -> set[int]:
    return {process.pid for process in psutil.Process().children(recursive=True)}


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_told_of_or_read_as_it_should_be(name: str, run: Run) -> None:
    reading, expected = run.readings[name], FILES[name]
    kinds = {issue.kind for issue in reading.issues}
    assert expected.kinds <= kinds
    assert not kinds & {"crashed", "timeout", "out_of_memory"}
    for name_of_column, values in expected.rows.items():
        assert list(reading.rows[name_of_column]) == values
    if expected.rows and not expected.kinds:
        assert {p.kind for p in reading.issues if p.severity == "error"} <= QUESTIONS
    assert mark_issues(reading, reading.issues).startswith(b"PK")


QUESTIONS = {"indicator_missing", "unit_missing", "year_missing"}


def test_all_of_them_together_take_less_time_than_one_is_allowed(run: Run) -> None:
    assert run.seconds < LIMITS.seconds


def test_none_leaves_a_file_or_a_process_behind(run: Run) -> None:
    assert run.written == []
    assert run.children == set()


def test_none_takes_more_memory_than_allowed(run: Run) -> None:
    resource = pytest.importorskip("resource")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert 0 < most < LIMITS.bytes_of_memory


@pytest.mark.slow
def test_none_makes_the_checks_fail_otherwise_than_by_a_issue(run: Run, base: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in base.iterdir()}
    for name, reading in run.readings.items():
        file = Original(f"{name}.xlsx", name.encode())
        report = check(reading, file, catalog=small_catalog(), releases=base, aliases=())
        assert FILES[name].kinds <= {issue.kind for issue in report.issues}, name
        if report.errors == 0:
            assert compare(report).digest
    assert {path: path.stat().st_mtime_ns for path in base.iterdir()} == before


@pytest.mark.parametrize("value", ["1e308", "1e-300", "5e-324", "-1e308"])
def test_a_figure_beyond_all_measure_is_told_of(base: Path, value: str) -> None:
    assert check_cells([cell(value, number=value)], base).issue_counts
    whole_column = column("rd_expenditure", "亿元", 2023, values_of("rd_expenditure", 2022))
    everywhere = {"value": value, "number": value}
    assert check_cells([c | everywhere for c in whole_column], base).issue_counts
