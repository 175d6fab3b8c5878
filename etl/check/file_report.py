"""The yearly update: what a file says, what is wrong with it, and what publishing it would change.

check → compare → publish (etl.release.publish). Nothing is written before publish; it writes
exactly what compare showed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd

from etl.check import plausibility, row_checks
from etl.check.by_name import TOLD_BY_NAME, NameIssues, UnknownName
from etl.check.issues import (
    ISSUE_COLUMNS,
    Issue,
    add_issues,
    create_issue_table,
    fetch_issues,
)
from etl.read.correcting import RECORDED
from etl.read.findings import shorten
from etl.relation import Relation, declare
from etl.release.compare import (
    Compared,
    DerivedCodes,
    Incoming,
    add_derived,
    compare_incoming,
    derived_codes,
    digest_changes,
)
from etl.release.history import History, open_history
from etl.release.tables import Change, Places
from etl.resolve import uploaded
from etl.resolve.codes import declare_codes
from etl.resolve.dictionaries import create_dictionaries
from etl.resolve.figures import KEYS
from etl.resolve.meanings import Names
from etl.resolve.texts import suggest_number
from etl.resolve.upload import Upload, put_upload
from etl.sql import count_rows, fill_in, literal
from scoreboard import paths
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Source, Text
from scoreboard.store.reading import named_sources_sql

# Called with a sentence before each step of a long work.
Progress = Callable[[str], None]
CHECK_STEPS = 5 + len(plausibility.CHECKS)
COMPARE_STEPS = 4
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
    def issues(self) -> Sequence[Issue]:
        """What the reader could not read."""


@dataclass(frozen=True)
class Original:
    """The file as it was handed in; its name is for showing only and never part of a path."""

    name: str
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The checksum under which the file is kept once it is published."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def shown_name(self) -> str:
        """The name without folders and control characters."""
        last = re.split(r"[\\/]", self.name)[-1]
        return "".join(c for c in last if c.isprintable())[:200] or "?"


@dataclass(frozen=True)
class Acceptance:
    """Why a warning does not matter: one warning, or all of a kind when no place is given.

    Raises ValueError without a reason.
    """

    kind: str
    reason: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a warning is accepted with a reason")

    @property
    def place(self) -> tuple[str, int | None, str, str]:
        """Where the one warning stands that is meant: sheet, row, column, value."""
        return self.sheet, self.row, self.column, self.value


class Acceptances:
    """Many acceptances, to be looked up by the warning; of a single one before one of its kind."""

    def __init__(self, accepted: Iterable[Acceptance]) -> None:
        self._of_place = {(a.kind, a.place): a for a in accepted}

    def find(self, issue: Issue) -> Acceptance | None:
        """The acceptance that covers a warning; None when it is open, or is no warning."""
        if issue.severity != "warning":
            return None
        place = (issue.sheet, issue.row, issue.column, issue.value)
        return self._of_place.get((issue.kind, place)) or self.of_kind(issue.kind)

    def of_kind(self, kind: str) -> Acceptance | None:
        """The acceptance of all warnings of a kind."""
        return self._of_place.get((kind, ("", None, "", "")))


def accept(issue: Issue, reason: str) -> Acceptance:
    """Accept one warning."""
    return Acceptance(issue.kind, reason, issue.sheet, issue.row, issue.column, issue.value)


@dataclass(frozen=True)
class Counts:
    """What became of the cells of a file; blank ones are no figures and are left out."""

    cells: int
    sound: int
    wrong: int
    repeated: int
    blank: int
    withdrawals: int


@dataclass(frozen=True, eq=False)
class CheckReport:
    """A file in catalog codes and units, and all that is wrong with it.

    rows: one sound figure a row: region_code, indicator_code, year, value (missing where
    is_withdrawal), status, source_code, note, is_withdrawal, sheet, row, column, written.
    issues holds the first ten thousand, errors first; issue_counts all, by severity and kind.
    """

    file: Original
    form: str
    rows: pd.DataFrame = field(repr=False)
    issues: tuple[Issue, ...] = field(repr=False)
    issue_counts: tuple[tuple[str, str, int], ...]
    counts: Counts
    unknown_names: tuple[UnknownName, ...]
    new_sources: tuple[Source, ...]
    acceptances: tuple[Acceptance, ...]
    catalog: Catalog = field(repr=False)
    releases: Path

    @property
    def errors(self) -> int:
        """How many errors stand."""
        return sum(n for severity, _, n in self.issue_counts if severity == "error")

    @cached_property
    def open_warnings(self) -> int:
        """How many warnings nobody has accepted yet."""
        return count_open(self, self.acceptances)

    @property
    def can_publish(self) -> bool:
        """Whether nothing stands in the way: no error, no open warning, and something to say."""
        return self.errors == 0 and self.open_warnings == 0 and len(self.rows) > 0

    def accepting(self, acceptances: Iterable[Acceptance]) -> CheckReport:
        """The same report with these warnings accepted, in place of those before."""
        return replace(self, acceptances=tuple(acceptances))


def count_open(report: CheckReport, acceptances: Iterable[Acceptance]) -> int:
    """How many warnings of a report these acceptances leave open."""
    accepted = Acceptances(acceptances)
    singly = sum(
        accepted.find(p) is not None and accepted.of_kind(p.kind) is None for p in report.issues
    )
    of_open_kinds = sum(
        number
        for severity, kind, number in report.issue_counts
        if severity == "warning" and accepted.of_kind(kind) is None
    )
    return of_open_kinds - singly


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
        create_dictionaries(connection, catalog)
        row_checks.put_descriptions(connection, catalog)
        meanings = names.find()
        say("reading the figures")
        figures = uploaded.resolve(upload, meanings)
        say("locating what is wrong")
        name_issues = NameIssues(names, meanings, figures.resolved, name)
        unknown = name_issues.unknown_names()
        uploaded.tell_faults(upload, meanings, figures, name)
        name_issues.tell(unknown)
        fault_counts = _count_faults(figures)
        unsound, repeated = uploaded.keep_sound(figures)
        uploaded.put_tested(figures.resolved, unsound, upload, places)
        plausibility.define_macros(connection)
        plausibility.put_tables(connection, catalog)
        plausibility.check_all(connection, name, say)
        say("working out derived indicators")
        _tell_withdrawals(figures.withdrawals, upload, past, name)
        incoming = _incoming(figures)
        compared = compare_incoming(incoming, past, catalog, names.new_sources)
        plausibility.tell_lower_grades(connection, name)
        fault_counts[plausibility.LOWER_GRADE] = compared.lower_grade.count()
        add_derived(compared.change, past, places, catalog)
        say("listing what was found")
        sound = figures.resolved.count()
        withdrawals = figures.withdrawals.count()
        return CheckReport(
            file=file,
            form=reading.form,
            rows=_sound_rows(incoming, upload),
            issues=tuple(map(_with_guess, fetch_issues(connection, ISSUES_KEPT, RECORDED))),
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


def _count_faults(figures: uploaded.Figures) -> dict[str, int]:
    """How many cells have each fault that is told cell by cell."""
    resolved, repeated = figures.resolved, figures.repeated
    connection = resolved.connection
    single = [c for c in row_checks.CHECKS if c.kind not in TOLD_BY_NAME]
    sums = ", ".join(f"count(*) FILTER (WHERE faults & {c.bit} > 0)" for c in single)
    row = connection.execute(f"SELECT {sums} FROM {resolved}").fetchone() or ()
    counts = dict(zip((c.kind for c in single), row, strict=True))
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


def _tell_withdrawals(
    withdrawals: uploaded.Withdrawals, upload: Upload, past: History, file: str
) -> None:
    """Warn of rows that take back a figure which is not there."""
    past.connection.execute(
        f"""
        INSERT INTO issue ({", ".join(ISSUE_COLUMNS)})
        SELECT {literal(file)}, u.sheet, u.row, u.letter, u.status,
            {fill_in("没有可撤回的数值：{w.region_code}，{w.year}年，{w.indicator_code}")},
            {fill_in("no figure to take back: {w.region_code}, {w.year}, {w.indicator_code}")},
            '已发布的数值', 'a figure that is published', 'warning', 'withdrawal_unknown', false, ''
        FROM {withdrawals} w JOIN {upload} u USING (ordinal)
        ANTI JOIN {past.observation} o ON o.region_code = CAST(w.region_code AS VARCHAR)
            AND o.indicator_code = CAST(w.indicator_code AS VARCHAR) AND o.year = w.year
        ORDER BY u.ordinal
        """
    )


def _incoming(figures: uploaded.Figures) -> Incoming:
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


@dataclass(frozen=True, eq=False)
class Comparison:
    """What publishing a file would change in the release in force; nothing else is published.

    changes: one row a figure: region_code, indicator_code, year, action (added, changed,
    withdrawn), value_before, value_after, value_last_year (of the same region the year before, as
    it stands after the changes), difference, difference_pct, rank_before, rank_after, status_…,
    source_…, note_before and _after, is_derived (worked out from changed parts), grade_before and
    grade_after (missing unless the file's publication has a lower grade than the one cited so
    far); changed before withdrawn before added, the greatest difference in per cent first.
    ranks: regions whose rank changes, whether or not their own figure does: indicator_code, year,
    level, region_code, rank_before, rank_after.
    added, changed, withdrawn and unchanged count the file's own figures; derived the others.
    of_lower_grade: how many of them change by a publication of a lower grade. digest is a checksum
    of all that would be published. published_as: the release that published this very file, when
    nothing would change.
    """

    report: CheckReport
    based_on: int | None
    changes: pd.DataFrame = field(repr=False)
    ranks: pd.DataFrame = field(repr=False)
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    derived: int
    of_lower_grade: int
    digest: str
    published_as: int | None = None

    @property
    def affected(self) -> list[str]:
        """Codes of the indicators that change, those of the file first."""
        return list(
            self.changes.sort_values("is_derived", kind="stable")["indicator_code"].unique()
        )


def compare(
    report: CheckReport, releases: Path | None = None, *, progress: Progress | None = None
) -> Comparison:
    """Set a checked file against the release in force. Writes nothing."""
    say = progress or (lambda _: None)
    catalog = report.catalog
    with open_history(releases or report.releases) as past:
        create_issue_table(past.connection)
        say("comparing with the release in force")
        places = declare_codes(past, catalog, report.new_sources)
        past.connection.register("incoming", report.rows)
        incoming = Incoming(past.connection)
        compared = compare_incoming(incoming, past, catalog, report.new_sources)
        own = compared.change.totals()
        say("working out derived indicators")
        add_derived(compared.change, past, places, catalog)
        say("ranking")
        ranks = _rank(compared.change, past, places, catalog)
        say("listing the changes")
        changes = _list_changes(compared, past, ranks, derived_codes(past, catalog))
        again = past.find_published("sha256", report.file.sha256) if changes.empty else None
        return Comparison(
            report=report,
            based_on=past.number,
            changes=changes,
            ranks=_list_ranks(ranks),
            added=own.added,
            changed=own.changed,
            withdrawn=own.withdrawn,
            unchanged=incoming.count("NOT is_withdrawal") - own.added - own.changed,
            derived=len(changes) - own.added - own.changed - own.withdrawn,
            of_lower_grade=compared.lower_grade.count(),
            digest=digest_changes(compared.change, past.number),
            published_as=again.release_id if again else None,
        )


class RankMove(Relation):
    """The ranks before and after in every indicator, year and level that changes."""

    table = "rank_move"
    columns = declare(
        indicator_code="VARCHAR",
        year="SMALLINT",
        level="VARCHAR",
        region_code="VARCHAR",
        rank_before="BIGINT",
        rank_after="BIGINT",
    )


class Direction(Relation):
    """By indicator: -1 where lower is better."""

    table = "direction"
    columns = declare(indicator_code="VARCHAR", sign="TINYINT")


_ACTION = """CASE WHEN value_before IS NULL THEN 'added' WHEN value_after IS NULL THEN 'withdrawn'
    ELSE 'changed' END"""


def _rank(change: Change, past: History, places: Places, catalog: Catalog) -> RankMove:
    directions = Direction.of_rows(
        past.connection,
        [(i.code, -1 if i.direction == "lower_is_better" else 1)
         for i in catalog.indicators.values()],
    )  # fmt: skip
    place = f"SELECT CAST(region_code AS VARCHAR) AS region_code, level FROM {places}"
    ranked = """
        SELECT region_code, indicator_code, year, level, rank() OVER (
            PARTITION BY indicator_code, year, level ORDER BY value * sign DESC) AS place
    """
    return RankMove.select(
        past.connection,
        f"""
        WITH place_text AS ({place}),
        concerned AS (SELECT DISTINCT indicator_code, year FROM {change}),
        old AS (
            FROM {past.observation} SEMI JOIN concerned USING (indicator_code, year)
        ), fresh AS (
            SELECT region_code, indicator_code, year, value FROM old
            ANTI JOIN {change} USING (region_code, indicator_code, year)
            UNION ALL
            SELECT region_code, indicator_code, year, value_after FROM {change}
            WHERE value_after IS NOT NULL
        ), before AS ({ranked} FROM old JOIN place_text USING (region_code)
            JOIN {directions} USING (indicator_code) WHERE level <> 'nation'
        ), after AS ({ranked} FROM fresh JOIN place_text USING (region_code)
            JOIN {directions} USING (indicator_code) WHERE level <> 'nation'
        )
        SELECT indicator_code, year, level, region_code, b.place AS rank_before,
            a.place AS rank_after
        FROM before b FULL JOIN after a USING (region_code, indicator_code, year, level)
        """,
    )


def _list_changes(
    compared: Compared, past: History, ranks: RankMove, derived: DerivedCodes
) -> pd.DataFrame:
    frame = compared.change.connection.execute(
        f"""
        SELECT c.*, {_ACTION} AS action, value_after - value_before AS difference,
            difference / nullif(abs(value_before), 0) * 100 AS difference_pct,
            CASE WHEN is_touched THEN last_after ELSE last_before END AS value_last_year,
            m.rank_before, m.rank_after, d.indicator_code IS NOT NULL AS is_derived,
            g.grade_before, g.grade_after
        FROM {compared.change} c LEFT JOIN (
            SELECT region_code, indicator_code, year, grade_before, grade_after
            FROM {compared.lower_grade}
        ) g USING (region_code, indicator_code, year)
        LEFT JOIN {ranks} m USING (region_code, indicator_code, year)
        LEFT JOIN {derived} d USING (indicator_code)
        LEFT JOIN (
            SELECT region_code, indicator_code, year + 1 AS year, value_after AS last_after,
                true AS is_touched FROM {compared.change}
        ) USING (region_code, indicator_code, year)
        LEFT JOIN (
            SELECT region_code, indicator_code, year + 1 AS year, value AS last_before
            FROM {past.observation}
        ) USING (region_code, indicator_code, year)
        ORDER BY is_derived, list_position(['changed', 'withdrawn', 'added'], action),
            abs(difference_pct) DESC NULLS LAST, indicator_code, year, region_code
        """
    ).df()
    return frame.astype({"rank_before": "Int64", "rank_after": "Int64"})


def _list_ranks(ranks: RankMove) -> pd.DataFrame:
    frame = ranks.connection.execute(
        f"""
        SELECT * FROM {ranks} WHERE rank_before IS DISTINCT FROM rank_after
        ORDER BY indicator_code, year, level, rank_after, region_code
        """
    ).df()
    return frame.astype({"rank_before": "Int64", "rank_after": "Int64"})


def apply_changes(observations: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """One indicator's observations as they would stand after the changes.

    observations: region_code, year, value, status, source_code, note of one indicator; changes:
    rows of Comparison.changes of the same indicator. So that a page can say its headline of both.
    """
    keys = ["region_code", "year"]
    touched = changes[keys].assign(is_touched=True)
    kept = observations.merge(touched, on=keys, how="left")
    kept = kept[kept["is_touched"].isna()].drop(columns="is_touched")
    names = {f"{name}_after": name for name in ("value", "status", "note")}
    new = changes.rename(columns=names | {"source_after": "source_code"})
    new = new.loc[new["value"].notna(), list(observations.columns)]
    joined = pd.concat([kept, new], ignore_index=True) if len(kept) else new
    return joined.sort_values(["year", "region_code"], ignore_index=True)
