"""Checks the figures that were read from one file, against the catalog and the release in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb
import pandas as pd

from etl.check import cross_checks, row_checks
from etl.check.by_name import TOLD_BY_NAME, NameIssues
from etl.check.cross_checks import CrossChecked
from etl.check.issues import (
    Issue,
    add_issues,
    create_issue_table,
    fetch_issues,
)
from etl.check.pointing import point_at_labels
from etl.check.report import Acceptance, CheckReport, Counts, Original
from etl.progress import Progress
from etl.read.correcting import RECORDED
from etl.read.raw_issues import shorten
from etl.release.compare import (
    Incoming,
    add_derived,
    compare_incoming,
)
from etl.release.history import History, open_history
from etl.resolve import uploaded
from etl.resolve.codes import declare_codes
from etl.resolve.figures import KEYS
from etl.resolve.meanings import Names
from etl.resolve.spellings import create_spellings
from etl.resolve.texts import suggest_number
from etl.resolve.upload import Upload, put_upload
from etl.sql import count_rows
from scoreboard import paths
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Source, Text
from scoreboard.store.reading import named_sources_sql

if TYPE_CHECKING:
    from etl.read.reading import SheetRead

CHECK_STEPS = 5 + cross_checks.STEPS
# More than this nobody reads one by one; counts are always of all.
ISSUES_KEPT = 10_000
_LONGEST_QUOTED = 200
_WITH_A_GUESS = frozenset(
    {"value_not_a_number", "value_not_finite", "year_not_whole", "year_out_of_range"}
)


class ReadingLike(Protocol):
    """What a reader delivers: figures as written, where each stands, and what was wrong."""

    @property
    def rows(self) -> pd.DataFrame:
        """One row a cell; see etl.read."""

    @property
    def form(self) -> str:
        """The form that the file was taken for."""

    @property
    def sheets(self) -> Sequence[SheetRead]:
        """The cells as they are written."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What the reader could not read."""


def check(
    reading: ReadingLike,
    file: Original,
    *,
    catalog: Catalog | None = None,
    releases: Path | None = None,
    acceptances: Iterable[Acceptance] = (),
    aliases: Iterable[Alias] | None = None,
    progress: Progress | None = None,
) -> CheckReport:
    """Put a file's figures into codes and units, and collect everything that is wrong with them.

    Compares with the release in force and writes nothing. catalog: publications that files named
    are taken from the release in force, whatever it holds of them. aliases: decisions about names,
    by default those of the catalog.
    """
    releases = releases or paths.RELEASES
    catalog = catalog or load_catalog(releases=releases)
    decided = catalog.aliases if aliases is None else tuple(aliases)
    say = progress or (lambda _: None)
    name = file.shown_name
    with open_history(releases) as past:
        connection = past.connection
        create_issue_table(connection)
        add_issues(connection, [replace(p, file=name) for p in reading.issues])
        say("reading the names")
        upload, blank = put_upload(connection, reading.rows)
        cells = upload.count()
        catalog = catalog.with_named_sources(_named_sources(past))
        names = Names(upload, catalog, decided)
        places = declare_codes(past, catalog, names.new_sources)
        create_spellings(connection, catalog)
        meanings = names.find()
        say("reading the figures")
        figures = uploaded.resolve(upload, meanings)
        say("locating what is wrong")
        name_issues = NameIssues(names, meanings, figures.resolved, name)
        unknown = name_issues.unknown_names()
        uploaded.tell_faults(upload, meanings, figures, catalog, name)
        name_issues.tell(unknown)
        fault_counts = _count_faults(figures)
        unsound, repeated = uploaded.keep_sound(figures)
        tested = uploaded.put_tested(figures.resolved, unsound, upload, places)
        incoming = _incoming(figures)
        compared = compare_incoming(incoming, past, catalog, names.new_sources)
        fault_counts |= cross_checks.tell_all(
            CrossChecked(tested, upload, places, past, compared), catalog, name, say
        )
        say("working out derived indicators")
        add_derived(compared.change, past, places, catalog)
        say("listing what was found")
        sound = figures.resolved.count()
        withdrawals = figures.withdrawals.count()
        return CheckReport(
            file=file,
            form=reading.form,
            rows=_sound_rows(incoming, upload),
            issues=point_at_labels(
                map(_with_guess, fetch_issues(connection, ISSUES_KEPT, RECORDED)), reading.sheets
            ),
            issue_counts=_count_issues(connection, fault_counts),
            counts=Counts(
                cells, sound, cells - sound - withdrawals - repeated, repeated, blank, withdrawals
            ),
            unknown_names=tuple(unknown),
            new_sources=tuple(names.new_sources),
            acceptances=tuple(acceptances),
            catalog=catalog,
            releases=releases,
        )


