"""What releases remember: who published what, which figures each changed, what was accepted.

Every release holds the history of all before it, so the one in force answers for all.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb

from etl.read.correcting import RECORDED
from etl.relation import Relation, declare
from etl.sql import literal
from scoreboard import paths
from scoreboard.store.folder import (
    FORMAT,
    FORMAT_TABLE,
    current_release,
    release_name,
    too_new,
    unreadable,
)

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["build", "publish", "withdraw", "rollback"]
OBSERVATION = (
    "region_code VARCHAR, indicator_code VARCHAR, year SMALLINT, value DOUBLE, status VARCHAR,"
    " source_code VARCHAR, note VARCHAR"
)
# Tables that only grow. A release made by an older version of the program may lack a table or
# some of the last columns; these are empty then.
HISTORY = {
    "revision": "region_code VARCHAR, indicator_code VARCHAR, year SMALLINT,"
    " value_before DOUBLE, value_after DOUBLE, release_id INTEGER,"
    " status_before VARCHAR, status_after VARCHAR, source_before VARCHAR, source_after VARCHAR,"
    " note_before VARCHAR, note_after VARCHAR",
    "release": "release_id INTEGER, published_at VARCHAR, published_by VARCHAR,"
    " reviewed_by VARCHAR, kind VARCHAR, source_file VARCHAR, sha256 VARCHAR,"
    " rows_added BIGINT, rows_changed BIGINT, rows_withdrawn BIGINT, note VARCHAR,"
    " withdraws INTEGER, digest VARCHAR, rolls_back_to INTEGER, based_on INTEGER",
    "rejection": "release_id INTEGER, file VARCHAR, row INTEGER, column_name VARCHAR,"
    " value VARCHAR, reason_zh VARCHAR, reason_en VARCHAR",
    # Warnings that somebody published in spite of, each with the reason.
    "acceptance": "release_id INTEGER, kind VARCHAR, reason VARCHAR, file VARCHAR, sheet VARCHAR,"
    " row INTEGER, column_name VARCHAR, value VARCHAR, problem_zh VARCHAR, problem_en VARCHAR",
    # Publications that came in with a file and are not in the catalog.
    "source": "code VARCHAR, title VARCHAR, publisher VARCHAR, published VARCHAR, url VARCHAR,"
    " grade VARCHAR, release_id INTEGER",
}
# All tables of a release. Whatever else is in one was put there by a newer program.
TABLES = {
    "observation": "region_code VARCHAR NOT NULL, indicator_code VARCHAR NOT NULL,"
    " year SMALLINT NOT NULL, value DOUBLE NOT NULL, status VARCHAR NOT NULL,"
    " source_code VARCHAR NOT NULL, note VARCHAR NOT NULL",
    "region": "region_code VARCHAR NOT NULL, level VARCHAR NOT NULL,"
    " parent_code VARCHAR NOT NULL, province_code VARCHAR NOT NULL",
    "coverage": "indicator_code VARCHAR, level VARCHAR, year SMALLINT, regions INTEGER",
    # What registers list, one item a row; year is missing where none is known.
    "register_item": "register_code VARCHAR NOT NULL, year SMALLINT, region_code VARCHAR NOT NULL,"
    " name VARCHAR NOT NULL, kind VARCHAR NOT NULL, batch VARCHAR NOT NULL,"
    " source_code VARCHAR NOT NULL, note VARCHAR NOT NULL",
    FORMAT_TABLE: "number INTEGER NOT NULL",
    **HISTORY,
}


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table of a release, with their types."""
    return dict(column.split(maxsplit=1) for column in TABLES[table].split(", "))


# What DuckDB says of a file that is damaged, or that the disk refuses.
FILE_FAULTS = (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException)
ORIGINALS = "files"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ListedRelease:
    """Who published a release, when, from which file, and how much it changed.

    sha256 names the original file that is kept (of a build: the checksum of the shipped files,
    which are not kept). withdraws: the release that this one took back. rolls_back_to: the release
    whose figures this one put in force again. kept: how many figures of
    it were left, because a later release had changed them again.
    """

    release_id: int
    published_at: str
    published_by: str
    reviewed_by: str
    kind: Kind
    source_file: str
    sha256: str
    rows_added: int
    rows_changed: int
    rows_withdrawn: int
    note: str
    withdraws: int | None = None
    rolls_back_to: int | None = None
    kept: int = 0


