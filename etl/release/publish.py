"""Publishes what a person checked and compared, and takes it back: each time as a new release."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import duckdb

from etl.check.file_report import Acceptance, Acceptances, Comparison, count_open
from etl.check.issues import create_issue_table
from etl.check.plausibility import LOWER_GRADE
from etl.read.forms.leaving_out import NOTICES
from etl.release.build import ReleaseEntry, user_name, write_release
from etl.release.changes import CHANGE, Changes, add_derived, count_changes, digest_changes
from etl.release.files import BusyError, keep_original, open_workshop
from etl.release.history import (
    SURVIVING,
    ReleaseInfo,
    fetch_release,
    find_published,
    is_effective,
    put_history,
    read_release,
)
from etl.resolve.uploaded import put_types
from etl.sql import count_rows, put_table
from scoreboard import paths
from scoreboard.catalog.dropped import Dropped, find_dropped
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Text
from scoreboard.catalog.problems import CatalogError
from scoreboard.store.folder import ReleaseFolderError

# How long a press of the button waits for somebody else's publishing; ten million figures take
# less.
WAIT_SECONDS = 60.0
RefusalKind = Literal[
    "busy",  # somebody else is publishing
    "stale",  # another release came in since the comparison
    "errors",
    "warnings",
    "nothing",  # no figure would change
    "published",  # this very comparison was published before
    "reviewer",  # nobody reviews what they publish themselves
    "differs",  # the comparison is not the one that was made
    "unknown_release",
    "not_published",  # only what a person published can be taken back
    "withdrawn",  # it was taken back before, or a rollback went back beyond it
    "folder",  # the folder of releases cannot be used as it is
    "catalog",  # a file of the catalog is broken, or lacks a code of what would be published
]


@dataclass(frozen=True)
class Refused:
    """Why nothing was published; the release in force is as it was."""

    kind: RefusalKind
    reason: Text
    in_force: int | None = None


def _refused(kind: RefusalKind, zh: str, en: str, in_force: int | None = None) -> Refused:
    return Refused(kind, Text(zh=zh, en=en), in_force)


BUSY = _refused(
    "busy",
    "另一位用户正在发布，请稍后再试。",
    "Somebody else is publishing; please try again in a moment.",
)


def publish(
    comparison: Comparison,
    *,
    by: str = "",
    reviewed_by: str = "",
    note: str = "",
    acceptances: Iterable[Acceptance] = (),
    wait_seconds: float | None = WAIT_SECONDS,
) -> ReleaseInfo | Refused:
    """Publish exactly what a comparison shows, as the next release, and keep the original file.

    by: who publishes, the user of the machine when empty. reviewed_by: somebody else, or nobody.
    acceptances are added to those of the report. Refuses when errors or open warnings stand, when
    this comparison was published before and not taken back since, when the release in force is no
    longer the one compared with, and when nothing would change. wait_seconds: how long to wait for
    somebody else who publishes; None waits for ever.
    """
    report = comparison.report
    accepted = tuple(dict.fromkeys((*report.acceptances, *acceptances)))
    refusal = check_reviewer(by, reviewed_by) or _must_not(comparison, accepted)
    if refusal is not None:
        return refusal
    catalog, releases = report.catalog, report.releases
    try:
        with open_workshop(releases, wait_seconds) as (connection, current):
            put_history(connection, current)
            before = find_published(connection, "digest", comparison.digest)
            if before is not None:
                return _published_before(before, report.file.sha256, current)
            if current != comparison.based_on:
                return _stale(comparison.based_on, current)
            refusal = _unfit_catalog(comparison)
            if refusal is not None:
                return refusal
            _put_change(connection, comparison)
            if digest_changes(connection, current) != comparison.digest:
                return _refused(
                    "differs",
                    "待发布内容与比较时所示不一致，请重新比较。",
                    "What would be published is not what was shown; please compare again.",
                    current,
                )
            entry = ReleaseEntry(
                kind="publish",
                source_file=report.file.shown_name,
                sha256=report.file.sha256,
                published_by=by.strip() or user_name(),
                reviewed_by=reviewed_by.strip(),
                note=note.strip(),
                digest=comparison.digest,
            )
            also = {
                "source": _new_sources(connection, comparison),
                "acceptance": _accepted_lines(comparison, accepted),
            }
            put_types(connection, catalog, current, report.new_sources)
            # Kept first: should the power fail now, a file too many lies there, and none too few.
            keep_original(releases, report.file.sha256, report.file.content)
            return _write(connection, releases, current, entry, also)
    except BusyError:
        return BUSY
    except ReleaseFolderError as error:
        return Refused("folder", error.sentence)


def check_reviewer(by: str, reviewed_by: str) -> Refused | None:
    """Why this person may not review: they publish it themselves, however the name is written."""
    if not reviewed_by.strip() or _as_one_name(by or user_name()) != _as_one_name(reviewed_by):
        return None
    return _refused(
        "reviewer",
        "复核人与发布人相同，未发布。复核人须为他人；无人复核时留空。",
        "The reviewer and the publisher are the same person; nothing was published. Name another"
        " reviewer, or leave it empty.",
    )


def _as_one_name(name: str) -> str:
    """A name without spaces, case, width and accents of writing: 张　三 is 张三."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c.isprintable() and not c.isspace())


