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

from etl.readers import cells as c
from scoreboard.paths import CATALOG

WHOLE = "whole_society"
# Stands beside a scope of which it is unclear which columns it belongs to.
UNCLEAR = "?"
_LONGEST = 400


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

    >>> sorted(named_in("各市规模以上工业企业R&D经费")), sorted(named_in("各省市区R&D经费"))
    (['industrial_firms'], [])
    """
    return _named_in(text[:_LONGEST]) if len(text) > 1 else frozenset()


@lru_cache(maxsize=8192)
def _named_in(text: str) -> frozenset[str]:
    pattern, code_of, *_ = _words()
    return frozenset(code_of[word] for word in pattern.findall(_tidy(text))) - {""}


def without_words(text: str) -> str:
    """A text without the words of scopes, and without brackets and signs that they leave empty."""
    pattern, code_of, *_ = _words()
    kept = pattern.sub(lambda m: "" if code_of[m.group()] else m.group(), _tidy(text))
    return re.sub(r"\(\s*\)", "", kept).strip(" -·:,、;_的")


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
