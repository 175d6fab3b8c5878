"""What the reader has chosen, kept in the address bar so that any view can be sent on.

The URL is the only truth: a chooser shows what the URL says, and a new choice is written to the
URL by its callback, before the page is drawn. So Back and Forward step through choices, and a
link opens the same view anywhere. Defaults are left out. Values are codes, which outlive
renamed labels; one that is not known gives the default and a sentence that says so.

The browser sends its address with every request. A request that it sent before it heard of the
newest choice carries the address of before; `catch_up` keeps that choice from being lost.

What a link may say is in KEYS of `scoreboard.answers.link`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from scoreboard.answers.link import KEYS
from scoreboard.catalog import Language
from scoreboard.language import LANGUAGES, translator
from scoreboard.ui.plain import plain

# The year being played, which stays out of the URL; absent when nothing plays.
PLAYED = "played_year"
_LONGEST_SHOWN = 40
_CARRIED = "carried_choices"
# The newest choice: the address before it, the one after it, and whether its page was drawn.
_NEWEST = "newest_choice"
_PAGE = "current_page"


def catch_up() -> None:
    """Call first of all: restore a choice whose address the browser had not heard of yet.

    The address of before the newest choice is Back once the page of that choice was drawn, and
    overtaken while it is being drawn.
    """
    newest = st.session_state.get(_NEWEST)
    if newest is None or st.query_params.to_dict() != newest["before"]:
        return
    if newest["drawn"]:
        del st.session_state[_NEWEST]
    else:
        st.query_params.from_dict(newest["after"])


def have_drawn() -> None:
    """Call last of all: the reader sees the page of the newest choice."""
    if _NEWEST in st.session_state:
        st.session_state[_NEWEST] = {**st.session_state[_NEWEST], "drawn": True}


def arrive(page: str) -> None:
    """Take the reader's choices along when another page is opened from the menu.

    The menu drops the query string; what was chosen before comes back unless the new address
    says otherwise, be it by an empty value, which stands for the default. On the same page the URL
    alone counts, so that Back works.
    """
    came_from = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    if came_from not in (None, page):
        st.session_state.pop(PLAYED, None)
        carried = st.session_state.get(_CARRIED, {})
        missing = {k: v for k, v in carried.items() if k not in st.query_params}
        emptied = [k for k, v in st.query_params.items() if k in KEYS and not v]
        if missing or emptied:
            wanted = {**missing, **st.query_params.to_dict()}
            st.query_params.from_dict({k: v for k, v in wanted.items() if k not in emptied})
            # The menu is already drawn, perhaps in the other language.
            st.rerun()
    st.session_state[_CARRIED] = {k: v for k, v in st.query_params.items() if k in KEYS}


def has_arrived() -> bool:
    """Whether app.py has run for this reader."""
    return _PAGE in st.session_state


def split_level(value: str) -> dict[str, str | None]:
    """What goes with a new level: other regions are compared, so the chosen ones are given up."""
    level, _colon, within = value.partition(":")
    return {
        "level": None if level == "province" else level,
        "within": within or None,
        "regions": None,
    }


def language() -> Language:
    """The language of the page: Chinese unless the URL asks for English."""
    asked = st.query_params.get("lang")
    return asked if asked in LANGUAGES else "zh"


def read_one(key: str, allowed: Collection[str], default: str) -> str:
    """One chosen code; the default, with a sentence, when the URL names an unknown one."""
    asked = st.query_params.get(key)
    if not asked or asked in allowed:
        return asked or default
    _say_unknown(key, asked)
    return default


def write(changes: Mapping[str, str | None]) -> None:
    """Put choices into the URL; None takes one out. The release goes with every link."""
    if changes.keys() - {"year", "regions", "region"}:
        st.session_state.pop(PLAYED, None)  # another indicator or level has other years
    before = st.query_params.to_dict()
    newest = st.session_state.get(_NEWEST)
    if newest is not None and newest["before"] == before:
        before = newest["after"]  # who chooses again has not gone back
    wanted = dict(before)
    for key, value in changes.items():
        if value is None:
            wanted.pop(key, None)
        else:
            wanted[key] = value
    release = st.session_state.get("release_id")
    if release is not None:
        wanted["release"] = str(release)
    if wanted != st.query_params.to_dict():
        asked = st.query_params.to_dict()
        st.session_state[_NEWEST] = {"before": asked, "after": wanted, "drawn": False}
        st.query_params.from_dict(wanted)


def toggle_region(code: str, chosen: list[str], limit: int) -> None:
    """Choose a region, or give it up if it was chosen; the oldest makes room at the limit."""
    after = [c for c in chosen if c != code] if code in chosen else [*chosen, code][-limit:]
    write({"regions": ",".join(after) or None, "region": None})


def bind(
    key: str,
    value: str,
    default: str,
    on_write: Callable[[str], Mapping[str, str | None]] | None = None,
) -> dict[str, Any]:
    """Arguments that make a Streamlit chooser show the URL's value and write the reader's.

    on_write may add further changes, such as dropping a choice that no longer fits.
    """
    widget = f"choose_{key}"
    st.session_state[widget] = value

    def changed() -> None:
        new = st.session_state[widget]
        if new is None:  # the same segment clicked again: nothing is unchosen
            return
        more = on_write(new) if on_write else {}
        write({key: None if new == default else str(new), **more})

    return {"key": widget, "on_change": changed}


def _say_unknown(key: str, value: str) -> None:
    _ = translator(language())
    names = {
        "indicator": _("indicator"),
        "within": _("province"),
        "year": _("year"),
        "region": _("region"),
    }
    sentence = _("The link names an unknown {what}: “{value}”. The default is shown instead.")
    st.warning(plain(sentence.format(what=names.get(key, _("choice")), value=cut(value))))


def cut(value: str) -> str:
    """What stands in a link may be anything: no more of it than fits into a sentence."""
    return value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
