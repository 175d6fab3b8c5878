"""分层诊断 on the page: it opens, takes moves, says what a link has wrong, shows what is added."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from scoreboard import paths
from scoreboard.catalog.loader import read_catalog
from tests.app.reading import headline, open_app, texts

pytestmark = pytest.mark.usefixtures("releases")


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_app("diagnosis")


def show(page: AppTest, **query: str) -> str:
    """The page's text for a region and a part."""
    page.query_params.clear()
    page.query_params.update(query)
    page.run()
    assert not page.exception, (query, [e.value for e in page.exception])
    return texts(page)


def test_every_part_is_shown_in_both_languages(page: AppTest) -> None:
    for region in ("610000", "320500", "330300"):
        for part in ("verdict", "chains", "measures", "peers", "what_if", "glance", "sheet"):
            for language in ("zh", "en"):
                show(page, region=region, part=part, lang=language, moves="gdp:+1")
    show(page, region="610000", part="measures")
    assert headline(page).startswith("陕西研发换来的新产品少：")
    # Links to the calculators stand under the measures that have one.
    assert page.get("page_link")


def test_tables_open_and_folds_are_worked_out_when_opened(page: AppTest) -> None:
    silent = "基础研究占比："
    assert silent not in show(page, region="110000", part="verdict")
    keys = ("evidence_conversion_open", "findings_table_open", "tier_criteria_open")
    for key in (*keys, "silent_research_industry", "silent_other", "silent_conversion"):
        page.session_state[key] = True
    page.run()
    assert not page.exception
    assert len(page.dataframe) == len(keys)
    assert silent in texts(page)
    for key in (*keys, "silent_research_industry", "silent_other", "silent_conversion"):
        page.session_state[key] = False


def test_a_move_is_added_to_the_link_and_taken_out_again(page: AppTest) -> None:
    show(page, region="610000", part="what_if")
    page.selectbox(key="move_indicator").set_value("rd_intensity").run()
    page.number_input(key="move_amount_rd_intensity").set_value(0.5)
    page.button(key="move_add").click().run()
    assert page.query_params["moves"] in ("rd_intensity:+0.5", ["rd_intensity:+0.5"])
    page.button(key="move_drop_rd_intensity").click().run()
    assert "moves" not in page.query_params


def test_unknown_parts_of_a_link_give_the_default_and_a_sentence(page: AppTest) -> None:
    show(page, region="610000", part="no_such_part")
    assert "no_such_part" in page.warning[0].value.replace("\\", "")
    assert "现展示苏州" in show(page, region="320500-SIP")


@pytest.fixture
def own_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the catalog that a test may add to."""
    folder = tmp_path / "catalog"
    shutil.copytree(paths.CATALOG, folder)
    monkeypatch.setattr(paths, "CATALOG", folder)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield folder
    st.cache_resource.clear()
    st.cache_data.clear()


def test_a_measure_added_as_one_file_appears_on_the_page(own_catalog: Path) -> None:
    file = own_catalog / "strategies" / "pilot_platform.yml"
    entry = yaml.safe_load(file.read_text(encoding="utf-8"))
    entry |= {"code": "a_new_measure", "name": {"zh": "新加的措施", "en": "A measure just added"}}
    new = own_catalog / "strategies" / "a_new_measure.yml"
    new.write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
    app = open_app("diagnosis", region="610000", part="measures")
    assert "新加的措施" in texts(app)
    new.write_text(yaml.safe_dump(entry | {"rules": ["no_such_rule"]}), encoding="utf-8")
    with pytest.raises(ValueError, match="no_such_rule"):
        read_catalog(own_catalog)
    new.write_text(yaml.safe_dump(entry | {"no_such_key": 1}), encoding="utf-8")
    with pytest.raises(ValueError, match="no_such_key"):
        read_catalog(own_catalog)


def test_a_rule_and_a_criterion_that_are_added_are_seen(own_catalog: Path) -> None:
    rules = own_catalog / "rules"
    words = yaml.safe_load((rules / "researchers_few.yml").read_text("utf-8"))
    words["code"] = "graduates_few"
    words["sentence"]["silent"] = {"zh": "新加的规则说没有问题", "en": "The added rule is silent"}
    (rules / "graduates_few.yml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    tiers = own_catalog / "tiers.yml"
    head, start, tail = tiers.read_text("utf-8").partition("- code: province_base\n")
    before, key, after = tail.partition("  criteria:\n")
    entry = (
        "    - code: basic\n      indicator: rd_basic_research_pct\n      at_least: 10\n"
        "      why: {zh: 试加, en: tried}\n"
    )
    tiers.write_text(head + start + before + key + entry + after, "utf-8")
    said = texts(open_app("diagnosis", region="610000"))
    # Four criteria before, the fifth is not met (6.54 %): four of five are still enough.
    assert "共5项标准，有数据的5项中达到4项" in said
