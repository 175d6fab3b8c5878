"""How every page opens: with its name and the question that it answers."""

from __future__ import annotations

from html import escape

import streamlit as st

from scoreboard.answers.pages import page_words
from scoreboard.catalog import Language


def show_opening(page: str, language: Language) -> None:
    """The name of a page, as in the menu, and beside it the question that it answers."""
    title, question = page_words(language)[page]
    st.html(
        f'<div class="sb-opening"><h1>{escape(title)}</h1><p class="sb-note">{escape(question)}</p>'
        "</div>"
    )
