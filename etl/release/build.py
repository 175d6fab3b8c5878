"""Builds a release from the shipped figures and puts it in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from etl.check.issues import Issue, add_issues, fetch_issues
from etl.check.kinds import KINDS
from etl.check.totals import Total, compare_totals
from etl.progress import Progress
from etl.read.registers import read_registers
from etl.release.compare import (
    compare,
    items_differ,
    join,
    keep_published_by_hand,
    regions_differ,
)
from etl.release.count import add_counted, count_items
from etl.release.derive import derive
from etl.release.files import open_workshop
from etl.release.history import History
from etl.release.tables import Items, Totals
from etl.release.write import Draft, ReleaseEntry, user_name, write_release
from etl.resolve.codes import declare_codes
from etl.resolve.shipped import Loaded, load_files
from etl.sql import count_rows
from scoreboard import paths
from scoreboard.catalog.dropped import find_dropped
from scoreboard.catalog.loader import Catalog, load_catalog

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
    rows_counted: int
    rows_derived: int
    rows_added: int
    rows_changed: int
    rows_withdrawn: int
    issues: tuple[Issue, ...]
    issue_counts: tuple[tuple[str, str, int], ...]
    totals: tuple[Total, ...]
    is_stopped: bool


def build(
    catalog: Catalog | None = None,
    observations: Path | None = None,
    releases: Path | None = None,
    progress: Progress | None = None,
    corrections: Path | None = None,
    registers: Path | None = None,
) -> BuildReport:
    """Publish the shipped figures as a release, or find that the one in force holds them already.

    Reads every csv file of the folder observations with the corrections and the registers in the
    folders beside it. Wrong rows are left out and listed; a file that cannot be read, an item of a
    register that does not fit, or figures of a code that the catalog has lost, stop the build.
    Figures that a person published since are kept; figures gone from the files are withdrawn.
    Safe to call from several processes at once: one builds, the others wait for it and then find
    nothing new.
    """
    observations = observations or paths.OBSERVATIONS
    releases = releases or paths.RELEASES
    catalog = catalog or load_catalog(releases=releases)
    corrections = corrections or observations.parent / paths.CORRECTIONS.name
    registers = registers or observations.parent / paths.REGISTERS.name
    say = progress or (lambda _: None)
    files = sorted(observations.glob("*.csv"))
    say("waiting for other writers")
    with open_workshop(releases) as past, ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_sha256, [*files, *sorted(registers.glob("*.csv"))])
        in_force = past.codes()
        places = declare_codes(past, catalog)
        loaded = load_files(past.connection, catalog, files, corrections, say)
        if not files:
            add_issues(past.connection, [KINDS["no_files"].issue(str(observations))])
        add_issues(past.connection, _lost_cards(past, catalog, in_force))
        listed, unfit = read_registers(registers, catalog)
        add_issues(past.connection, unfit)
        if count_rows(past.connection, "issue WHERE severity = 'error' AND NOT is_rejected"):
            return _report(past, loaded, past.number, is_stopped=True)

        say("working out derived indicators")
        items = Items.of_rows(past.connection, listed)
        counted = count_items(listed, catalog)
        add_counted(loaded.figures, counted)
        keep_published_by_hand(loaded.figures, past, catalog)
        derived = derive(loaded.figures, places, catalog)
        totals = compare_totals(loaded.figures, places, catalog)

        say("comparing with the release in force")
        content = join(loaded.figures, derived)
        change = compare(content, past)
        is_first = past.number is None
        counts = Totals(content.count(), 0, 0) if is_first else change.totals()
        rows_derived = derived.count()
        if not (
            is_first or change.count() or regions_differ(places, past) or items_differ(items, past)
        ):
            return _report(past, loaded, past.number, len(counted), rows_derived, totals=totals)
        entry = ReleaseEntry(
            kind="build",
            source_file=f"{observations.name}/*.csv ({len(files)})",
            sha256=digest.result(),
            published_by=user_name(),
        )
        say("writing the release")
        made = write_release(Draft(entry, content, places, items, change, counts), past, releases)
        say("done")
        return _report(past, loaded, made.release_id, len(counted), rows_derived, counts, totals)


def _lost_cards(past: History, catalog: Catalog, in_force: Mapping[str, list[str]]) -> list[Issue]:
    """Codes in force that the catalog lacks while the files still hold their figures.

    Leaving these rows out would take published figures back for the loss of a card. What is given
    up on purpose is gone from the files, too.
    """
    lost = find_dropped(catalog, in_force["indicator_code"], in_force["region_code"], ())
    kinds = {
        "indicator_unknown": (lost.indicators, "indicators/{code}.yml"),
        "region_unknown": (lost.regions, "regions.csv"),
    }
    return [
        KINDS["code_dropped"].issue(file, value=code, card=card.format(code=code))
        for kind, (codes, card) in kinds.items()
        for code in codes
        for (file,) in past.connection.execute(
            "SELECT DISTINCT file FROM issue WHERE kind = ? AND value = ? ORDER BY file",
            [kind, code],
        ).fetchall()
    ]


def _sha256(files: Sequence[Path]) -> str:
    """One checksum of several files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as handle:
            while block := handle.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _report(
    past: History,
    loaded: Loaded,
    release_id: int | None,
    rows_counted: int = 0,
    rows_derived: int = 0,
    changes: Totals | None = None,
    totals: tuple[Total, ...] = (),
    is_stopped: bool = False,
) -> BuildReport:
    counts = past.connection.execute(
        "SELECT severity, kind, count(*) FROM issue GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return BuildReport(
        release_id=release_id,
        is_new=changes is not None,
        loaded=loaded,
        rows_published=0 if is_stopped else loaded.rows_sound,
        rows_counted=rows_counted,
        rows_derived=rows_derived,
        rows_added=changes.added if changes else 0,
        rows_changed=changes.changed if changes else 0,
        rows_withdrawn=changes.withdrawn if changes else 0,
        issues=fetch_issues(past.connection, _ISSUES_SHOWN),
        issue_counts=tuple(counts),
        totals=totals,
        is_stopped=is_stopped,
    )
