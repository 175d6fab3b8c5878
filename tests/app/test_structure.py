"""区域格局 as its script runs: it opens, bad links get a sentence, tables open."""

import pytest

from tests.app.reading import headline, open_app, texts, tiles

pytestmark = pytest.mark.usefixtures("releases")


def test_the_page_opens_with_the_answer_and_its_measures() -> None:
    app = open_app("structure", year="2023")
    said = headline(app)
    assert "2023年R&D经费在31个省级地区间的基尼系数为0.554" in said
    assert len(tiles(app)) == 5
    assert all(
        block in texts(app) for block in ("集中度", "省内首位城市", "空间相邻", "趋同", "专业化")
    )


def test_a_level_without_figures_says_where_there_are_some() -> None:
    app = open_app("structure", indicator="rd_basic_research", level="city")
    assert "城市没有基础研究" in texts(app)


def test_bad_links_get_the_default_and_a_sentence() -> None:
    app = open_app("structure", basis="moon", composition="x", since="abc", region="999999")
    said = " ".join(w.value for w in [*app.warning, *app.info])
    assert all(bad in said for bad in ("moon", "abc", "999999"))
    assert "R&D经费" in headline(app)
    # Longer than what a number may have been written with.
    long = open_app("structure", year="9" * 5000, since="9" * 5000)
    assert "9" * 40 in " ".join(w.value for w in long.warning)


def test_every_table_opens_and_has_rows() -> None:
    app = open_app("structure", basis="people", year="2023")
    keys = ["measures", "lorenz", "cities_table", "lisa", "sigma_table", "beta_table"]
    for key in [*keys, "quotients_table"]:
        app.session_state[f"structure_{key}_open"] = True
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert len(app.dataframe) == 7
    assert all(len(d.value) for d in app.dataframe)


def test_another_way_to_count_in_the_link_is_followed() -> None:
    app = open_app("structure", year="2023")
    app.query_params["basis"] = "people"
    app.run()
    assert "人口加权基尼系数" in headline(app)
