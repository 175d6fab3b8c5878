"""Opens files in a process of its own, so that none can crash, stall or fill the dashboard.

A file that takes more time or memory than allowed ends that process and is told of as a raw issue;
the files after it go to a new one. Many files are read by several processes side by side. Memory
is bounded on POSIX systems; Windows bounds time only.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from typing import IO, Any

import orjson

from etl.read.child import receive, restore, send
from etl.read.model import FileLimits, Hints, RawIssue
from scoreboard.paths import ROOT

_ABORTED = {-6, -9, -11}  # what Linux and Rust end a process with that gets no more memory
# Nothing that is loaded at the start is ever given back: to look through it for waste takes time.
_CODE = (
    "import gc, sys; gc.disable(); sys.path.insert(0, sys.argv.pop(1));"
    " from etl.read.child import main; main()"
)

# So many processes at the most, and one more for each so many bytes: to start one takes time, too.
_AT_ONCE = min(4, os.cpu_count() or 1)
_WORTH_ONE = 2**20

_EMPTY: dict[str, Any] = {"count": 0, "figures": {}, "sheets": [], "forms": [], "skipped": []}


def read_all(
    contents: Sequence[bytes], form: str | None, hints: Hints, limits: FileLimits
) -> Iterator[dict[str, Any]]:
    """What each file holds, in order, as etl.read.child.read gives it; never an exception."""
    # Named tuples are to orjson no tuples.
    settings = orjson.dumps({"form": form, "hints": asdict(hints)}, default=tuple)
    count = min(_AT_ONCE, len(contents), 1 + sum(map(len, contents)) // _WORTH_ONE)
    with ExitStack() as stack:
        # Dealt out in turn, so that the answers are had in order.
        hands = [
            stack.enter_context(_Hand(contents[first::count], settings, limits))
            for first in range(count)
        ]
        for place in range(len(contents)):
            yield hands[place % count].next_answer()


class _Hand:
    """Some of the files, given to one process after another: none comes twice, none is left out."""

    def __init__(self, contents: Sequence[bytes], settings: bytes, limits: FileLimits) -> None:
        self._contents, self._settings, self._limits = contents, settings, limits
        self._place = 0
        self._child: _Child | None = None

    def __enter__(self) -> _Hand:
        with suppress(OSError):  # told when the answer is asked for
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.end()

    def next_answer(self) -> dict[str, Any]:
        """The answer for the next file, or the raw issue that says why there is none."""
        try:
            child = self._child or self._start()
        except OSError as error:  # no process to be had
            self._place += 1
            return _failed(RawIssue("crashed", detail=error.strerror or ""))
        answered = child.next_answer()
        self._place += 1
        if child.has_ended:
            child.end()
            self._child = None
        return answered

    def _start(self) -> _Child:
        self._child = _Child(self._contents[self._place :], self._settings, self._limits)
        return self._child


class _Child:
    """One process with its files on the way in and its answers on the way out."""

    def __init__(self, contents: Sequence[bytes], settings: bytes, limits: FileLimits) -> None:
        self._limits = limits
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.has_ended = False
        bounds = orjson.dumps(asdict(limits)).decode()
        # -I: neither the surroundings nor the user's own packages reach it. It may keep compiled
        # what it loads: without that a start takes half as long again.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CODE, str(ROOT), bounds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._threads = [
            threading.Thread(
                target=_feed, args=(self._process.stdin, contents, settings), daemon=True
            ),
            threading.Thread(
                target=_collect, args=(self._process.stdout, self._answers), daemon=True
            ),
        ]
        for thread in self._threads:
            thread.start()

    def next_answer(self) -> dict[str, Any]:
        """The answer for the next file, or the raw issue that says why there is none."""
        answered: dict[str, Any] = {}
        deadline = time.monotonic() + self._limits.seconds
        try:
            while "raw_issues" not in answered:  # they come last
                part = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
                if part is None:
                    return _failed(self._reason_of_end())
                answered |= orjson.loads(part)
            return _EMPTY | restore(answered)
        except queue.Empty:
            self.end()
            return _failed(RawIssue("timeout", detail=f"{self._limits.seconds:g}"))
        except (ArithmeticError, ValueError, TypeError, LookupError):
            self.end()
            return _failed(RawIssue("crashed", detail="JSON"))

    def _reason_of_end(self) -> RawIssue:
        self.has_ended = True
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        if code in _ABORTED:
            return RawIssue("out_of_memory", detail=str(self._limits.bytes_of_memory // 2**20))
        return RawIssue("crashed", detail=str(code))

    def end(self) -> None:
        """Kill the process, whatever it is at."""
        self.has_ended = True
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _feed(pipe: IO[bytes], contents: Sequence[bytes], settings: bytes) -> None:
    # The process may be killed while its input is written; its silence is noticed elsewhere.
    with suppress(OSError, ValueError):
        for content in contents:
            send(pipe, settings)  # type: ignore[arg-type]
            send(pipe, content)  # type: ignore[arg-type]
        pipe.close()


def _collect(pipe: IO[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    with suppress(OSError, ValueError):
        while (message := receive(pipe)) is not None:  # type: ignore[arg-type]
            answers.put(message)
    answers.put(None)


def _failed(raw_issue: RawIssue) -> dict[str, Any]:
    return _EMPTY | {"raw_issues": [tuple(raw_issue)]}
