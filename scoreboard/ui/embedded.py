"""One figure or map without anything around it, for another page to show in a frame.

It carries its title, its source with the release, and a link back to the whole page.
"""

from __future__ import annotations

import streamlit as st

from scoreboard.answers.model import Answer, Figure, Map, Sentence
from scoreboard.answers.questions import QUESTIONS, answer_question
from scoreboard.answers.sources import release_line
from scoreboard.ui.frame import Frame, open_quietly
from scoreboard.ui.share import address_of, figures_of
from scoreboard.ui.show import show


def show_embedded(page: str) -> None:
    """The figure that the link names, else the first of the page; page: named as its file."""
    frame = open_quietly(page)
    _ = frame.translate
    values = dict(frame.link.values)
    asked = values.pop("figure", "")
    figures: dict[str, Figure | Map] = {}
    if page in QUESTIONS:
        answer, _notices = answer_question(page, frame.release, values, frame.language)
        figures = figures_of(answer)
    part = figures.get(asked) if asked else next(iter(figures.values()), None)
    if part is None:
        st.info(_("The page has no such figure. Open it to see what there is."))
    else:
        show(frame, (part, Sentence(_source_of(frame, answer), "source")))
    st.link_button(
        _("Open in the scoreboard"),
        address_of(page, values),
        icon=":material/open_in_new:",
        type="tertiary",
    )


def _source_of(frame: Frame, answer: Answer) -> str:
    """The source line of the answer, which names the release; without one, the release."""
    parts = (part for block in answer.blocks.values() for part in block)
    lines = [p.text for p in parts if isinstance(p, Sentence) and p.role == "source"]
    return lines[0] if lines else release_line(frame.release.info, frame.language)
