"""The pages as their script runs: every choice gives a page, and bad links get a sentence."""

import pytest

from scoreboard.analysis.views import VIEWS
from scoreboard.catalog import load_catalog
from tests.app.reading import headline, markup, open_app, texts, tiles

pytestmark = pytest.mark.usefixtures("releases")


def test_the_overview_opens_with_the_leader_in_a_sentence() -> None:
    app = open_app()
    said = headline(app)
    assert "2023年" in said
    assert "北京居首位，为6.73%" in said
    assert "全国为2.65%" in said
    assert len(tiles(app)) == 6


def test_a_chosen_region_gets_its_rank_change_and_distance_to_the_nation() -> None:
    # Figures of the 2023 bulletin: 陕西 2.50 %, nation 2.65 %, 2022: 2.35 %.
    app = open_app(indicator="rd_intensity", year="2023", regions="610000")
    said = headline(app)
    assert "陕西" in said
    assert "低于全国（2.65%）" in said
    assert "个百分点" in said


def test_the_same_in_english_without_any_chinese() -> None:
    app = open_app(lang="en", regions="610000")
    said = headline(app)
    assert "Shaanxi" in said
    assert not any("一" <= c <= "鿿" for c in said)


def test_every_indicator_gives_a_page_at_every_level_and_in_some_view() -> None:
    app = open_app()
    for place, code in enumerate(load_catalog().indicators):
        for level in ("province", "city"):
            # The views take turns, so that every one meets indicators of every kind.
            view = VIEWS[place % len(VIEWS)]
            app.query_params.update({"indicator": code, "level": level, "view": view})
            app.run()
            assert not app.exception, (code, level, view, [e.value for e in app.exception])


def test_every_province_with_cities_gives_a_page() -> None:
    catalog = load_catalog()
    app = open_app(level="city", indicator="gdp")
    for province in catalog.children("000000", "province"):
        if catalog.children(province.code, "city"):
            app.query_params["within"] = province.code
            app.run()
            assert not app.exception, (province.code, [e.value for e in app.exception])


def test_a_link_with_unknown_codes_opens_the_default_and_says_so() -> None:
    app = open_app(indicator="no_such_thing", regions="999999", year="abcd")
    said = " ".join(w.value for w in app.warning).replace("\\", "")
    assert "no_such_thing" in said
    assert "999999" in said
    assert "abcd" in said
    assert "北京居首位" in headline(app)


def test_a_level_without_data_says_where_there_is_some() -> None:
    app = open_app(indicator="rd_basic_research", level="city")
    assert "城市没有基础研究" in texts(app)
    assert "31个省级地区" in texts(app)


def test_partial_coverage_is_said_in_words() -> None:
    app = open_app(indicator="rd_intensity", level="city")
    assert "个有数据" in texts(app)
    assert "333个城市" in texts(app)


def test_a_year_without_data_is_replaced_with_a_sentence() -> None:
    app = open_app(indicator="rd_intensity", year="1999")
    assert "没有1999年数据" in texts(app)


def test_the_methods_page_shows_card_coverage_formulas_and_the_two_intensities() -> None:
    app = open_app("methods", indicator="rd_intensity")
    said = texts(app)
    assert "天津2016年两者分别为3.00%和4.68%" in said
    assert len(app.dataframe) >= 3
    english = open_app("methods", lang="en")
    assert "For Tianjin in 2016 they are 3.00% and 4.68%" in texts(english)


def test_the_table_shows_missing_and_provisional_in_words() -> None:
    app = open_app(indicator="rd_intensity", year="2024")
    app.session_state["table_open"] = True
    app.run()
    table = app.dataframe[0].value
    # 31 provinces and the three that the mainland's statistics leave out.
    assert len(table) == 34
    assert (table["数据状态"] == "无数据").sum() > 20
    assert table.loc[table["数据状态"] == "无数据", "2024（%）"].isna().all()
    assert (table["数据状态"] == "待核").sum() >= 7


def headline_of(**query: str) -> str:
    return headline(open_app(**query))


def test_a_partly_published_year_is_not_spoken_of_as_the_whole() -> None:
    said = headline_of(indicator="rd_intensity", year="2024")
    assert "已公布" in said
    assert "7个省级地区中" in said
    assert "高于全国" not in said


def test_no_comparison_is_made_across_a_break() -> None:
    # 2019 is the first year after the fourth economic census.
    app = open_app(indicator="rd_intensity", year="2019", regions="120000")
    said = headline(app)
    assert "天津" in said
    assert "较上年" not in said
    assert "口径变化，不与上年比较" in texts(app)


def test_rank_indicators_and_the_rank_view_say_places_once() -> None:
    said = headline_of(
        indicator="regional_innovation_capability_rank", year="2020", regions="610000"
    )
    assert "第" in said
    assert "个百分点" not in said
    assert said.count("位") <= 3
    said = headline_of(indicator="rd_intensity", year="2023", view="rank", regions="610000")
    assert "陕西R&D经费投入强度（首次公布）位次为第11位（初步核算），位次与上年相同" in said


def test_what_must_not_be_ranked_is_shown_without_places() -> None:
    app = open_app(indicator="pilot_test_bases")
    said = headline(app)
    assert "7个省级地区公布了" in said
    assert "只列示，不排名" in said
    assert "居首" not in said


def test_a_national_indicator_shows_the_nations_figures() -> None:
    app = open_app(indicator="patent_industrialization_rate")
    assert "全国" in headline(app)
    assert "该指标没有分省、分市数据" in texts(app)
    assert len(app.dataframe) == 1


def test_switching_the_level_gives_up_the_regions_of_the_other() -> None:
    app = open_app("methods", regions="420000")
    app.button_group(key="choose_level").set_value("city").run()
    assert not app.exception
    assert not app.warning


def test_a_region_of_another_level_is_named() -> None:
    app = open_app(level="city", regions="420000", indicator="gdp")
    assert "湖北不在比较范围内" in " ".join(w.value for w in app.warning)


@pytest.mark.parametrize("page", ["update", "releases", "methods"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_in_both_languages(page: str, language: str) -> None:
    app = open_app(page, lang=language)
    assert "<h1>" in "".join(markup(app))


def test_cities_open_on_an_indicator_that_most_of_them_publish() -> None:
    app = open_app(level="city")
    said = headline(app)
    assert "2020年" in said
    assert "每万人口专利授权数" in said
    assert "264个城市" in texts(app)
