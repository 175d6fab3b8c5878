"""The update page: what it publishes is what the command line publishes, and what was shown."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import duckdb
import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from etl.__main__ import main
from etl.check.file_report import check
from etl.check.report import Acceptance, Original
from etl.read import Hints, read_file, read_files
from etl.read.forms.template import choose_region
from etl.read.reading import Reading
from etl.release.build import build
from etl.release.comparison import compare
from etl.release.history import ListedRelease
from etl.release.publish import publish
from etl.release.withdraw import withdraw
from etl.resolve.aliases import append_aliases
from scoreboard import paths
from scoreboard.analysis.revisions import earlier_values
from scoreboard.catalog import Alias, load_catalog
from scoreboard.charts.theme import CHOSEN
from scoreboard.charts.trend import draw_trend, mark_earlier
from scoreboard.language.numbers import NumberFormat
from tests.app.reading import headline, open_app, texts
from tests.etl.table_files import to_csv
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


def use(releases: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "RELEASES", releases)
    st.cache_data.clear()
    st.cache_resource.clear()
    return releases


@pytest.fixture(autouse=True)
def _typed_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a selectbox send what is typed, as in the browser; AppTest knows listed options only."""

    def state_of(box: Selectbox[str]) -> WidgetState:
        state = WidgetState(id=box.id)
        if box.value is not None:
            state.string_value = box.format_func(box.value)
        return state

    monkeypatch.setattr(Selectbox, "_widget_state", property(state_of))


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
    """The same form filled in by hand: names, other units, provisional, notes, one row twice."""
    lines = [
        (r["region"], None, "rd_expenditure", f"{r['year']}年", float(r["value"]) * 10_000,
         "万元", "P", "某省2023年科技经费公报", "快报数")
        for r in shipped("rd_expenditure")
        if r["year"] == "2023" and r["region_code"].endswith("0000")
    ]  # fmt: skip
    return template([*lines, lines[0]])


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


def open_update(name: str, content: bytes, source: str = SOURCE, **query: str) -> AppTest:
    """The page with a file on it, and its publication named."""
    app = open_app("update", **query)
    app.selectbox(key="hint_source").set_value(source)
    app.file_uploader(key="update_file").set_value((name, content, "")).run(timeout=60)
    assert not app.exception, [e.value for e in app.exception]
    return app


def accept_warnings(app: AppTest) -> None:
    fields = [field for field in app.text_input if str(field.key).startswith("accept_")]
    for field in fields:
        field.set_value(REASON)
    if fields:
        app.run(timeout=60)


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click()
    app.run(timeout=60)
    assert not app.exception, [e.value for e in app.exception]
    return app


def publish_on_the_page(name: str, content: bytes, source: str = SOURCE) -> None:
    app = open_update(name, content, source)
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    assert "版已发布：" in outcomes(app)


def outcomes(app: AppTest) -> str:
    """What the page says in boxes: what was done, what stands in the way."""
    said = [e.value for e in (*app.success, *app.info, *app.error)]
    return "\n".join(said).replace("\\", "")


def publish_by_command(name: str, content: bytes, folder: Path, source: str = SOURCE) -> None:
    (folder / name).write_bytes(content)
    told = ["--yes", "--by", "统计处", "--source", source, "--accept", f"repeated={REASON}"]
    told += ["--accept", f"source_of_lower_grade={REASON}"]
    assert main(["publish", str(folder / name), *told]) == 0


