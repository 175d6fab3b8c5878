"""The frame every page shares: language, release, and what the pages read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from scoreboard.catalog import Catalog, Language
from scoreboard.store import ReleaseInfo
from scoreboard.text import LANGUAGES, translator
from scoreboard.ui import cached, choices


@dataclass(frozen=True)
class Frame:
    """What a page starts from."""

    language: Language
    catalog: Catalog
    release: ReleaseInfo
    translate: Callable[[str], str]

    def region_names(self, codes: Iterable[str]) -> list[str]:
        """The short names of regions, in the page's language."""
        return [self.catalog.regions[code].short_name[self.language] for code in codes]

    def indicator_names(self, codes: Iterable[str]) -> list[str]:
        """The names of indicators, in the page's language."""
        return [self.catalog.indicators[code].name[self.language] for code in codes]


def open_page() -> Frame:
    """Open the release in force for a page, and say so when a link was made from another."""
    _leave_automatic_menu()
    language = choices.language()
    _ = translator(language)
    store = cached.open_current(language)
    release = cached.release_info(store.release_id)
    linked = st.query_params.get("release")
    if linked is not None and linked != str(release.release_id):
        st.info(
            _("This link was made from release {linked}; release {current} is shown.").format(
                linked=linked[:8].replace("`", "'"), current=release.release_id
            )
        )
    _show_release(release, language)
    return Frame(language, cached.catalog(release.release_id), release, _)


def show_language_switch() -> None:
    """The switch between Chinese and English, in the sidebar of every page."""
    language = choices.language()
    with st.sidebar:
        st.segmented_control(
            "语言 Language",
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code],
            label_visibility="collapsed",
            **choices.bind("lang", language, "zh"),
        )


def release_line(release: ReleaseInfo, language: Language) -> str:
    """Which release the figures are from: number and day."""
    _ = translator(language)
    return _("release {number} ({day})").format(
        number=release.release_id, day=release.published_at[:10]
    )


def _show_release(release: ReleaseInfo, language: Language) -> None:
    _ = translator(language)
    with st.sidebar:
        st.caption(_("Data: {release}").format(release=release_line(release, language)))


def _leave_automatic_menu() -> None:
    """Have app.py draw the menu when the very first visitor of a server came by a deep link.

    Until app.py has run once, Streamlit takes a folder called pages/ for an older kind of app: it
    runs the page alone, under a menu of file names.
    """
    if not choices.has_arrived():
        PagesManager.uses_pages_directory = False
        st.rerun()
