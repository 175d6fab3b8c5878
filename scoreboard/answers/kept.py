"""The one place where what was worked out is kept, for all readers of this process.

A function marked `kept` is pure: the same release, choice and language give the same result. The
release is part of every key, and with it the catalog. What is kept is shared, so nobody changes it.
"""

from __future__ import annotations

import dataclasses
import functools
import logging
import sys
import threading
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache

P = ParamSpec("P")
T = TypeVar("T")

# What was used least lately goes when there is more than this.
LIMIT_BYTES = 64 * 2**20
_LOG_EVERY = 1_000
_log = logging.getLogger("scoreboard.answers")


class Shared:
    """What results refer to and do not hold, such as the release: it counts for nothing."""


def size_of(value: object, seen: set[int] | None = None) -> int:
    """About how many bytes a result holds; objects that are not data count little.

    An object that stands in the result more than once, or in `seen`, counts once.
    """
    if isinstance(value, Shared):
        return 0
    seen = set() if seen is None else seen
    if id(value) in seen:
        return 8
    seen.add(id(value))
    if isinstance(value, Mapping):
        return 100 + sum(size_of(k, seen) + size_of(v, seen) for k, v in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return 60 + sum(size_of(each, seen) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return 60 + sum(size_of(getattr(value, f.name, None), seen) for f in fields)
    return _size_of_one(value)


def _size_of_one(value: object) -> int:
    """The same for what holds no other results."""
    if isinstance(value, bytes | str):
        return sys.getsizeof(value)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(index=True, deep=False).sum()) + 1_000 * value.shape[1]
    if isinstance(value, pd.Series):
        return int(value.memory_usage(index=True, deep=False)) + 500
    if isinstance(value, np.ndarray):
        return int(value.nbytes) + 100
    return 100 if isinstance(value, functools.partial) else 50


def _take_out(result: T) -> T:
    """A frame with texts of its own: those cut or joined from others hold on to all of these."""
    if not isinstance(result, pd.DataFrame):
        return result
    frame = result.copy(deep=False)
    for name, column in frame.items():
        if isinstance(column.array, pd.arrays.ArrowStringArray):
            frame[name] = column.array.take(np.arange(len(frame)))
    return frame


class _Keeper:
    """Results by key, bounded in bytes; one thread works at a time, and the others wait.

    Pandas lets go of the interpreter at every small step, and each time waits for its turn again:
    two threads that work at once take several times as long as one after the other.
    """

    def __init__(self, limit: int) -> None:
        self._results: LRUCache[Hashable, Any] = LRUCache(limit, getsizeof=size_of)
        self._changed = threading.Lock()
        self._working = threading.RLock()
        self.hits = self.misses = 0
        self._next_log = _LOG_EVERY

    def get(self, key: Hashable, work: Callable[[], T]) -> T:
        found = self._find(key)
        if found is None:
            with self._working:
                found = self._find(key)  # another thread may have worked it out meanwhile
                if found is None:
                    found = (_take_out(work()),)
                    self._keep(key, found[0])
        result: T = found[0]
        return result

    def _find(self, key: Hashable) -> tuple[Any] | None:
        with self._changed, suppress(KeyError):
            found = self._results[key]
            self.hits += 1
            return (found,)
        return None

    def _keep(self, key: Hashable, result: object) -> None:
        with self._changed:
            with suppress(ValueError):  # larger than all that is kept: worked out each time
                self._results[key] = result
            self.misses += 1
            if self.hits + self.misses >= self._next_log:
                self._next_log = self.hits + self.misses + _LOG_EVERY
                _log.info("%s", self)

    def clear(self) -> None:
        with self._changed:
            self._results.clear()
            self.hits = self.misses = 0
            self._next_log = _LOG_EVERY

    def __str__(self) -> str:
        asked = self.hits + self.misses
        return (
            f"{len(self._results):,} results kept, {self._results.currsize / 2**20:.1f} MB, "
            f"{self.hits / max(asked, 1):.0%} of {asked:,} found"
        )


keeper = _Keeper(LIMIT_BYTES)


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a pure function returns; every argument must be hashable, the first a release.

    An error is not kept.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (name, args, tuple(sorted(kwargs.items())))
        return keeper.get(key, lambda: function(*args, **kwargs))

    return wrapper
