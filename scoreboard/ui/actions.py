"""What a reader can do with what a page shows: export it as a brief, share it.

What stands behind the button is worked out when somebody opens it.
"""

from __future__ import annotations

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.reports.brief import ANSWERED_BY
from scoreboard.ui.export import show_export
from scoreboard.ui.frame import open_quietly
from scoreboard.ui.share import show_share

# The pages that a brief can be made of, and which one.
_BRIEFS = {page: brief for brief, pages in ANSWERED_BY.items() for page in pages}


def show_actions(page: str, language: Language) -> None:
    """The button at the top of every page; page: named as its file.

    One button, as each is sent again with every run of the page.
    """
    _ = translator(language)
    question = _BRIEFS.get(page)
    popover = st.popover(
        _("Export, share") if question else _("Share"),
        icon=":material/share:",
        type="tertiary",
        key=f"actions_{page}",
        on_change="rerun",
    )
    if not popover.open:
        return
    with popover:
        frame = open_quietly(page)
        if question is None:
            show_share(frame, page)
            return
        export, share = st.tabs([_("Export"), _("Share")])
        with export:
            show_export(frame, question)
        with share:
            show_share(frame, page)
