"""What is wrong with a label is told where the label stands, in the marked copy too."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.read import Hints
from etl.read.marking import mark_issues
from tests.etl.table_files import Grid, Span, to_xlsx
from tests.etl.test_period_and_scope import checked, read_here

TITLE: Grid = [["2023年"], ["单位：亿元"]]
TIDY = ["序号", "地区", "年份", "指标", "数值", "单位"]
CASES: list[tuple[Grid, Sequence[Span], dict[str, str]]] = [
    # A region at the head of its row, padded, with a province beside it.
    ([*TITLE, ["地区", "R&D经费"], ["江苏", 5], ["某 某", 4]], (), {"region_unknown": "A5"}),
    (
        [*TITLE, ["省", "市", "R&D经费"], ["江苏", "某某市", 4]],
        (),
        {"region_unknown": "B4"},
    ),
    # A region above its column.
    ([*TITLE, ["指标", "江苏", "某某省"], ["R&D经费", 5, 4]], (), {"region_unknown": "C3"}),
    # An indicator in a header, below a merged one, at the head of a row, in a title.
    ([*TITLE, ["地区", "R&D经费", "某数"], ["江苏", 5, 4]], (), {"indicator_unknown": "C3"}),
    (
        [*TITLE, ["地区", "某数", None], [None, "甲类", "乙类"], ["江苏", 5, 4]],
        [(2, 1, 2, 2), (2, 0, 3, 0)],
        {"indicator_unknown": "B4"},
    ),
    ([*TITLE, ["指标", "江苏"], ["R&D经费", 5], ["某数", 4]], (), {"indicator_unknown": "A5"}),
    (
        [["2023年某项某数"], ["单位：亿元"], ["地区", "数值"], ["江苏", 5]],
        (),
        {"indicator_unknown": "A1"},
    ),
    # A unit in a line above, in a header, in a column of its own.
    (
        [["2023年"], ["单位：人"], ["地区", "R&D经费"], ["江苏", 5]],
        (),
        {"unit_not_convertible": "A2"},
    ),
    (
        [["2023年"], ["地区", "R&D经费（人）"], ["江苏", 5]],
        (),
        {"unit_not_convertible": "B2"},
    ),
    (
        [TIDY, [1, "江苏", 2023, "R&D经费", 5, "亿元"], [2, "浙江", 2023, "R&D经费", 4, "兆元"]],
        (),
        {"unit_unknown": "F3"},
    ),
    # Two sizes of one unit: the header's.
    (
        [["2023年"], ["单位：万元"], ["地区", "R&D经费（亿元）"], ["江苏", 5]],
        (),
        {"unit_unclear": "B3"},
    ),
    # A year in its column.
    ([TIDY, [1, "江苏", 2203, "R&D经费", 5, "亿元"]], (), {"year_out_of_range": "C2"}),
    # A title that measures otherwise than the header: the header.
    (
        [["2023年各地区人均R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 5]],
        (),
        {"indicator_unclear": "B3"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("grid", "merged", "places"), CASES)
def test_a_label_is_told_where_it_stands(
    grid: Grid, merged: Sequence[Span], places: dict[str, str], base: Path
) -> None:
    content = to_xlsx(grid, merged)
    report = checked(content, "a.xlsx", base)
    errors = [p for p in report.issues if p.severity == "error"]
    found = {p.kind: f"{p.column}{p.row}" for p in reversed(errors)}  # the first of each kind
    assert {kind: found.get(kind) for kind in places} == places
    marked = openpyxl.load_workbook(
        io.BytesIO(mark_issues(read_here(content, "a.xlsx"), report.issues))
    )
    for place in places.values():
        cell = marked.worksheets[1][place]
        assert cell.comment is not None and cell.fill.bgColor is not None
        assert cell.fill.fgColor.rgb == "FFF8CBAD"


def test_an_answer_that_stands_nowhere_is_told_at_the_figure(base: Path) -> None:
    content = to_xlsx([["2023年"], ["指标", "数值"], ["R&D经费", 5]])
    report = checked(content, "a.xlsx", base, Hints(source="s", region="某某", unit="亿元"))
    (issue,) = [p for p in report.issues if p.kind == "region_unknown"]
    assert (issue.row, issue.column) == (3, "B")


def test_a_wrong_value_stays_where_it_stands(base: Path) -> None:
    grid: Any = [TIDY, [1, "江苏", 2023, "R&D经费", "5..1", "亿元"]]
    report = checked(to_xlsx(grid), "a.xlsx", base)
    (issue,) = [p for p in report.issues if p.kind == "value_not_a_number"]
    assert (issue.row, issue.column) == (2, "E")
