"""The command line of the ETL: python -m etl build | releases | boundaries."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import duckdb
from tqdm import tqdm

from etl.load import Progress
from etl.publish import STEPS, BuildReport, build
from etl.release_files import current_release, release_name
from scoreboard import paths
from scoreboard.catalog.loader import CatalogError

DONE, STOPPED = 0, 1
_PROBLEMS_SHOWN = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when it is done, 1 when errors stopped it, 2 on bad usage."""
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Brings official figures into the dashboard."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    choices: dict[str, tuple[Callable[[], int], str]] = {
        "build": (_build, "publish the shipped figures, unless the release in force has them"),
        "releases": (_list_releases, "list the releases, the one in force last"),
        "boundaries": (_boundaries, "draw the borders of regions for the map"),
    }
    for name, (_, help_text) in choices.items():
        commands.add_parser(name, help=help_text, description=help_text)
    chosen = parser.parse_args(arguments)
    return choices[chosen.command][0]()


@contextmanager
def _progress_bar(steps: int | None) -> Iterator[Progress]:
    """Progress on the terminal; nothing at all when nobody watches."""
    with tqdm(
        total=steps,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        bar_format="{desc} {bar} {elapsed}",
    ) as bar:

        def say(step: str) -> None:
            bar.set_description_str(step)
            bar.update()

        yield say


def _build() -> int:
    try:
        with _progress_bar(STEPS) as say:
            report = build(progress=say)
    except CatalogError as error:
        print(f"The catalog cannot be used:\n{error}", file=sys.stderr)
        return STOPPED
    _print_report(report)
    return STOPPED if report.is_stopped else DONE


def _print_report(report: BuildReport) -> None:
    loaded = report.loaded
    print(f"files read        {loaded.files:>12,}")
    print(f"rows read         {loaded.rows_read:>12,}")
    print(f"  published       {report.rows_published:>12,}")
    print(f"  repeated        {loaded.rows_repeated:>12,}")
    print(f"  rejected        {loaded.rows_rejected:>12,}")
    print(f"corrections made  {loaded.corrections:>12,}")
    print(f"derived figures   {report.rows_derived:>12,}")
    _print_problems(report)
    _print_totals(report)
    if report.is_stopped:
        print("\nStopped: nothing was published.")
    elif report.is_new:
        print(
            f"\nRelease {report.release_id}: {report.rows_added:,} figures added,"
            f" {report.rows_changed:,} changed, {report.rows_withdrawn:,} withdrawn."
        )
    else:
        print(f"\nNothing new: release {report.release_id} stays.")


def _print_problems(report: BuildReport) -> None:
    if not report.problem_counts:
        return
    print("\nproblems")
    for severity, kind, count in report.problem_counts:
        print(f"  {severity:8} {kind:24} {count:>9,}")
    print()
    for problem in report.problems[:_PROBLEMS_SHOWN]:
        row = "" if problem.row is None else f" row {problem.row}"
        print(f"  {problem.severity}: {problem.file}{row} {problem.column}: {problem.problem.en}")
        print(f"    accepted: {problem.accepted.en}")
    more = sum(count for *_, count in report.problem_counts) - _PROBLEMS_SHOWN
    if more > 0:
        print(f"  … and {more:,} more; rejected rows are listed in full beside the release")


def _print_totals(report: BuildReport) -> None:
    if not report.totals:
        return
    print("\nprovinces against the nation       years   worst year   deviation   tolerance")
    for total in report.totals:
        mark = "  BEYOND" if total.worst_pct > total.tolerance_pct else ""
        print(
            f"  {total.indicator_code:32} {total.years:>5} {total.worst_year:>12}"
            f" {total.worst_pct:>10.5f}% {total.tolerance_pct:>10g}%{mark}"
        )


def _list_releases() -> int:
    number = current_release(paths.RELEASES)
    if number is None:
        print("There is no release yet; `python -m etl build` makes the first.")
        return DONE
    file = paths.RELEASES / release_name(number)
    with duckdb.connect(str(file), read_only=True) as connection:
        releases = connection.execute(
            """
            SELECT release_id, published_at, published_by, reviewed_by, kind, source_file,
                rows_added, rows_changed, rows_withdrawn, note
            FROM release ORDER BY release_id
            """
        ).fetchall()
    for release_id, when, who, reviewer, kind, source, added, changed, withdrawn, note in releases:
        reviewed = f", reviewed by {reviewer}" if reviewer else ""
        print(f"{release_id:>4}  {when}  {kind:8} by {who}{reviewed}: {source}")
        print(
            f"      {added:,} added, {changed:,} changed, {withdrawn:,} withdrawn  {note}".rstrip()
        )
    print(f"In force: release {number}")
    return DONE


def _boundaries() -> int:
    # Imported here: drawing borders needs geographic packages, publishing figures does not.
    from etl.boundaries import build_boundaries

    with _progress_bar(None) as say:
        frame = build_boundaries(paths.BOUNDARIES, say)
    print(frame.to_string(index=False))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
