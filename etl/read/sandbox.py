"""Opens files in a process of its own, so that none can crash, stall or fill the dashboard.

A file that takes more time or memory than allowed ends that process and is told of as a finding;
the files after it go to a new one. Memory is bounded on POSIX systems; Windows bounds time only.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

import orjson

from etl.read.child import receive, restore, send
from etl.read.model import Finding, Hints, Limits
from scoreboard.paths import ROOT

_ABORTED = {-6, -9, -11}  # what Linux and Rust end a process with that gets no more memory
_CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from etl.read.child import main; main()"

_EMPTY: dict[str, Any] = {"count": 0, "figures": {}, "sheets": [], "forms": [], "skipped": []}


def read_all(
    contents: Sequence[bytes], form: str | None, hints: Hints, limits: Limits
) -> Iterator[dict[str, Any]]:
    """What each file holds, in order, as etl.read.child.read gives it; never an exception."""
    # Named tuples are to orjson no tuples.
    settings = orjson.dumps({"form": form, "hints": asdict(hints)}, default=tuple)
    place = 0
    while place < len(contents):
        try:
            started = _Child(contents[place:], settings, limits)
        except OSError as error:  # no process to be had
            yield _failed(Finding("crashed", detail=error.strerror or ""))
            place += 1
            continue
        with started as child:
            while place < len(contents):
                answered = child.next_answer()
                yield answered
                place += 1
                if child.has_ended:
                    break


class _Child:
    """One process with its files on the way in and its answers on the way out."""

    def __init__(self, contents: Sequence[bytes], settings: bytes, limits: Limits) -> None:
        self._limits = limits
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.has_ended = False
        bounds = orjson.dumps(asdict(limits)).decode()
        # -I: neither the surroundings nor the user's own packages reach it. -B: writes no cache.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _CODE, str(ROOT), bounds],
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

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()

    def next_answer(self) -> dict[str, Any]:
        """The answer for the next file, or the finding that says why there is none."""
        answered: dict[str, Any] = {}
        deadline = time.monotonic() + self._limits.seconds
        try:
            while "findings" not in answered:  # they come last
                part = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
                if part is None:
                    return _failed(self._reason_of_end())
                answered |= orjson.loads(part)
            return _EMPTY | restore(answered)
        except queue.Empty:
            self._kill()
            return _failed(Finding("timeout", detail=f"{self._limits.seconds:g}"))
        except (ValueError, TypeError, LookupError):
            self._kill()
            return _failed(Finding("crashed", detail="JSON"))

    def _reason_of_end(self) -> Finding:
        self.has_ended = True
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        if code in _ABORTED:
            return Finding("out_of_memory", detail=str(self._limits.bytes_of_memory // 2**20))
        return Finding("crashed", detail=str(code))

    def _kill(self) -> None:
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


def _failed(finding: Finding) -> dict[str, Any]:
    return _EMPTY | {"findings": [tuple(finding)]}
