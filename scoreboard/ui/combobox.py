"""A chooser that groups its options and finds them by name, by pinyin or by their English name.

Streamlit's own selectbox neither groups options nor understands pinyin initials. This one is
controlled by its caller: the choice lives in the page's address, the caller passes it in and
is told of a new one by a callback, before the page is drawn; what it passes is what is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from scoreboard.ui.component import register_component

_mount = register_component("combobox")

# Editions that this reader's browser has: the options of all cities are 50 kB, sent once.
_SENT = "combobox.sent"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the code that goes into the address and the name on screen.

    `group` is the heading it stands under (empty: none), `hint` a small grey text at the right
    such as "31省", `keys` further words that find it; see `search_keys`. The code is not empty:
    an empty choice is no choice.
    """

    code: str
    label: str
    group: str = ""
    hint: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What the chooser says besides its label, in the language of the page.

    `remove` may hold {name}, `full` {limit} and `found` {count}. Without `clear` there is no
    button that empties the choice; `found` is only read aloud.
    """

    placeholder: str
    no_match: str
    clear: str = ""
    remove: str = "{name} ×"
    full: str = "{limit}"
    found: str = "{count}"


def choose_one(
    key: str,
    label: str,
    options: Sequence[Option],
    chosen: str,
    *,
    words: Words,
    on_choice: Callable[[str], None],
) -> None:
    """One option to choose from a searchable, grouped list.

    `chosen` is the current code, empty for none; a code that is not among the options is shown
    as it is. `on_choice` gets the new code (empty after clearing) before the page is drawn.
    `key` must be unique on the page.
    """

    def first(codes: list[str]) -> None:
        on_choice(codes[0] if codes else "")

    _draw(key, label, options, [chosen] if chosen else [], words, 1, first, {"many": False})


def choose_many(
    key: str,
    label: str,
    options: Sequence[Option],
    chosen: list[str],
    *,
    limit: int,
    words: Words,
    on_choice: Callable[[list[str]], None],
    colours: Sequence[str] = (),
) -> None:
    """Several options to choose, shown as chips in the order chosen.

    At most `limit` can be chosen; the list says so when it is reached. `colours` are CSS colours
    by place: the first chip gets the first, chips beyond the last none. Pass the whole palette
    rather than one colour for each chosen code, so that a chip just added has its colour at once.
    `on_choice` gets all codes now chosen before the page is drawn.
    """
    more = {"many": True, "limit": limit, "colours": tuple(colours)}
    _draw(key, label, options, list(chosen), words, limit, on_choice, more)


def _draw(
    key: str,
    label: str,
    options: Sequence[Option],
    chosen: list[str],
    words: Words,
    limit: int,
    on_choice: Callable[[list[str]], None],
    more: dict[str, Any],
) -> None:
    """The chooser on the page, showing what the caller says is chosen."""
    edition, fixed, known = _pack(key, label, tuple(options), words, tuple(more.items()))
    # By chooser: of two with the same list on one page, either may be drawn first.
    sending = f"{key}:{edition}"
    sent: set[str] = st.session_state.setdefault(_SENT, set())
    data = {
        "edition": edition,
        "fixed": None if sending in sent else fixed,
        "chosen": chosen,
        "turn": st.session_state.get(f"{key}.turn", 0),
    }
    sent.add(sending)
    _mount(
        key=key,
        data=data,
        on_pick_change=partial(_report, key, known, chosen, limit, on_choice),
        on_lost_change=partial(sent.discard, sending),
    )


@lru_cache(maxsize=128)
def _pack(
    key: str,
    label: str,
    options: tuple[Option, ...],
    words: Words,
    more: tuple[tuple[str, Any], ...],
) -> tuple[str, dict[str, Any], frozenset[str]]:
    """The name that the browser keeps options and words under, these as sent, and the codes.

    Each reader's page holds the codes until it is drawn again: one set for all of them.
    """
    rows = [_row(option) for option in options]
    fixed = {"key": key, "label": label, "options": rows, "words": asdict(words), **dict(more)}
    content = json.dumps(fixed, ensure_ascii=False).encode()
    codes = frozenset(option.code for option in options)
    return hashlib.sha256(content).hexdigest()[:12], fixed, codes


def _row(option: Option) -> list[str]:
    # A list, not a mapping: the names of the fields would be a third of what goes over the wire.
    keys = [key for key in option.keys if key and key != option.label.lower()]
    return [option.code, option.label, option.group, option.hint, "\n".join(keys)]


def _report(
    key: str,
    known: frozenset[str],
    chosen: list[str],
    limit: int,
    on_choice: Callable[[list[str]], None],
) -> None:
    """Tell the caller what the reader chose; what comes from the browser is not trusted.

    The number of the choice goes back to the browser, which shows what the reader chose until
    then; so a choice that the caller refuses is put back.
    """
    pick = st.session_state[key].get("pick")
    if not isinstance(pick, dict):
        return
    codes, turn = pick.get("chosen"), pick.get("turn")
    if isinstance(turn, int | float):
        st.session_state[f"{key}.turn"] = turn
    if isinstance(codes, list):
        held = dict.fromkeys(c for c in codes if isinstance(c, str) and (c in known or c in chosen))
        on_choice(list(held)[:limit])
