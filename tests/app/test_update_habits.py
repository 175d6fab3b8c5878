"""Habits of many years: pasting from Excel, dragging two files at once, bringing a file twice."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from etl.check.file_report import Original
from tests.app.reading import open_app, texts
from tests.app.test_update import (
    SOURCE,
    accept_warnings,
    earlier,
    outcomes,
    own,
    page_links,
    press,
    tidy_file,
)
from tests.etl.table_files import to_csv
from tests.etl.workbench import read_release

__all__ = ["earlier", "own"]
# What Excel puts on the clipboard: tabs between cells, Windows line ends, numbers as shown.
PASTED = (
    "2023年R&D经费\r\n单位：亿元\r\n地区\tR&D经费\r\n"
    "北京\t2,947.10\r\n天津\t599.20\r\n河北\t912.1\r\n"
)


def publish(app: AppTest, by: str = "统计处") -> None:
    accept_warnings(app)
    app.text_input(key="published_by").set_value(by)
    press(app, "发布")


def test_a_table_pasted_from_excel_is_a_file_like_any_other(own: Path) -> None:
    app = open_app("update")
    app.selectbox(key="hint_source").set_value(SOURCE)
    app.text_area(key="update_pasted").set_value(PASTED).run(timeout=60)
    assert not app.exception
    assert "数据3个，可用3个" in texts(app)
    publish(app)
    assert "第2版已发布" in outcomes(app)
    name = read_release(own, "SELECT source_file FROM release ORDER BY release_id DESC LIMIT 1")
    assert name == [("粘贴的表格.txt",)]
    values = "SELECT value FROM observation WHERE year = 2023 AND indicator_code = 'rd_expenditure'"
    assert read_release(own, f"{values} AND region_code = '110000'") == [(2947.1,)]
    # Emptied, there is nothing on the page any more.
    app.text_area(key="update_pasted").set_value(" \n").run(timeout=60)
    assert not app.metric


def test_of_two_files_one_is_worked_at_and_then_the_other(own: Path) -> None:
    first, second = tidy_file("R&D经费", value=2947.1), tidy_file("R&D经费", "天津市", 599.2)
    app = open_app("update")
    files = [("a.csv", first, ""), ("b.csv", second, ""), ("a(1).csv", first, "")]
    app.file_uploader(key="update_file").set_value(files).run(timeout=60)
    assert not app.exception
    (choice,) = app.radio
    assert choice.options == ["a\\.csv", "b\\.csv"]
    assert "a(1).csv与a.csv内容相同，只列一次。" in texts(app)
    assert not app.text_area
    publish(app)
    assert "第2版已发布：新增1个" in outcomes(app)
    (choice,) = app.radio
    assert choice.options == ["a\\.csv", "b\\.csv"]
    assert list(choice.proto.captions) == ["已作为第2版发布", ""]
    assert "查看2023年（1省）" in page_links(app)
    (sha256,) = {Original("b.csv", second).sha256}
    choice.set_value(sha256)
    app.run(timeout=60)
    assert app.text_input(key="published_by").value == "统计处"
    press(app, "发布")
    assert "第3版已发布：新增1个" in outcomes(app)
    assert list(app.radio[0].proto.captions) == ["已作为第2版发布", "已作为第3版发布"]


def test_answers_of_one_file_do_not_pass_to_the_next_but_stay_when_it_is_joined(own: Path) -> None:
    half = to_csv([["2023年上半年R&D经费"], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 4212.3]])
    app = open_app("update")
    app.selectbox(key="hint_source").set_value(SOURCE)
    app.file_uploader(key="update_file").set_value([("a.csv", half, "")]).run(timeout=60)
    app.selectbox(key="hint_period").set_value("whole_year").run(timeout=60)
    assert not [e for e in app.error if "错误" in e.value]
    files = [("a.csv", half, ""), ("b.csv", half + b"\n", "")]
    app.file_uploader(key="update_file").set_value(files).run(timeout=60)
    assert app.selectbox(key="hint_period").value == "whole_year"
    app.radio[0].set_value(Original("b.csv", half + b"\n").sha256).run(timeout=60)
    assert app.selectbox(key="hint_period").value is None
    assert [e for e in app.error if "错误" in e.value]


def test_the_same_file_again_is_said_to_be_published_with_its_figures_one_click_away(
    own: Path,
) -> None:
    app = open_app("update")
    for name in ("a.csv", "b.csv"):
        app.selectbox(key="hint_source").set_value(SOURCE)
        file = (name, tidy_file("R&D经费", value=2947.1), "")
        app.file_uploader(key="update_file").set_value([file]).run(timeout=60)
        assert not app.exception
        if name == "a.csv":
            publish(app)
        app.file_uploader(key="update_file").set_value([]).run(timeout=60)
        assert "已作为第2版发布" not in outcomes(app)
    app.file_uploader(key="update_file").set_value([file]).run(timeout=60)
    assert "该文件已作为第2版发布，无需再次发布。" in outcomes(app)
    assert "查看2023年（1省）" in page_links(app)
    assert "发布" not in [b.label for b in app.button]