def content_of(releases: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the release in force says."""
    name = (releases / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(releases / name), read_only=True) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
            for table, columns in TABLES.items()
        }


NEW_SOURCE = "某省科技统计资料汇编"
# All publications of these files that the catalog does not hold.
NOT_IN_CATALOG = (NEW_SOURCE, "某年鉴", "某省2023年科技经费公报")
# By what became of them in earlier releases; the tidy files and one template name their own.
MEETINGS = {
    "never named": ("nbs.csv", "yearbook.xlsx", "template-by-hand.xlsx", "tidy.csv"),
    "entered": ("nbs.xls", "yearbook.xls", "template-by-hand.xlsx", "tidy.parquet"),
    "taken back": ("nbs.csv", "yearbook.xlsx", "template-by-hand.xlsx", "tidy.csv"),
    "in the catalog": ("nbs.xls", "yearbook.xls", "template.xlsx"),
}


def name_sources(releases: Path, history: str) -> None:
    """Bring the publications in with an earlier release, which may then be taken back."""
    if history not in ("entered", "taken back"):
        return
    header = ["地区", "年份", "指标", "数值", "单位", "来源"]
    rows = [["北京市", 2001 + n, "R&D经费", 171, "亿元", s] for n, s in enumerate(NOT_IN_CATALOG)]
    file = Original("earlier.csv", to_csv([header, *rows]))
    report = check(
        read_file(file.content, file.name), file, catalog=small_catalog(), releases=releases
    )
    kinds = {kind for severity, kind, _ in report.issue_counts if severity == "warning"}
    comparison = compare(report.accepting(Acceptance(kind, REASON) for kind in kinds))
    assert isinstance(publish(comparison, by="统计处"), ListedRelease)
    if history == "taken back":
        taken = withdraw(2, by="统计处", releases=releases, catalog=small_catalog())
        assert isinstance(taken, ListedRelease)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("history", "name"), [(history, name) for history in MEETINGS for name in MEETINGS[history]]
)
def test_the_page_and_the_command_line_publish_the_same(
    history: str, name: str, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SOURCE if history == "in the catalog" else NEW_SOURCE
    name_sources(own, history)
    before = content_of(own)
    other = Path(shutil.copytree(own, tmp_path / "other"))
    content = TWO_OF_EACH_FORM[name]()
    publish_on_the_page(name, content, source)
    use(other, monkeypatch)
    publish_by_command(name, content, tmp_path, source)
    by_page, by_command = content_of(own), content_of(other)
    assert by_page == by_command
    assert len(by_page["release"]) == len(before["release"]) + 1
    added, changed = by_page["release"][-1][5:7]
    assert added > 0 or changed > 0
    assert (other / "files" / by_page["release"][-1][4]).read_bytes() == content
    # A publication that the catalog does not hold is cited for new and for changed values only,
    # and for changed ones with a reason.
    cited = {row[:3]: row for row in by_page["observation"] if row[5].startswith("file_")}
    assert bool(cited) == (history != "in the catalog")
    replaced = [
        (row[3], cited[row[:3]][3])
        for row in before["observation"]
        if row[:3] in cited and row[5] != cited[row[:3]][5]
    ]
    assert all(value != value_before for value_before, value in replaced)
    reasons = [row[2] for row in by_page["acceptance"] if row[1] == "source_of_lower_grade"]
    assert reasons == [REASON] * len(replaced)
    assert len(replaced) == (history != "in the catalog" and name != "template-by-hand.xlsx")


def open_nbs(name: str = "nbs.csv") -> AppTest:
    """The page with a file on it that could be published."""
    app = open_update(name, TWO_OF_EACH_FORM[name]())
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    return app


@pytest.mark.slow
def test_a_release_that_came_in_since_stops_the_press_and_the_page_compares_anew(
    own: Path, tmp_path: Path
) -> None:
    app = open_nbs()
    publish_by_command("other.xlsx", template_by_hand(), tmp_path)
    press(app, "发布")
    assert "比较之后有新的版本（第2版）发布" in outcomes(app)
    assert len(content_of(own)["release"]) == 2
    accept_warnings(app)
    press(app, "发布")
    assert "第3版已发布" in outcomes(app)


def test_nothing_is_published_without_a_name_nor_while_a_warning_stands(own: Path) -> None:
    app = open_update("template.xlsx", template_by_hand())
    assert "有1处警告" in app.warning[0].value
    assert [b.label for b in app.button if b.label == "发布"] == []
    accept_warnings(app)
    press(app, "发布")
    assert app.error[0].value == "请填写发布人。"
    assert len(content_of(own)["release"]) == 1


def test_the_same_press_from_a_second_window_publishes_nothing_and_says_so(own: Path) -> None:
    first, second = open_nbs(), open_nbs()
    press(first, "发布")
    assert "第2版已发布" in outcomes(first)
    press(second, "发布")
    assert "该文件已作为第2版发布，未重复发布。" in outcomes(second)
    assert not second.error
    assert len(content_of(own)["release"]) == 2
    # And afterwards there is no button left to press, in either of them.
    for app in (first, second):
        app.run(timeout=60)
        assert "发布" not in [b.label for b in app.button]
        assert "该文件已作为第2版发布，无需再次发布。" in outcomes(app)


def page_links(app: AppTest) -> dict[str, dict[str, str]]:
    """The choices that links to other pages open them with, by their label."""
    links = [e.proto for e in app.get("page_link")]
    return {
        p.label.replace("\\", ""): dict(parse_qsl(p.query_string, keep_blank_values=True))
        for p in links
    }


def test_what_was_published_is_one_click_away(own: Path) -> None:
    app = open_update("nbs.csv", TWO_OF_EACH_FORM["nbs.csv"](), level="city", regions="320100")
    assert page_links(app) == {}
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    ((label, choices),) = page_links(app).items()
    assert re.fullmatch(r"查看2023年（\d+省）", label)
    # What was chosen before does not come along, where it is about other regions.
    wanted = {"indicator": "rd_expenditure", "year": "2023", "release": "2"}
    assert choices == wanted | {"level": "", "regions": ""}
    # Brought again, the same file says where its figures are.
    again = open_update("again.csv", TWO_OF_EACH_FORM["nbs.csv"](), lang="en")
    assert "published already, as release 2" in outcomes(again)
    ((label, choices),) = page_links(again).items()
    assert re.fullmatch(r"See 2023 \(provinces: \d+\)", label)
    assert choices == wanted | {"lang": "en"}
    opened = open_app(None, **choices)
    assert "2023" in headline(opened)


def test_last_years_values_stand_beside_the_new_ones(own: Path) -> None:
    for lang, heading in (("zh", "上年值（2022年）"), ("en", "Last year (2022)")):
        app = open_update("tidy.csv", tidy_file("R&D经费", value=2947.1), lang=lang)
        (table,) = [f.value for f in app.dataframe if heading in f.value.columns]
        assert table[heading].tolist() == [pytest.approx(2843.3 * 0.98)]
    # Where a figure has no year before it the cell is blank; where none has, there is no column.
    header = ["地区", "年份", "指标", "数值", "单位", "来源"]
    rows = [["北京市", 2023, "R&D经费", 2947.1, "亿元", SOURCE],
            ["北京市", 2025, "R&D经费", 3200, "亿元", SOURCE]]  # fmt: skip
    app = open_update("two.csv", to_csv([header, *rows]))
    (table,) = [f.value for f in app.dataframe if "上年值" in f.value.columns]
    assert dict(zip(table["年份"], table["上年值"].isna(), strict=True)) == {
        "2023": False,
        "2025": True,
    }


def test_a_press_that_was_not_carried_out_is_not_carried_out_later(own: Path) -> None:
    app = open_nbs()
    press(app, "发布")
    app.switch_page("pages/releases.py").run(timeout=60)
    app.switch_page("pages/update.py").run(timeout=60)
    assert len(content_of(own)["release"]) == 2
    assert "已发布" not in outcomes(app)


def test_the_reviewer_is_somebody_else(own: Path) -> None:
    app = open_nbs()
    app.text_input(key="reviewed_by").set_value("统计 处")
    press(app, "发布")
    assert "复核人与发布人相同，未发布。" in outcomes(app)
    assert len(content_of(own)["release"]) == 1
    app.text_input(key="reviewed_by").set_value("综合处")
    press(app, "发布")
    assert "第2版已发布" in outcomes(app)


def test_a_source_of_lower_grade_is_shown_and_chosen(own: Path) -> None:
    header = ["地区", "年份", "指标", "数值", "单位", "来源"]
    rows = [["北京市", 2022, "R&D经费", 2800, "亿元", "一份转载"],
            ["北京市", 2023, "R&D经费", 2947.1, "亿元", "一份转载"]]  # fmt: skip
    app = open_update("copy.csv", to_csv([header, *rows]))
    field = next(f for f in app.text_input if f.key == "accept_source_of_lower_grade")
    assert "来源等级较低（1处）" in field.label.replace("\\", "")
    assert "其中1个数值依据等级较低的来源修改" in texts(app)
    changes = next(f.value for f in app.dataframe if "来源等级" in f.value.columns)
    assert sorted(changes["来源等级"]) == ["", "A → C"]
    assert "发布" not in [b.label for b in app.button]
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    assert "第2版已发布：新增1个，修改1个" in outcomes(app)
    accepted = {row[1]: row[2] for row in content_of(own)["acceptance"]}
    assert accepted["source_of_lower_grade"] == REASON


def tidy_file(indicator: str, region: str = "北京市", value: object = 5000) -> bytes:
    header = ["地区", "年份", "指标", "数值", "单位", "来源"]
    return to_csv([header, [region, 2023, indicator, value, "亿元", SOURCE]])


def unknown_name(app: AppTest) -> Any:
    return next(s for s in app.selectbox if str(s.key).startswith("name_"))


def test_a_name_decided_once_is_kept_and_known_the_next_time(own: Path) -> None:
    app = open_update("tidy.csv", tidy_file("全社会研发总投入"))
    assert "指标不明" in set(app.dataframe[0].value["类型"])
    unknown_name(app).set_value("rd_expenditure")
    app.text_input(key="names_decided_by").set_value("统计处")
    press(app, "保存并重新读取")
    assert "已保存1项。" in [s.value.replace("\\", "") for s in app.success]
    assert not app.error
    assert "decided_by: 统计处" in (own / "catalog" / "aliases.yml").read_text(encoding="utf-8")
    again = open_update("next.csv", tidy_file("全社会研发总投入", value=5100))
    assert not again.error


def test_a_name_that_a_colleague_decides_meanwhile_is_known_to_the_open_file(own: Path) -> None:
    app = open_update("tidy.csv", tidy_file("全社会研发总投入"))
    assert "指标不明" in set(app.dataframe[0].value["类型"])
    alias = Alias(kind="indicator", text="全社会研发总投入", code="rd_expenditure")
    append_aliases([alias], load_catalog())
    app.run()
    assert not app.error


def test_an_unknown_region_gets_likely_answers(own: Path) -> None:
    app = open_update(
        "t.xlsx", template([("北京城", None, "gdp", 2023, 43760.7, "亿元", "A", "x")])
    )
    question = unknown_name(app)
    assert "北京城" in question.label
    assert "北京" in question.proto.placeholder


def test_a_new_indicator_comes_in_through_its_card_only(own: Path) -> None:
    app = open_update("tidy.csv", tidy_file("脑机接口投入"))
    press(app, "列入目录")
    assert any("尚未填写" in e.value for e in app.error)
    for key, text in {
        "code": "bci_spending",
        "en": "Spending on brain–computer interfaces",
        "definition_zh": "用于脑机接口研发的经费。",
        "definition_en": "Money spent on research into brain–computer interfaces.",
    }.items():
        app.text_input(key=f"card_{key}").set_value(text)
    app.selectbox(key="card_unit").set_value("亿元")
    press(app, "列入目录")
    assert not app.error
    assert (own / "catalog" / "indicators" / "bci_spending.yml").exists()
    assert app.metric[0].value == "1"
    accept_warnings(app)
    app.text_input(key="published_by").set_value("统计处")
    press(app, "发布")
    published = content_of(own)["observation"]
    assert ("110000", "bci_spending", 2023, 5000.0) in [row[:4] for row in published]


def test_text_of_a_file_is_shown_as_written_and_harmless_where_it_can_be_downloaded(
    own: Path,
) -> None:
    evil = "<script>alert(1)</script> **x** [y](http://z)"
    app = open_update('"><img src=x>.csv', tidy_file(evil, "=cmd|' /C calc'!A0", "=1+1"))
    for element in [*app.markdown, *app.caption, *app.error, *app.success, *app.warning]:
        bare = element.value.replace("\\<", "").replace("\\*", "").replace("\\[", "")
        assert not any(mark in bare for mark in ("<script", "**x", "[y]")), element.value
        assert not element.allow_html if hasattr(element, "allow_html") else True
    labels = [s.label for s in app.selectbox if str(s.key).startswith("name_")]
    assert any("\\<script" in label for label in labels)
    cells = [str(c) for frame in app.dataframe for c in frame.value.to_numpy().ravel()]
    assert any("=cmd" in c for c in cells)
    assert not [c for c in cells if c[:1] in "=+@" and c]


def test_what_was_converted_is_told_though_nothing_is_to_be_done(own: Path) -> None:
    app = open_update("t.xlsx", template_by_hand())
    assert any("万元换算为亿元" in str(frame.value.to_numpy()) for frame in app.dataframe)
    english = open_update("t.xlsx", template_by_hand(), lang="en")
    assert any("converted into" in str(frame.value.to_numpy()) for frame in english.dataframe)


# --- looking back ----------------------------------------------------------------------------


@pytest.fixture
def two_releases(own: Path, tmp_path: Path) -> Path:
    """A second release that revises Beijing's expenditure of 2022 and brings in 2023."""
    publish_by_command("nbs.csv", TWO_OF_EACH_FORM["nbs.csv"](), tmp_path)
    return own


def overview(**query: str) -> AppTest:
    return open_app(indicator="rd_expenditure", regions="110000", **query)


def test_a_page_as_of_an_older_release_shows_its_figures_and_the_way_back(
    two_releases: Path,
) -> None:
    now = headline(overview(year="2022"))
    app = overview(year="2022", as_of="1")
    before = headline(app)
    # 2,843.3 of the bulletin, 2,786.5 (two per cent less) in the first release.
    assert "2,843" in now
    assert "2,786" in before or "2,787" in before
    assert "第1版" in app.warning[0].value
    assert "现行版本为第2版" in app.warning[0].value
    press(app, "返回第2版")
    assert headline(app) == now
    assert not app.warning
    assert "as_of" not in app.query_params


def test_every_page_reads_the_older_release(two_releases: Path) -> None:
    app = overview(as_of="1")
    for page in ("methods", "overview"):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert "第1版" in app.warning[0].value, page
        assert any("数据第1版" in c.value for c in app.sidebar.caption)
    for page in ("update", "releases"):
        app.switch_page(f"pages/{page}.py").run()
        assert "本页始终以现行版本（第2版）为准" in app.info[0].value, page
        assert any("数据第2版" in c.value for c in app.sidebar.caption)


def test_a_release_whose_file_is_gone_is_said_to_be_gone(two_releases: Path) -> None:
    (two_releases / "0001.duckdb").unlink()
    st.cache_resource.clear()
    app = overview(year="2022", as_of="1")
    assert "没有保存第1版，显示的是第2版" in app.warning[0].value
    app = open_app("releases")
    app.selectbox(key="release_shown").set_value(1).run()
    assert "第1版的文件已不存在" in texts(app)


@pytest.mark.parametrize("asked", ["3", "0", "-1", "abc", "9" * 5000, "²", "1 OR 1=1"])
def test_a_release_that_never_was_gives_the_one_in_force(two_releases: Path, asked: str) -> None:
    app = overview(year="2022", as_of=asked)
    assert "显示的是第2版" in app.warning[0].value
    assert "2,843" in headline(app)


def test_a_link_from_an_older_release_offers_to_show_it(two_releases: Path) -> None:
    app = overview(year="2022", release="1")
    assert "现显示第2版" in app.info[0].value
    press(app, "按第1版显示")
    assert "现行版本为第2版" in app.warning[0].value
    assert app.query_params["as_of"] == "1"
    assert not app.info


def test_a_revised_figure_is_marked_on_the_trend_with_what_stood_before(
    two_releases: Path,
) -> None:
    assert "空心菱形" in texts(overview())
    assert "空心菱形" not in texts(overview(as_of="1"))
    assert "空心菱形" not in texts(open_app(indicator="rd_expenditure", regions="120000"))
    assert "空心菱形" not in texts(overview(view="change"))


def test_an_earlier_value_stands_on_the_trend_as_a_diamond_that_says_its_release() -> None:
    region = {"region_code": ["r1"] * 3, "year": [2020, 2021, 2022]}
    history = pd.DataFrame(region | {"value": [1.0, 2.0, 3.0], "status": "A"})
    revised = pd.DataFrame(
        {
            "region_code": ["r1", "r1", "r1", "r2", "r1"],
            "year": [2021, 2021, 2022, 2022, 1999],
            "release_id": [2, 3, 4, 4, 4],
            "value_before": [2.5, 2.0, 9000.0, 1.0, 1.0],
        }
    )
    earlier = earlier_values(revised, history, ["r1"])
    # The present value, another region's and a year without a figure are no earlier values.
    assert earlier["value_before"].tolist() == [2.5, 9000.0]
    measure, names, colours = NumberFormat(1, "%", 2, "zh"), {"r1": "甲"}, {"r1": CHOSEN[0]}
    indicator = load_catalog().indicators["rd_intensity"]
    trend = draw_trend(history, history.iloc[:0], names, colours, measure, indicator, 2022)
    figure = go.Figure(mark_earlier(trend, earlier, names, colours, measure))
    marks = figure.data[-1]
    assert list(marks.x) == [2021, 2022]
    assert list(marks.marker.symbol) == ["diamond-open", "triangle-up-open"]
    # A slip of thousands does not flatten the line: it stands at the edge, and says its value.
    assert list(marks.y) == [2.5, 5.0]
    assert marks.text[0] == "甲2021年，第2版修订前：2.50%"
    assert "9,000%" in marks.text[1]
    assert mark_earlier(trend, earlier.iloc[:0], names, colours, measure) is trend


# --- every container -------------------------------------------------------------------------


WHAT = ["region", "parent", "indicator", "unit", "year", "number", "status", "source", "note"]


def figures_of(reading: Reading) -> pd.DataFrame:
    """What a file says, wherever in it that stands; 2.50 and 2.5 are one number."""
    return reading.rows[WHAT].assign(number=pd.to_numeric(reading.rows["number"]))


@pytest.mark.slow
@pytest.mark.parametrize("shape", sorted({shape for shape, _ in FILES}))
def test_every_encoding_and_container_of_a_file_would_publish_the_same(
    shape: str, earlier: Path
) -> None:
    files = {container: entry[0] for (s, container), entry in FILES.items() if s == shape}
    assert len(files) >= 14
    read = read_files([(f, "x") for f in files.values()], hints=Hints(source=SOURCE))
    first = figures_of(read[0])
    for container, reading in zip(files, read, strict=True):
        assert figures_of(reading).equals(first), container
    # What is published hangs on these columns alone, so two of them stand for all.
    digests = [
        compare(
            check(reading, Original("x", content), catalog=small_catalog(), releases=earlier)
        ).digest
        for content, reading in list(zip(files.values(), read, strict=True))[:: len(read) - 1]
    ]
    assert digests[0] == digests[1]


def test_the_command_line_loads_no_more_of_a_file_than_it_would_read(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:  # a hole: 60 MB in the listing, nothing on the disk
        file.truncate(60 * 2**20)
    assert main(["check", str(large)]) == 1
    assert "the file is above 50 MB" in capsys.readouterr().out


def test_half_a_year_and_a_part_of_society_are_asked_and_answered_for_one_file_only(
    own: Path,
) -> None:
    def file(title: str) -> bytes:
        return to_csv([[title], ["单位：亿元"], ["地区", "R&D经费"], ["江苏", 4212.3]])

    app = open_update("a.csv", file("2023年上半年市区R&D经费"))
    assert {"不是全年", "范围不明"} <= set(app.dataframe[0].value["类型"])
    assert app.expander[0].proto.expanded
    app.selectbox(key="hint_period").set_value("whole_year")
    app.selectbox(key="hint_scope").set_value("whole_society").run(timeout=60)
    assert not app.exception
    assert not [e for e in app.error if "错误" in e.value]
    app.file_uploader(key="update_file").set_value(
        ("b.csv", file("2023年前三季度R&D经费"), "")
    ).run(timeout=60)
    assert "不是全年" in set(app.dataframe[0].value["类型"])
