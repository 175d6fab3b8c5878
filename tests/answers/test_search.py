"""What is found first for what people type, and where its link leads."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.answers.link import Link
from scoreboard.answers.pages import page_words
from scoreboard.answers.registers.answer import answer as registers
from scoreboard.answers.registers.choice import read_choice as read_register
from scoreboard.answers.release import Release
from scoreboard.answers.search.find import MOST_HITS, search
from scoreboard.answers.search.hits import Hit
from scoreboard.answers.search.items import items_of
from scoreboard.catalog import Language, load_catalog
from scoreboard.catalog.consistency import contradictions
from scoreboard.ui.choices import KEYS
from tests.answers.reading import tables_of
from tests.unit.test_imports import ROOT

CATALOG = load_catalog()
LUOYANG, HEFEI, SUZHOU = "410300", "340100", "320500"
# What is typed, the page of the first hit, and what its link says among other things.
FIRST = [
    # Regions: by exact name, short name, beginning, pinyin, initials, English.
    ("洛阳", "profile", f"region={LUOYANG}"),
    ("洛阳市", "profile", f"region={LUOYANG}"),
    ("luoyang", "profile", f"region={LUOYANG}"),
    ("Luoyang", "profile", f"region={LUOYANG}"),
    ("合肥", "profile", f"region={HEFEI}"),
    ("苏州", "profile", f"region={SUZHOU}"),
    ("suzhou", "profile", f"region={SUZHOU}"),
    ("陕西", "profile", "region=610000"),
    ("Shaanxi", "profile", "region=610000"),
    ("西安", "profile", "region=610100"),
    ("xian", "profile", "region=610100"),
    ("Xi'an", "profile", "region=610100"),
    ("重庆", "profile", "region=500000"),
    ("chongqing", "profile", "region=500000"),
    ("nmg", "profile", "region=150000"),
    ("苏州工业园区", "profile", "region=320500-SIP"),
    ("义乌", "profile", "region=330782"),
    ("yiwu", "profile", "region=330782"),
    # Indicators: by name without its bracket, synonym, English, pinyin, inside.
    ("R&D经费", "overview", "indicator=rd_expenditure"),
    ("rdjf", "overview", "indicator=rd_expenditure"),
    ("R&D expenditure", "overview", "indicator=rd_expenditure"),
    ("技术市场成交额", "overview", "indicator=tech_contract_value"),
    ("基础研究经费", "overview", "indicator=rd_basic_research"),
    ("科技型中小企业", "overview", "indicator=tech_sme"),
    # Words of everyday lead to all that they may mean.
    ("转化率", "methods", "about=conversion_rate"),
    ("conversion rate", "methods", "about=conversion_rate"),
    ("专利", "methods", "about=patents"),
    ("研发强度", "methods", "about=rd_share"),
    ("高企", "methods", "about=hightech_firms"),
    ("中试", "methods", "about=pilot_testing"),
    ("短板", "diagnosis", ""),
    ("上传", "update", ""),
    # A region and something of it, in either order, with and without a space.
    ("洛阳 专利", "overview", f"indicator=patents_granted_per_10k&level=city&regions={LUOYANG}"),
    ("洛阳专利", "overview", f"indicator=patents_granted_per_10k&level=city&regions={LUOYANG}"),
    ("专利 洛阳", "overview", f"indicator=patents_granted_per_10k&level=city&regions={LUOYANG}"),
    ("hefei rd", "overview", f"indicator=rd_expenditure&level=city&regions={HEFEI}"),
    ("陕西 基础研究经费", "overview", "indicator=rd_basic_research&regions=610000"),
    ("义乌 大学", "overview", "indicator=higher_edu_per_100k&level=county&regions=330782"),
    ("苏州的诊断", "diagnosis", f"region={SUZHOU}"),
    ("洛阳 襄阳", "compare", f"compared={LUOYANG},420600"),
    # Pages and methods.
    ("分层诊断", "diagnosis", ""),
    ("overview", "overview", ""),
    ("基尼系数", "methods", "about=gini"),
    ("Moran", "methods", "about=morans_i"),
]
# What is mistyped, and what is named as spelled nearest.
MEANT = [
    ("heifei", "合肥"),
    ("洛杨", "洛阳"),
    ("patnts", "专利"),
    ("shanxxi", "陕西"),
    ("基尼系素", "基尼系数"),
    ("R&D经费投如强度", "R&D经费投入强度（首次公布）"),
]


def said(hit: Hit) -> set[tuple[str, str]]:
    """What the link of a hit says."""
    return {(key, value) for key, value in hit.changes if value}


@pytest.mark.parametrize(("typed", "page", "link"), FIRST)
def test_the_first_hit_is_what_is_meant(typed: str, page: str, link: str) -> None:
    first = search(CATALOG, typed, "zh").hits[0]
    assert first.page == page
    assert set(parse_qsl(link)) <= said(first)


def test_the_table_of_what_people_type_is_long_enough() -> None:
    assert len(FIRST) >= 40


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_what_is_mistyped_gets_the_nearest_spellings(typed: str, meant: str) -> None:
    found = search(CATALOG, typed, "zh")
    assert found.hits == ()
    assert meant in [hit.label for hit in found.nearest]
    assert len(found.nearest) <= 3


@pytest.mark.parametrize("typed", ["zzzzqq", "？？？", "x" * 5000, "𠮷𠮷𠮷"])
def test_what_resembles_nothing_finds_nothing(typed: str) -> None:
    found = search(CATALOG, typed, "zh")
    assert (found.hits, found.nearest) == ((), ())


def test_conversion_rates_are_four_definitions_beside_each_other() -> None:
    word = CATALOG.everyday_words["conversion_rate"]
    assert len(word.indicators) == 4
    assert word.difference is not None
    (hit,) = search(CATALOG, "转化率", "zh").hits[:1]
    assert hit.hint == "4种定义并列"


def test_order_is_name_beginning_synonym_pinyin_inside() -> None:
    labels = [hit.label for hit in search(CATALOG, "西安", "zh").hits]
    assert labels[0] == "西安"
    assert labels.index("西安") < labels.index("西安区") < labels.index("西安高新区")
    # Whole initials before the beginning of longer ones: 北京, not 北京经济技术开发区.
    assert search(CATALOG, "bj", "zh").hits[0].label == "北京"


def test_four_drum_towers_are_told_apart() -> None:
    hits = search(CATALOG, "鼓楼区", "zh").hits
    assert [hit.label for hit in hits] == ["鼓楼区"] * 4
    assert len({hit.hint for hit in hits}) == 4


def test_an_indicator_that_a_level_has_not_is_not_offered_for_its_regions() -> None:
    hits = search(CATALOG, "洛阳 转化率", "zh").hits
    assert all(LUOYANG not in dict(hit.changes).get("regions", "") for hit in hits)


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(max_examples=30)
@given(typed=st.text("洛阳苏州专利研发luoyang rd&gdp'·市区", max_size=12))
def test_whatever_is_typed_links_lead_to_pages_and_say_known_things(
    language: Language, typed: str
) -> None:
    found = search(CATALOG, typed, language)
    hits = (*found.hits, *found.nearest)
    assert len(found.hits) <= MOST_HITS
    assert len({(h.label, h.page, h.changes) for h in hits}) == len(hits)
    groups = [hit.group for hit in found.hits]
    assert len(set(groups)) == sum(a != b for a, b in zip(groups, [None, *groups], strict=False))
    for hit in hits:
        assert (ROOT / "pages" / f"{hit.page}.py").is_file()
        assert {key for key, _ in hit.changes} <= KEYS.keys()
        link = Link(dict(hit.changes), language)
        assert link.one("indicator", ["", *CATALOG.indicators], "") == (link.get("indicator") or "")
        named = ",".join(link.get(key) or "" for key in ("region", "regions", "compared"))
        assert all(code in CATALOG.regions for code in named.split(",") if code)


def test_every_page_region_and_indicator_is_found_by_its_own_name() -> None:
    for page, (name, _question) in page_words("en").items():
        assert page in {hit.page for hit in search(CATALOG, name, "en").hits}
    for code, indicator in list(CATALOG.indicators.items())[::7]:
        hits = search(CATALOG, indicator.name.zh, "zh").hits
        assert code in {dict(hit.changes).get("indicator") for hit in hits}, code
    for code, region in [*CATALOG.regions.items()][::97]:
        if region.valid_to is None:
            hits = search(CATALOG, region.name.zh, "zh").hits
            found = {dict(h.changes).get("region") or dict(h.changes).get("regions") for h in hits}
            assert code in found, code


def test_a_word_for_nothing_known_and_one_that_stands_twice_are_refused() -> None:
    word = CATALOG.everyday_words["patents"]
    broken = word.model_copy(update={"code": "again", "indicators": ("moon",)})
    catalog = replace(CATALOG, everyday_words={"patents": word, "again": broken})
    found = {(c.entry, c.code) for c in contradictions(catalog)}
    assert {("again", "moon"), ("again", "专利")} <= found


def test_words_of_everyday_name_pages_that_there_are() -> None:
    for word in CATALOG.everyday_words.values():
        assert set(word.pages) <= page_words("zh").keys(), word.code


@pytest.mark.parametrize(
    ("typed", "first", "link"),
    [
        ("浙江大学", "浙江大学", "register=universities&list=2025&within=330000"),
        ("清华大学", "清华大学", "within=110000"),
        ("杭州高新", "杭州高新技术产业开发区", "register=national_hightech_zones&within=330000"),
        ("松木岛", "大连松木岛化工新材料中试基地", "register=pilot_platforms&within=210000"),
    ],
)
def test_what_national_lists_name_is_found(
    release: Release, typed: str, first: str, link: str
) -> None:
    hits = search(CATALOG, typed, "zh", items_of(release)).hits
    hit = next(hit for hit in hits if hit.group == "item")
    assert (hit.page, hit.label) == ("registers", first)
    assert set(parse_qsl(link)) <= said(hit)
    choice = read_register(Link(dict(hit.changes), "zh"), release)
    table = tables_of(registers(release, choice, "zh"))["register_items"].build()
    assert first in set(table["名称"])


def test_a_whole_name_on_a_list_comes_first_and_a_region_stays_first(release: Release) -> None:
    items = items_of(release)
    assert search(CATALOG, "浙江大学", "zh", items).hits[0].group == "item"
    assert search(CATALOG, "大连", "zh", items).hits[0].label == "大连"
    # A word inside hundreds of names does not crowd out what is asked for.
    hits = search(CATALOG, "洛阳 专利", "zh", items).hits
    assert hits == search(CATALOG, "洛阳 专利", "zh").hits
    for typed, page, _link in FIRST:
        assert search(CATALOG, typed, "zh", items).hits[0].page == page, typed


def test_an_old_name_leads_to_the_list_that_has_it(release: Release) -> None:
    newest = {
        i.name for i in items_of(release) if (i.register_code, i.year) == ("universities", 2025)
    }
    old = next(i for i in items_of(release) if i.register_code == "universities" and i.year == 2011)
    assert old.name not in newest
    hit = next(
        h for h in search(CATALOG, old.name, "zh", items_of(release)).hits if h.group == "item"
    )
    assert dict(hit.changes)["list"] == "2011"
