"""Which words of a title or header say that figures are of a part of society only.

The words are the catalog's (scopes.csv). They are read from the file directly, because the process
that opens a strange file must start fast.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from etl.read import cells as c
from etl.read.vocabulary import place_names
from scoreboard.paths import CATALOG

WHOLE = "whole_society"
# Stands beside a scope of which it is unclear which columns it belongs to.
UNCLEAR = "?"
_LONGEST = 400
_LEFT_OUT = re.compile(
    "不含|不包[括含]|不计|剔除|扣除|除.+外|以外|之外|非|excluding|except|without"
)
# Something is left out, whatever it is; but not what no figure of the provinces holds.
_IS_WITHOUT = re.compile(
    "不(?:含|包[括含])(?!港|澳|台|香港|我国港|农户|[增]?[值]?税|价格)|(?<!内部支出)[^及和与、]外部支出"
)
_WITHOUT_WHAT = re.compile("(?:不含|不包[括含]|剔除|扣除|除)([\u3400-\u9fff]{2,12})")
_OF_NO_PROVINCE = frozenset(["香港", "澳门", "台湾"])
# With a place before them these are the names of single ones: 浙江大学.
_SINGLE = frozenset({"大学", "医院"})
# What may stand before the word of a scope without changing what it means.
_JOINING = frozenset("省市区县州盟旗国年度各及和与或的按分由在中类等内全其有于")


class _Words(NamedTuple):
    """The words of all scopes as one pattern, and what each of them means ('' for no scope).

    answers: codes, names and words, with the scope that an analyst means by them.
    """

    pattern: re.Pattern[str]
    code_of: dict[str, str]
    within: dict[str, str]
    answers: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    code_of: dict[str, str] = {}
    within: dict[str, str] = {}
    answers: dict[str, str] = {}
    with (CATALOG / "scopes.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            within[row["code"]] = row["within"]
            is_whole = row["code"] == WHOLE
            said = (row["code"], row["name_zh"], row["name_en"], *_listed(row["words"]))
            answers |= dict.fromkeys(map(_tidy, said), row["code"])
            code_of |= dict.fromkeys(map(_tidy, _listed(row["unless_in"])), "")
            code_of |= dict.fromkeys(
                map(_tidy, _listed(row["words"])), "" if is_whole else row["code"]
            )
    code_of.pop("", None)
    longest_first = sorted(code_of, key=lambda word: (-len(word), word))
    pattern = "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in longest_first
    )
    return _Words(re.compile(pattern), code_of, within, answers)


def _listed(text: str) -> list[str]:
    return [word for word in text.split("|") if word]


def _tidy(text: str) -> str:
    return c.squeeze(c.plain(text)).casefold()


def named_in(text: str) -> frozenset[str]:
    """The codes of the scopes that a text names; the longest words count, and each word once.

    UNCLEAR is among them where a text leaves something out, or qualifies a word in its own way.

    >>> sorted(named_in("各市规模以上工业企业R&D经费")), sorted(named_in("各省市区R&D经费"))
    (['industrial_firms'], [])
    >>> sorted(named_in("R&D经费（不含高校）")), sorted(named_in("骨干企业R&D经费"))
    (['?', 'higher_education'], ['?', 'enterprises'])
    """
    return _named_in(text[:_LONGEST]) if len(text) > 1 else frozenset()


@lru_cache(maxsize=8192)
def _named_in(text: str) -> frozenset[str]:
    pattern, code_of, *_ = _words()
    tidied = _tidy(text)
    named, end = set(), 0
    for match in pattern.finditer(tidied):
        code = code_of[match.group()]
        before = tidied[: match.start()]
        if code and match.start() > end and _is_qualified(before, match.group()):
            named.add(UNCLEAR)
        named.add(code)
        end = match.end()
    named.discard("")
    if _IS_WITHOUT.search(tidied) or (named and _LEFT_OUT.search(tidied)):
        named.add(UNCLEAR)
    return frozenset(named)


def leaves_out_places(text: str) -> bool:
    """Whether a note says that some place of the catalog is not counted: 广东不含深圳."""
    for match in _WITHOUT_WHAT.finditer(_tidy(text)):
        named = {match[1][:length] for length in range(2, 13)} & place_names()
        if any(name[:2] not in _OF_NO_PROVINCE for name in named):
            return True
    return False


def _is_qualified(before: str, word: str) -> bool:
    """Whether a word is qualified by the text before: 骨干企业 are not 企业, 江苏企业 are."""
    if not re.fullmatch("[\u3400-\u9fff]", before[-1]) or before[-1] in _JOINING:
        return False
    return word in _SINGLE or not any(before[-length:] in place_names() for length in (2, 3, 4))


def without_words(text: str) -> str:
    """A text without the words of scopes, and without brackets and signs that they leave empty."""
    pattern, code_of, *_ = _words()
    kept = pattern.sub(lambda m: "" if code_of[m.group()] else m.group(), _tidy(text))
    return re.sub(r"\(\s*\)", "", kept).strip(" -·:,、;_的")


def is_bare_scope(text: str) -> bool:
    """Whether a text names a scope and nothing else."""
    return bool(named_in(text)) and not without_words(text)


def words_of(code: str) -> list[str]:
    """The words of one scope, in plain signs and small letters, longest first."""
    words = [word for word, meant in _words().code_of.items() if meant == code]
    return sorted(words, key=lambda word: (-len(word), word))


def wider(code: str) -> tuple[str, ...]:
    """The scope itself and those that it lies in, from the narrowest to the widest."""
    within = _words().within
    line: list[str] = []
    while code and code not in line:
        line.append(code)
        code = within.get(code, "")
    return tuple(line)


def narrowest(codes: Iterable[str]) -> str:
    """The scope that lies in all the others; '' where there is none such."""
    listed = set(codes)
    return next((code for code in sorted(listed) if listed <= set(wider(code))), "")


def code_of(answer: str) -> str:
    """The scope that an analyst's answer means, by code, name or one of its words; '' for none."""
    return _words().answers.get(_tidy(answer), "")
