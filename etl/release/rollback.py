"""Puts the figures of an earlier release in force again: as the next release, losing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.check.issues import create_issue_table
from etl.release.compare import digest_changes
from etl.release.files import BusyError, find_fault, newest_readable, open_workshop
from etl.release.history import History, ListedRelease, columns_of, present_tables
from etl.release.refusal import BUSY, WAIT_SECONDS, Refused
from etl.release.tables import Change, Content, Items, Places
from etl.release.write import Draft, ReleaseEntry, user_name, write_release
from etl.sql import literal
from scoreboard import paths
from scoreboard.catalog.models import Text
from scoreboard.store.folder import (
    ReleaseFolderError,
    UnreadableReleaseError,
    current_release,
    list_numbers,
    release_name,
)
from scoreboard.store.reading import Store

_COLUMNS = ("value", "status", "source_code", "note")


def rollback(
    number: int,
    *,
    by: str = "",
    note: str = "",
    releases: Path | None = None,
    wait_seconds: float | None = WAIT_SECONDS,
) -> ListedRelease | Refused:
    """Publish the figures of an earlier release as the next one; no file is removed or changed.

    It goes on from the release in force or, where that is not known or not readable, from the
    newest that is: the way back after CURRENT or a release file was lost. Refuses when the release
    is not there, not readable, or in force already.
    """
    folder = releases or paths.RELEASES
    try:
        with open_workshop(folder, wait_seconds, newest_readable) as past:
            refusal = _cannot_roll_back(folder, number)
            if refusal is not None:
                return refusal
            content, places, items = _read_figures(past, folder, number)
            change = _difference(content, past)
            create_issue_table(past.connection)
            past.join(number)
            entry = ReleaseEntry(
                kind="rollback",
                published_by=by.strip() or user_name(),
                note=note.strip(),
                rolls_back_to=number,
                digest=digest_changes(change, past.number),
            )
            draft = Draft(entry, content, places, items, change, change.totals())
            return write_release(draft, past, folder)
    except BusyError:
        return BUSY
    except ReleaseFolderError as error:
        return Refused("folder", error.sentence)


@dataclass(frozen=True)
class ReleaseFile:
    """A release file as it lies in the folder; fault says why it cannot be read, if so."""

    number: int
    published_at: str
    published_by: str
    figures: int | None
    fault: UnreadableReleaseError | None


def list_files(releases: Path | None = None) -> list[ReleaseFile]:
    """All release files of the folder, newest first, each read to its last figure."""
    folder = releases or paths.RELEASES
    return [_look_at(folder, number) for number in list_numbers(folder)[::-1]]


def _look_at(releases: Path, number: int) -> ReleaseFile:
    try:
        store = Store(releases, number)
        figures, info = store.read_all(), store.read_release()
    except UnreadableReleaseError as error:
        return ReleaseFile(number, "", "", None, error)
    return ReleaseFile(number, info.published_at, info.published_by, figures, None)


def _cannot_roll_back(releases: Path, number: int) -> Refused | None:
    numbers = list_numbers(releases)
    if number not in numbers:
        listed = ", ".join(map(str, numbers[-20:])) or "—"
        return Refused(
            "unknown_release",
            Text(
                zh=f"没有第{number}版的文件。现有版本：{listed}。",
                en=f"There is no file of release {number}. Releases that are there: {listed}.",
            ),
        )
    fault = find_fault(releases, number)
    if fault is not None:
        return Refused("folder", fault.sentence)
    if _is_in_force(releases, number):
        return Refused(
            "nothing",
            Text(
                zh=f"第{number}版就是有效版本，没有变化。",
                en=f"Release {number} is in force; nothing would change.",
            ),
        )
    return None


def _is_in_force(releases: Path, number: int) -> bool:
    try:
        return current_release(releases) == number
    except ReleaseFolderError:
        return False


def _read_figures(past: History, releases: Path, number: int) -> tuple[Content, Places, Items]:
    """Figures, regions and items of an earlier release, which stays attached as `earlier`."""
    file = literal(str(releases / release_name(number)))
    past.connection.execute(f"ATTACH IF NOT EXISTS {file} AS earlier (READ_ONLY)")
    figures, regions = (", ".join(columns_of(table)) for table in ("observation", "region"))
    content = Content.select(past.connection, f"SELECT {figures} FROM earlier.observation")
    places = Places.select(past.connection, f"SELECT {regions} FROM earlier.region")
    # Releases of an older program have no registers.
    has_items = "register_item" in present_tables(past.connection, number, "earlier")
    listed = "earlier.register_item" if has_items else "no_register_item"
    return content, places, Items.select(past.connection, f"FROM {listed}")


def _difference(content: Content, past: History) -> Change:
    """What the earlier figures change of those in force."""
    change = Change.of_rows(past.connection)
    pairs = ", ".join(f"o.{column}, n.{column}" for column in _COLUMNS)
    differs = " OR ".join(f"o.{c} IS DISTINCT FROM n.{c}" for c in _COLUMNS)
    past.connection.execute(
        f"INSERT INTO {change} SELECT region_code, indicator_code, year, {pairs}"
        f" FROM {past.observation} o FULL JOIN {content} n"
        f" USING (region_code, indicator_code, year) WHERE {differs}"
    )
    return change
