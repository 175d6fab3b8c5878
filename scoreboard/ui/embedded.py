"""One figure or map without anything around it, for another page to show in a frame.

It carries its title, its source with the release, and a link back to the whole page.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from scoreboard.answers.model import Part, Sentence
from scoreboard.answers.questions import QUESTIONS, answer_choice, read_question
from scoreboard.reports.pictures import captioned, pictures_of
from scoreboard.ui.frame import Frame, open_quietly
from scoreboard.ui.share import address_of
from scoreboard.ui.show import show


def show_embedded(page: str) -> None:
    """The figure that the link names, else the first of the page; page: named as its file."""
    frame = open_quietly(page)
    _ = frame.translate
    values = dict(frame.link.values)
    asked = values.pop("figure", "")
    parts = _captioned(frame, page, asked) if page in QUESTIONS else ()
    if parts:
        show(frame, parts)
    else:
        st.info(_("The page has no such figure. Open it to see what there is."))
    st.link_button(
        _("Open in the scoreboard"),
        address_of(page, values),
        icon=":material/open_in_new:",
        type="tertiary",
    )


def _captioned(frame: Frame, page: str, asked: str) -> tuple[Part, ...]:
    """The figure with the subject of its page in the title, over its own source; empty for none.

    What it says is what it says as a picture that is saved.
    """
    choice = read_question(page, frame.release, frame.link)
    answer = answer_choice(page, frame.release, choice, frame.language)
    figures = pictures_of(answer)
    part = figures.get(asked) if asked else next(iter(figures.values()), None)
    if part is None:
        return ()
    caption = captioned(answer, part, frame.release, choice, frame.language)
    foot = (Sentence(line, "source") for line in caption.foot)
    return (replace(part, title=caption.title), *foot)
