"""The profile page: it opens, follows clicks, says what a link got wrong, opens its tables."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import headline, open_app, texts, tiles

pytestmark = pytest.mark.usefixtures("releases")


def open_profile(**query: str) -> AppTest:
    return open_app("profile", **query)


def peers(app: AppTest) -> list[str]:
    return [b.label for b in app.button if b.key and b.key.startswith("peer_")]


def test_the_page_opens_with_its_answer_tiles_and_peers() -> None:
    app = open_profile(region="610000")
    assert "陕西R&D经费投入强度" in headline(app)
    assert len(tiles(app)) == 6
    assert tiles(app)[0].startswith("R&D经费 2023")
    assert len(peers(app)) == 8
    assert peers(app)[0] == "山西"
    assert "强项、弱项按" in texts(app)


def test_a_click_on_a_peer_opens_its_profile() -> None:
    app = open_profile(region="610000")
    app.button(key="peer_140000").click().run()
    assert not app.exception
    assert "山西" in headline(app)
    assert app.query_params["region"] == "140000"


def test_the_number_of_peers_goes_into_the_link() -> None:
    app = open_profile(region="610000")
    app.selectbox(key="choose_peers").set_value("10").run()
    assert len(peers(app)) == 10
    assert app.query_params["peers"] == "10"
    app.selectbox(key="choose_peers").set_value("8").run()
    assert "peers" not in app.query_params


def test_an_unknown_region_or_number_gives_the_default_and_a_sentence() -> None:
    app = open_profile(region="999999", peers="77")
    warned = " ".join(w.value for w in app.warning)
    assert "999999" in warned
    assert "77" in warned
    assert "陕西" in headline(app)


def test_a_zone_and_a_county_are_shown_without_a_word_about_the_link() -> None:
    app = open_profile(region="320500-SIP")
    assert "苏州工业园区" in headline(app)
    assert "现展示" not in texts(app)
    app = open_profile(region="330782")
    assert "金华义乌市" in headline(app)
    assert "现展示" not in texts(app)
    assert not app.exception


def test_a_region_without_any_figure_has_words() -> None:
    assert "未包括香港、澳门特别行政区和台湾省" in texts(open_profile(region="710000"))


def test_tables_open_and_the_cities_stand_with_bars() -> None:
    app = open_profile(region="610000")
    assert len(app.dataframe) == 1
    cities = app.dataframe[0].value
    assert cities["地区"].iloc[0] == "西安"
    for key in ("profile_table_open", "profile_years_table_open"):
        app.session_state[key] = True
    app.run()
    assert not app.exception
    assert len([d for d in app.dataframe if "同类地区中位数" in d.value]) == 2
