"""How well something typed fits an entry, and what was probably meant where nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from scoreboard.answers.search.entries import Findable, bare, entries_of
from scoreboard.catalog import Catalog

# From best to worst; what fits in no way has no rank.
NAME, SHORT, PREFIX, SYNONYM, READING, INSIDE = range(6)
# Below this likeness, of 100, a spelling is another word. Two characters share one of them at 50.
_ALIKE = {True: 72.0, False: 49.0}


def find(entries: Iterable[Findable], typed: str) -> list[tuple[int, Findable]]:
    """The entries that a folded text fits, the best first, each with its rank NAME … INSIDE."""
    short = bare(typed)
    # One letter would begin the pinyin of a tenth of all names.
    reading = short if len(short) > 1 and short.isascii() else ""
    # Latin letters must begin a word where they stand inside.
    inside = re.compile((r"(?<![a-z0-9])" if typed.isascii() else "") + re.escape(typed))
    found = [
        (rank, entry)
        for entry in entries
        if (rank := _rank(entry, typed, short, reading, inside)) is not None
    ]
    return sorted(found, key=lambda one: (one[0], _is_begun(one[0], one[1], reading), one[1].order))


def _rank(
    entry: Findable, typed: str, short: str, reading: str, inside: re.Pattern[str]
) -> int | None:
    if typed in entry.names:
        return NAME
    if typed in entry.shorts or short in entry.shorts:
        return SHORT
    if any(name.startswith(typed) for name in entry.names + entry.shorts):
        return PREFIX
    if typed in entry.synonyms:
        return SYNONYM
    if reading and any(key.startswith(reading) for key in entry.readings):
        return READING
    return INSIDE if any(inside.search(name) for name in entry.names + entry.synonyms) else None


def _is_begun(rank: int, entry: Findable, reading: str) -> bool:
    """Whether only the beginning of a reading was typed; a whole one comes first."""
    return rank == READING and reading not in entry.readings


def nearest(catalog: Catalog, typed: str, count: int) -> list[Findable]:
    """The entries that are spelled most like a text that fits none, the likeliest first."""
    if len(typed) < 2:
        return []
    spellings, owners = _spellings(catalog)
    alike: list[Any] = process.extract(
        typed, spellings, scorer=fuzz.ratio, score_cutoff=_ALIKE[typed.isascii()], limit=60
    )
    alike.sort(key=lambda one: (-one[1], owners[one[2]].order))
    return list(dict.fromkeys(owners[place] for _text, _score, place in alike))[:count]


@lru_cache(maxsize=4)
def _spellings(catalog: Catalog) -> tuple[list[str], list[Findable]]:
    pairs = [(spelling, entry) for entry in entries_of(catalog) for spelling in entry.spellings]
    return [spelling for spelling, _ in pairs], [entry for _, entry in pairs]
