"""A chooser that groups its options and finds them by name, by pinyin or by their English name.

Streamlit's own selectbox neither groups options nor understands pinyin initials. This one is
controlled by its caller: the choice lives in the page's address, the caller passes it in and
is told of a new one by a callback, before the page is drawn; what it passes is what is shown.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Any

import streamlit as st
from pypinyin import lazy_pinyin

from scoreboard.ui.component import register_component

_mount = register_component("combobox")

# Editions of option lists that this reader's browser has: 50 kB for all cities, sent once.
_SENT = "combobox.sent"

# Characters of place and indicator names that people read in two ways when they type; pypinyin
# gives the reading right for the phrase, these are the others that are looked for as well.
_OTHER_READINGS = {
    "重": "zhong chong",
    "厦": "xia sha",
    "长": "chang zhang",
    "都": "du dou",
    "朝": "chao zhao",
    "行": "hang xing",
    "乐": "le yue",
    "率": "lv shuai",
    "单": "dan shan",
    "六": "lu liu",
    "会": "hui kuai",
    "解": "jie xie",
    "藏": "zang cang",
    "传": "chuan zhuan",
    "蔚": "wei yu",
    "尉": "wei yu",
    "莘": "xin shen",
    "番": "fan pan",
    "什": "shi shen",
    "大": "da dai",
    "宿": "su xiu",
    "涡": "guo wo",
    "阿": "a e",
    "车": "che ju",
    "省": "sheng xing",
    "埔": "pu bu",
    "泌": "bi mi",
    "荥": "xing ying",
    "歙": "she xi",
    "调": "diao tiao",
}


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


@lru_cache(maxsize=8192)
def search_keys(zh: str, en: str) -> tuple[str, ...]:
    """The words that find a name: pinyin initials, whole pinyin, English and Chinese name.

    All in lower case, without tones, ü as v, Latin letters and digits kept and signs dropped
    from the pinyin ("R&D经费" gives "rdjf" and "rdjingfei"). A character with two common
    readings gives one more pair of keys for each other reading, the phrase's own first.
    An empty name gives no keys.
    """
    zh, en = (" ".join(unicodedata.normalize("NFKC", name).lower().split()) for name in (zh, en))
    # One entry a character; pypinyin splits what it cannot read too, only its types deny it.
    spoken = lazy_pinyin(zh, errors=list)  # type: ignore[arg-type]
    readings = [spoken, *_other_readings(zh, spoken)]
    kept = [[s for s in reading if s.isalnum()] for reading in readings]
    initials = ("".join(s[0] for s in reading) for reading in kept)
    whole = ("".join(reading) for reading in kept)
    return tuple(dict.fromkeys(key for key in chain(initials, whole, (en, zh)) if key))


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
    more = {"many": True, "limit": limit, "colours": list(colours)}
    _draw(key, label, options, list(chosen), words, limit, on_choice, more)


def _other_readings(zh: str, spoken: list[str]) -> list[list[str]]:
    """The name read otherwise, one character at a time, so that the number of keys stays small."""
    if len(spoken) != len(zh):  # never with errors=list; a mismatch would read the wrong place
        return []
    return [
        [*spoken[:place], other, *spoken[place + 1 :]]
        for place, character in enumerate(zh)
        for other in _OTHER_READINGS.get(character, "").split()
        if other != spoken[place]
    ]


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
    known = {option.code for option in options} | set(chosen)
    edition, rows = _pack(tuple(options))
    # By chooser: of two with the same list on one page, either may be drawn first.
    sending = f"{key}:{edition}"
    sent: set[str] = st.session_state.setdefault(_SENT, set())
    data = {
        "key": key,
        "label": label,
        "edition": edition,
        "options": None if sending in sent else rows,
        "chosen": chosen,
        "turn": st.session_state.get(f"{key}.turn", 0),
        "words": asdict(words),
        **more,
    }
    sent.add(sending)
    _mount(
        key=key,
        data=data,
        on_pick_change=partial(_report, key, known, limit, on_choice),
        on_lost_change=partial(sent.discard, sending),
    )


@lru_cache(maxsize=128)
def _pack(options: tuple[Option, ...]) -> tuple[str, list[list[str]]]:
    """The options as sent, and the name that the browser keeps them under."""
    rows = [_row(option) for option in options]
    content = json.dumps(rows, ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest()[:12], rows


def _row(option: Option) -> list[str]:
    # A list, not a mapping: the names of the fields would be a third of what goes over the wire.
    keys = [key for key in option.keys if key and key != option.label.lower()]
    return [option.code, option.label, option.group, option.hint, "\n".join(keys)]


def _report(key: str, known: set[str], limit: int, on_choice: Callable[[list[str]], None]) -> None:
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
        held = dict.fromkeys(c for c in codes if isinstance(c, str) and c in known)
        on_choice(list(held)[:limit])


__all__ = ["Option", "Words", "choose_many", "choose_one", "search_keys"]