def _named_sources(past: History) -> list[Source]:
    """Publications that files named and the release in force cites."""
    found = past.connection.execute(named_sources_sql(str(past.source), str(past.observation)))
    names = [column[0] for column in found.description or []]
    return [Source.model_validate(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _count_faults(figures: uploaded.UploadedFigures) -> dict[str, int]:
    """How many cells have each fault that is told cell by cell."""
    resolved, repeated = figures.resolved, figures.repeated
    connection = resolved.connection
    single = [kind for kind in row_checks.BIT if kind not in TOLD_BY_NAME]
    sums = ", ".join(f"count(*) FILTER (WHERE faults & {row_checks.BIT[k]} > 0)" for k in single)
    row = connection.execute(f"SELECT {sums} FROM {resolved}").fetchone() or ()
    counts = dict(zip(single, row, strict=True))
    same = f"{resolved} JOIN {repeated} USING ({KEYS}) WHERE faults & {row_checks.ERRORS} = 0"
    counts["contradicted"] = count_rows(connection, f"{same} AND NOT is_same")
    keys = repeated.count("is_same")
    counts["repeated"] = count_rows(connection, f"{same} AND is_same") - keys
    return counts


def _count_issues(
    connection: duckdb.DuckDBPyConnection, fault_counts: dict[str, int]
) -> tuple[tuple[str, str, int], ...]:
    """All issues by severity and kind, also those that were too many to be told singly."""
    found = connection.execute(
        "SELECT severity, kind, count(*) FROM issue GROUP BY severity, kind"
    ).fetchall()
    order = ("error", "warning", "notice")
    counted = [(severity, kind, max(n, fault_counts.get(kind, 0))) for severity, kind, n in found]
    return tuple(sorted(counted, key=lambda c: (order.index(c[0]), -c[2], c[1])))


def _shorten(issue: Issue) -> Issue:
    """An issue that quotes no more of a long cell than can be read: there may be thousands."""
    if max(map(len, (issue.value, issue.message.zh, issue.message.en))) <= _LONGEST_QUOTED:
        return issue
    told = Text(
        zh=shorten(issue.message.zh, 3 * _LONGEST_QUOTED),
        en=shorten(issue.message.en, 3 * _LONGEST_QUOTED),
    )
    return replace(issue, value=shorten(issue.value, _LONGEST_QUOTED), message=told)


def _with_guess(issue: Issue) -> Issue:
    """An issue of a text that is no number, with the number that was probably meant."""
    issue = _shorten(issue)
    if issue.kind not in _WITH_A_GUESS or issue.suggestions:
        return issue
    guess = suggest_number(issue.value)
    return replace(issue, suggestions=(guess,)) if guess not in ("", issue.value) else issue


def _incoming(figures: uploaded.UploadedFigures) -> Incoming:
    """The sound figures of the file, and those that it takes back."""
    return Incoming.select(
        figures.resolved.connection,
        f"""
        SELECT CAST(region_code AS VARCHAR) AS region_code,
            CAST(indicator_code AS VARCHAR) AS indicator_code, year, value,
            CAST(status AS VARCHAR) AS status, CAST(source_code AS VARCHAR) AS source_code, note,
            false AS is_withdrawal, ordinal FROM {figures.resolved}
        UNION ALL BY NAME
        SELECT CAST(region_code AS VARCHAR) AS region_code,
            CAST(indicator_code AS VARCHAR) AS indicator_code, year, true AS is_withdrawal, ordinal
        FROM {figures.withdrawals}
        """,
        is_view=True,
    )


def _sound_rows(incoming: Incoming, upload: Upload) -> pd.DataFrame:
    return incoming.connection.execute(
        f"""
        SELECT i.* EXCLUDE (ordinal), u.sheet, u.row, u.letter AS column, u.value AS written
        FROM {incoming} i JOIN {upload} u USING (ordinal) ORDER BY ordinal
        """
    ).df()
