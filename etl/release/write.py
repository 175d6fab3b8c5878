"""Writes a release: a DuckDB file that never changes once it is in force.

It holds all figures and the history of all releases before it. Every release is written anew, in
one transaction, so it is sorted and without the gaps that changes in place would leave.
"""

from __future__ import annotations

import csv
import getpass
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.relation import Relation
from etl.release.files import put_in_force, rejected_name, unfinished
from etl.release.history import (
    HISTORY,
    TABLES,
    History,
    Kind,
    ListedRelease,
    columns_of,
    read_release,
)
from etl.release.tables import Change, Content, Items, Places, Totals
from etl.sql import add_rows, count_rows, literal, put_table
from scoreboard.harmless import neutralise
from scoreboard.store.folder import FORMAT, FORMAT_TABLE, highest_number, release_name


@dataclass(frozen=True)
class ReleaseEntry:
    """Who publishes what: the line of a release in its own list of releases.

    withdraws: the release that this one takes back. rolls_back_to: the one whose figures it puts
    in force again. digest: the checksum of the comparison that was seen before publishing.
    """

    kind: Kind
    published_by: str
    source_file: str = ""
    sha256: str = ""
    reviewed_by: str = ""
    note: str = ""
    withdraws: int | None = None
    rolls_back_to: int | None = None
    digest: str = ""


@dataclass(frozen=True)
class Draft:
    """What the next release is to hold, and what it says of itself.

    items: what registers list, with the columns of Items. also: further lines of the history by
    table, such as accepted warnings, whose columns before the number of the release are given.
    """

    entry: ReleaseEntry
    content: Content
    places: Places
    items: Relation
    change: Change
    totals: Totals
    also: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)


def write_release(draft: Draft, past: History, releases: Path) -> ListedRelease:
    """Write the next release, check it, and put it in force; returns how it lists itself.

    Rows that were left out are taken from the table `issue`. Raises ReleaseError when what was
    written is not what was drafted; the release in force stays as it is.
    """
    connection = past.connection
    number = highest_number(releases) + 1
    file = unfinished(releases, release_name(number))
    # This form of the file packs codes faster and smaller than the default, which is kept readable
    # for versions of DuckDB older than ours.
    connection.execute(f"ATTACH {literal(str(file))} AS fresh (STORAGE_VERSION 'v1.5.0')")
    connection.execute("BEGIN")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE fresh.{table} ({columns})")
        if table in HISTORY:
            connection.execute(f"INSERT INTO fresh.{table} BY NAME FROM past_{table}")
    connection.execute(f"INSERT INTO fresh.{FORMAT_TABLE} VALUES ({FORMAT})")
    _insert_figures(draft)
    _insert_history(draft, past, number)
    for table, rows in draft.also.items():
        put_table(connection, "more_history", _columns_but_release(table), rows)
        connection.execute(
            f"INSERT INTO fresh.{table} BY NAME SELECT *, {number} AS release_id FROM more_history"
        )
    connection.execute("COMMIT")
    _check_release(draft.content)
    connection.execute("CHECKPOINT fresh")
    connection.execute("DETACH fresh")
    _write_rejected(connection, unfinished(releases, rejected_name(number)))
    put_in_force(releases, number)
    listed = read_release(number, releases)
    if listed is None:
        raise LookupError(f"release {number} does not list itself")
    return listed


def _insert_figures(draft: Draft) -> None:
    connection, content, places = draft.content.connection, draft.content, draft.places
    # The codes are closed lists in the order of the alphabet: they sort as numbers.
    connection.execute(
        f"INSERT INTO fresh.observation FROM {content} ORDER BY indicator_code, year, region_code"
    )
    connection.execute(f"INSERT INTO fresh.region FROM {places} ORDER BY region_code")
    connection.execute(
        f"INSERT INTO fresh.register_item BY NAME SELECT {', '.join(Items.columns)}"
        f" FROM {draft.items} ORDER BY register_code, year NULLS FIRST, region_code, name"
    )
    connection.execute(
        f"""
        INSERT INTO fresh.coverage
        SELECT indicator_code, level, year, count(*)
        FROM {content} JOIN {places} USING (region_code)
        GROUP BY indicator_code, level, year ORDER BY indicator_code, level, year
        """
    )


