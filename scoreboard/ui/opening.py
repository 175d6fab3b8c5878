"""How every page opens: with its name and the question that it answers."""

from __future__ import annotations

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.text import translator
from scoreboard.ui.plain import plain


def show_opening(page: str, language: Language) -> None:
    """The name of a page, as in the menu, and beside it the question that it answers."""
    _ = translator(language)
    title, question = {
        "overview": (
            _("Overview"),
            _("Where is one indicator high, who leads, and how did it change?"),
        ),
        "profile": (
            _("Region profile"),
            _("What is one region good and bad at, and who is comparable to it?"),
        ),
        "compare": (
            _("Benchmarking"),
            _("How far are regions from a benchmark, and will they reach it in time?"),
        ),
        "composite": (_("Composite"), _("Who leads overall, and how sure is that rank?")),
        "structure": (
            _("Regional structure"),
            _("Where does innovation concentrate, who clusters with whom, do gaps close?"),
        ),
        "diagnosis": (
            _("Tiered diagnosis"),
            _("Which tier is a region in, what holds it back, and which measures fit?"),
        ),
        "instruments": (
            _("Policy instruments"),
            _("What does a policy instrument cost, and what does it give?"),
        ),
        "update": (
            _("Update"),
            _("Upload new figures, see what is wrong and what would change, then publish."),
        ),
        "releases": (
            _("Releases"),
            _("Who published what and when, and what did it change? A file can be taken back."),
        ),
        "methods": (_("Methods"), _("What is measured, from which source, and with which limits?")),
    }[page]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="opening"):
        st.title(plain(title), anchor=False, width="content")
        st.caption(plain(question), width="content")
