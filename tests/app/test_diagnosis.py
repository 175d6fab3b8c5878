"""分层诊断: every region gets its diagnosis, and nothing is recommended without a finding."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from scoreboard import paths
from scoreboard.catalog import load_catalog
from scoreboard.catalog.loader import read_catalog
from tests.app.test_overview import open_app, texts

pytestmark = pytest.mark.usefixtures("releases")
CATALOG = load_catalog()
PROVINCES = [
    r.code
    for r in CATALOG.children("000000", "province")
    if r.code not in ("710000", "810000", "820000")
]
CITIES = [r.code for r in CATALOG.regions.values() if r.level == "city" and r.valid_to is None]


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


def test_shaanxi_gets_tier_disconnection_chain_and_measures_in_one_sentence(
    page: AppTest,
) -> None:
    said = show(page, region="610000")
    headline = page.subheader[0].value.replace("\\", "")
    # Four of four criteria of its tier; the survey of Shaanxi names conversion as the problem.
    assert headline.startswith("陕西：产业支撑省份（4项标准达到4项）")
    assert "“成果转化难”最突出（严重，可信度中）" in headline
    assert re.search(r"四链中.+链最弱（指数0\.\d\d，31个省级地区第\d+位）。$", headline)
    assert "首先是中试公共服务平台" in said
    assert "R&D经费投入强度（首次公布）2.50%（线：≥1.80%）" in said


def test_an_example_from_the_region_itself_is_said_to_be_in_place(page: AppTest) -> None:
    assert "陕西（本地已有）：" in show(page, region="610000", part="measures")
    # Suzhou Industrial Park lies in Jiangsu; Shanghai's exchange does not.
    said = show(page, region="320000", part="measures")
    assert "江苏（本地已有）：" in said
    assert "苏州工业园区（本地已有）：" in said
    assert "上海：" in said


@pytest.mark.parametrize("part", ["verdict", "chains", "measures", "peers", "what_if"])
def test_every_province_gets_every_part(page: AppTest, part: str) -> None:
    for code in PROVINCES:
        assert CATALOG.regions[code].short_name.zh in show(page, region=code, part=part)
    for code in PROVINCES[::6]:
        said = show(page, region=code, part=part, lang="en")
        # Publications keep the names that they have.
        lines = [line for line in said.splitlines() if not line.startswith("Source:")]
        found = [c for line in lines for c in line if "一" <= c <= "鿿"]
        assert not found, (code, "".join(found[:40]))


def test_every_city_gets_a_diagnosis_or_is_told_what_is_missing(page: AppTest) -> None:
    diagnosed = 0
    for code in CITIES:
        show(page, region=code, part="measures")
        if page.subheader:
            diagnosed += 1
        else:
            assert "诊断至少需要5项" in page.info[0].value
    # As many cities of the shipped figures have five indicators or more.
    assert diagnosed >= 40


def test_a_city_with_enough_figures_gets_every_part_in_both_languages(page: AppTest) -> None:
    for part in ("verdict", "chains", "measures", "peers", "what_if", "glance", "all"):
        for language in ("zh", "en"):
            assert show(page, region="320500", part=part, lang=language)


def test_every_measure_shown_names_the_finding_that_called_it(page: AppTest) -> None:
    rules = {r.name.zh for r in CATALOG.rules.values()}
    for code in PROVINCES:
        show(page, region=code, part="measures")
        cards = [m.value for m in page.markdown if re.match(r"\*\*\d+\\\.", m.value)]
        because = [m.value.replace("\\", "") for m in page.markdown if "触发结论" in m.value]
        assert len(because) == len(cards) > 0, code
        for line in because:
            named = re.search(r"\*\*触发结论\*\* (.+?)（(严重|明显|轻微|临界)，", line)
            assert named, line
            assert named[1] in rules


def test_the_indicator_of_a_measure_is_held_against_the_benchmark_chosen(page: AppTest) -> None:
    own = show(page, region="610000", part="measures")
    assert "陕西18.9%（2023年），同类地区中位数32.7%，湖南53.8%，全国38.2%。" in own
    other = show(page, region="610000", part="measures", against="440000")
    assert "陕西18.9%（2023年），同类地区中位数32.7%，广东41.7%，全国38.2%。" in other


def test_a_region_without_findings_gets_no_measure(page: AppTest) -> None:
    said = show(page, region="320500", part="measures")
    assert "苏州没有规则成立或临界，因此不推荐措施" in said
    assert "触发结论" not in said


def test_what_if_moves_rank_and_chains_and_says_that_it_is_arithmetic(page: AppTest) -> None:
    said = show(page, region="610000", part="what_if", moves="rd_intensity:+0.5")
    assert "只作算术，不是预测" in said
    assert "R&D经费投入强度（首次公布）（2023年）：2.50% → 3.00%" in said
    (table,) = [m.value.replace("\\", "") for m in page.markdown if "| 公布数据 |" in m.value]
    table = re.sub(r":small\[(.*?)\]", r"\1", table)
    chain = re.search(r"\| 创新链指数 \| (0\.\d+) \| \*\*(0\.\d+)\*\* \|", table)
    assert chain
    # One third of the chain, goalposts 0.5 and 4: 0.5 / 3.5 / 3.
    assert float(chain[2]) - float(chain[1]) == pytest.approx(0.5 / 3.5 / 3, abs=0.0011)


def test_bad_moves_in_a_link_get_a_sentence_each(page: AppTest) -> None:
    show(
        page,
        region="610000",
        part="what_if",
        moves="nonsense,no_such:+1,rd_intensity:+90,rd_expenditure_per_capita:+1,gdp:x",
    )
    said = " ".join(w.value.replace("\\", "") for w in page.warning)
    for part in ("nonsense", "no_such", "将超出0.00%至15.00%", "请变动后者", "没有给出"):
        assert part in said, (part, said)


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
    show(page, region="610000", part="measures", against="no_such_place")
    assert "no_such_place" in page.warning[0].value.replace("\\", "")
    # A city is no benchmark of a province, but it is a place that a link may carry along.
    show(page, region="610000", part="measures", against="440300")
    assert not page.warning


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