def _insert_history(draft: Draft, past: History, number: int) -> None:
    connection, entry, totals = past.connection, draft.entry, draft.totals
    connection.execute(
        f"INSERT INTO fresh.revision BY NAME SELECT *, {number} AS release_id FROM {draft.change}"
        " ORDER BY indicator_code, year, region_code"
    )
    line = {
        "release_id": number,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "published_by": entry.published_by,
        "reviewed_by": entry.reviewed_by,
        "kind": entry.kind,
        "source_file": entry.source_file,
        "sha256": entry.sha256,
        "rows_added": totals.added,
        "rows_changed": totals.changed,
        "rows_withdrawn": totals.withdrawn,
        "note": entry.note,
        "withdraws": entry.withdraws,
        "rolls_back_to": entry.rolls_back_to,
        "based_on": past.number,
        "digest": entry.digest,
    }
    add_rows(connection, "fresh.release", dict.fromkeys(line, "VARCHAR"), [list(line.values())])
    connection.execute(
        f"""
        INSERT INTO fresh.rejection
        SELECT {number}, file, row, column_name, value, concat(message_zh, '；应为：', accepted_zh),
            concat(message_en, '; accepted: ', accepted_en)
        FROM issue WHERE is_rejected ORDER BY file, row NULLS FIRST, column_name
        """
    )


def _columns_but_release(table: str) -> dict[str, str]:
    return {name: kind for name, kind in columns_of(table).items() if name != "release_id"}


class ReleaseError(RuntimeError):
    """A release was written that is not what it should be; it does not come into force."""


def _check_release(content: Content) -> None:
    """Make sure that the new release holds every figure, once and in order.

    Raises ReleaseError otherwise; the release in force stays as it is.
    """
    connection, expected = content.connection, content.count()
    written = count_rows(connection, "fresh.observation")
    covered = connection.execute("SELECT coalesce(sum(regions), 0) FROM fresh.coverage").fetchone()
    if written != expected or covered != (written,):
        raise ReleaseError(f"{written} figures written, {covered} counted, {expected} expected")
    # Strictly rising keys are sorted and unique at once.
    disorder = count_rows(
        connection,
        """
        (SELECT indicator_code, year, region_code, lag(indicator_code) OVER () AS indicator_before,
            lag(year) OVER () AS year_before, lag(region_code) OVER () AS region_before
         FROM fresh.observation)
        WHERE indicator_before > indicator_code OR (indicator_before = indicator_code AND (
            year_before > year OR (year_before = year AND region_before >= region_code)))
        """,
    )
    if disorder:
        raise ReleaseError(f"{disorder} figures are out of order or there twice")


def _write_rejected(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write the list of rows left out by this build, if any, so that a spreadsheet opens it."""
    rejected = connection.execute(
        """
        SELECT file, row, column_name, value, message_zh AS problem_zh, accepted_zh,
            message_en AS problem_en, accepted_en
        FROM issue WHERE is_rejected ORDER BY file, row NULLS FIRST, column_name
        """
    )
    header = [column[0] for column in rejected.description or []]
    rows = rejected.fetchmany(10_000)
    if not rows:
        return
    # Excel takes a csv file for UTF-8 only when it starts with the byte order mark.
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        while rows:
            writer.writerows([_harmless(cell) for cell in row] for row in rows)
            rows = rejected.fetchmany(10_000)


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    return neutralise(cell) if isinstance(cell, str) else cell


def user_name() -> str:
    """Who runs this program, as the machine knows them."""
    try:
        return os.environ.get("SCOREBOARD_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
