"""The only writer of releases: builds one from the shipped figures and puts it in force.

A release is a DuckDB file that is never changed after it came into force: it holds all figures,
and the history of all releases before it. Every release is written anew, in one transaction, so
it is sorted and without the gaps that changes in place would leave.
"""

from __future__ import annotations

import csv
import getpass
import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb

from etl.check import row_checks
from etl.check.issues import Issue, add_issues, fetch_issues
from etl.check.row_checks import Total
from etl.release.changes import Changes, compare, keep_published_by_hand
from etl.release.derive import derive
from etl.release.files import open_workshop, put_in_force, rejected_name, unfinished
from etl.release.history import HISTORY, TABLES, Kind, put_history
from etl.resolve import dictionaries, shipped
from etl.resolve.shipped import Loaded, Progress
from etl.sql import add_rows, count_rows, literal, put_table
from scoreboard import paths
from scoreboard.catalog.dropped import find_dropped
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Text
from scoreboard.harmless import neutralise
from scoreboard.store.folder import FORMAT, FORMAT_TABLE, highest_number, release_name

# What happens to a file with wrong rows: ours are published without them (and the rejected rows
# listed); what a person hands in is refused as a whole, so that nothing is half published.
Policy = Literal["reject_rows", "refuse"]

_ISSUES_SHOWN = 10_000
STEPS = 8


@dataclass(frozen=True)
class BuildReport:
    """What a build read, refused and published.

    release_id is the release in force afterwards (None: there is none), is_new whether this build
    made it. issues holds the first ten thousand, issue_counts all by severity and kind.
    """

    release_id: int | None
    is_new: bool
    loaded: Loaded
    rows_published: int
    rows_derived: int
    rows_added: int
    rows_changed: int
    rows_withdrawn: int
    issues: tuple[Issue, ...]
    issue_counts: tuple[tuple[str, str, int], ...]
    totals: tuple[Total, ...]
    is_stopped: bool


@dataclass(frozen=True)
class ReleaseEntry:
    """Who publishes what: the line of a release in its own list of releases.

    withdraws: the release that this one takes back. rolls_back_to: the one whose figures it puts in
    force again. digest: the checksum of the comparison that
    somebody saw before pressing publish.
    """

    kind: Kind
    source_file: str
    sha256: str
    published_by: str
    reviewed_by: str = ""
    note: str = ""
    withdraws: int | None = None
    rolls_back_to: int | None = None
    digest: str = ""


def build(
    catalog: Catalog | None = None,
    observations: Path | None = None,
    releases: Path | None = None,
    progress: Progress | None = None,
    corrections: Path | None = None,
    policy: Policy = "reject_rows",
) -> BuildReport:
    """Publish the shipped figures as a release, or find that the one in force holds them already.

    Reads every csv file of the folder observations with the corrections declared in the folder
    beside it. Figures that a person published since are kept; figures gone from the files are
    withdrawn. Safe to call from several processes at once: one builds, the others wait for it
    and then find nothing new.
    """
    observations = observations or paths.OBSERVATIONS
    releases = releases or paths.RELEASES
    catalog = catalog or load_catalog(releases=releases)
    corrections = corrections or observations.parent / paths.CORRECTIONS.name
    say = progress or (lambda _: None)
    files = sorted(observations.glob("*.csv"))
    say("waiting for other writers")
    with open_workshop(releases) as (connection, current), ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_sha256, files)
        put_history(connection, current)
        in_force = codes_in_force(connection, current)
        dictionaries.create_code_types(connection, catalog, in_force)
        loaded = shipped.load_files(connection, catalog, files, corrections, say)
        if not files:
            add_issues(connection, [_no_files(observations)])
        add_issues(connection, _lost_cards(connection, catalog, in_force))
        if _must_stop(connection, policy):
            return _report(connection, current, loaded, is_stopped=True)

        say("working out derived indicators")
        put_places(connection, catalog)
        keep_published_by_hand(connection, catalog, current)
        rows_derived = derive(connection, catalog)
        totals = row_checks.compare_totals(connection, catalog)

        say("comparing with the release in force")
        changes = compare(connection, current)
        if changes is None:
            return _report(connection, current, loaded, rows_derived, totals=totals)
        entry = ReleaseEntry(
            kind="build",
            source_file=f"{observations.name}/*.csv ({len(files)})",
            sha256=digest.result(),
            published_by=user_name(),
        )
        say("writing the release")
        number = write_release(connection, releases, current, entry, changes)
        say("done")
        return _report(connection, number, loaded, rows_derived, changes, totals)


def codes_in_force(
    connection: duckdb.DuckDBPyConnection, current: int | None
) -> dict[str, list[str]]:
    """Codes of the release in force, by their type: the catalog may have dropped some since."""
    if current is None:
        return {}
    columns = ("region_code", "indicator_code", "source_code")
    return {
        f"{column}_t": [
            code
            for (code,) in connection.execute(
                f"SELECT DISTINCT {column} FROM current.observation"
            ).fetchall()
        ]
        for column in columns
    }


def _lost_cards(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, in_force: Mapping[str, list[str]]
) -> list[Issue]:
    """Codes in force that the catalog lacks while the files still hold their figures.

    Leaving these rows out would take published figures back for the loss of a card. What is given
    up on purpose is gone from the files, too.
    """
    lost = find_dropped(
        catalog, in_force.get("indicator_code_t", ()), in_force.get("region_code_t", ()), ()
    )
    kinds = {
        "indicator_unknown": (lost.indicators, "indicators/{code}.yml"),
        "region_unknown": (lost.regions, "regions.csv"),
    }
    return [
        _lost_card(file, code, where.format(code=code))
        for kind, (codes, where) in kinds.items()
        for code in codes
        for (file,) in connection.execute(
            "SELECT DISTINCT file FROM issue WHERE kind = ? AND value = ? ORDER BY file",
            [kind, code],
        ).fetchall()
    ]


