"""The fonts of pictures and briefs: they come in a package, so that no machine lacks them.

Noto Sans SC and Noto Serif SC (Source Han, under the SIL Open Font License), one weight each.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
# Who opens a picture may have another edition of the font, under another name.
FALLBACKS = ("Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei")
_FILES = {SANS: "NotoSansSC-Regular.otf", SERIF: "NotoSerifSC-Regular.otf"}
# Characters that break a line or stand for nothing: no glyph is wanted.
_UNSEEN = frozenset("\n\r\t\u200b\u200d\ufeff")


def font_folder() -> Path:
    """The folder of the font files, for programs that look for fonts by folder."""
    return Path(str(files("pylopdf_fonts_zh_cn")))


def font_file(family: str) -> Path:
    """The file of a family, SANS or SERIF; KeyError for any other."""
    return font_folder() / _FILES[family]


def missing_glyphs(text: str, family: str = SANS) -> tuple[str, ...]:
    """The characters of a text that the font cannot draw, each once, in order of appearance.

    Whoever prints the text says so in a sentence: a box in the place of a name helps nobody.
    """
    known = _glyphs(family)
    return tuple(c for c in dict.fromkeys(text) if c not in _UNSEEN and ord(c) not in known)


def text_width(text: str, size: float, family: str = SANS) -> float:
    """How wide a line of text is, in the unit of its size; a missing glyph counts as a square."""
    widths = _widths(family)
    return sum(widths.get(ord(letter), 1.0) for letter in text) * size


@lru_cache(maxsize=1)
def typst_fonts() -> typst.Fonts:
    """These fonts for Typst, and none of the machine: a page looks alike everywhere."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()]
    )


@lru_cache(maxsize=2)
def _glyphs(family: str) -> dict[int, str]:
    with TTFont(font_file(family), lazy=True) as font:
        found: dict[int, str] = font.getBestCmap()
    return found


@lru_cache(maxsize=2)
def _widths(family: str) -> dict[int, float]:
    """The width of every character, as a share of the size of the text."""
    with TTFont(font_file(family), lazy=True) as font:
        advance, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: advance[name][0] / units for code, name in _glyphs(family).items()}
