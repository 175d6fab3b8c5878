"""The only writer in the folder of releases: who may write, and how a release comes into force.

A new release is written under an unfinished name, brought safely to disk, renamed to the next
number, and only then named in CURRENT. Whatever kills the writer on the way leaves the old
release in force. Nothing is ever removed but unfinished files by their exact names.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.release.history import FILE_FAULTS, History, is_of_release
from etl.sql import literal
from scoreboard.catalog.models import Text
from scoreboard.store.folder import (
    CURRENT,
    HIGHEST,
    NewerReleaseError,
    ReleaseFolderError,
    UnreadableReleaseError,
    current_release,
    list_numbers,
    release_name,
    unreadable,
)

_UNFINISHED = ".unfinished-"
# The unfinished files of a writer, by their exact names: only these are ever removed.
_LEFTOVER = re.compile(
    re.escape(_UNFINISHED)
    + r"(\d{4,}\.duckdb(\.wal)?|\d{4,}-rejected\.csv|CURRENT|\.highest-number|spill|[0-9a-f]{64})"
)
_LOCK = ".lock"
# What a disk or a folder refuses, not what a program does wrong.
_REFUSALS = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EIO", "EISDIR")
    if hasattr(errno, name)
)
# How often, and how long apart, a name is given anew where a reader holds the old file (Windows).
_ATTEMPTS, _PAUSE = 50, 0.02


class BusyError(RuntimeError):
    """Somebody else is publishing, and has been for longer than one would wait."""


def rejected_name(number: int) -> str:
    """The file name of the list of rows that a release left out."""
    return f"{number:04d}-rejected.csv"


def unfinished(releases: Path, name: str) -> Path:
    """Where a file of the folder is written before it is whole."""
    return releases / f"{_UNFINISHED}{name}"


@contextmanager
def open_workshop(
    releases: Path,
    wait_seconds: float | None = None,
    based_on: Callable[[Path], int | None] = current_release,
) -> Iterator[History]:
    """Be the only writer: the release in force and all before it, on a connection to write with.

    Waits for other writers, and removes what killed ones left. based_on: which release to go on
    from, the one in force unless that is what is to be mended. Raises BusyError when others still
    write after wait_seconds (without that it waits for as long as it takes), and
    ReleaseFolderError when the release in force is not known or not readable, or when nothing can
    be written here.
    """
    number: int | None = None
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with _only_writer(releases, wait_seconds):
            number = based_on(releases)
            if (releases / CURRENT).is_dir():
                raise _POINTER_IS_FOLDER
            _remove_leftovers(releases)
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
                yield History(connection, number)
            finally:
                connection.close()
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        raise _refusal(error.strerror or str(error)) from error
    except (*FILE_FAULTS, duckdb.OutOfMemoryException) as error:
        if number is not None and is_of_release(error, number):
            raise unreadable(number, str(error)) from error
        raise _refusal(str(error)) from error


_POINTER_IS_FOLDER = ReleaseFolderError(
    Text(
        zh=f"版本文件夹中的{CURRENT}是一个文件夹，请先移走。没有发布任何内容。",
        en=f"{CURRENT} in the folder of releases is a folder; move it away first. Nothing was"
        " published.",
    )
)


def _refusal(reason: str) -> ReleaseFolderError:
    """That the folder cannot be written to, and that nothing has changed."""
    first = next(iter(reason.strip().splitlines()), "")[:300]
    return ReleaseFolderError(
        Text(
            zh=f"版本文件夹无法写入（{first}）。没有发布任何内容，有效版本未变。"
            "请腾出磁盘空间或检查写入权限，然后重试。",
            en=f"The folder of releases cannot be written to ({first}). Nothing was published; the"
            " release in force is as it was. Free some disk space or check the permissions, then"
            " try again.",
        )
    )


@contextmanager
def _only_writer(releases: Path, wait_seconds: float | None) -> Iterator[None]:
    lock = FileLock(releases / _LOCK)
    try:
        lock.acquire(timeout=-1 if wait_seconds is None else wait_seconds)
    except Timeout as error:
        raise BusyError("somebody else is publishing") from error
    try:
        yield
    finally:
        lock.release()


def newest_readable(releases: Path) -> int | None:
    """The release in force or, where that cannot be read, the newest one that can; else None.

    Raises NewerReleaseError: what a newer program wrote is not gone around.
    """
    candidates = list_numbers(releases)[::-1]
    try:
        current = current_release(releases)
    except ReleaseFolderError:
        current = None
    if current is not None:
        candidates = [current, *(n for n in candidates if n != current)]
    for number in candidates:
        fault = find_fault(releases, number)
        if isinstance(fault, NewerReleaseError):
            raise fault
        if fault is None:
            return number
    return None


def find_fault(releases: Path, number: int) -> UnreadableReleaseError | None:
    """Why a release cannot be read from its first to its last figure; None when it can."""
    # Imported here: reading releases loads pandas, which a build does without.
    from scoreboard.store.reading import Store

    try:
        Store(releases, number).read_all()
    except UnreadableReleaseError as error:
        return error
    return None


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
    _names_to_disk(folder)


def put_in_force(releases: Path, number: int) -> None:
    """Rename the unfinished files of a release to its number and name it in CURRENT.

    All that a full disk may refuse is written before. The number is noted: it is not given again
    even when the file is taken away.
    """
    _prepare_line(releases, HIGHEST, str(number))
    _prepare_line(releases, CURRENT, release_name(number))
    for name in (rejected_name(number), release_name(number)):
        if unfinished(releases, name).exists():
            _to_disk(unfinished(releases, name))
            unfinished(releases, name).replace(releases / name)
    _names_to_disk(releases)
    _replace(releases, HIGHEST)
    _replace(releases, CURRENT)


def _prepare_line(releases: Path, name: str, line: str) -> None:
    """Write what a file of one line is to say."""
    part = unfinished(releases, name)
    part.write_text(f"{line}\n", encoding="utf-8")
    _to_disk(part)


def _replace(releases: Path, name: str) -> None:
    """Put a prepared file in place of the one before, in one step."""
    part = unfinished(releases, name)
    for attempt in range(_ATTEMPTS):
        try:
            part.replace(releases / name)
            break
        except PermissionError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE)
    _names_to_disk(releases)


def _to_disk(file: Path) -> None:
    """Wait until a file would survive a power cut."""
    # Windows syncs only what is open for writing.
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _names_to_disk(folder: Path) -> None:
    """Wait until the names in a folder would survive a power cut, where the system can do that.

    Windows and some network drives refuse to open a folder; they keep names in their own journal.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES):
            raise
    finally:
        os.close(descriptor)


def _remove_leftovers(releases: Path) -> None:
    """Remove the unfinished files of killed writers."""
    for path in releases.iterdir():
        if not _LEFTOVER.fullmatch(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
