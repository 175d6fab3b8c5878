"""Text from outside in tables that a spreadsheet may open: no cell of it runs as a formula.

The only place that decides what a formula is; downloads, marked copies, lists of rejected rows and
the tables on the pages, which have a download of their own, all ask here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet, or a tool before it, drops or never shows at the start of a cell.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_STARTS = frozenset("=+-@")
_ALSO_STARTS = frozenset("\t\r\n")
# A number with its unit and footnote marks, or dashes that stand for "no value": nothing in it
# calls, points to another cell or starts a program.
_HARMLESS = re.compile(r"[+-]?\s*(?:\d|\.\d)[^()|!=+*/^&\"'<>@\[\]{}:;\\-]*|-+")


def neutralise(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers and dashes stay as they are.

    >>> neutralise("=1+1"), neutralise("  ＝1+1"), neutralise("-5.3 %"), neutralise("——")
    ("'=1+1", "'  ＝1+1", '-5.3 %', '——')
    """
    if text.isalnum():
        return text
    shown = unicodedata.normalize("NFKC", _from_first_sign(text)).replace("−", "-")
    is_formula = shown[:1] in _STARTS or text[:1] in _ALSO_STARTS
    return f"'{text}" if is_formula and not _HARMLESS.fullmatch(shown) else text


def neutralise_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every text in it neutralised, headings and row labels too."""
    told = table.rename(columns=_harmless)
    for place, kind in enumerate(told.dtypes):
        if kind.kind == "O":  # texts and categories, and whatever may hold them
            told.isetitem(place, told.iloc[:, place].map(_harmless, na_action="ignore"))
    return told if told.index.dtype.kind in "iuf" else told.rename(index=_harmless)


def _from_first_sign(text: str) -> str:
    start = 0
    while start < len(text) and unicodedata.category(text[start]) in _UNSEEN:
        start += 1
    return text[start:]


def _harmless(cell: object) -> object:
    if isinstance(cell, list | tuple):
        return [_harmless(part) for part in cell]
    return neutralise(cell) if isinstance(cell, str) else cell
