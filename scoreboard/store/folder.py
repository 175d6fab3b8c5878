"""The folder of releases as every reader and writer sees it: files, numbers, what is in force.

Nothing is written here; etl.release.files is the only writer.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from scoreboard.catalog.models import Text

CURRENT = "CURRENT"
# The largest number that a release of the folder ever had, so that none is given twice.
HIGHEST = ".highest-number"
# What a release holds: 1 without a table release_format, 2 with it. A release of a higher number
# was made by a newer program and is not read: half of it would be lost.
FORMAT = 2
FORMAT_TABLE = "release_format"
_RELEASE = re.compile(r"(\d{4,})\.duckdb")
# A copy that somebody put aside (0005.duckdb.bak) still says that the number was given.
# Where the folder lies is nobody's business who reads a page.
_FOLDERS = re.compile(r"[^\s\"']*[\\/](?=\d{4,}\.duckdb)")
_NUMBERED = re.compile(r"(\d{4,})(\.duckdb.*|-rejected\.csv)")


class ReleaseFolderError(RuntimeError):
    """The folder of releases or a file in it cannot be used; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence.en


class PointerError(ReleaseFolderError):
    """Releases are there, and CURRENT does not say which of them is in force."""


class UnreadableReleaseError(ReleaseFolderError):
    """A release cannot be read: damaged, gone, or made by a newer program."""

    def __init__(self, number: int, sentence: Text) -> None:
        super().__init__(sentence)
        self.number = number
        # An exception travels between processes by its arguments.
        self.args = (number, sentence)


class NewerReleaseError(UnreadableReleaseError):
    """A newer program made the release: nobody goes on from it, and nobody goes around it."""


class ReleaseKey(NamedTuple):
    """One release and nothing else: its number and the checksum of its file.

    Whatever is kept from a release is kept under this, never under the number alone: files can be
    exchanged by hand.
    """

    number: int
    digest: str


def release_name(number: int) -> str:
    """The file name of a release: 0001.duckdb for the first."""
    return f"{number:04d}.duckdb"


def list_numbers(releases: Path) -> list[int]:
    """The numbers of the release files in the folder, in order; empty without a folder."""
    if not releases.is_dir():
        return []
    found = (_RELEASE.fullmatch(path.name) for path in releases.iterdir() if path.is_file())
    return sorted(int(match[1]) for match in found if match)


def highest_number(releases: Path) -> int:
    """The largest number that any release of the folder is known to have had, 0 before the first.

    Counts numbered files, also copies of them, and what writers noted; never a folder or another
    name that begins with digits.
    """
    numbers = [0]
    for path in releases.iterdir() if releases.is_dir() else ():
        match = _NUMBERED.fullmatch(path.name)
        if match and path.is_file():
            numbers.append(int(match[1]))
    with suppress(OSError, ValueError):
        numbers.append(int((releases / HIGHEST).read_text(encoding="ascii")))
    return max(numbers)


def current_release(releases: Path) -> int | None:
    """The number of the release in force, None before the first.

    Raises PointerError when release files are or were there and CURRENT is missing, is no pointer,
    or names a file that is not there. A byte order mark, as editors add it, does no harm.
    """
    pointer = releases / CURRENT
    numbers = list_numbers(releases)
    try:
        written = pointer.read_bytes()
    except FileNotFoundError as error:
        if not numbers and highest_number(releases) == 0:
            return None
        raise _pointer_error(numbers, "不存在", "is missing") from error
    except OSError as error:
        if pointer.is_dir():
            raise _pointer_error(
                numbers, "是一个文件夹（请先移走）", "is a folder (move it away first)"
            ) from error
        reason = error.strerror or str(error)
        raise _pointer_error(
            numbers, f"无法读取（{reason}）", f"cannot be read ({reason})"
        ) from error
    name = written.decode("utf-8-sig", errors="replace").strip()
    match = _RELEASE.fullmatch(name)
    if match is None:
        shown = "".join(c if c.isprintable() else "?" for c in name[:40])
        raise _pointer_error(
            numbers,
            f"的内容为“{shown}”，不是版本文件名" if shown else "内容为空",
            f"says “{shown}”, which names no release" if shown else "is empty",
        )
    if int(match[1]) not in numbers:
        raise _pointer_error(numbers, f"所指的{name}不存在", f"names {name}, which is not there")
    return int(match[1])


def _pointer_error(numbers: list[int], zh: str, en: str) -> PointerError:
    if not numbers:
        return PointerError(
            Text(
                zh=f"版本文件夹中的{CURRENT}{zh}，文件夹中也没有版本文件。未作任何改动。"
                "请从备份恢复版本文件；确需从头开始时，请另用一个空文件夹。",
                en=f"{CURRENT} in the folder of releases {en}, and no release file is there."
                " Nothing was changed. Restore the release files from a backup; to begin anew, use"
                " an empty folder.",
            )
        )
    listed = f"{release_name(numbers[0])}–{release_name(numbers[-1])}"
    command = f"python -m etl rollback {numbers[-1]}"
    return PointerError(
        Text(
            zh=f"版本文件夹中的{CURRENT}{zh}，无法确定哪一版有效。版本文件（{listed}，"
            f"共{len(numbers)}个）均未改动。恢复到最近一版：{command}",
            en=f"{CURRENT} in the folder of releases {en}: which release is in force is unknown."
            f" The {len(numbers)} release files ({listed}) are as they were. To put the newest in"
            f" force: {command}",
        )
    )


def key_of(releases: Path, number: int) -> ReleaseKey:
    """The key of a release that is there; raises UnreadableReleaseError when it is not."""
    file = releases / release_name(number)
    try:
        state = file.stat()
        return ReleaseKey(number, _digest(file, state.st_size, state.st_mtime_ns, state.st_ino))
    except OSError as error:
        raise unreadable(number, error.strerror or str(error)) from error


@lru_cache(maxsize=64)
def _digest(file: Path, _size: int, _changed: int, _inode: int) -> str:
    """The checksum of a file, worked out again only when the file is another one."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def unreadable(number: int, reason: str) -> UnreadableReleaseError:
    """That a release cannot be read, with the way back to one that can."""
    first = next(iter(reason.strip().splitlines()), "")[:300]
    first = _FOLDERS.sub("", first)
    return UnreadableReleaseError(
        number,
        Text(
            zh=f"第{number}版的文件{release_name(number)}无法读取（{first}）。其他版本未受影响。"
            f"请从备份恢复该文件，或退回以前的版本：python -m etl rollback 版本号",
            en=f"Release {number} cannot be read: {release_name(number)} ({first}). Other releases"
            " are not affected. Restore the file from a backup, or go back to an earlier release:"
            " python -m etl rollback NUMBER",
        ),
    )


def too_new(number: int, found: str) -> NewerReleaseError:
    """That a newer program made a release: it holds what this one does not know."""
    return NewerReleaseError(
        number,
        Text(
            zh=f"第{number}版由较新的程序写成（{found}），本程序未予读取，也未改动。请更新本程序。",
            en=f"Release {number} was made by a newer program ({found}). It was not read and not"
            " changed. Update this program.",
        ),
    )