def _lost_card(file: str, code: str, where: str) -> Issue:
    return Issue(
        file=file,
        sheet="",
        row=None,
        column="",
        value=code,
        message=Text(
            zh=f"现行版本有{code}的数值，文件中也有，而指标目录中已没有这一代码",
            en=f"the release in force has figures of {code}, and so has this file, but the catalog"
            " no longer has the code",
        ),
        accepted=Text(
            zh=f"恢复目录文件{where}；确要停用的，一并删除文件中的这些行",
            en=f"the code in {where} again; to give it up, delete its rows from the file, too",
        ),
        severity="error",
        kind="code_dropped",
    )


def _no_files(folder: Path) -> Issue:
    return Issue(
        file=str(folder),
        sheet="",
        row=None,
        column="",
        value="",
        message=Text(zh="没有可读取的数据文件", en="there is no file of figures to read"),
        accepted=Text(zh="CSV文件", en="csv files"),
        severity="error",
        kind="no_files",
    )


def _must_stop(connection: duckdb.DuckDBPyConnection, policy: Policy) -> bool:
    stops = "severity = 'error'" if policy == "refuse" else "severity = 'error' AND NOT is_rejected"
    return count_rows(connection, f"issue WHERE {stops}") > 0


def put_places(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the table `place`: the level, parent and province of every region of the catalog."""
    rows = []
    for region in catalog.regions.values():
        province = catalog.province_of(region.code)
        rows.append(
            (region.code, region.level, region.parent_code, province.code if province else "")
        )
    columns = {
        "region_code": "region_code_t",
        "level": "VARCHAR",
        "parent_code": "VARCHAR",
        "province_code": "VARCHAR",
    }
    put_table(connection, "place", columns, rows)


def write_release(
    connection: duckdb.DuckDBPyConnection,
    releases: Path,
    current: int | None,
    entry: ReleaseEntry,
    changes: Changes,
    also: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> int:
    """Write the relation `content` as the next release, check it, and put it in force.

    Needs `place`, `change`, `issue` and the views of put_history. also: further lines of the
    history by table, such as accepted warnings, whose columns before the number of the release
    are given.
    """
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
    _insert_figures(connection)
    _insert_history(connection, number, current, entry, changes)
    for table, rows in (also or {}).items():
        put_table(connection, "more_history", _columns_but_release(table), rows)
        connection.execute(
            f"INSERT INTO fresh.{table} BY NAME SELECT *, {number} AS release_id FROM more_history"
        )
    connection.execute("COMMIT")
    _check_release(connection)
    connection.execute("CHECKPOINT fresh")
    connection.execute("DETACH fresh")
    _write_rejected(connection, unfinished(releases, rejected_name(number)))
    put_in_force(releases, number)
    return number


def _insert_figures(connection: duckdb.DuckDBPyConnection) -> None:
    # The codes are closed lists in the order of the alphabet: they sort as numbers.
    connection.execute(
        "INSERT INTO fresh.observation FROM content ORDER BY indicator_code, year, region_code"
    )
    connection.execute("INSERT INTO fresh.region FROM place ORDER BY region_code")
    connection.execute(
        """
        INSERT INTO fresh.coverage
        SELECT indicator_code, level, year, count(*) FROM content JOIN place USING (region_code)
        GROUP BY indicator_code, level, year ORDER BY indicator_code, level, year
        """
    )


def _insert_history(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    current: int | None,
    entry: ReleaseEntry,
    changes: Changes,
) -> None:
    connection.execute(
        f"INSERT INTO fresh.revision BY NAME SELECT *, {number} AS release_id FROM change"
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
        "rows_added": changes.added,
        "rows_changed": changes.changed,
        "rows_withdrawn": changes.withdrawn,
        "note": entry.note,
        "withdraws": entry.withdraws,
        "rolls_back_to": entry.rolls_back_to,
        "based_on": current,
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
    columns = dict(column.split() for column in HISTORY[table].split(", "))
    return {name: kind for name, kind in columns.items() if name != "release_id"}


class ReleaseError(RuntimeError):
    """A release was written that is not what it should be; it does not come into force."""


def _check_release(connection: duckdb.DuckDBPyConnection) -> None:
    """Make sure that the new release holds every figure, once and in order.

    Raises ReleaseError otherwise; the release in force stays as it is.
    """
    expected = count_rows(connection, "content")
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


def _sha256(files: Sequence[Path]) -> str:
    """One checksum of several files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as handle:
            while block := handle.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def user_name() -> str:
    """Who runs this program, as the machine knows them."""
    try:
        return os.environ.get("SCOREBOARD_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _report(
    connection: duckdb.DuckDBPyConnection,
    release_id: int | None,
    loaded: Loaded,
    rows_derived: int = 0,
    changes: Changes | None = None,
    totals: tuple[Total, ...] = (),
    is_stopped: bool = False,
) -> BuildReport:
    counts = connection.execute(
        "SELECT severity, kind, count(*) FROM issue GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return BuildReport(
        release_id=release_id,
        is_new=changes is not None,
        loaded=loaded,
        rows_published=0 if is_stopped else loaded.rows_sound,
        rows_derived=rows_derived,
        rows_added=changes.added if changes else 0,
        rows_changed=changes.changed if changes else 0,
        rows_withdrawn=changes.withdrawn if changes else 0,
        issues=fetch_issues(connection, _ISSUES_SHOWN),
        issue_counts=tuple(counts),
        totals=totals,
        is_stopped=is_stopped,
    )
