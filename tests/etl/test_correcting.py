"""Cells corrected on the page: applied where the cell says what it said, told, and recorded."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.api import check_file, compare_file, mark_file
from etl.check.file_report import ISSUES_KEPT
from etl.check.report import Acceptance, Original
from etl.read import Hints, read_file
from etl.read import cells as c
from etl.read.correcting import CORRECTED, NOT_CORRECTED, apply_corrections, find_written
from etl.read.model import CellCorrection, Sheet, column_letters
from etl.release.history import ListedRelease, acceptances_of, list_releases
from etl.release.publish import publish
from scoreboard import paths
from scoreboard.catalog import load_catalog
from tests.etl.table_files import to_csv, to_xlsx
from tests.etl.workbench import read_release

GRID = [
    ["2024年主要指标"],
    ["单位：亿元"],
    ["地区", "R&D经费", "地区生产总值(亿)"],
    ["江苏", 4212.3, 128222],
    ["浙汪", "2640..2", 82553],
]
# What an analyst would mend: the region, a number, the header of a column.
MENDED = {(5, "A"): "浙江", (5, "B"): "2640.2", (3, "C"): "地区生产总值"}


def corrections(sheet: str) -> tuple[CellCorrection, ...]:
    return tuple(
        CellCorrection(sheet, row, letter, str(GRID[row - 1]["ABC".index(letter)]), after)
        for (row, letter), after in MENDED.items()
    )


@pytest.mark.parametrize("write", [to_xlsx, to_csv])
def test_a_corrected_file_reads_as_if_it_had_been_mended_in_excel(write: object) -> None:
    assert callable(write)
    mended = copy.deepcopy(GRID)
    for (row, letter), after in MENDED.items():
        mended[row - 1]["ABC".index(letter)] = after
    name = read_file(write(GRID), "a").sheets[0].name
    read = read_file(write(GRID), "a", hints=Hints(corrections=corrections(name)))
    wanted = read_file(write(mended), "a")
    assert read.rows.equals(wanted.rows)
    told = [(p.row, p.column, p.value) for p in read.issues if p.kind == CORRECTED]
    assert told == [(5, "A", "浙汪"), (5, "B", "2640..2"), (3, "C", "地区生产总值(亿)")]
    assert [p for p in read.issues if p.kind != CORRECTED] == list(wanted.issues)


def test_a_correction_of_another_text_is_dropped_with_a_sentence() -> None:
    content = to_csv(GRID)
    wrong = (
        CellCorrection("", 4, "B", "4212", "1"),
        CellCorrection("", 99, "A", "江苏", "浙江"),
        CellCorrection("Sheet9", 4, "A", "江苏", "浙江"),
        CellCorrection("", 4, "ZZ", "江苏", "浙江"),
    )
    read = read_file(content, "a", hints=Hints(corrections=wrong))
    assert read.rows.equals(read_file(content, "a").rows)
    dropped = [p for p in read.issues if p.kind == NOT_CORRECTED]
    assert len(dropped) == 4
    assert dropped[0].message.zh == "页面改正未采用：改正时为“4212”，现为“4212.3”"


def test_a_number_stays_a_number_and_a_blank_cell_can_be_filled() -> None:
    sheet = Sheet("s", [["年份", 2023], ["x"]])
    found = apply_corrections(
        [sheet], [CellCorrection("s", 1, "B", "2023", "2024"), CellCorrection("s", 2, "C", "", "b")]
    )
    assert [f.kind for f in found] == [CORRECTED] * 2
    assert sheet.cells == [["年份", 2024], ["x", None, "b"]]


CELLS = st.lists(
    st.lists(
        st.one_of(st.none(), st.integers(-9999, 9999), st.floats(-1e6, 1e6), st.text(max_size=6)),
        max_size=5,
    ),
    min_size=1,
    max_size=5,
)


@given(CELLS, st.integers(0, 4), st.integers(0, 4), st.text(min_size=1, max_size=8))
def test_a_correction_changes_its_cell_and_no_other(
    cells: list[list[object]], row: int, column: int, after: str
) -> None:
    sheet = Sheet("s", copy.deepcopy(cells))  # type: ignore[arg-type]
    row = min(row, len(cells) - 1)
    before = c.text_of(cells[row][column]) if column < len(cells[row]) else ""  # type: ignore[arg-type]
    wanted = CellCorrection("s", row + 1, column_letters(column), before, after)
    (found,) = apply_corrections([sheet], [wanted])
    assert found.kind == CORRECTED
    for r, line in enumerate(sheet.cells):
        for i, cell_now in enumerate(line):
            if (r, i) == (row, column):
                is_same = isinstance(cell_now, int | float) and float(cell_now) == float(after)
                assert is_same or cell_now == after
            else:
                was = cells[r][i] if i < len(cells[r]) else None
                assert cell_now == was
    # Undone by the opposite correction, as text.
    undo = CellCorrection(
        "s", row + 1, column_letters(column), c.text_of(sheet.cells[row][column]), ""
    )
    assert apply_corrections([sheet], [undo])[0].kind == CORRECTED
    assert sheet.cells[row][column] == ""


@pytest.mark.parametrize(
    ("value", "place"),
    [("浙汪", (5, "A")), ("2640..2", (5, "B")), ("地区生产总值", (3, "C"))],
)
def test_the_cell_that_says_what_is_wrong_is_found_from_where_the_figure_stands(
    value: str, place: tuple[int, str]
) -> None:
    row, column = (5, "C") if value.startswith("地区") else (5, "B")
    found = find_written({"": GRID}, "", row, column, value)
    assert found is not None and (found.row, found.column) == place


def test_a_value_that_stands_nowhere_has_no_cell() -> None:
    assert find_written({"": GRID}, "", 5, "B", "安徽") is None
    assert find_written({"": GRID}, "", 0, "B", "江苏") is None
    assert find_written({"": GRID}, "", 5, "value", "江苏") is None
    # One sign stands in many texts: none of them is meant.
    assert find_written({"": GRID}, "", 5, "B", "亿") is None
    assert find_written({}, "", 5, "B", "江苏") is None


def test_what_is_published_is_what_was_corrected_and_the_release_says_so(own: Path) -> None:
    file = Original("a.xlsx", to_xlsx(GRID))
    name = read_file(file.content, "a").sheets[0].name
    hints = Hints(source="rd_bulletin_2023", corrections=corrections(name))
    checked = check_file(file, None, hints, load_catalog())
    assert checked.report.errors == 0
    kinds = [kind for severity, kind, _ in checked.report.issue_counts if severity == "warning"]
    report = checked.report.accepting(Acceptance(kind, "已核对") for kind in kinds)
    assert isinstance(publish(compare_file(report), by="统计处"), ListedRelease)
    values = read_release(
        own,
        "SELECT value FROM observation WHERE region_code = '330000' AND year = 2024"
        " AND indicator_code = 'rd_expenditure'",
    )
    assert values == [(2640.2,)]
    kept = acceptances_of(2, own)
    is_corrected = kept["kind"] == CORRECTED
    assert sorted(kept.loc[is_corrected, "problem_zh"]) == [
        "在页面由“2640..2”改为“2640.2”",
        "在页面由“地区生产总值(亿)”改为“地区生产总值”",
        "在页面由“浙汪”改为“浙江”",
    ]
    assert list_releases(own)["accepted_warnings"].iloc[0] == (~is_corrected).sum()
    # The marked copy shows the cells as they were read.
    again = read_file(mark_file(checked, "zh"), "marked.xlsx")
    assert any("浙江" in line for sheet in again.sheets for line in sheet.cells)


def test_corrections_are_recorded_however_many_warnings_there_are(own: Path) -> None:
    rows = [["地区", "年份", "指标", "数值", "单位", "来源"]]
    rows += [["江苏", 2024, "R&D经费", 4212.3, "亿元", "rd_bulletin_2023"]] * (ISSUES_KEPT + 500)
    file = Original("a.csv", to_csv(rows))
    mended = CellCorrection("", 2, "D", "4212.3", "4212.30")
    checked = check_file(file, None, Hints(corrections=(mended,)), load_catalog())
    assert [p.kind for p in checked.report.issues if p.kind == CORRECTED] == [CORRECTED]


@pytest.fixture
def own(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "RELEASES", own)
    return own
