"""分享: the link of what is shown, as text, as a code to scan, as a citation, and to embed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from scoreboard.answers.citation import cite
from scoreboard.answers.model import Figure, Map
from scoreboard.answers.pages import page_words
from scoreboard.answers.questions import QUESTIONS, answer_choice, read_question
from scoreboard.reports.pictures import pictures_of
from scoreboard.ui import choices
from scoreboard.ui.component import server_address
from scoreboard.ui.frame import Frame

# Title, notes, source and the link back above and below an embedded figure, in pixels.
_AROUND = 220


def show_share(frame: Frame, page: str) -> None:
    """The ways in which what a page shows can be passed on; page: named as its file.

    Of a page that answers no question, such as 版本记录, the link alone.
    """
    _ = frame.translate
    values = dict(frame.link.values)
    link = address_of(page, {**values, "release": str(frame.release.number)})
    code = segno.make(link, error="m").svg_inline(scale=3, border=2, light="#fff")
    with st.container(horizontal=True, vertical_alignment="top"):
        with st.container(width="stretch"):
            _show_text(_("Link to this view"), link)
        st.image(code, alt=_("The link as a code to scan"), width=150)
    if page not in QUESTIONS:
        return
    choice = read_question(page, frame.release, frame.link)
    answer = answer_choice(page, frame.release, choice, frame.language)
    colon = ": " if frame.language == "en" else "："
    title = page_words(frame.language)[page][0] + colon + answer.headline
    today = date.today().isoformat()
    cited = cite(title, frame.release.info, link, today, frame.language)
    _show_text(_("Citation (GB/T 7714)"), cited)
    figures = pictures_of(answer)
    if figures:
        _show_embedding(frame, page, values, figures)
    _offer_following(frame, choice)


def _show_text(title: str, text: str) -> None:
    """Text under a title, with a button that copies it."""
    st.markdown(f"**{title}**")
    st.code(text, language=None, wrap_lines=True)


def _show_embedding(
    frame: Frame, page: str, values: dict[str, str], figures: dict[str, Figure | Map]
) -> None:
    """One figure or map for another page, as the HTML that goes into it."""
    _ = frame.translate
    chosen = st.selectbox(
        _("Embed a figure"),
        list(figures),
        format_func=lambda key: figures[key].title or key,
        key=f"embedded_{page}",
    )
    figure = figures[chosen]
    address = address_of(page, {**values, "figure": chosen, "embed": "true"})
    title = escape(figure.title, quote=True)
    st.code(
        f'<iframe src="{escape(address, quote=True)}" title="{title}" '
        f'width="100%" height="{figure.height + _AROUND}" style="border:0" loading="lazy">'
        "</iframe>",
        language="html",
        wrap_lines=True,
    )


def _offer_following(frame: Frame, choice: Any) -> None:
    """Follow what the page is about: the link then carries it to 关注."""
    _, catalog = frame.translate, frame.catalog
    about = [getattr(choice, name, None) for name in ("region_code", "indicator_code", "indicator")]
    followed = [c for c in (st.query_params.get("follow") or "").split(",") if c]
    new = [
        code
        for code in about
        if code in catalog.regions.keys() | catalog.indicators.keys() and code not in followed
    ]
    names = {
        **{c: catalog.regions[c].short_name[frame.language] for c in new if c in catalog.regions},
        **{c: catalog.indicators[c].name[frame.language] for c in new if c in catalog.indicators},
    }
    with st.container(horizontal=True):
        for code, name in names.items():
            st.button(
                _("Follow {name}").format(name=name),
                icon=":material/notifications:",
                key=f"follow_{code}",
                on_click=choices.write,
                args=({"follow": ",".join([*followed, code])},),
            )
        if followed:
            st.page_link(
                "pages/follow.py",
                label=_("What has changed of what I follow"),
                query_params={"follow": ",".join(followed)},
            )


def address_of(page: str, values: Mapping[str, str]) -> str:
    """A link to a page as a colleague can open it."""
    return server_url("" if page == "overview" else page, values)


def server_url(path: str, values: Mapping[str, str]) -> str:
    """A path of this server, with the host that the reader sees; values: its query."""
    seen = urlsplit(st.context.url or "")
    host = f"{seen.scheme}://{seen.netloc}" if seen.netloc else ""
    return f"{host}{server_address(path)}?{urlencode(values)}".rstrip("?")
