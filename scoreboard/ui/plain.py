"""Text from the catalog and from data files, made safe to stand in Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$~:&])")


def plain(text: str) -> str:
    """The same text, shown as it is written: no markup, no formula, no HTML in it has effect."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
