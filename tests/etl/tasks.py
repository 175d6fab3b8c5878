"""Work for tests/etl/test_bounded.py, done in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

Progress = Callable[[str], None]


def add(first: int, second: int, progress: Progress) -> int:
    """A sum, with a step before it and something printed between."""
    progress("adding")
    print("printed by a library")
    return first + second


def give_back(known: Any, progress: Progress) -> dict[str, Any]:
    """An answer that refers to an argument twice."""
    return {"known": known, "list": [known, "new"]}


def never_end(progress: Progress) -> None:
    """Start another process, tell both numbers, and never answer."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    progress(f"{os.getpid()} {other.pid}")
    time.sleep(600)


def fill_memory(progress: Progress) -> int:
    """Ask for more memory than there may be."""
    return sum(len(part) for part in [bytearray(64 * 2**20) for _ in range(64)])


def end_at_once(progress: Progress) -> None:
    """End the process without a word."""
    os._exit(3)


def fail(progress: Progress) -> None:
    """Fail as a fault of the program does."""
    raise LookupError("a fault of the program")
