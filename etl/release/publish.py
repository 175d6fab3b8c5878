"""Publishes what a person checked and compared, as the next release."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from etl.check.issues import create_issue_table
from etl.check.report import Acceptance, Acceptances, count_open
from etl.read.correcting import RECORDED
from etl.release.compare import digest_changes
from etl.release.comparison import ReleaseComparison
from etl.release.files import BusyError, keep_original, open_workshop
from etl.release.history import History, ListedRelease
from etl.release.refusal import (
    BUSY,
    WAIT_SECONDS,
    Refused,
    broken_catalog,
    lacking_codes,
    refuse,
)
from etl.release.tables import Change, Content, Places
from etl.release.write import Draft, ReleaseEntry, user_name, write_release
from etl.resolve.codes import declare_codes
from scoreboard.catalog.dropped import find_dropped
from scoreboard.catalog.loader import load_catalog
from scoreboard.catalog.problems import CatalogError
from scoreboard.store.folder import ReleaseFolderError

_LOWER_GRADE = "source_of_lower_grade"


def publish(
    comparison: ReleaseComparison,
    *,
    by: str = "",
    reviewed_by: str = "",
    note: str = "",
    acceptances: Iterable[Acceptance] = (),
    wait_seconds: float | None = WAIT_SECONDS,
) -> ListedRelease | Refused:
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
    releases = report.releases
    try:
        with open_workshop(releases, wait_seconds) as past:
            before = past.find_published("digest", comparison.digest)
            if before is not None:
                return _published_before(before, report.file.sha256, past.number)
            if past.number != comparison.based_on:
                return _stale(comparison.based_on, past.number)
            refusal = _unfit_catalog(comparison)
            if refusal is not None:
                return refusal
            change = _shown_changes(comparison, past)
            if digest_changes(change, past.number) != comparison.digest:
                return refuse(
                    "differs",
                    "待发布内容与比较时所示不一致，请重新比较。",
                    "What would be published is not what was shown; please compare again.",
                    past.number,
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
                "source": _new_sources(past, comparison),
                "acceptance": _accepted_lines(comparison, accepted),
            }
            places = declare_codes(past, report.catalog, report.new_sources)
            # Kept first: should the power fail now, a file too many lies there, and none too few.
            keep_original(releases, report.file.sha256, report.file.content)
            create_issue_table(past.connection)
            return write_changes(change, entry, past, places, releases, also)
    except BusyError:
        return BUSY
    except ReleaseFolderError as error:
        return Refused("folder", error.sentence)


def check_reviewer(by: str, reviewed_by: str) -> Refused | None:
    """Why this person may not review: they publish it themselves, however the name is written."""
    if not reviewed_by.strip() or _as_one_name(by or user_name()) != _as_one_name(reviewed_by):
        return None
    return refuse(
        "reviewer",
        "复核人与发布人相同，未发布。复核人须为他人；无人复核时留空。",
        "The reviewer and the publisher are the same person; nothing was published. Name another"
        " reviewer, or leave it empty.",
    )


def _as_one_name(name: str) -> str:
    """A name without spaces, case, width and accents of writing: 张　三 is 张三."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c.isprintable() and not c.isspace())


def _unfit_catalog(comparison: ReleaseComparison) -> Refused | None:
    """Why the catalog as it lies there now does not fit what would be published."""
    report = comparison.report
    try:
        now = load_catalog(releases=report.releases)
    except CatalogError as error:
        return broken_catalog(error)
    written = comparison.changes[comparison.changes["value_after"].notna()]
    codes = written["indicator_code"].unique()
    # The codes of the catalog compared with: it may be another than the one in the files.
    lost = find_dropped(now, codes, written["region_code"].unique(), [])
    if lost:
        return lacking_codes(lost)
    known = report.catalog.indicators
    if any(now.indicators[code].meaning != known[code].meaning for code in codes):
        return refuse(
            "differs",
            "比较之后指标目录中的单位、公式或统计范围有改动，请重新比较后再发布。",
            "A unit, formula or scope of the catalog was changed since the comparison; please"
            " compare again.",
        )
    return None


def _must_not(comparison: ReleaseComparison, accepted: tuple[Acceptance, ...]) -> Refused | None:
    report = comparison.report
    if report.errors:
        return refuse(
            "errors",
            f"还有{report.errors}处错误，不能发布。",
            f"{report.errors} errors stand; nothing is published.",
        )
    warnings = max(count_open(report, accepted), _count_unchosen(comparison, accepted))
    if warnings:
        return refuse(
            "warnings",
            f"还有{warnings}条警告未接受，不能发布。",
            f"{warnings} warnings are not accepted; nothing is published.",
        )
    if comparison.changes.empty and comparison.published_as:
        return refuse(
            "nothing",
            f"该文件已作为第{comparison.published_as}版发布，没有变化。",
            f"This file is published already, as release {comparison.published_as};"
            " nothing would change.",
        )
    if comparison.changes.empty:
        return refuse(
            "nothing",
            "文件中的数值都已发布，没有变化。",
            "All figures of the file are published already; nothing would change.",
        )
    return None