class Past(Relation):
    """One table of the release in force, as a view; empty where the release has no such table."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        super().__init__(connection, f"past_{table}")
        self.columns = columns_of(table)


class History:
    """The release in force and all before it: relations to read.

    observation: the figures themselves; register_item: what registers list; revision, release,
    rejection, acceptance, source: what releases remember; effective: the releases that led to
    these figures. number: None before the first release. Raises UnreadableReleaseError when a
    newer program made the release: going on from it would drop what this one does not know.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, number: int | None) -> None:
        self.connection = connection
        self.number = number
        present = present_tables(connection, number)
        items = {"register_item": TABLES["register_item"]}
        for table, columns in {**HISTORY, **items, "observation": OBSERVATION}.items():
            connection.execute(f"CREATE OR REPLACE TEMP TABLE no_{table} ({columns})")
            union = f" UNION ALL BY NAME FROM current.{table}" if table in present else ""
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW past_{table} AS FROM no_{table}{union}"
            )
        self.observation = Past(connection, "observation")
        self.register_item = Past(connection, "register_item")
        self.revision = Past(connection, "revision")
        self.release = Past(connection, "release")
        self.rejection = Past(connection, "rejection")
        self.acceptance = Past(connection, "acceptance")
        self.source = Past(connection, "source")
        self.effective = _find_effective(self.release)

    def join(self, number: int) -> None:
        """Add what only the release attached as `earlier` remembers.

        The release in force may not know it: its file was lost, or CURRENT was edited by hand.
        """
        present = present_tables(self.connection, number, "earlier")
        for table in set(HISTORY) & present:
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE known_{table} AS FROM past_{table}"
            )
            self.connection.execute(
                f"INSERT INTO known_{table} BY NAME FROM earlier.{table}"
                " WHERE release_id NOT IN (SELECT release_id FROM current.release)"
            )
        for table in set(HISTORY) & present:
            self.connection.execute(
                f"CREATE OR REPLACE TEMP VIEW past_{table} AS FROM known_{table}"
            )

    def codes(self) -> dict[str, list[str]]:
        """Codes of regions, indicators and sources that the figures in force have, by column."""
        columns = ("region_code", "indicator_code", "source_code")
        return {
            column: [
                code
                for (code,) in self.connection.execute(
                    f"SELECT DISTINCT {column} FROM {self.observation}"
                ).fetchall()
            ]
            for column in columns
        }

    def surviving(self) -> str:
        """SQL of the revisions that count, with the kind of their release.

        Not those of withdrawals and rollbacks, nor of releases that were withdrawn or that a
        rollback went back beyond.
        """
        return f"""
            SELECT v.*, r.kind FROM {self.revision} v JOIN {self.release} r USING (release_id)
            SEMI JOIN {self.effective} USING (release_id)
            WHERE r.kind NOT IN ('withdraw', 'rollback') AND release_id NOT IN (
                SELECT withdraws FROM {self.release} SEMI JOIN {self.effective} USING (release_id)
                WHERE withdraws IS NOT NULL)
        """

    def fetch_release(self, release_id: int) -> ListedRelease | None:
        """One release, or None when there is none of that number."""
        row = self.connection.execute(
            f"""
            SELECT release_id, published_at, published_by, coalesce(reviewed_by, ''), kind,
                coalesce(source_file, ''), coalesce(sha256, ''), rows_added, rows_changed,
                rows_withdrawn, coalesce(note, ''), withdraws, rolls_back_to
            FROM {self.release} WHERE release_id = {int(release_id)}
            """
        ).fetchone()
        return None if row is None else ListedRelease(*row)

    def is_effective(self, release_id: int) -> bool:
        """Whether what a release changed still counts: no rollback went back beyond it."""
        return self.effective.count(f"release_id = {int(release_id)}") > 0

    def find_published(
        self, column: Literal["digest", "sha256"], checksum: str
    ) -> ListedRelease | None:
        """The last release that published this comparison (digest) or file and still counts."""
        row = self.connection.execute(
            f"""
            SELECT max(release_id) FROM {self.release}
            SEMI JOIN {self.effective} USING (release_id)
            WHERE kind = 'publish' AND {column} = {literal(checksum)} AND release_id NOT IN (
                SELECT withdraws FROM {self.release} SEMI JOIN {self.effective} USING (release_id)
                WHERE withdraws IS NOT NULL)
            """
        ).fetchone()
        return self.fetch_release(row[0]) if row and row[0] is not None else None


def present_tables(
    connection: duckdb.DuckDBPyConnection, current: int | None, database: str = "current"
) -> set[str]:
    """The tables of an attached release, all of them known to this program."""
    if current is None:
        return set()
    found = connection.execute(
        f"SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = '{database}'"
    ).fetchall()
    present = {table for table, _ in found}
    if FORMAT_TABLE in present:
        row = connection.execute(f"SELECT max(number) FROM {database}.{FORMAT_TABLE}").fetchone()
        if row and row[0] > FORMAT:
            raise too_new(current, f"format {row[0]}")
    known = {(table, column) for table in TABLES for column in columns_of(table)}
    unknown = sorted(set(found) - known)
    if unknown:
        raise too_new(current, ", ".join(map(".".join, unknown[:5])))
    return present


class Effective(Relation):
    """The releases that led to the newest one."""

    table = "effective_release"
    columns = declare(release_id="INTEGER")