def withdraw(
    release_id: int,
    *,
    by: str = "",
    note: str = "",
    releases: Path | None = None,
    catalog: Catalog | None = None,
    wait_seconds: float | None = WAIT_SECONDS,
) -> ReleaseInfo | Refused:
    """Take one release's changes back, by publishing another without them.

    Every figure is again what it would be had that release never been; one that a later release
    changed again keeps the later value and is counted in `kept` (list_kept says which). Derived
    figures follow. Only what a person published can be taken back, and only once.
    """
    folder = releases or paths.RELEASES
    try:
        # Also where another catalog is given: what comes into force is shown by this one.
        on_disk = load_catalog(releases=folder)
    except CatalogError as error:
        return _broken_catalog(error)
    catalog = catalog or on_disk
    try:
        with open_workshop(folder, wait_seconds) as (connection, current):
            put_history(connection, current)
            found = fetch_release(connection, release_id)
            refusal = _cannot_withdraw(connection, found, release_id)
            if refusal is not None or found is None:
                return refusal or _unknown(release_id)
            put_types(connection, catalog, current)
            create_issue_table(connection)
            _put_restored(connection, catalog, release_id)
            refusal = _lacking_codes(_dropped_of_change(connection, on_disk))
            if refusal is not None:
                return refusal
            kept = count_rows(connection, "kept")
            add_derived(connection, catalog)
            connection.execute("DELETE FROM issue")
            entry = ReleaseEntry(
                kind="withdraw",
                source_file="",
                sha256="",
                published_by=by.strip() or user_name(),
                note=note.strip(),
                withdraws=release_id,
                digest=digest_changes(connection, current),
            )
            info = _write(connection, folder, current, entry, {})
            return replace(info, kept=kept)
    except BusyError:
        return BUSY
    except ReleaseFolderError as error:
        return Refused("folder", error.sentence)


def _broken_catalog(error: CatalogError) -> Refused:
    return _refused(
        "catalog",
        f"指标目录有误，未作任何改动：{error.said('zh')}请改正该文件后重试。",
        f"The catalog cannot be used, and nothing was changed: {error.said('en')} Mend the file and"
        " try again.",
    )


def _lacking_codes(dropped: Dropped) -> Refused | None:
    """Why figures under codes without a card do not come into force; None when there are none."""
    if not dropped:
        return None
    listed = dropped.listed()
    return _refused(
        "catalog",
        f"指标目录中没有要写入的代码（{listed.zh}），未作任何改动。请先恢复目录文件。",
        f"The catalog lacks codes that would be written ({listed.en}), and nothing was changed."
        " Put the files of the catalog back first.",
    )


def _unfit_catalog(comparison: Comparison) -> Refused | None:
    """Why the catalog as it lies there now does not fit what would be published."""
    report = comparison.report
    try:
        now = load_catalog(releases=report.releases)
    except CatalogError as error:
        return _broken_catalog(error)
    written = comparison.changes[comparison.changes["value_after"].notna()]
    codes = written["indicator_code"].unique()
    # The codes of the catalog compared with: it may be another than the one in the files.
    lost = find_dropped(now, codes, written["region_code"].unique(), [])
    if lost:
        return _lacking_codes(lost)
    known = report.catalog.indicators
    if any(now.indicators[code].meaning != known[code].meaning for code in codes):
        return _refused(
            "differs",
            "比较之后指标目录中的单位、公式或统计范围有改动，请重新比较后再发布。",
            "A unit, formula or scope of the catalog was changed since the comparison; please"
            " compare again.",
        )
    return None


