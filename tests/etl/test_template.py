"""The template with regions and last year's figures: what stands there is never read as new."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.api import check_file
from etl.check.file_report import Original
from etl.read import Hints, read_file
from etl.read.forms.template import FILL_IN, Prefill, write_template
from etl.read.reading import Reading
from scoreboard import paths
from scoreboard.catalog import load_catalog
from tests.etl.table_files import to_csv

CATALOG = load_catalog()
SOURCE = "2024年全国科技经费投入统计公报"
# Two of three had a value in 2023; nobody should ever read these as figures of 2024.
ROWS = [
    ("110000", "rd_expenditure", 2947.1),
    ("120000", "rd_expenditure", 599.2),
    ("130000", "rd_expenditure", None),
]
HEADING = "2023年数值（仅供参考，不读取）"


def written() -> openpyxl.Workbook:
    content = write_template(CATALOG, Prefill(2024, SOURCE, ROWS))
    return openpyxl.load_workbook(io.BytesIO(content))


def filled(values: dict[int, object], *, without_title: bool = False) -> bytes:
    """The template with values by row of the sheet, in the column to fill in."""
    book = written()
    sheet = book[FILL_IN]
    column = [cell.value for cell in sheet[2]].index("数值") + 1
    for row, value in values.items():
        sheet.cell(row, column).value = value
    if without_title:
        return to_csv([[cell.value for cell in line] for line in sheet.iter_rows(2)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def numbers(reading: Reading) -> list[str]:
    return list(reading.rows["number"])


def test_it_lists_the_regions_with_unit_source_and_last_years_figure_in_grey() -> None:
    sheet = written()[FILL_IN]
    head, first, second, third = ([c.value for c in line] for line in sheet.iter_rows(2, 5))
    assert head[3:6] == ["年份", HEADING, "数值"]
    assert first == [
        "110000 北京市", None, "R&D经费", 2024, 2947.1, None, "亿元", None, SOURCE, None
    ]  # fmt: skip
    assert [second[4], third[4], third[5]] == [599.2, None, None]
    grey = sheet["E3"]
    assert (grey.font.color.rgb, grey.fill.fgColor.rgb) == ("FF7F7F7F", "FFF2F2F2")
    # The choices still hang on their own columns.
    lists = {str(v.sqref).split(":")[0][:1]: v.type for v in sheet.data_validations.dataValidation}
    assert lists == {"A": "list", "C": "list", "D": "whole", "G": "list", "H": "list", "I": "list"}


def test_nothing_filled_in_is_no_figure() -> None:
    reading = read_file(filled({}), "t.xlsx")
    assert reading.form == "template"
    assert numbers(reading) == []
    assert [p.kind for p in reading.issues] == ["no_figures"]
    skipped = {(cell.row, cell.column, cell.value, cell.reason) for cell in reading.skipped}
    assert (3, "E", "2947.1", "reference") in skipped
    assert (4, "E", "599.2", "reference") in skipped


def test_what_is_filled_in_is_read_and_nothing_else() -> None:
    reading = read_file(filled({3: 3278.4, 5: "951.2"}), "t.xlsx")
    assert reading.issues == ()
    columns = ["row", "column", "region", "indicator", "year", "number", "unit", "source"]
    assert reading.rows[columns].values.tolist() == [
        [3, "F", "110000", "R&D经费", "2024", "3278.4", "亿元", SOURCE],
        [5, "F", "130000", "R&D经费", "2024", "951.2", "亿元", SOURCE],
    ]


def test_last_years_figures_are_not_read_where_the_title_was_cut_off_either() -> None:
    empty = read_file(filled({}, without_title=True), "t.csv")
    assert numbers(empty) == []
    reading = read_file(filled({2 + 1: 3278.4}, without_title=True), "t.csv")
    assert numbers(reading) == ["3278.4"]
    assert set(reading.rows["year"]) == {"2024"}


@settings(max_examples=15)
@given(
    st.dictionaries(
        st.sampled_from([3, 4, 5]),
        st.floats(0.1, 1e5).map(lambda value: round(value, 2)),
    )
)
def test_whatever_is_filled_in_only_that_is_read(values: dict[int, float]) -> None:
    reading = read_file(filled(dict(values)), "t.xlsx")
    assert dict(zip(reading.rows["row"], map(float, numbers(reading)), strict=True)) == values


def test_a_filled_in_template_can_be_published(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "RELEASES", base)
    file = Original("t.xlsx", filled({3: 3278.4, 4: 610.5}))
    report = check_file(file, None, Hints(), load_catalog(releases=base)).report
    assert report.errors == 0
    assert report.rows[["region_code", "year", "value"]].values.tolist() == [
        ["110000", 2024, 3278.4],
        ["120000", 2024, 610.5],
    ]
