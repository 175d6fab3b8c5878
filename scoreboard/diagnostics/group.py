"""Figures of several regions that one region is held against, and their median without it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from sys import intern
from typing import TypeVar

from scoreboard.diagnostics.facts import Fact, Yardstick

T = TypeVar("T")


class Group:
    """One indicator's figures by region, sorted once, so that a median costs no second look."""

    def __init__(self, figures: Mapping[str, Fact]) -> None:
        self._figures = figures
        self._sorted = sorted(f.value for f in figures.values())
        self._years = Counter(f.year for f in figures.values())
        self._sources = Counter(f.source_code for f in figures.values())

    def median_without(self, region_code: str, least: int) -> Yardstick | None:
        """The median of the others, with their years and sources; none of fewer than `least`."""
        own = self._figures.get(region_code)
        count = len(self._figures) - (own is not None)
        if count < max(least, 1):
            return None
        gone = count if own is None else bisect_left(self._sorted, own.value)
        low, high = (self._nth((count - 1) // 2, gone), self._nth(count // 2, gone))
        years = _without(self._years, own and own.year)
        sources = _without(self._sources, own and own.source_code)
        code = next(iter(self._figures.values())).indicator_code
        middle = (low + high) / 2
        return Yardstick(
            "level", code, middle, min(years), max(years), count, join_sources(sources)
        )

    def _nth(self, place: int, gone: int) -> float:
        """The value at a place among the sorted ones when the one at `gone` is left out."""
        return self._sorted[place + (place >= gone)]


def join_sources(codes: Iterable[str]) -> str:
    """Codes of sources, each once, in their order."""
    return intern("|".join(dict.fromkeys(c for code in codes for c in str(code).split("|") if c)))


def _without(counted: Counter[T], own: object) -> list[T]:
    """What is left when one of a kind is taken away."""
    return [key for key, count in counted.items() if count > (key == own)]
