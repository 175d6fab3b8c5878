"""Takes a release back, by publishing another without its changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from etl.check.issues import create_issue_table
from etl.relation import Relation, declare
from etl.release.compare import add_derived, derived_codes, digest_changes
from etl.release.files import BusyError, open_workshop
from etl.release.history import History, ListedRelease, open_history
from etl.release.publish import write_changes
from etl.release.refusal import (
    BUSY,
    WAIT_SECONDS,
    Refused,
    broken_catalog,
    lacking_codes,
    refuse,
)
from etl.release.tables import Change
from etl.release.write import ReleaseEntry, user_name
from etl.resolve.codes import declare_codes
from scoreboard import paths
from scoreboard.catalog.dropped import Dropped, find_dropped
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.problems import CatalogError
from scoreboard.store.folder import ReleaseFolderError


class Kept(Relation):
    """Figures that stay when a release is taken back: a later release changed them again."""

    table = "kept"
    columns = declare(
        region_code="VARCHAR",
        indicator_code="VARCHAR",
        year="SMALLINT",
        value="DOUBLE",
        release_id="INTEGER",
    )


class Restored(Kept):
    """The state that each figure of a release goes back to; release_id: which one made it so."""

    table = "before_it"


def withdraw(
    release_id: int,
    *,
    by: str = "",
    note: str = "",
    releases: Path | None = None,
    catalog: Catalog | None = None,
    wait_seconds: float | None = WAIT_SECONDS,
) -> ListedRelease | Refused:
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
        return broken_catalog(error)
    catalog = catalog or on_disk
    try:
        with open_workshop(folder, wait_seconds) as past:
            found = past.fetch_release(release_id)
            refusal = _cannot_withdraw(past, found, release_id)
            if refusal is not None:
                return refusal
            places = declare_codes(past, catalog)
            create_issue_table(past.connection)
            restored = _find_restored(past, release_id, catalog)
            change = _undo(restored, past)
            refusal = lacking_codes(_dropped_of(change, on_disk))
            if refusal is not None:
                return refusal
            kept = _find_kept(restored, release_id).count()
            add_derived(change, past, places, catalog)
            past.connection.execute("DELETE FROM issue")
            entry = ReleaseEntry(
                kind="withdraw",
                published_by=by.strip() or user_name(),
                note=note.strip(),
                withdraws=release_id,
                digest=digest_changes(change, past.number),
            )
            return replace(write_changes(change, entry, past, places, folder), kept=kept)
    except BusyError:
        return BUSY
    except ReleaseFolderError as error:
        return Refused("folder", error.sentence)


def list_kept(
    release_id: int, releases: Path | None = None
) -> list[tuple[str, str, int, float | None, int]]:
    """Figures that would stay if a release were withdrawn, because a later one changed them.

    One entry a figure: region, indicator, year, the value that stays, the release it is from.
    """
    with open_history(releases) as past:
        kept = _find_kept(
            _find_restored(past, release_id, load_catalog(releases=releases)), release_id
        )
        return past.connection.execute(f"FROM {kept} ORDER BY ALL").fetchall()


def _cannot_withdraw(past: History, found: ListedRelease | None, release_id: int) -> Refused | None:
    if found is None:
        return refuse(
            "unknown_release", f"没有第{release_id}版。", f"There is no release {release_id}."
        )
    if found.kind != "publish":
        return refuse(
            "not_published",
            "只能撤回由人发布的版本；随程序发布的数据在下次构建时会再次写入。",
            "Only what a person published can be withdrawn; shipped figures would come back with"
            " the next build.",
        )
    if past.release.count(f"withdraws = {int(release_id)}"):
        return refuse(
            "withdrawn",
            f"第{release_id}版已经撤回。",
            f"Release {release_id} has been withdrawn before.",
        )
    if not past.is_effective(release_id):
        return refuse(
            "withdrawn",
            f"第{release_id}版已随退回而失效。",
            f"A rollback went back beyond release {release_id}: its changes are undone already.",
        )
    return None


def _dropped_of(change: Change, catalog: Catalog) -> Dropped:
    """Codes without a card or a place under which figures would be written."""

    def written(column: str) -> list[str]:
        found = change.connection.execute(
            f"SELECT DISTINCT {column} FROM {change} WHERE value_after IS NOT NULL"
        ).fetchall()
        return [code for (code,) in found]

    return find_dropped(catalog, written("indicator_code"), written("region_code"), [])


def _find_restored(past: History, release_id: int, catalog: Catalog) -> Restored:
    """The figures of a release as they go back to what they were before.

    The state of a figure is what its last surviving revision made of it; without one, what it was
    before its first.
    """
    connection = past.connection
    keys = "region_code, indicator_code, year"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE taken AS
        SELECT {keys} FROM {past.revision}
        ANTI JOIN {derived_codes(past, catalog)} USING (indicator_code)
        WHERE release_id = {int(release_id)}
        """
    )
    last = "arg_max_null({0}_after, release_id)"
    first = "arg_min_null({0}_before, release_id)"
    columns = ("value", "status", "source", "note")
    return Restored.select(
        connection,
        f"""
        WITH chain AS (SELECT v.* FROM {past.revision} v SEMI JOIN taken USING ({keys})),
        surviving AS (
            SELECT * FROM ({past.surviving()}) SEMI JOIN taken USING ({keys})
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
        """,
    )


def _find_kept(restored: Restored, release_id: int) -> Kept:
    """Figures whose last surviving revision is later than the release."""
    return Kept.select(
        restored.connection,
        f"""
        SELECT region_code, indicator_code, year, value, release_id FROM {restored}
        WHERE release_id > {int(release_id)}
        """,
    )


def _undo(restored: Restored, past: History) -> Change:
    """What changes when figures go back to their earlier state."""
    change = Change.of_rows(past.connection)
    past.connection.execute(
        f"""
        INSERT INTO {change}
        SELECT region_code, indicator_code, year, o.value, b.value, o.status, b.status,
            o.source_code, b.source, o.note, b.note
        FROM {restored} b LEFT JOIN {past.observation} o USING (region_code, indicator_code, year)
        WHERE o.value IS DISTINCT FROM b.value OR o.status IS DISTINCT FROM b.status
            OR o.source_code IS DISTINCT FROM b.source OR o.note IS DISTINCT FROM b.note
        """
    )
    return change
