"""The update page: what it publishes is what the command line publishes, and what was shown."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.__main__ import main
from etl.publish import build
from etl.readers.template import choose_region
from scoreboard import paths
from scoreboard.catalog import load_catalog
from tests.app.test_overview import open_app, texts
from tests.etl.table_files import to_csv, to_xlsx
from tests.etl.test_readers import FILES, filled_template, shipped
from tests.etl.workbench import small_catalog

CODES = ("rd_expenditure", "rd_intensity_revised", "gdp")
SOURCE = "rd_bulletin_2023"
REASON = "已与公报核对"
# Tables whose content must not depend on the way in; published_at and the like may.
TABLES = {
    "observation": "*",
    "revision": "*",
    "acceptance": "*",
    "source": "*",
    "coverage": "*",
    "release": "release_id, published_by, kind, source_file, sha256, rows_added, rows_changed,"
    " rows_withdrawn, withdraws, digest",
}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases with figures up to 2022, one of them other than published later."""
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "observations").mkdir()
    for code in CODES:
        rows = [row for row in shipped(code) if int(row["year"]) <= 2022]
        for row in rows:
            if (row["region_code"], row["year"]) == ("110000", "2022"):
                row["value"] = str(float(row["value"]) * 0.98)
        with (folder / "observations" / f"{code}.csv").open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    build(small_catalog(), observations=folder / "observations", releases=folder / "releases")
    return folder / "releases"


@pytest.fixture
def own(earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of these releases that page and command line work on."""
    return use(shutil.copytree(earlier, tmp_path / "releases"), monkeypatch)


@pytest.fixture
def own_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalog for tests that write to it."""
    monkeypatch.setattr(paths, "CATALOG", Path(shutil.copytree(paths.CATALOG, tmp_path / "c")))
    return paths.CATALOG


def use(releases: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "RELEASES", releases)
    st.cache_data.clear()
    st.cache_resource.clear()
    return releases


def template(lines: list[tuple[Any, ...]]) -> bytes:
    return filled_template(lines)


def template_of_choices() -> bytes:
    """A column of the template as its drop-downs write it."""
    catalog = load_catalog()
    return template(
        [
            (choose_region(catalog, r["region_code"]), None, "R&D经费", int(r["year"]),
             float(r["value"]), r["unit"], "A 公布值", SOURCE)
            for r in shipped("rd_expenditure")
            if r["year"] in ("2022", "2023") and r["region_code"].endswith("0000")
        ]
    )  # fmt: skip


def template_by_hand() -> bytes:
    """The same form filled in by hand: names, other units, provisional, notes."""
    return template(
        [
            (r["region"], None, "rd_expenditure", f"{r['year']}年", float(r["value"]) * 10_000,
             "万元", "P", "某省2023年科技经费公报", "快报数")
            for r in shipped("rd_expenditure")
            if r["year"] == "2023" and r["region_code"].endswith("0000")
        ]
    )  # fmt: skip


def file_of(shape: str, container: str) -> bytes:
    return FILES[shape, container][0]


TWO_OF_EACH_FORM = {
    "nbs.csv": lambda: file_of("nbs, one indicator", "csv gb18030"),
    "nbs.xls": lambda: file_of("nbs, blocks of regions", "html"),
    "yearbook.xlsx": lambda: file_of("yearbook, one year", "xlsx"),
    "yearbook.xls": lambda: file_of("yearbook, two headers", "xls"),
    "template.xlsx": template_of_choices,
    "template-by-hand.xlsx": template_by_hand,
    "tidy.csv": lambda: file_of("tidy, Chinese", "csv utf-8 bom"),
    "tidy.parquet": lambda: file_of("tidy, English", "parquet"),
}


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="update_file").set_value((name, content, "")).run(timeout=60)
    assert not app.exception, [e.value for e in app.exception]
    return app


def open_update(name: str, content: bytes, **query: str) -> AppTest:
    return upload(open_app("update", **query), name, content)


def name_source(app: AppTest) -> None:
    app.selectbox(key="hint_source").set_value(SOURCE).run(timeout=60)


def accept_warnings(app: AppTest) -> None:
    for field in app.text_input:
        if str(field.key).startswith("accept_"):
            field.set_value(REASON)
    app.run(timeout=60)


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click()
    app.run(timeout=60)
    assert not app.exception, [e.value for e in app.exception]
    return app


def publish_on_the_page(name: str, content: bytes) -> None:
    app = open_update(name, content)
    name_source(app)
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    assert "第2版已发布" in app.success[0].value


def publish_by_command(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    kinds = ("regions_missing", "totals_differ", "repeated", "withdrawal_unknown", "unit_slip")
    accepted = [part for kind in kinds for part in ("--accept", f"{kind}={REASON}")]
    told = ["--yes", "--by", "统计处", "--source", SOURCE]
    assert main(["publish", str(folder / name), *told, *accepted]) == 0


def content_of(releases: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the release in force says."""
    name = (releases / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(releases / name), read_only=True) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
            for table, columns in TABLES.items()
        }


@pytest.mark.parametrize("name", TWO_OF_EACH_FORM)
def test_the_page_and_the_command_line_publish_the_same(
    name: str, own: Path, earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = TWO_OF_EACH_FORM[name]()
    publish_on_the_page(name, content)
    other = use(shutil.copytree(earlier, tmp_path / "other"), monkeypatch)
    publish_by_command(name, content, tmp_path)
    by_page, by_command = content_of(own), content_of(other)
    assert by_page == by_command
    assert len(by_page["release"]) == 2
    added, changed = by_page["release"][1][5:7]
    assert added > 0 or changed > 0
    assert (other / "files" / by_page["release"][1][4]).read_bytes() == content
