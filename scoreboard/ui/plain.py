"""Text from catalog, data files and address bar, made safe to stand in Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$~:&])")
# Line breaks of every kind, and whatever else moves the pen; several are one space, as in HTML.
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
# Signs that turn the direction of writing, and with it the sense of a sentence.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Streamlit looks for icons, emoji and bare addresses after Markdown has been read, so that a
# backslash does not keep them apart; a sign without width does.
_FOUND_LATER = re.compile(
    r"""
    :(?=[A-Za-z0-9_+-]+[:/]) | :(?=//)      # :smile:  :material/home:  https://
    | (?<=[Ww]{3})(?=\.)                    # www.example.com
    | (?<=[-.\w+])@(?=[-\w])                # a@example.com
    """,
    re.VERBOSE,
)
_JOINER = "\u2060"


def plain(text: str) -> str:
    """The same text on one line, shown as it is written: no markup, link, icon or formula in it."""
    line = _BREAKS.sub(" ", _TURNS.sub("", text))
    return _SPECIAL.sub(r"\\\1", _FOUND_LATER.sub(rf"\g<0>{_JOINER}", line))
