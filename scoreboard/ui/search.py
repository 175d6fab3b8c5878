"""The search of every page: what is typed goes to the server, and ten links come back.

No name is sent before somebody types; a run of the page sends the words of the field alone. The
field is part of a fragment: what is typed runs the search and nothing else of the page.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from scoreboard.answers.release import Release, open_in_force
from scoreboard.answers.search.find import Found, search
from scoreboard.answers.search.hits import Hit
from scoreboard.answers.search.items import items_of
from scoreboard.catalog import Catalog, CatalogError, Language, catalog_in_use
from scoreboard.language import translator
from scoreboard.store.folder import ReleaseFolderError
from scoreboard.ui import choices
from scoreboard.ui.component import register_component, server_address

_mount = register_component("search")
_KEY = "search_field"
# What was typed last, and which of the links was chosen.
_TYPED, _CHOSEN = "search.typed", "search.chosen"


def show_search(page: str, language: Language) -> None:
    """The field, and under it what is found; a choice opens its page. page: the one shown now."""
    typed = st.session_state.get(_TYPED, "")
    found = _find(typed, language)
    place = st.session_state.pop(_CHOSEN, None)
    links = (*found.hits, *found.nearest)
    if isinstance(place, int) and 0 <= place < len(links):
        st.session_state.pop(_TYPED, None)
        _open(links[place], page)
    with st.container(key="search"):
        _mount(
            key=_KEY,
            data={"words": _words(language), "found": _message(typed, found, language)},
            on_typed_change=_keep_typed,
            on_chosen_change=_keep_chosen,
        )


def _keep_typed() -> None:
    typed = st.session_state[_KEY].get("typed")
    st.session_state[_TYPED] = typed if isinstance(typed, str) else ""


def _keep_chosen() -> None:
    """Which link was chosen; of what it was found by, as the browser saw it."""
    chosen = st.session_state[_KEY].get("chosen")
    if isinstance(chosen, dict) and isinstance(chosen.get("typed"), str):
        st.session_state[_TYPED] = chosen["typed"]
        st.session_state[_CHOSEN] = chosen.get("place")


def _find(typed: str, language: Language) -> Found:
    if not typed.strip():
        return Found(())
    try:
        catalog = catalog_in_use().catalog
    except CatalogError:
        return Found(())  # the page says what is wrong with the catalog
    return _find_once(catalog, typed, language, _release())


def _release() -> Release | None:
    """The release in force, for what its lists name; none where the page says what is wrong."""
    try:
        return open_in_force()
    except (LookupError, CatalogError, ReleaseFolderError):
        return None


@lru_cache(maxsize=256)
def _find_once(catalog: Catalog, typed: str, language: Language, release: Release | None) -> Found:
    return search(catalog, typed, language, () if release is None else items_of(release))


def _open(hit: Hit, page: str) -> None:
    """Show what was chosen: another page, or another choice on this one."""
    if hit.page == page:
        choices.write({key: value or None for key, value in hit.changes})
        st.rerun()
    st.switch_page(f"pages/{hit.page}.py", query_params=dict(hit.changes))


@lru_cache(maxsize=2)
def _words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "label": _("Search"),
        "placeholder": _("Search: region, indicator, list, page"),
        "number": _("{count} found"),
    }


def _message(typed: str, found: Found, language: Language) -> dict[str, Any] | None:
    """What is found as the browser shows it: a sentence where nothing is, and groups of links."""
    if not typed.strip():
        return None
    _ = translator(language)
    titles = {
        "place": _("Regions"),
        "both": _("Of this region"),
        "indicator": _("Indicators"),
        "page": _("Pages"),
        "method": _("Methods"),
        "item": _("National lists"),
    }
    links = found.hits or found.nearest
    groups = [
        [titles[group], [[hit.label, hit.hint, _address(hit)] for hit in hits]]
        for group, hits in groupby(links, key=lambda hit: hit.group)
    ]
    said = ""
    if not found.hits:
        said = _("Nothing is called so. Spelled nearest:") if links else _("Nothing is called so.")
    return {"typed": typed, "said": said, "groups": groups}


def _address(hit: Hit) -> str:
    """The link as it can be copied or opened in another tab."""
    kept = {k: v for k in ("lang", "as_of") if (v := st.query_params.get(k))}
    query = urlencode(kept | {key: value for key, value in hit.changes if value})
    path = server_address("" if hit.page == "overview" else hit.page)
    return f"{path}?{query}" if query else path
