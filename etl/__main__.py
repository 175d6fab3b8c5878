"""The command line: python -m etl build | check | publish | withdraw | rollback | releases | …"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from etl.commands import add_commands, progress_bar, run, tell_about_catalog
from etl.release.build import STEPS, BuildReport, build
from scoreboard import paths
from scoreboard.catalog.problems import CatalogError

DONE, STOPPED, USAGE = 0, 1, 2
_ISSUES_SHOWN = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 when errors stopped it, 2 on bad usage or catalog."""
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Brings official figures into the dashboard."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    plain: dict[str, tuple[Callable[[], int], str]] = {
        "build": (_build, "publish the shipped figures, unless the release in force has them"),
        "releases": (_list_releases, "list the releases, the one in force last"),
        "boundaries": (_boundaries, "draw the borders of regions and list who borders on whom"),
    }
    for name, (command, help_text) in plain.items():
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(run=lambda _, command=command: command())
    add_commands(commands)
    chosen = parser.parse_args(arguments)
    try:
        code = run(chosen)
        sys.stdout.flush()
        return code
    except CatalogError as error:
        print(f"The catalog cannot be used; nothing was done:\n{error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        return _say_closed(chosen.command)


def _say_closed(command: str) -> int:
    """Whoever reads the output has read enough (`| head`), which is no fault of a look."""
    # Else Python complains once more when it flushes the closed output at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if command in ("check", "releases"):
        return DONE
    print(
        "The output was closed before its end; `python -m etl releases` says what was published.",
        file=sys.stderr,
    )
    return STOPPED


def _build() -> int:
    tell_about_catalog()
    with progress_bar(STEPS) as say:
        report = build(progress=say)
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
    _print_issues(report)
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


def _print_issues(report: BuildReport) -> None:
    if not report.issue_counts:
        return
    print("\nissues")
    for severity, kind, count in report.issue_counts:
        print(f"  {severity:8} {kind:24} {count:>9,}")
    print()
    for issue in report.issues[:_ISSUES_SHOWN]:
        row = "" if issue.row is None else f" row {issue.row}"
        print(f"  {issue.severity}: {issue.file}{row} {issue.column}: {issue.message.en}")
        print(f"    accepted: {issue.accepted.en}")
    more = sum(count for *_, count in report.issue_counts) - _ISSUES_SHOWN
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
    # Imported here: the list is a frame, and pandas takes longer to load than a build needs.
    from etl.release.history import list_releases

    releases = list_releases(paths.RELEASES)
    if releases.empty:
        print("There is no release yet; `python -m etl build` makes the first.")
        return DONE
    for row in releases.assign(is_withdrawn=releases["withdrawn_by"].notna())[::-1].itertuples():
        reviewed = f", reviewed by {row.reviewed_by}" if row.reviewed_by else ""
        subject = {
            "withdraw": f"release {row.withdraws}",
            "rollback": f"to release {row.rolls_back_to}",
        }.get(row.kind, row.source_file)
        print(
            f"{row.release_id:>4}  {row.published_at}  {row.kind:8} by"
            f" {row.published_by}{reviewed}: {subject}"
        )
        print(
            f"      {row.rows_added:,} added, {row.rows_changed:,} changed,"
            f" {row.rows_withdrawn:,} withdrawn  {row.note}".rstrip()
        )
        if row.kind == "publish":
            print(f"      sha256 {row.sha256}; {row.accepted_warnings:,} warnings accepted")
        if row.is_withdrawn:
            print(f"      withdrawn by release {row.withdrawn_by}")
    print(f"In force: release {releases['release_id'].iloc[0]}")
    return DONE


def _boundaries() -> int:
    # Imported here: drawing borders needs geographic packages, publishing figures does not.
    from etl.maps.boundaries import build_boundaries
    from etl.maps.neighbours import build_neighbours

    with progress_bar(None) as say:
        frame = build_boundaries(paths.BOUNDARIES, say)
        say("Working out who borders on whom")
        pairs = build_neighbours()
    print(frame.to_string(index=False))
    print(f"{pairs} pairs of neighbouring regions")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
