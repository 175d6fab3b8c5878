"""Choices made faster than the browser's address follows: none is lost, and Back goes back."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from scoreboard.ui import choices

    choices.catch_up()
    for key, options in {"view": ["value", "rank"], "scheme": ["quantile", "natural"]}.items():
        shown = choices.read_one(key, options, options[0])
        st.segmented_control(key, options, **choices.bind(key, shown, options[0]))
    if "stopped" not in st.session_state:  # a run that gives way to another does not get here
        choices.have_drawn()


def open_page(**query: str) -> AppTest:
    app = AppTest.from_function(page)
    app.query_params.update(query)
    return app.run()


def choose(app: AppTest, key: str, value: str) -> None:
    """Choose, as the callback of a click does, and draw the page."""
    app.button_group(f"choose_{key}").set_value(value).run()


def shown(app: AppTest) -> list[object]:
    return [app.button_group(f"choose_{key}").value for key in ("view", "scheme")]


def test_a_choice_with_the_address_of_before_keeps_the_choice_it_overtook() -> None:
    app = open_page(indicator="gdp")
    choose(app, "view", "rank")
    app.query_params = {"indicator": "gdp"}  # sent before the browser heard of the first choice
    choose(app, "scheme", "natural")
    assert app.query_params == {"indicator": "gdp", "view": "rank", "scheme": "natural"}
    assert shown(app) == ["rank", "natural"]


def test_the_address_of_before_is_back_once_the_page_was_drawn() -> None:
    app = open_page()
    choose(app, "view", "rank")
    app.query_params = {}
    app.run()
    assert shown(app) == ["value", "quantile"]
    choose(app, "scheme", "natural")
    assert app.query_params == {"scheme": "natural"}, "what is chosen after Back starts from there"


def test_the_address_of_before_is_overtaken_while_the_page_is_being_drawn() -> None:
    app = open_page()
    app.session_state["stopped"] = True
    choose(app, "view", "rank")
    app.query_params = {}
    app.run()
    assert app.query_params == {"view": "rank"}
    assert shown(app) == ["rank", "quantile"]
