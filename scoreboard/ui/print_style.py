"""How pages print from the browser, and Streamlit's own words; see the style sheets in static/."""

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.ui.component import static_address


def use_print_style() -> None:
    """Leave menu, choosers and folded blocks off the paper, on every page."""
    _use("print.css")


def use_chinese_words(language: Language) -> None:
    """Say in Chinese what Streamlit says in English and offers no setting for."""
    if language == "zh":
        _use("chinese.css")


def _use(file: str) -> None:
    """Have the browser fetch a style sheet once; its text would go along with every rerun."""
    st.html(f'<style>@import url("{static_address(file)}");</style>')
