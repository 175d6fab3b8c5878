"""What publishing a checked file would change: figure by figure, with ranks and derived figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.check.issues import create_issue_table
from etl.check.report import CheckReport
from etl.progress import Progress
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
from etl.resolve.codes import declare_codes
from scoreboard.catalog.loader import Catalog

COMPARE_STEPS = 4


@dataclass(frozen=True, eq=False)
class ReleaseComparison:
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
) -> ReleaseComparison:
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
        return ReleaseComparison(
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
    rows of ReleaseComparison.changes of the same indicator. So a page says its headline of both.
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
