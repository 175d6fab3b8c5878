"""The page of policy instruments: fields, link and table; results are in tests/answers."""

import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import load_catalog
from tests.app.reading import headline, open_app

pytestmark = pytest.mark.usefixtures("releases")
INSTRUMENTS = load_catalog().instruments


def open_tool(tool: str, **query: str) -> AppTest:
    return open_app("instruments", tool=tool, **query)


@pytest.mark.parametrize("tool", sorted(INSTRUMENTS))
def test_every_instrument_opens_with_a_field_an_input(tool: str) -> None:
    app = open_tool(tool)
    assert len(app.number_input) == len(INSTRUMENTS[tool].inputs)
    assert headline(app)
    assert not app.warning


def test_an_entry_goes_into_the_url_and_the_default_out_of_it() -> None:
    app = open_tool("pilot_subsidy")
    field = app.number_input(key="input_zh_pilot_subsidy_cost")
    field.set_value(1000.0).run()
    assert app.query_params["inputs"] == "cost:1000"
    assert "1,000万元的中试项目补贴400万元" in headline(app)
    app.number_input(key="input_zh_pilot_subsidy_cost").set_value(800.0).run()
    assert "inputs" not in app.query_params


def test_english_fields_are_in_million_yuan_and_the_link_stays_in_the_same_unit() -> None:
    app = open_tool("pilot_subsidy", lang="en")
    field = app.number_input(key="input_en_pilot_subsidy_cost")
    assert field.value == 8
    field.set_value(10.0).run()
    assert app.query_params["inputs"] == "cost:1000"
    assert "A pilot project of 10m yuan gets 4m yuan" in headline(app)


def test_another_instrument_drops_what_was_entered() -> None:
    app = open_tool("pilot_subsidy", inputs="cost:2000")
    app.button_group(key="choose_tool").set_value("staged_fund").run()
    assert not app.exception
    assert "inputs" not in app.query_params
    assert "100个项目预期20个量产成功，共需5.1亿元" in headline(app)


def test_what_cannot_be_calculated_is_said_in_place_of_a_result() -> None:
    app = open_tool("income_sharing", inputs="university:35,nobody:5")
    said = [w.value.replace("\\", "") for w in app.warning]
    assert len(said) == 2
    assert "nobody" in said[0]
    assert "差5%不足100%" in said[1]
    assert len(app.number_input) == len(INSTRUMENTS["income_sharing"].inputs)


def test_the_table_opens() -> None:
    app = open_tool("institute_funding")
    assert len(app.dataframe) == 0
    app.session_state["institute_funding_table_open"] = True
    app.run()
    assert len(app.dataframe[0].value) > 4
