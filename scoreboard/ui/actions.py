"""What a reader can do with what a page shows: export it as a brief, share it.

What stands behind a button is worked out when somebody opens it. A fragment: opening and what is
done there run nothing else of the page.
"""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from scoreboard.answers.questions import QUESTIONS
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.reports.brief import Question
from scoreboard.ui.export import show_export
from scoreboard.ui.frame import open_quietly
from scoreboard.ui.share import show_share

# The pages that a brief can be made of, and which one.
_BRIEFS: dict[str, Question] = {
    "overview": "indicator",
    "profile": "region",
    "diagnosis": "region",
    "compare": "compare",
}


@st.fragment
def show_actions(page: str, language: Language) -> None:
    """The buttons at the top of every page that answers a question; page: named as its file."""
    if page not in QUESTIONS:
        return
    _ = translator(language)
    question, export = _BRIEFS.get(page), None
    with st.container(horizontal=True, key="actions"):
        if question:
            export = _popover(_("Export"), ":material/ios_share:", f"export_{page}")
        share = _popover(_("Share"), ":material/share:", f"share_{page}")
    if export is not None and question and export.open:
        with export:
            show_export(open_quietly(page), question)
    if share.open:
        with share:
            show_share(open_quietly(page), page)


def _popover(label: str, icon: str, key: str) -> PopoverContainer:
    return st.popover(label, icon=icon, type="tertiary", key=key, on_change="rerun")
