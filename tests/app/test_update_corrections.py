"""Cells are corrected in the tables of issues, checked again, published and recorded."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from etl.read.correcting import CORRECTED
from etl.release.history import acceptances_of
from tests.app.reading import open_app, texts
from tests.app.test_update import (
    REASON,
    SOURCE,
    accept_warnings,
    earlier,
    open_update,
    outcomes,
    own,
    press,
)
from tests.etl.table_files import to_csv
from tests.etl.workbench import read_release

__all__ = ["earlier", "own"]
HEADER = ["地区", "年份", "指标", "数值", "单位", "来源"]


def file(region: str = "北京城", value: object = "2947..1") -> bytes:
    return to_csv(
        [
            HEADER,
            ["天津市", 2023, "R&D经费", 599.2, "亿元", SOURCE],
            [region, 2023, "R&D经费", value, "亿元", SOURCE],
        ]
    )


def write(app: AppTest, table: str, edits: dict[str, str], field: str = "改为") -> None:
    """Type into the rows of an editor; edits: by what the cell says."""
    editor = next(e for e in app.data_editor if str(e.key).startswith(f"update_{table}_"))
    cells = editor.value["原文" if "原文" in editor.value.columns else "As written"]
    rows = {int((cells == text).to_numpy().nonzero()[0][0]): new for text, new in edits.items()}
    app.session_state[editor.key] = {
        "edited_rows": {row: {field: new} for row, new in rows.items()},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run(timeout=60)


def correct(app: AppTest) -> None:
    press(app, "改正并重新检查")


def test_wrong_cells_are_corrected_published_and_shown_with_the_release(own: Path) -> None:
    app = open_update("a.csv", file())
    (table,) = [e.value for e in app.data_editor if "改为" in e.value.columns]
    assert dict(zip(table["原文"], table["单元格"], strict=True)) == {
        "北京城": "A3",
        "2947..1": "D3",
    }
    assert next(b for b in app.button if b.label == "改正并重新检查").disabled
    write(app, "errors", {"北京城": "北京市", "2947..1": "2947.1"})
    correct(app)
    assert not [e for e in app.error if "错误" in e.value]
    assert "已在页面改正2处" in texts(app)
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    assert "第2版已发布" in outcomes(app)
    value = "SELECT value FROM observation WHERE region_code = '110000' AND year = 2023"
    assert read_release(own, f"{value} AND indicator_code = 'rd_expenditure'") == [(2947.1,)]
    kept = acceptances_of(2, own)
    assert sorted(kept.loc[kept["kind"] == CORRECTED, "value"]) == ["2947..1", "北京城"]
    shown = open_app("releases")
    assert "在页面改正或未读取的内容" in texts(shown)
    assert any("在页面由“北京城”改为“北京市”" in str(f.value.to_numpy()) for f in shown.dataframe)


def test_a_correction_is_changed_and_undone(own: Path) -> None:
    app = open_update("a.csv", file())
    write(app, "errors", {"北京城": "北京市", "2947..1": "abc"})
    correct(app)
    assert "不是数" in set(app.data_editor[0].value["类型"])
    # What is still wrong is corrected once more; the file's own text stays what it was.
    write(app, "errors", {"abc": "2947.1"})
    correct(app)
    assert not [e for e in app.error if "错误" in e.value]
    (made,) = [e.value for e in app.data_editor if set(e.value.columns) >= {"改为", "原文"}]
    assert dict(zip(made["原文"], made["改为"], strict=True)) == {
        "北京城": "北京市",
        "2947..1": "2947.1",
    }
    write(app, "corrected", {"2947..1": ""})
    correct(app)
    assert "2947..1" in set(app.data_editor[0].value["原文"])
    assert "已在页面改正1处" in texts(app)


def test_a_mended_file_drops_the_corrections_that_no_longer_meet_their_cell(own: Path) -> None:
    app = open_update("a.csv", file())
    write(app, "errors", {"北京城": "北京市", "2947..1": "2947.1"})
    correct(app)
    app.file_uploader(key="update_file").set_value(("a.csv", file("北京市"), "")).run(timeout=60)
    assert "A3: 页面改正未采用：改正时为“北京城”，现为“北京市”" in texts(app)
    assert "已在页面改正1处" in texts(app)
    # A file of another name has nothing to do with them.
    app.file_uploader(key="update_file").set_value(("b.csv", file(), "")).run(timeout=60)
    assert "未采用" not in texts(app) and "已在页面改正" not in texts(app)
    assert [e for e in app.error if "有2处错误" in e.value]


def test_a_warning_is_corrected_and_the_reason_of_another_stays(own: Path) -> None:
    lines = [
        ["北京市", 2023, "R&D经费", 29471, "亿元", SOURCE],
        ["天津市", 2023, "R&D经费", 5992, "亿元", SOURCE],
    ]
    app = open_update("a.csv", to_csv([HEADER, *lines]))
    shown = next(e for e in app.data_editor if "接受理由" in e.value.columns).value
    assert set(shown["原文"]) == {"29471", "5992"}
    write(app, "warnings", {"5992": REASON}, field="接受理由")
    write_both = next(e for e in app.data_editor if "接受理由" in e.value.columns)
    cells = list(write_both.value["原文"])
    app.session_state[write_both.key] = {
        "edited_rows": {
            cells.index("29471"): {"改为": "2947.1"},
            cells.index("5992"): {"接受理由": REASON},
        },
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run(timeout=60)
    correct(app)
    left = next(e for e in app.data_editor if "接受理由" in e.value.columns).value
    assert dict(zip(left["原文"], left["接受理由"], strict=True)) == {"5992": REASON}
    assert "发布" in [b.label for b in app.button]
