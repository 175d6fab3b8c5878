"""Every question has its field on the page and its option on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.release.history import acceptances_of, list_releases
from scoreboard.catalog.loader import load_catalog
from tests.app.test_update import SOURCE, earlier, open_update, own
from tests.etl.table_files import to_csv, to_xlsx
from tests.etl.workbench import read_release

__all__ = ["earlier", "own"]
NANJING = [
    ["2024年主要指标"],
    ["单位：亿元、万元"],
    ["指标", "2024年"],
    ["R&D经费", 7_000_000],
    ["地区生产总值", 18_500],
    ["某项内部指标", 3],
]


def value(releases: Path, indicator: str, region: str) -> float | None:
    rows = read_release(
        releases,
        f"SELECT value FROM observation WHERE indicator_code = '{indicator}'"
        f" AND region_code = '{region}' AND year = 2024",
    )
    return rows[0][0] if rows else None


def publish(file: Path, *answers: str) -> int:
    accepted = ("--accept", "jump=已核对", "--accept", "level_unexpected=已核对")
    return main(
        ["publish", str(file), "--source", SOURCE, "--yes", "--by", "张三", *accepted, *answers]
    )


def test_the_command_line_answers_region_units_names_and_what_to_leave_out(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "南京.xlsx"
    file.write_bytes(to_xlsx(NANJING))
    assert publish(file) == 1
    asked = capsys.readouterr().out
    assert "the file does not say of which region" in asked
    answers = [
        *("--region", "南京市"),
        *("--unit-of", "R&D经费=万元", "--unit-of", "地区生产总值=亿元"),
        *("--leave-out", "某项内部指标"),
    ]
    assert publish(file, *answers) == 0, capsys.readouterr().out
    assert value(own, "rd_expenditure", "320100") == 700
    assert value(own, "gdp", "320100") == 18_500
    number = int(list_releases(own)["release_id"].iloc[0])
    left = acceptances_of(number, own)
    left = left[left["kind"] == "left_out_on_request"]
    assert list(left["value"]) == ["某项内部指标"]
    remembered = [a for a in load_catalog(releases=own).aliases if a.kind == "left_out"]
    assert [(a.text, a.decided_by) for a in remembered] == [("某项内部指标", "张三")]


def test_the_command_line_says_what_a_name_means_and_keeps_it(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    grid = [["地区", "年份", "研发大数(亿元)", "名次(位)"], ["宁", 2024, 700, 3]]
    file.write_bytes(to_csv(grid))
    assert publish(file) == 1
    assert main(["check", str(file), "--match", "宁=nowhere"]) == 2
    assert "not in the catalog: nowhere" in capsys.readouterr().err
    matched = ("--match", "宁=320100", "--match", "研发大数=rd_expenditure")
    assert publish(file, *matched) == 0, capsys.readouterr().out
    assert value(own, "rd_expenditure", "320100") == 700
    capsys.readouterr()
    assert main(["check", str(file), "--source", SOURCE, "--keep", "名次"]) == 1
    assert '"名次"' in capsys.readouterr().out  # read, and unknown


@pytest.mark.parametrize("text", ["R&D经费", "=亿元", "指数(上年=100)", "a="])
def test_a_pair_without_its_half_is_bad_usage(text: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["check", str(tmp_path / "a.csv"), "--unit-of", text])
    assert refused.value.code == 2


def errors_of(app: Any) -> list[str]:
    return [e.value for e in app.error if "错误" in e.value]


def test_the_page_has_a_field_for_each_of_them(own: Path) -> None:
    app = open_update("南京.xlsx", to_xlsx(NANJING))
    assert errors_of(app)
    app.selectbox(key="hint_region").set_value("320100").run(timeout=60)
    app.text_input(key="hint_unit_of_R&D经费").set_value("万元")
    app.text_input(key="hint_unit_of_地区生产总值").set_value("亿元")
    app.multiselect(key="hint_leave_out").set_value(["某项内部指标"]).run(timeout=60)
    assert not app.exception
    assert errors_of(app) == []
    app.checkbox(key="hint_remember").check().run(timeout=60)
    assert not app.exception
    assert [a.text for a in load_catalog(releases=own).aliases] == ["某项内部指标"]


def test_answers_for_one_file_do_not_pass_to_the_next(own: Path) -> None:
    app = open_update("南京.xlsx", to_xlsx(NANJING))
    app.selectbox(key="hint_region").set_value("320100").run(timeout=60)
    other = to_xlsx([["指标", "2024年"], ["R&D经费(亿元)", 700]])
    app.file_uploader(key="update_file").set_value(("b.xlsx", other, "")).run(timeout=60)
    assert not app.exception
    assert app.selectbox(key="hint_region").value is None
    assert "没有写明地区" in set(app.dataframe[0].value["类型"])


def test_a_name_nobody_knows_can_be_left_out_for_good(own: Path) -> None:
    grid = [["2024年"], ["地区", "R&D经费(亿元)"], ["南京", 700], ["某某片区", 3], ["苏州", 1100]]
    app = open_update("a.xlsx", to_xlsx(grid))
    (field,) = [f for f in app.selectbox if str(f.key).startswith("name_0_region")]
    field.set_value("-")
    app.button(key="FormSubmitter:names-保存并重新读取").click().run(timeout=60)
    assert not app.exception
    assert errors_of(app) == []
    assert [a.text for a in load_catalog(releases=own).aliases] == ["某某片区"]


PLAIN = [["2024年"], ["单位：亿元"], ["地区", "某列"], ["南京", 700], ["苏州", 1100]]


def test_the_indicator_of_a_column_is_an_option(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(to_xlsx(PLAIN))
    assert publish(file) == 1
    assert publish(file, "--indicator-of", "B=rd_expenditure") == 0
    assert value(own, "rd_expenditure", "320100") == 700


@pytest.mark.parametrize("grid", [PLAIN, [["2024年R&D经费增量"], *PLAIN[1:2], ["地区", "R&D经费"],
                                          *PLAIN[3:]]])  # fmt: skip
def test_the_indicator_of_a_header_is_a_field(own: Path, grid: Any) -> None:
    app = open_update("a.xlsx", to_xlsx(grid))
    assert errors_of(app)
    app.selectbox(key=f"hint_indicator_of_{grid[2][1]}").set_value("rd_expenditure")
    app.run(timeout=60)
    assert not app.exception
    assert errors_of(app) == []
