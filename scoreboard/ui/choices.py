"""What the reader has chosen, kept in the address bar so that any view can be sent on.

The URL is the only truth: a chooser shows what the URL says, and a new choice is written to the
URL by its callback, before the page is drawn. So Back and Forward step through choices, and a
link opens the same view anywhere. Defaults are left out. Values are codes, which outlive
renamed labels; one that is not known gives the default and a sentence that says so.

KEYS is a public contract: links that people have sent must keep working.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from scoreboard.catalog import Language
from scoreboard.text import LANGUAGES, translator

KEYS = {
    "lang": "language of the page: zh, en",
    "release": "number of the release that the link was made from",
    "indicator": "code of an indicator",
    "level": "level of the regions compared: province, city",
    "within": "code of the province whose cities are compared",
    "year": "year shown",
    "view": "value, change, trend5, rank",
    "regions": "codes of the chosen regions, separated by commas",
    "scheme": "classes of the map: quantile, natural, continuous",
}
_CARRIED = "carried_choices"
_PAGE = "current_page"


def arrive(page: str) -> None:
    """Take the reader's choices along when another page is opened from the menu.

    The menu drops the query string; what was chosen before comes back unless the new address
    says otherwise. On the same page the URL alone counts, so that Back works.
    """
    came_from = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    if came_from not in (None, page):
        carried = st.session_state.get(_CARRIED, {})
        missing = {k: v for k, v in carried.items() if k not in st.query_params}
        if missing:
            st.query_params.update(missing)
            # The menu is already drawn, perhaps in the other language.
            st.rerun()
    st.session_state[_CARRIED] = {k: v for k, v in st.query_params.items() if k in KEYS}


def language() -> Language:
    """The language of the page: Chinese unless the URL asks for English."""
    asked = st.query_params.get("lang")
    return asked if asked in LANGUAGES else "zh"


def read_one(key: str, allowed: Collection[str], default: str) -> str:
    """One chosen code; the default, with a sentence, when the URL names an unknown one."""
    asked = st.query_params.get(key)
    if asked is None or asked in allowed:
        return default if asked is None else asked
    _say_unknown(key, asked)
    return default


def read_many(key: str, allowed: Collection[str], limit: int) -> list[str]:
    """Several chosen codes, each once, in the order of the URL; unknown ones are named."""
    asked = [code for code in st.query_params.get(key, "").split(",") if code]
    for code in asked:
        if code not in allowed:
            _say_unknown(key, code)
    return list(dict.fromkeys(code for code in asked if code in allowed))[:limit]


def write(changes: Mapping[str, str | None]) -> None:
    """Put choices into the URL; None takes one out. The release goes with every link."""
    wanted = dict(st.query_params)
    for key, value in changes.items():
        if value is None:
            wanted.pop(key, None)
        else:
            wanted[key] = value
    release = st.session_state.get("release_id")
    if release is not None:
        wanted["release"] = str(release)
    if wanted != dict(st.query_params):
        st.query_params.from_dict(wanted)


def toggle_region(code: str, limit: int) -> None:
    """Choose a region, or give it up if it was chosen; the oldest makes room at the limit."""
    chosen = [c for c in st.query_params.get("regions", "").split(",") if c]
    chosen = [c for c in chosen if c != code] if code in chosen else [*chosen, code][-limit:]
    write({"regions": ",".join(chosen) or None})


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
        "regions": _("region"),
        "within": _("province"),
        "year": _("year"),
    }
    # Shown as plain text: what stands in a link may be anything.
    shown = value[:40].replace("`", "'")
    st.warning(
        _("The link names an unknown {what}: `{value}`. The default is shown instead.").format(
            what=names.get(key, _("choice")), value=shown
        )
    )
