"""The frame every page shares: language, release, and what the pages read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from scoreboard.answers.link import Link
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Catalog, CatalogError, Dropped, Language
from scoreboard.language import LANGUAGES, translator
from scoreboard.store.folder import NewerReleaseError, ReleaseFolderError, ReleaseKey
from scoreboard.store.reading import ReleaseInfo
from scoreboard.ui import cached, choices
from scoreboard.ui.opening import show_opening
from scoreboard.ui.plain import plain


@dataclass(frozen=True)
class Frame:
    """What a page starts from."""

    language: Language
    catalog: Catalog
    release: Release
    translate: Callable[[str], str]

    @property
    def link(self) -> Link:
        """What the address bar says; the year that is being played goes before its year."""
        values = dict(st.query_params.to_dict())
        played = st.session_state.get(choices.PLAYED)
        if played is not None:
            values["year"] = str(played)
        return Link(values, self.language)

    def region_names(self, codes: Iterable[str]) -> list[str]:
        """The short names of regions, in the page's language; the code of one given up since."""
        known = self.catalog.regions
        return [known[c].short_name[self.language] if c in known else c for c in codes]

    def indicator_names(self, codes: Iterable[str]) -> list[str]:
        """The names of indicators, in the page's language; the code of one given up since."""
        known = self.catalog.indicators
        return [known[c].name[self.language] if c in known else c for c in codes]


def open_page(page: str, *, in_force: bool = False) -> Frame:
    """Open a page, named as its file, and a release: the one in force, or the URL's older one.

    in_force: the page publishes, and works on the release in force whatever is looked at
    elsewhere. What differs from the ordinary is said on top of the page.
    """
    _leave_automatic_menu()
    language = choices.language()
    show_opening(page, language)
    with _needed(page, language):
        current = cached.release_in_force(language)
        shown = current if in_force else _read_as_of(current, language)
        release, problem = cached.open_anew(shown)
    st.session_state["release_id"] = shown.number
    if shown != current:
        _say_older(release.info, current.number, language)
    elif in_force:
        _say_in_force(current.number, language)
    else:
        _say_made_from_another(current, language)
    _show_release(release.info, language)
    if problem is not None:
        _say_older_catalog(problem, language)
    if in_force:
        _say_about_catalog(release.catalog, release.dropped, language)
    return Frame(language, release.catalog, release, translator(language))


def open_quietly(page: str) -> Frame:
    """Open the release that the URL asks for, without name, question and release line around it."""
    language = choices.language()
    with _needed(page, language):
        shown = _read_as_of(cached.release_in_force(language), language)
        release, _problem = cached.open_anew(shown)
    return Frame(language, release.catalog, release, translator(language))


@contextmanager
def _needed(page: str, language: Language) -> Iterator[None]:
    """Where there is no release or no catalog to show a page by, say why instead of it."""
    try:
        yield
    except CatalogError as error:
        _say_no_catalog(error, language)
        st.stop()
    except ReleaseFolderError as error:
        _say_unusable(error, page, language)
        st.stop()


def _say_no_catalog(error: CatalogError, language: Language) -> None:
    _ = translator(language)
    sentence = _(
        "The catalog cannot be used, so no page can be shown: {problem} Once the file is mended, "
        "load this page again."
    )
    st.error(plain(sentence.format(problem=error.said(language))))


def _say_older_catalog(problem: CatalogError, language: Language) -> None:
    """That a file of the catalog is broken, and that the pages go by the catalog before that."""
    _ = translator(language)
    sentence = _(
        "A file of the catalog cannot be used: {problem} The pages go by the catalog as it was "
        "before; once the file is mended, it is used at the next click."
    ).format(problem=problem.said(language))
    st.warning(plain(sentence), icon=":material/menu_book:")


def _say_about_catalog(catalog: Catalog, dropped: Dropped, language: Language) -> None:
    """To those who publish: what is to be known about the catalog beside the release."""
    for notice in catalog.notices:
        st.info(plain(notice[language]))
    if dropped:
        st.info(plain(dropped.notice()[language]))


def run_page(page: StreamlitPage) -> None:
    """Run a page; damage that is found in the release only while it is read is said, too."""
    try:
        page.run()
    except ReleaseFolderError as error:
        _say_unusable(error, page.url_path, choices.language())


def _say_unusable(error: ReleaseFolderError, page: str, language: Language) -> None:
    """Why the releases cannot be used, and the way back."""
    _ = translator(language)
    st.error(plain(error.sentence[language]))
    if isinstance(error, NewerReleaseError):
        return
    if page == "releases":
        # Imported here: no other page needs what publishes.
        from scoreboard.ui.releases.way_back import offer_way_back

        offer_way_back(language)
        return
    st.page_link(
        "pages/releases.py",
        label=_("Open the releases, to go back to an earlier one"),
        icon=":material/history:",
    )


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


def _read_as_of(current: ReleaseKey, language: Language) -> ReleaseKey:
    """The release that the URL asks for; the one in force, with a sentence, when it is not kept."""
    asked = st.query_params.get("as_of")
    number = _read_number(asked)
    if asked is None or number == current.number:
        return current
    kept = cached.find_kept(number, current)
    if kept is not None:
        return kept
    _ = translator(language)
    st.warning(
        _("Release {asked} is not kept here; release {current} is shown.").format(
            asked=plain(asked[:8]), current=current.number
        )
    )
    return current


def _read_number(text: str | None) -> int:
    """The number of a release in a link, 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _say_older(release: ReleaseInfo, current: int, language: Language) -> None:
    """That the figures are not those in force, with the way back."""
    _ = translator(language)
    sentence = _("Shown as of {release}. In force is release {current}.").format(
        release=release_line(release, language), current=current
    )
    with st.container(horizontal=True, vertical_alignment="center", key="as_of"):
        st.warning(plain(sentence), icon=":material/history:", width="stretch")
        st.button(
            _("Back to release {number}").format(number=current),
            key="back_in_force",
            on_click=_look_at,
            args=(current, None),
        )


def _say_in_force(current: int, language: Language) -> None:
    """That a page which publishes does not follow the older release that is looked at."""
    if st.query_params.get("as_of") in (None, str(current)):
        return
    _ = translator(language)
    sentence = _("This page always works on the release in force, release {current}.")
    st.info(sentence.format(current=current))


def _say_made_from_another(current: ReleaseKey, language: Language) -> None:
    """That a link was made from another release, with the way to see what its sender saw."""
    linked = st.query_params.get("release")
    if linked in (None, str(current.number)) or "as_of" in st.query_params:
        return
    _ = translator(language)
    st.info(
        _("This link was made from release {linked}; release {current} is shown.").format(
            linked=plain(linked[:8]), current=current.number
        )
    )
    number = _read_number(linked)
    if cached.find_kept(number, current) is not None:
        st.button(
            _("Show as of release {number}").format(number=number),
            key="show_as_of",
            on_click=_look_at,
            args=(number, number),
        )


def _look_at(release_id: int, as_of: int | None) -> None:
    """Put a release into the URL; the link that the reader copies then names the same one."""
    st.session_state["release_id"] = release_id
    choices.write({"as_of": None if as_of is None else str(as_of)})


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
