"""All that can be found by name: regions, indicators, everyday words, pages, methods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scoreboard.answers.pages import page_words
from scoreboard.catalog import Catalog, Text
from scoreboard.language.search_keys import search_keys

Kind = Literal["word", "region", "indicator", "page", "method"]
# What a Chinese name of a place may end in, with its pinyin: 洛阳市 is asked for as luoyang.
_ENDINGS = {
    "省": "sheng",
    "市": "shi",
    "县": "xian",
    "区": "qu",
    "州": "zhou",
    "盟": "meng",
    "旗": "qi",
}
_LEFT_OUT = re.compile(r"[\s'’·]+")
_LEVELS = ("nation", "province", "city", "county", "zone")


@dataclass(frozen=True)
class Findable:
    """One thing that can be found, with all its spellings as they are compared.

    order: of two that match alike, the one with the lower comes first. names: whole names; shorts:
    short ones; synonyms: what publications and people call it; readings: pinyin and its initials.
    """

    kind: Kind
    code: str
    order: tuple[int, int]
    names: tuple[str, ...]
    shorts: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def spellings(self) -> Iterator[str]:
        """All spellings that somebody may have meant and mistyped."""
        yield from (*self.names, *self.shorts, *self.synonyms)
        # Initials are too short to be told apart.
        yield from (reading for reading in self.readings if len(reading) > len(self.names[0]))


def fold(text: str) -> str:
    """A text as texts are compared: small letters, signs of one width, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


@lru_cache(maxsize=4)
def entries_of(catalog: Catalog) -> tuple[Findable, ...]:
    """Everything in the catalog, and every page, that can be found."""
    return (
        *_words(catalog),
        *_regions(catalog),
        *_indicators(catalog),
        *_pages(),
        *_methods(catalog),
    )


def names_read_aloud(catalog: Catalog) -> list[str]:
    """The Chinese names whose pinyin the search needs, to be learnt beforehand."""
    named: list[Text] = [
        *(r.name for r in catalog.regions.values()),
        *(i.name for i in catalog.indicators.values()),
        *(m.name for m in catalog.methods.values()),
    ]
    words = [word for entry in catalog.everyday_words.values() for word in _chinese(entry.words)]
    return [*(text.zh for text in named), *words, *(name for name, _ in page_words("zh").values())]


def bare(text: str) -> str:
    """A folded text without what is left out in typing: xi'an, xi an."""
    return _LEFT_OUT.sub("", text)


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(text) for text in texts if text))


def _chinese(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.isascii()]


def _readings(names: Iterable[str]) -> tuple[str, ...]:
    """Pinyin and initials of Chinese names, with and without the ending of a place."""
    found: list[str] = []
    for name in names:
        initials_and_whole = [key for key in search_keys(name, "") if key.isascii()]
        found += initials_and_whole
        ending = _ENDINGS.get(name[-1:], "")
        if ending and len(name) > 2:
            found += [
                key.removesuffix(ending if key.endswith(ending) else ending[0])
                for key in initials_and_whole
            ]
    return tuple(dict.fromkeys(found))


def _words(catalog: Catalog) -> Iterator[Findable]:
    for place, word in enumerate(catalog.everyday_words.values()):
        names = _folded(word.words)
        # Their initials are those of half of all places.
        longest = max(map(len, _chinese(names)))
        whole = tuple(r for r in _readings(_chinese(word.words)) if len(r) > longest)
        yield Findable("word", word.code, (0, place), names, readings=whole)


def _regions(catalog: Catalog) -> Iterator[Findable]:
    for place, region in enumerate(catalog.regions.values()):
        if region.valid_to is not None:
            continue
        shorts = _folded([region.short_name.zh, region.short_name.en])
        shorts += tuple(bare(short) for short in shorts)
        order = (1 + _LEVELS.index(region.level), place)
        names = _folded([region.name.zh, region.name.en])
        yield Findable("region", region.code, order, names, shorts, (), _readings([region.name.zh]))


def _indicators(catalog: Catalog) -> Iterator[Findable]:
    for place, indicator in enumerate(catalog.indicators_in_order()):
        names = _folded([indicator.name.zh, indicator.name.en])
        # What a bracket adds is left out by most who ask: R&D经费投入强度（首次公布）.
        shorts = _folded(name.split("(")[0] for name in names)
        synonyms = _folded(indicator.synonyms)
        readings = _readings([indicator.name.zh])
        yield Findable("indicator", indicator.code, (2, place), names, shorts, synonyms, readings)


def _pages() -> Iterator[Findable]:
    chinese, english = page_words("zh"), page_words("en")
    for place, (page, (name, question)) in enumerate(chinese.items()):
        names = _folded([name, english[page][0]])
        synonyms = _folded([question, english[page][1]])
        yield Findable("page", page, (8, place), names, (), synonyms, _readings([name]))


def _methods(catalog: Catalog) -> Iterator[Findable]:
    for place, method in enumerate(catalog.methods.values()):
        names = _folded([method.name.zh, method.name.en])
        yield Findable(
            "method", method.code, (9, place), names, (), (), _readings([method.name.zh])
        )