def _find_effective(release: Past) -> Effective:
    """A rollback leads on from the release that it went back to; what came between is undone."""
    lines = release.connection.execute(
        f"SELECT release_id, based_on, rolls_back_to FROM {release} ORDER BY release_id"
    ).fetchall()
    # Releases from before this was recorded are based on the one listed before them.
    before: dict[int, int | None] = {}
    for position, (release_id, based_on, rolls_back_to) in enumerate(lines):
        listed_before = lines[position - 1][0] if position else None
        before[release_id] = rolls_back_to or based_on or listed_before
    effective = []
    at: int | None = lines[-1][0] if lines else None
    while at is not None and at in before:
        effective.append((at,))
        at = before[at]
    return Effective.of_rows(release.connection, effective)


def is_of_release(error: duckdb.Error, number: int) -> bool:
    """Whether a fault is damage in the file of a release, and not a full disk or the like."""
    said = str(error)
    return release_name(number) in said or "Corrupt" in said


@contextmanager
def open_history(releases: Path | None = None) -> Iterator[History]:
    """The release in force and all before it, on a connection of their own to read with.

    Raises ReleaseFolderError when it is not known which release is in force, or it cannot be read.
    """
    folder = releases or paths.RELEASES
    number = current_release(folder)
    # Two threads and little memory: whoever looks must not slow down those who read the pages.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "memory_limit": "500MB",
        "temp_directory": tempfile.gettempdir(),
    }
    with duckdb.connect(config=limits) as connection:
        connection.execute("SET enable_progress_bar = false")  # nothing between our own lines
        try:
            if number is not None:
                file = literal(str(folder / release_name(number)))
                connection.execute(f"ATTACH {file} AS current (READ_ONLY)")
            yield History(connection, number)
        except FILE_FAULTS as error:
            if number is not None and is_of_release(error, number):
                raise unreadable(number, str(error)) from error
            raise


def list_releases(releases: Path | None = None) -> pd.DataFrame:
    """All releases, newest first: the columns of ListedRelease but kept, and three more.

    is_in_force; withdrawn_by: the release that took this one back, missing for most;
    accepted_warnings: how many there were. Empty before the first release.
    """
    with open_history(releases) as past:
        frame = past.connection.execute(
            f"""
            SELECT r.release_id, published_at, published_by, coalesce(reviewed_by, '') AS
                reviewed_by, r.kind, source_file, sha256, rows_added, rows_changed, rows_withdrawn,
                coalesce(note, '') AS note, withdraws,
                rolls_back_to, r.release_id = {past.number or 0} AS is_in_force,
                (SELECT min(w.release_id) FROM {past.release} w WHERE w.withdraws = r.release_id)
                    AS withdrawn_by,
                (SELECT count(*) FROM {past.acceptance} a WHERE a.release_id = r.release_id
                    AND a.kind NOT IN (SELECT unnest(?)))
                    AS accepted_warnings
            FROM {past.release} r ORDER BY r.release_id DESC
            """,
            [list(RECORDED)],
        ).df()
    whole = ("withdraws", "rolls_back_to", "withdrawn_by")
    return frame.astype(dict.fromkeys(whole, "Int64"))


def changes_of(release_id: int, releases: Path | None = None) -> pd.DataFrame:
    """What one release changed: a row a key, by indicator, year and region.

    Columns of the table revision but release_id, and action (added, changed, withdrawn). The
    first release lists nothing: all of it is new.
    """
    with open_history(releases) as past:
        return past.connection.execute(
            f"""
            SELECT * EXCLUDE (release_id), CASE WHEN value_before IS NULL THEN 'added'
                WHEN value_after IS NULL THEN 'withdrawn' ELSE 'changed' END AS action
            FROM {past.revision} WHERE release_id = {int(release_id)}
            ORDER BY indicator_code, year, region_code
            """
        ).df()


def acceptances_of(release_id: int, releases: Path | None = None) -> pd.DataFrame:
    """The warnings that a release was published in spite of, each with its reason."""
    with open_history(releases) as past:
        return past.connection.execute(
            f"SELECT * EXCLUDE (release_id) FROM {past.acceptance}"
            f" WHERE release_id = {int(release_id)} ORDER BY kind, sheet, row, column_name"
        ).df()


def original_file(sha256: str, releases: Path | None = None) -> bytes:
    """The file that was published, byte for byte, by its checksum.

    Raises LookupError when the checksum is none, or no such file is kept.
    """
    if not _SHA256.fullmatch(sha256):
        raise LookupError(f"no checksum: {sha256[:80]!r}")
    try:
        return ((releases or paths.RELEASES) / ORIGINALS / sha256).read_bytes()
    except FileNotFoundError as error:
        raise LookupError(f"no file is kept under {sha256}") from error


def read_release(release_id: int, releases: Path | None = None) -> ListedRelease | None:
    """One release, or None when there is none of that number."""
    with open_history(releases) as past:
        return past.fetch_release(release_id)
