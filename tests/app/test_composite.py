"""The composite page as its script runs: it opens, follows links and choosers, opens tables."""

import pytest

from tests.app.reading import headline, open_app, texts

pytestmark = pytest.mark.usefixtures("releases")


def test_the_page_opens_with_the_answer_and_its_tables() -> None:
    app = open_app("composite")
    assert "北京居首" in headline(app)
    for key in ("table", "parts_table", "years_table", "assumptions_table"):
        app.session_state[f"composite_{key}_open"] = True
    before = len(app.dataframe)
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert len(app.dataframe) == before + 4
    assert any("平均=100" in d.value for d in app.dataframe)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    assert headline(app).startswith("2023: Beijing leads")


@pytest.mark.parametrize(
    "query", [{"level": "city", "system": "pillars_2026"}, {"system": "park_2024"}]
)
def test_where_nobody_is_ranked_the_page_says_so(query: dict[str, str]) -> None:
    app = open_app("composite", **query)
    assert "排名" in " ".join(i.value for i in app.info)
    assert app.dataframe


def test_a_slider_moved_gives_the_others_way_and_goes_into_the_url() -> None:
    app = open_app("composite")
    app.slider(key="share_pillars_2026_input").set_value(60).run()
    assert not app.exception
    assert app.query_params["shares"] == "60-10-10-10-10"
    values = [s.value for s in app.slider if s.key.startswith("share_")]
    assert values == [60, 10, 10, 10, 10]
    assert "投入 60%、人才 10%" in texts(app)
    app.button(key="default_shares").click().run()
    assert "shares" not in app.query_params


def test_bad_links_open_the_default_and_say_so() -> None:
    app = open_app("composite", system="nothing", normalisation="magic", year="9" * 5000)
    warned = " ".join(w.value for w in app.warning).replace("\\", "")
    for bad in ("nothing", "magic", "9" * 40):
        assert bad in warned
    assert "北京居首" in headline(app)