def _count_unchosen(comparison: ReleaseComparison, accepted: tuple[Acceptance, ...]) -> int:
    """How many figures take a source of a lower grade and nobody said why.

    Counted in what would be published: the release may be another than the one checked against.
    """
    if not comparison.of_lower_grade or Acceptances(accepted).of_kind(_LOWER_GRADE):
        return 0
    keys = ["region_code", "indicator_code", "year"]
    lower = comparison.changes.loc[comparison.changes["grade_after"].notna(), keys]
    placed = lower.merge(comparison.report.rows, on=keys)
    chosen = {(a.sheet, a.row, a.column) for a in accepted if a.kind == _LOWER_GRADE}
    places = zip(placed["sheet"], placed["row"], placed["column"], strict=True)
    return sum(place not in chosen for place in places)


def _published_before(before: ListedRelease, sha256: str, current: int | None) -> Refused:
    number = before.release_id
    what = ("该文件", "This file") if before.sha256 == sha256 else ("这些变动", "These changes")
    verb = "is" if before.sha256 == sha256 else "are"
    return refuse(
        "published",
        f"{what[0]}已作为第{number}版发布，未重复发布。",
        f"{what[1]} {verb} published already, as release {number}; nothing was published again.",
        current,
    )


def _stale(based_on: int | None, current: int | None) -> Refused:
    return refuse(
        "stale",
        f"比较之后有新的版本（第{current}版）发布，请重新比较后再发布。",
        f"Release {current} came in since the comparison with {based_on or 'none'};"
        " please compare again.",
        current,
    )


def _shown_changes(comparison: ReleaseComparison, past: History) -> Change:
    """The changes that a comparison shows, as they are written."""
    change = Change.of_rows(past.connection)
    past.connection.register("shown", comparison.changes)
    # All at once and by name: the frame has more columns, for people.
    columns = ", ".join(Change.columns)
    past.connection.execute(f"INSERT INTO {change} ({columns}) SELECT {columns} FROM shown")
    past.connection.unregister("shown")
    return change


def _new_sources(past: History, comparison: ReleaseComparison) -> list[list[Any]]:
    """Lines for the table source: publications that no release has entered before."""
    known = set(past.connection.execute(f"SELECT code FROM {past.source}").fetchall())
    return [
        [s.code, s.title, s.publisher, s.published, s.url, s.grade]
        for s in comparison.report.new_sources
        if (s.code,) not in known
    ]


def _accepted_lines(
    comparison: ReleaseComparison, accepted: tuple[Acceptance, ...]
) -> list[list[Any]]:
    """Lines for the table acceptance: every warning published in spite of, with its reason.

    Also what was corrected or left out of the file on purpose, without one.
    """
    lines = []
    reasons = Acceptances(accepted)
    for issue in comparison.report.issues:
        acceptance = reasons.find(issue)
        if acceptance is not None or issue.kind in RECORDED:
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


def write_changes(
    change: Change,
    entry: ReleaseEntry,
    past: History,
    places: Places,
    releases: Path,
    also: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> ListedRelease:
    """Write the release in force with some changes made, as the next one; also: see Draft."""
    content = _apply(change, past, places)
    draft = Draft(entry, content, places, past.register_item, change, change.totals(), also or {})
    return write_release(draft, past, releases)


def _apply(change: Change, past: History, places: Places) -> Content:
    # Places that the catalog has dropped since keep their figures, and so their line in `region`.
    if past.number is not None:
        past.connection.execute(
            f"""
            INSERT INTO {places} SELECT region_code, level, parent_code, province_code
            FROM current.region WHERE region_code NOT IN (
                SELECT CAST(region_code AS VARCHAR) FROM {places})
            AND TRY_CAST(region_code AS region_code_t) IS NOT NULL
            """
        )
    return Content.select(
        past.connection,
        f"""
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value, status,
            source_code, note
        FROM (
            FROM {past.observation} ANTI JOIN {change} USING (region_code, indicator_code, year)
            UNION ALL
            SELECT region_code, indicator_code, year, value_after, status_after, source_after,
                note_after
            FROM {change} WHERE value_after IS NOT NULL
        )
        """,
    )
