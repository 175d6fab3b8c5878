"""关系 as its script runs: it opens, a click opens a profile, axes are swapped, links are read."""

import pytest

from tests.app.reading import headline, open_app, texts

pytestmark = pytest.mark.usefixtures("releases")


def test_a_click_on_a_point_opens_its_profile() -> None:
    app = open_app("relations", level="city", regions="320500")
    assert "等级相关系数" in headline(app)
    # What the callback of the figure leaves for the next run.
    app.session_state["relations_clicked"] = "410300"
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert "洛阳" in headline(app)
    assert app.query_params["region"] == "410300"


def test_swapped_axes_stand_in_the_link() -> None:
    app = open_app("relations", indicator="rd_intensity", x="gdp_per_capita", log="x")
    app.button(key="swap").click().run()
    assert not app.exception, [e.value for e in app.exception]
    chosen = [app.query_params[key] for key in ("indicator", "x", "log")]
    assert chosen == ["gdp_per_capita", "rd_intensity", "y"]


def test_the_table_opens_and_bad_links_get_a_sentence() -> None:
    app = open_app("relations", x="moon", log="z", year="1800")
    said = " ".join(w.value for w in [*app.warning, *app.info])
    assert all(bad in said for bad in ("moon", "z", "1800"))
    app.session_state["relations_table_open"] = True
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert len(app.dataframe[0].value) == 31
    assert "人均地区生产总值" in texts(app)
