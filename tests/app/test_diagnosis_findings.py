"""The blocks of tier, findings and glance: every region, both languages, and what one file adds."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from scoreboard import paths
from scoreboard.catalog import OUTSIDE_STATISTICS, load_catalog

pytestmark = pytest.mark.usefixtures("releases")
CHINESE = re.compile(r"[一-鿿]")


def blocks() -> None:
    from scoreboard.ui import cached_diagnosis, choices
    from scoreboard.ui.choosers import read_region
    from scoreboard.ui.diagnosis_findings import (
        show_findings,
        show_glance,
        show_second_opinion,
        show_tier,
    )
    from scoreboard.ui.frame import open_page

    choices.arrive("test")
    frame = open_page("diagnosis")
    region = read_region(frame)
    release, level = frame.release.key, region.level
    facts = cached_diagnosis.facts(release, level)
    tiers, findings = (
        cached_diagnosis.tiers(release, level),
        cached_diagnosis.findings(release, level),
    )
    if region.code in facts:
        place = show_tier(frame, facts[region.code], tiers[region.code])
        show_findings(frame, findings[region.code])
        show_second_opinion(frame, region, place)
    show_glance(frame, findings, tiers, region.code, facts)


def open_blocks(**query: str) -> AppTest:
    app = AppTest.from_function(blocks, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    parts = [*app.caption, *app.subheader, *app.markdown, *app.info, *app.warning]
    return "\n".join(e.value for e in parts).replace("\\", "")


def test_every_province_is_drawn_in_both_languages() -> None:
    app = open_blocks()
    for region in load_catalog().children("000000", "province"):
        if region.code in OUTSIDE_STATISTICS:
            continue
        for language in ("zh", "en"):
            app.query_params.update({"region": region.code, "lang": language})
            app.run()
            assert not app.exception, (region.code, [e.value for e in app.exception])
            said = texts(app)
            assert ("成果转化难" if language == "zh" else "Results are hard to convert") in said
            if language == "en":
                assert not CHINESE.search(said), CHINESE.findall(said)[:5]


@pytest.mark.slow
def test_every_city_is_drawn() -> None:
    app = open_blocks()
    cities = [r for r in load_catalog().regions.values() if r.level == "city" and not r.valid_to]
    for place, region in enumerate(cities):
        app.query_params.update({"region": region.code, "lang": ("zh", "en")[place % 2]})
        app.run()
        assert not app.exception, (region.code, [e.value for e in app.exception])


def test_the_worst_finding_of_a_group_comes_first_with_its_mark_and_evidence() -> None:
    app = open_blocks(region="610000")
    said = texts(app)
    conversion = said[said.index("成果转化难") :]
    assert conversion.index("■■■ 严重") < conversion.index("■□□ 轻微") < conversion.index("◇ 临界")
    app.toggle(key="evidence_of_new_products_per_rd_low").set_value(True).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["数值"])[:1] == ["8.24"]
    assert (table["来源"] != "").all()
    assert "2024" in set(table["年份"])


def test_the_filter_keeps_the_regions_of_one_tier() -> None:
    everyone = open_blocks(region="610000")
    hubs = open_blocks(region="610000", tier="province_hub")
    assert "31个地区" in texts(everyone)
    assert "6个地区" in texts(hubs)
    wrong = open_blocks(region="610000", tier="hub")
    assert "31个地区" in texts(wrong)
    assert wrong.warning


@pytest.fixture
def own_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the catalog that the app reads."""
    copytree(paths.CATALOG, tmp_path / "catalog")
    monkeypatch.setattr(paths, "CATALOG", tmp_path / "catalog")
    for clear in (st.cache_resource.clear, st.cache_data.clear):
        clear()
    yield tmp_path / "catalog"
    for clear in (st.cache_resource.clear, st.cache_data.clear):
        clear()


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
    app = open_blocks(region="610000")
    said = texts(app)
    assert "新加的规则说没有问题" in said
    # Four criteria before, the fifth is not met (6.54 %): four of five are still enough.
    assert "共5项标准，有数据的5项中达到4项" in said
