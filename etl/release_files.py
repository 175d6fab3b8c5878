"""The folder of releases: who may write, which release is in force, how a new one gets there.

A new release is written under an unfinished name, brought safely to disk, renamed to the next
number, and only then named in CURRENT. Whatever kills the writer on the way leaves the old
release in force and at most files that the next writer removes.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.sql import literal

_UNFINISHED = ".unfinished-"
_CURRENT = "CURRENT"


def current_release(releases: Path) -> int | None:
    """The number of the release in force, None before the first."""
    try:
        return int(Path((releases / _CURRENT).read_text(encoding="utf-8").strip()).stem)
    except FileNotFoundError:
        return None


def release_name(number: int) -> str:
    """The file name of a release: 0001.duckdb for the first."""
    return f"{number:04d}.duckdb"


def rejected_name(number: int) -> str:
    """The file name of the list of rows that a release left out."""
    return f"{number:04d}-rejected.csv"


def unfinished(releases: Path, name: str) -> Path:
    """Where a file of the folder is written before it is whole."""
    return releases / f"{_UNFINISHED}{name}"


@contextmanager
def open_workshop(
    releases: Path, wait_seconds: float | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, int | None]]:
    """Be the only writer: a connection with the release in force attached as `current`.

    Waits for other writers, and removes what killed ones left. Yields the connection with the
    number of the release in force, None before the first. Raises BusyError when others still write
    after wait_seconds; without that it waits for as long as it takes.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with _only_writer(releases, wait_seconds):
        number = current_release(releases)
        _remove_leftovers(releases, number)
        # 1.5 GB hold ten million figures; of a larger load DuckDB puts parts aside on disk.
        connection = duckdb.connect(
            config={
                "threads": 2,
                "memory_limit": "1500MB",
                "temp_directory": str(unfinished(releases, "spill")),
            }
        )
        try:
            if number is not None:
                file = literal(str(releases / release_name(number)))
                connection.execute(f"ATTACH {file} AS current (READ_ONLY)")
            yield connection, number
        finally:
            connection.close()


class BusyError(RuntimeError):
    """Somebody else is publishing, and has been for longer than one would wait."""


@contextmanager
def _only_writer(releases: Path, wait_seconds: float | None) -> Iterator[None]:
    lock = FileLock(releases / ".lock")
    try:
        lock.acquire(timeout=-1 if wait_seconds is None else wait_seconds)
    except Timeout as error:
        raise BusyError("somebody else is publishing") from error
    try:
        yield
    finally:
        lock.release()


def keep_original(releases: Path, sha256: str, content: bytes) -> None:
    """Keep a published file under its checksum; whole, or not at all."""
    folder = releases / "files"
    file = folder / sha256
    if file.exists():
        return
    folder.mkdir(exist_ok=True)
    part = unfinished(releases, sha256)
    part.write_bytes(content)
    _to_disk(part)
    part.replace(file)
    _to_disk(folder)


def put_in_force(releases: Path, number: int) -> None:
    """Rename the unfinished files of a release to its number and name it in CURRENT."""
    for name in (rejected_name(number), release_name(number)):
        if unfinished(releases, name).exists():
            _to_disk(unfinished(releases, name))
            unfinished(releases, name).replace(releases / name)
    _to_disk(releases)
    pointer = unfinished(releases, _CURRENT)
    pointer.write_text(f"{release_name(number)}\n", encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(releases / _CURRENT)
    _to_disk(releases)


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(releases: Path, current: int | None) -> None:
    """Remove unfinished files, and numbered ones that never came into force."""
    for path in releases.iterdir():
        numbered = re.match(r"(\d+)[-.]", path.name)
        is_ahead = numbered is not None and int(numbered[1]) > (current or 0)
        if not (path.name.startswith(_UNFINISHED) or is_ahead):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
