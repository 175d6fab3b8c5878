"""What stands above every page: the search, and what can be done with what the page shows."""

from __future__ import annotations

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.ui.actions import show_actions
from scoreboard.ui.search import show_search


@st.fragment
def show_top(page: str, language: Language) -> None:
    """A fragment: what is typed, opened or made there runs nothing else of the page."""
    show_search(page, language)
    show_actions(page, language)
