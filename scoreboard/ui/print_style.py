"""How pages print from the browser, and Streamlit's own words; see the style sheets in static/."""

import streamlit as st

from scoreboard import paths
from scoreboard.catalog import Language


def use_print_style() -> None:
    """Leave menu, choosers and folded blocks off the paper, on every page."""
    st.html(paths.STATIC / "print.css")


def use_chinese_words(language: Language) -> None:
    """Say in Chinese what Streamlit says in English and offers no setting for."""
    if language == "zh":
        st.html(paths.STATIC / "chinese.css")
