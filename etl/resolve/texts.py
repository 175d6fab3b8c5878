"""Texts of a file in plain form: names, years, statuses and numbers, and what is written alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

SUGGESTIONS = 3
_LEAST_SCORE = 55.0
_LEAST_IF_LIKELY = 45.0
# A text longer than this is no name that anybody misspelt.
_LONGEST_COMPARED = 100
BRACKETS = re.compile(r"[（(\[【〔][^（()）\]】〕]*[)）\]】〕]")
_YEAR = re.compile(r"(\d{1,4})(?:\.0+)?(?:年|年度|财年)?")

# What templates and tables print for the codes of codes.STATUSES.
STATUS_WORDS = {
    "": "A",
    "正常": "A",
    "正式": "A",
    "正式数": "A",
    "公布": "A",
    "公布值": "A",
    "最终核实": "A",
    "初步": "P",
    "初步数": "P",
    "初步核算": "P",
    "快报": "P",
    "快报数": "P",
    "暂定": "P",
    "provisional": "P",
    "估计": "E",
    "估计值": "E",
    "估算": "E",
    "推算": "E",
    "estimated": "E",
    "插补": "I",
    "断点": "B",
    "口径变化": "B",
    "序列中断": "B",
    "预测": "F",
    "forecast": "F",
}
# What a row says when its figure is to be taken back; it has no value then.
WITHDRAWAL_WORDS = frozenset({"撤回", "撤销", "撤下", "withdraw", "withdrawn"})


# Names of the catalog are shorter; longer texts of a file are not worth the memory to remember.
_LONGEST_REMEMBERED = 100


def normalise(name: str) -> str:
    """A name without what does not tell names apart: spaces, full width, capitals."""
    return _remember(name) if len(name) <= _LONGEST_REMEMBERED else _normalise(name)


def _normalise(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


# The catalog's own names come again with every file.
_remember = lru_cache(maxsize=50_000)(_normalise)


class Suggestion(NamedTuple):
    """What may have been meant: a code and how to call it."""

    code: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """As issues list it."""
        return f"{self.code} {self.zh}"


@dataclass(frozen=True)
class NameMatch:
    """What a text was taken for: a code, or candidates among which nobody decided.

    is_assumed: a code was chosen although other regions bear the name, and nothing beside it says
    which one is meant.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    is_assumed: bool = False
    # The scopes that the file names, where they chose the indicator or left none to choose.
    scopes: tuple[str, ...] = ()


def clean_year(text: str) -> str:
    """2023年, ２０２３ and 2023.0 as 2023; anything else as it stands."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    whole = _YEAR.fullmatch(plain)
    return whole[1] if whole else plain


def clean_status(text: str) -> str:
    """The code of a status written as a word; anything else as it stands."""
    return STATUS_WORDS.get(normalise(text), text.strip().upper() if len(text) < 3 else text)


def suggest_number(text: str) -> str:
    """What a number with letters in it probably was: 2023 for 2o23; empty when there is no guess.

    >>> suggest_number("2o23"), suggest_number("1l.5"), suggest_number("十万")
    ('2023', '11.5', '100000')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    swapped = plain.translate(str.maketrans("oO〇○lI|", "0000111"))
    if re.fullmatch(r"-?\d+(\.\d+)?", swapped):
        return swapped
    return _chinese_number(plain)


def _chinese_number(text: str) -> str:
    digits = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
    digits |= {"六": 6, "七": 7, "八": 8, "九": 9}
    steps = {"十": 10, "百": 100, "千": 1000}
    total = section = digit = 0
    for letter in text:
        if letter in digits:
            digit = digits[letter]
        elif letter in steps:
            section += (digit or 1) * steps[letter]
            digit = 0
        elif letter in "万亿":
            total = (total + section + digit) * (10_000 if letter == "万" else 100_000_000)
            section = digit = 0
        else:
            return ""
    return str(total + section + digit) if text else ""


def letters_of(text: str) -> str:
    """The Latin letters of a text, small."""
    return "".join(letter for letter in text.casefold() if letter.isascii() and letter.isalpha())


def most_similar(
    key: str, names: Mapping[str, str], is_likely: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """Codes of the names most alike in writing or in sound, best first, each once.

    is_likely: codes that go before all others, as far as they are alike at all.
    """
    if not key or len(key) > _LONGEST_COMPARED:
        return []
    queries = {key, _sound(key)} - {""}
    scores: dict[str, float] = {}
    for query in queries:
        # Sound alone is a weaker hint than the characters: 陕西 and 山西 sound alike.
        weight = 1.0 if query == key else 0.95
        for name, score, _ in process.extract(query, names.keys(), scorer=fuzz.ratio, limit=40):
            code = names[name]
            scores[code] = max(scores.get(code, 0.0), score * weight)
    likely = {code for code in scores if is_likely(code)}
    least = {code: _LEAST_IF_LIKELY if code in likely else _LEAST_SCORE for code in scores}
    close = [code for code, score in scores.items() if score >= least[code]]
    return sorted(close, key=lambda code: (code not in likely, -scores[code], code))[:SUGGESTIONS]


def _sound(key: str) -> str:
    if key.isascii():
        return ""
    from pypinyin import lazy_pinyin  # slow to import, and needed for unknown names only

    return letters_of("".join(lazy_pinyin(key, v_to_u=True)))