def _dropped_of_change(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> Dropped:
    """Codes without a card or a place under which the table `change` would write figures."""

    def written(column: str) -> list[str]:
        found = connection.execute(
            f"SELECT DISTINCT {column} FROM change WHERE value_after IS NOT NULL"
        ).fetchall()
        return [code for (code,) in found]

    return find_dropped(catalog, written("indicator_code"), written("region_code"), [])


def list_kept(
    release_id: int, releases: Path | None = None
) -> list[tuple[str, str, int, float | None, int]]:
    """Figures that would stay if a release were withdrawn, because a later one changed them.

    One entry a figure: region, indicator, year, the value that stays, the release it is from.
    """
    from etl.release.history import open_history

    with open_history(releases) as (connection, _):
        _put_kept(connection, release_id, load_catalog(releases=releases))
        return connection.execute(
            "SELECT region_code, indicator_code, year, value, release_id FROM kept ORDER BY ALL"
        ).fetchall()


def _must_not(comparison: Comparison, accepted: tuple[Acceptance, ...]) -> Refused | None:
    report = comparison.report
    if report.errors:
        return _refused(
            "errors",
            f"还有{report.errors}处错误，不能发布。",
            f"{report.errors} errors stand; nothing is published.",
        )
    warnings = max(count_open(report, accepted), _count_unchosen(comparison, accepted))
    if warnings:
        return _refused(
            "warnings",
            f"还有{warnings}条警告未接受，不能发布。",
            f"{warnings} warnings are not accepted; nothing is published.",
        )
    if comparison.changes.empty and comparison.published_as:
        return _refused(
            "nothing",
            f"该文件已作为第{comparison.published_as}版发布，没有变化。",
            f"This file is published already, as release {comparison.published_as};"
            " nothing would change.",
        )
    if comparison.changes.empty:
        return _refused(
            "nothing",
            "文件中的数值都已发布，没有变化。",
            "All figures of the file are published already; nothing would change.",
        )
    return None


def _count_unchosen(comparison: Comparison, accepted: tuple[Acceptance, ...]) -> int:
    """How many figures take a source of a lower grade and nobody said why.

    Counted in what would be published: the release may be another than the one checked against.
    """
    if not comparison.of_lower_grade or Acceptances(accepted).of_kind(LOWER_GRADE):
        return 0
    keys = ["region_code", "indicator_code", "year"]
    lower = comparison.changes.loc[comparison.changes["grade_after"].notna(), keys]
    placed = lower.merge(comparison.report.rows, on=keys)
    chosen = {(a.sheet, a.row, a.column) for a in accepted if a.kind == LOWER_GRADE}
    places = zip(placed["sheet"], placed["row"], placed["column"], strict=True)
    return sum(place not in chosen for place in places)


def _published_before(before: ReleaseInfo, sha256: str, current: int | None) -> Refused:
    number = before.release_id
    what = ("该文件", "This file") if before.sha256 == sha256 else ("这些变动", "These changes")
    verb = "is" if before.sha256 == sha256 else "are"
    return _refused(
        "published",
        f"{what[0]}已作为第{number}版发布，未重复发布。",
        f"{what[1]} {verb} published already, as release {number}; nothing was published again.",
        current,
    )


def _stale(based_on: int | None, current: int | None) -> Refused:
    return _refused(
        "stale",
        f"比较之后有新的版本（第{current}版）发布，请重新比较后再发布。",
        f"Release {current} came in since the comparison with {based_on or 'none'};"
        " please compare again.",
        current,
    )


def _put_change(connection: duckdb.DuckDBPyConnection, comparison: Comparison) -> None:
    put_table(connection, "change", CHANGE, [])
    connection.register("shown", comparison.changes)
    # All at once and by name: the frame has more columns, for people.
    columns = ", ".join(CHANGE)
    connection.execute(f"INSERT INTO change ({columns}) SELECT {columns} FROM shown")
    connection.unregister("shown")
    create_issue_table(connection)


def _new_sources(connection: duckdb.DuckDBPyConnection, comparison: Comparison) -> list[list[Any]]:
    """Lines for the table source: publications that no release has entered before."""
    known = set(connection.execute("SELECT code FROM past_source").fetchall())
    return [
        [s.code, s.title, s.publisher, s.published, s.url, s.grade]
        for s in comparison.report.new_sources
        if (s.code,) not in known
    ]


def _accepted_lines(comparison: Comparison, accepted: tuple[Acceptance, ...]) -> list[list[Any]]:
    """Lines for the table acceptance: every warning published in spite of, with its reason.

    Also what was left out of the file on purpose, without one.
    """
    lines = []
    reasons = Acceptances(accepted)
    for issue in comparison.report.issues:
        acceptance = reasons.find(issue)
        is_left_out = issue.kind in NOTICES.values()
        if acceptance is not None or is_left_out:
            lines.append(
                [
                    issue.kind,
                    acceptance.reason.strip() if acceptance else "—",
                    issue.file,
                    issue.sheet,
                    issue.row,
                    issue.column,
                    issue.value,
                    issue.message.zh,
                    issue.message.en,
                ]
            )
    return lines


def _write(
    connection: duckdb.DuckDBPyConnection,
    releases: Path,
    current: int | None,
    entry: ReleaseEntry,
    also: dict[str, list[list[Any]]],
) -> ReleaseInfo:
    """Write the release in force with the table `change` made, as the next one."""
    _put_content(connection)
    changes: Changes = count_changes(connection)
    number = write_release(connection, releases, current, entry, changes, also)
    info = read_release(number, releases)
    if info is None:
        raise LookupError(f"release {number} does not list itself")
    return info


def _put_content(connection: duckdb.DuckDBPyConnection) -> None:
    # Places that the catalog has dropped since keep their figures, and so their line in `region`.
    present = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'current'"
        " AND table_name = 'region'"
    ).fetchone()
    if present and present[0]:
        connection.execute(
            """
            INSERT INTO place SELECT region_code, level, parent_code, province_code
            FROM current.region WHERE region_code NOT IN (
                SELECT CAST(region_code AS VARCHAR) FROM place)
            AND TRY_CAST(region_code AS region_code_t) IS NOT NULL
            """
        )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE content AS
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value, status,
            source_code, note
        FROM (
            FROM past_observation ANTI JOIN change USING (region_code, indicator_code, year)
            UNION ALL
            SELECT region_code, indicator_code, year, value_after, status_after, source_after,
                note_after
            FROM change WHERE value_after IS NOT NULL
        )
        """
    )


def _unknown(release_id: int) -> Refused:
    return _refused(
        "unknown_release", f"没有第{release_id}版。", f"There is no release {release_id}."
    )


def _cannot_withdraw(
    connection: duckdb.DuckDBPyConnection, found: ReleaseInfo | None, release_id: int
) -> Refused | None:
    if found is None:
        return _unknown(release_id)
    if found.kind != "publish":
        return _refused(
            "not_published",
            "只能撤回由人发布的版本；随程序发布的数据在下次构建时会再次写入。",
            "Only what a person published can be withdrawn; shipped figures would come back with"
            " the next build.",
        )
    if count_rows(connection, f"past_release WHERE withdraws = {int(release_id)}"):
        return _refused(
            "withdrawn",
            f"第{release_id}版已经撤回。",
            f"Release {release_id} has been withdrawn before.",
        )
    if not is_effective(connection, release_id):
        return _refused(
            "withdrawn",
            f"第{release_id}版已随退回而失效。",
            f"A rollback went back beyond release {release_id}: its changes are undone already.",
        )
    return None


def _put_kept(connection: duckdb.DuckDBPyConnection, release_id: int, catalog: Catalog) -> None:
    """Make `before_it`, the state that each figure of a release goes back to, and `kept`.

    The state of a figure is what its last surviving revision made of it; without one, what it was
    before its first. `kept` are figures whose last surviving revision is later than the release.
    """
    derived = [(i.code,) for i in catalog.indicators.values() if i.formula is not None]
    put_table(connection, "derived_code", {"indicator_code": "VARCHAR"}, derived)
    keys = "region_code, indicator_code, year"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE taken AS
        SELECT {keys} FROM past_revision ANTI JOIN derived_code USING (indicator_code)
        WHERE release_id = {int(release_id)}
        """
    )
    last = "arg_max_null({0}_after, release_id)"
    first = "arg_min_null({0}_before, release_id)"
    columns = ("value", "status", "source", "note")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE before_it AS
        WITH chain AS (SELECT v.* FROM past_revision v SEMI JOIN taken USING ({keys})),
        surviving AS (
            SELECT * FROM ({SURVIVING}) SEMI JOIN taken USING ({keys})
            WHERE release_id <> {int(release_id)}
        ), latest AS (
            SELECT {keys}, max(release_id) AS release_id,
                {", ".join(f"{last.format(c)} AS {c}" for c in columns)}
            FROM surviving GROUP BY {keys}
        ), earliest AS (
            SELECT {keys}, {", ".join(f"{first.format(c)} AS {c}" for c in columns)}
            FROM chain GROUP BY {keys}
        )
        SELECT {", ".join(f"e.{k}" for k in keys.split(", "))}, l.release_id,
            {
            ", ".join(
                f"CASE WHEN l.release_id IS NULL THEN e.{c} ELSE l.{c} END AS {c}" for c in columns
            )
        }
        FROM earliest e LEFT JOIN latest l USING ({keys})
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE kept AS
        SELECT {keys}, value, release_id FROM before_it WHERE release_id > {int(release_id)}
        """
    )


def _put_restored(connection: duckdb.DuckDBPyConnection, catalog: Catalog, release_id: int) -> None:
    """Make `change`: the figures of a release as they go back to what they were before."""
    _put_kept(connection, release_id, catalog)
    put_table(connection, "change", CHANGE, [])
    connection.execute(
        """
        INSERT INTO change
        SELECT region_code, indicator_code, year, o.value, b.value, o.status, b.status,
            o.source_code, b.source, o.note, b.note
        FROM before_it b LEFT JOIN past_observation o USING (region_code, indicator_code, year)
        WHERE o.value IS DISTINCT FROM b.value OR o.status IS DISTINCT FROM b.status
            OR o.source_code IS DISTINCT FROM b.source OR o.note IS DISTINCT FROM b.note
        """
    )
