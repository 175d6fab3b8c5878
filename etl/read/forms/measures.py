"""Whether a title measures what the names below it do not say: 人均R&D经费 above a column R&D经费.

A rate of growth, an increment, a share or an amount per head under the plain name of an indicator
would be published as the indicator itself. Titles that list several indicators of which each has
its own column say nothing of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from etl.read import cells as c
from etl.read.forms.headings import why_no_figure
from etl.read.forms.leaving_out import label_key

_WORDS = {
    "growth": "增速|增长率|增长速度|增长幅度|增幅",
    "increment": "(?:比上年|较上年|净)?(?:增量|增加额|增加量|增长额|增长量)|净增",
    "share": "占比|占[^,、及和与占]{0,12}(?:比重|比例|份额)|比重|所占比例|份额",
    "per_head": "人均|每(?:百|千)?万人|户均",
}
_MEASURE = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_BETWEEN = re.compile("[、,;及和与]|以及")
_NAME_OF_RD = re.compile("研究与试验发展|研究与开发|科学研究与技术开发")
_NOISE = re.compile(r"(?:19|20)\d\d年?|其中|[各全本][省市县区地]+|的|情况|统计|[表(（)）:：.\d—–-]")
_FEWEST = 2


class _Item(NamedTuple):
    """One thing that a title names: what it does to it ('' for nothing), and the rest."""

    kind: str
    words: str
    rest: str


def says_so(title: str) -> bool:
    """Whether a title speaks of growth, increments, shares or amounts per head."""
    return bool(_MEASURE.search(_tidy(title)))


def said_by_title_alone(
    titles: Iterable[str], headers: Iterable[str], names: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], str]]:
    """The names that a title measures otherwise than they say themselves, with the title's words.

    names are indicators with their units. headers: all words of the table's header; where one of
    them says it, the title speaks of that column.
    """
    listed = [list(_items(title)) for title in titles if says_so(title)]
    said = {kind for header in headers for kind in _kinds(header)}
    for name, unit in names:
        own = said.union(_kinds(name))
        for items in listed:
            told = [i for i in items if i.kind not in own and _is_of(name, i, items)]
            if told and not _agrees(told[0].kind, unit):
                yield (name, unit), told[0].words
                break


def _items(title: str) -> Iterator[_Item]:
    for part in _BETWEEN.split(_tidy(title)):
        match = _MEASURE.search(part)
        rest = _NOISE.sub("", _MEASURE.sub("", part)).removeprefix("其")
        yield _Item(str(match.lastgroup), match.group(), rest) if match else _Item("", "", rest)


def _is_of(name: str, item: _Item, items: list[_Item]) -> bool:
    """Whether an item of a title speaks of the figures of that name."""
    if not item.kind:
        return False
    if len(items) == 1:
        return True
    key = label_key(_tidy(name))
    plain = [other.rest for other in items if not other.kind]
    return _matches(key, item.rest) and not any(_matches(key, rest) for rest in plain)


def _matches(key: str, rest: str) -> bool:
    rest = label_key(rest)
    return len(rest) >= _FEWEST and (key in rest or rest in key)


def _agrees(kind: str, unit: str) -> bool:
    """Whether the unit shows that figures are what the title says, so that names are short."""
    if kind in ("growth", "share"):
        return unit in ("%", "‰", "百分点")
    return kind == "per_head" and "/" in unit


def _kinds(text: str) -> set[str]:
    found = {str(match.lastgroup) for match in _MEASURE.finditer(_tidy(text))}
    return found | ({"growth", "increment"} if why_no_figure(text) == "growth" else set())


def _tidy(text: str) -> str:
    return _NAME_OF_RD.sub("R&D", c.squeeze(c.plain(text)))
