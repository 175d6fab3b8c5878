"""The update on the command line: check a file, publish it, take a release back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from etl.check.issues import Issue
from etl.check.kinds import kind_name
from scoreboard import paths
from scoreboard.store.folder import ReleaseFolderError

if TYPE_CHECKING:
    from etl.check.report import Acceptance, CheckReport
    from etl.release.comparison import Comparison

DONE, ISSUES, USAGE = 0, 1, 2
_ISSUES_SHOWN = 40
_CHANGES_SHOWN = 20
# How often a publishing without questions compares anew when somebody else was faster.
_ATTEMPTS = 20
_HINTS = ("indicator", "unit", "year", "region", "source", "period", "scope")
_FORMS = ("tidy", "nbs_export", "yearbook", "template")


@contextmanager
def progress_bar(steps: int | None) -> Iterator[Callable[[str], None]]:
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


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare check, publish, withdraw and rollback."""
    text = "say what is wrong with a file, and what publishing it would change"
    checked = commands.add_parser("check", help=text, description=text)
    _add_file(checked)
    checked.set_defaults(run=_check)

    text = "publish a file's figures as the next release"
    published = commands.add_parser("publish", help=text, description=text)
    _add_file(published)
    _add_signature(published)
    published.add_argument("--reviewed-by", default="", metavar="NAME", help="who read it through")
    published.add_argument("--yes", action="store_true", help="publish without asking")
    published.set_defaults(run=_publish)

    text = "take a release back, by publishing another without its changes"
    withdrawn = commands.add_parser("withdraw", help=text, description=text)
    withdrawn.add_argument("release", type=int, metavar="RELEASE")
    _add_signature(withdrawn)
    withdrawn.set_defaults(run=_withdraw)

    text = "put the figures of an earlier release in force again, as the next release"
    rolled_back = commands.add_parser("rollback", help=text, description=text)
    rolled_back.add_argument("release", type=int, metavar="RELEASE")
    _add_signature(rolled_back)
    rolled_back.set_defaults(run=_rollback)


def tell_about_catalog() -> None:
    """Print what is to be known about the catalog beside the release in force."""
    from etl.release.history import open_history
    from scoreboard.catalog.dropped import find_dropped
    from scoreboard.catalog.loader import load_catalog

    catalog = load_catalog()
    with open_history(paths.RELEASES) as past:
        codes = past.codes()
        entered = past.connection.execute(f"SELECT code FROM {past.source}").fetchall()
    sources = set("|".join(codes["source_code"]).split("|"))
    dropped = find_dropped(
        catalog,
        codes["indicator_code"],
        codes["region_code"],
        sources.difference(code for (code,) in entered),
    )
    notices = [*catalog.notices, *([dropped.notice()] if dropped else [])]
    for notice in notices:
        print(notice.en, file=sys.stderr)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--form", choices=_FORMS, help="how to read it, when not recognised")
    told = {
        "indicator": "code or name, where the file has none",
        "region": "code or name of the region, where the file has none",
        "unit": "the unit, where the file has none or several",
        "year": "the year, where the file has none",
        "period": "whole_year, where the file speaks of a part of a year",
        "scope": "whole_society, or whose figures they are: code or name of the catalog's scopes",
        "source": "title of the publication, or its code in the catalog",
    }
    for name, text in told.items():
        parser.add_argument(f"--{name}", default="", help=text)
    again = "may be given several times"
    pairs = {
        "unit-of": ("NAME=UNIT", "the unit of one indicator or column (by its letter)"),
        "indicator-of": ("NAME=INDICATOR", "the indicator of one header or column (by its letter)"),
        "match": ("NAME=CODE", "the region, indicator or unit that a name means"),
    }
    for name, (shape, text) in pairs.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], type=_pair, metavar=shape,
            help=f"{text}; {again}",
        )  # fmt: skip
    labels = {
        "leave-out": "rows or columns of that label (columns also by letter) are not read",
        "keep": "rows or columns of that label are read, although they look like no figures",
    }
    for name, text in labels.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="LABEL", help=f"{text}; {again}"
        )
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        type=_acceptance,
        metavar="KIND=REASON",
        help="accept all warnings of a kind; may be given several times",
    )


def _pair(text: str) -> tuple[str, str]:
    """A name and what it is; an equals sign in brackets belongs to the name or the unit."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if sign == "=" and not depth and text[:place].strip() and text[place + 1 :].strip():
            return text[:place].strip(), text[place + 1 :].strip()
    raise argparse.ArgumentTypeError(f"{text!r} is not NAME=…")


def _add_signature(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="NAME", help="who publishes")
    parser.add_argument("--note", default="", help="what the list of releases says about it")


def _acceptance(text: str) -> Acceptance:
    from etl.check.report import Acceptance

    kind, equals, reason = text.partition("=")
    if not (equals and kind.strip() and reason.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not KIND=REASON")
    return Acceptance(kind.strip(), reason.strip())


def _check(chosen: argparse.Namespace) -> int:
    checked = _read_and_check(chosen)
    if checked is None:
        return USAGE
    report, comparison = checked
    _print_report(report)
    if comparison is not None:
        _print_comparison(comparison)
    return DONE if report.errors == 0 and report.open_warnings == 0 else ISSUES


def _publish(chosen: argparse.Namespace) -> int:
    from etl.release.publish import check_reviewer, publish
    from etl.release.refusal import Refused

    refusal = check_reviewer(chosen.by, chosen.reviewed_by)
    if refusal is not None:
        print(refusal.reason.en)
        return ISSUES
    for attempt in range(_ATTEMPTS):
        checked = _read_and_check(chosen)
        if checked is None:
            return USAGE
        report, comparison = checked
        if attempt == 0:
            _print_report(report)
        if comparison is None or not report.can_publish:
            print("\nNothing was published.")
            return ISSUES
        _print_comparison(comparison)
        is_asked = not chosen.yes and not comparison.changes.empty
        if is_asked and not _is_confirmed():
            print("Nothing was published.")
            return ISSUES
        result = publish(comparison, by=chosen.by, reviewed_by=chosen.reviewed_by, note=chosen.note)
        if not isinstance(result, Refused):
            print(
                f"\nRelease {result.release_id}: {result.rows_added:,} figures added,"
                f" {result.rows_changed:,} changed, {result.rows_withdrawn:,} withdrawn."
            )
            _remember(chosen)
            return DONE
        print(f"\n{result.reason.en}")
        if result.kind in ("nothing", "published"):
            return DONE
        # What somebody looked at is not published in another form; without questions it may be.
        if result.kind != "stale" or not chosen.yes:
            return ISSUES
    return ISSUES


def _remember(chosen: argparse.Namespace) -> None:
    """Keep what was said about names and labels, so that the next file is read the same way."""
    from etl.resolve.aliases import append_aliases, decide
    from scoreboard.catalog.aliases import Alias
    from scoreboard.catalog.loader import load_catalog

    catalog = load_catalog()
    labels = [text for text in chosen.leave_out if not text.isascii() or len(text) > 3]
    decided = [decide(text, code, catalog) for text, code in chosen.match]
    decided += [Alias(kind="left_out", text=label) for label in labels]
    if decided:
        append_aliases([a.model_copy(update={"decided_by": chosen.by}) for a in decided], catalog)


def _withdraw(chosen: argparse.Namespace) -> int:
    from etl.release.refusal import Refused
    from etl.release.withdraw import list_kept, withdraw

    result = withdraw(chosen.release, by=chosen.by, note=chosen.note, releases=paths.RELEASES)
    if isinstance(result, Refused):
        print(result.reason.en)
        return USAGE if result.kind == "catalog" else ISSUES
    print(
        f"Release {result.release_id} takes release {chosen.release} back:"
        f" {result.rows_added:,} figures come back, {result.rows_changed:,} as before,"
        f" {result.rows_withdrawn:,} gone."
    )
    if result.kept:
        print(f"{result.kept:,} stay, because a later release changed them again:")
        for region, indicator, year, value, later in list_kept(chosen.release)[:_CHANGES_SHOWN]:
            print(f"  {region} {indicator} {year}: {_number(value)} of release {later}")
    return DONE


def _rollback(chosen: argparse.Namespace) -> int:
    from etl.release.refusal import Refused
    from etl.release.rollback import rollback

    result = rollback(chosen.release, by=chosen.by, note=chosen.note, releases=paths.RELEASES)
    if isinstance(result, Refused):
        print(result.reason.en)
        return ISSUES
    print(
        f"Release {result.release_id} has the figures of release {chosen.release}:"
        f" {result.rows_added:,} come back, {result.rows_changed:,} as before,"
        f" {result.rows_withdrawn:,} gone. Shipped figures that are newer come again with the"
        " next `python -m etl build`."
    )
    return DONE


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        print("Nobody can be asked here; --yes publishes without asking.")
        return False
    return input("Publish exactly this? [y/N] ").strip().lower() in ("y", "yes", "是")


def _read_and_check(
    chosen: argparse.Namespace,
) -> tuple[CheckReport, Comparison | None] | None:
    from etl.check.file_report import CHECK_STEPS, check
    from etl.check.report import Original
    from etl.read import Hints, read_file
    from etl.read.reading import LIMITS
    from etl.release.comparison import COMPARE_STEPS, compare
    from etl.resolve.aliases import AliasError, decide, left_out_before
    from scoreboard.catalog.loader import load_catalog

    try:
        with chosen.file.open("rb") as file:
            # One byte more than is read at all, so that a larger file is told of and not loaded.
            content = file.read(LIMITS.bytes_in_file + 1)
    except OSError as error:
        print(error, file=sys.stderr)
        return None
    tell_about_catalog()
    catalog = load_catalog()
    try:
        matched = [decide(text, code, catalog) for text, code in chosen.match]
    except AliasError as error:
        print(error, file=sys.stderr)
        return None
    hints = Hints(
        **{name: getattr(chosen, name) for name in _HINTS},
        unit_of=tuple(chosen.unit_of),
        indicator_of=tuple(chosen.indicator_of),
        leave_out=(*left_out_before(catalog), *chosen.leave_out),
        keep=tuple(chosen.keep),
    )
    with progress_bar(1 + CHECK_STEPS + COMPARE_STEPS) as say:
        say("reading the file")
        reading = read_file(content, chosen.file.name, form=chosen.form, hints=hints)
        report = check(
            reading,
            Original(chosen.file.name, content),
            releases=paths.RELEASES,
            acceptances=chosen.accept,
            aliases=(*catalog.aliases, *matched),
            progress=say,
        )
        comparison = compare(report, progress=say) if report.errors == 0 else None
    return report, comparison


def _print_report(report: CheckReport) -> None:
    counts = report.counts
    print(f"file        {report.file.shown_name}")
    print(f"form        {report.form or 'not recognised'}")
    print(f"figures     {counts.cells:,}: {counts.sound:,} sound, {counts.wrong:,} wrong,", end="")
    print(f" {counts.repeated:,} repeated, {counts.withdrawals:,} to take back")
    if not report.issue_counts:
        print("nothing is wrong")
        return
    print()
    accepted = {a.kind: a.reason for a in report.acceptances}
    for severity, kind, number in report.issue_counts:
        reason = f"  accepted: {accepted[kind]}" if kind in accepted else ""
        print(f"{severity:8} {kind:22} {number:>7,}  {kind_name(kind).en}{reason}")
    print()
    for issue in report.issues[:_ISSUES_SHOWN]:
        _print_issue(issue)
    more = sum(number for *_, number in report.issue_counts) - _ISSUES_SHOWN
    if more > 0:
        print(f"… and {more:,} more")


def _print_issue(issue: Issue) -> None:
    cell = f"{issue.column}{issue.row}" if issue.row else issue.column
    place = f"{issue.sheet}!{cell}" if issue.sheet and cell else cell or issue.sheet
    print(f"{issue.severity} {place or issue.file} [{issue.value}] {issue.message.en}")
    if issue.severity != "notice":
        print(f"    accepted: {issue.accepted.en}")
    if issue.suggestions:
        print(f"    perhaps: {', '.join(issue.suggestions)}")


def _print_comparison(comparison: Comparison) -> None:
    base = f"release {comparison.based_on}" if comparison.based_on else "no release yet"
    print(f"\nagainst {base}: {comparison.added:,} added, {comparison.changed:,} changed,", end="")
    print(f" {comparison.withdrawn:,} withdrawn, {comparison.unchanged:,} unchanged;", end="")
    print(f" {comparison.derived:,} derived figures follow")
    if comparison.of_lower_grade:
        print(f"changed on a source of a lower grade: {comparison.of_lower_grade:,}")
    shown = comparison.changes.head(_CHANGES_SHOWN)
    for row in shown.itertuples():
        percent = (
            "" if row.difference_pct != row.difference_pct else f" ({row.difference_pct:+.1f}%)"
        )
        print(
            f"  {row.action:9} {row.indicator_code} {row.region_code} {row.year}:"
            f" {_number(row.value_before)} → {_number(row.value_after)}{percent}{_also(row)}"
        )
    more = len(comparison.changes) - len(shown)
    if more > 0:
        print(f"  … and {more:,} more")
    print(f"ranks that change: {len(comparison.ranks):,}")


def _also(row: Any) -> str:
    """What else a changed figure changes: a figure may keep its value and get another source."""
    if row.action != "changed":
        return ""
    names = ("status", "source", "note")
    changed = [n for n in names if getattr(row, f"{n}_before") != getattr(row, f"{n}_after")]
    if isinstance(row.grade_after, str):
        changed.append(f"grade {row.grade_before} → {row.grade_after}")
    return f" [{', '.join(changed)}]" if changed else ""


def _number(value: float | None) -> str:
    """A figure as a person compares it; a dash where there is none."""
    return "—" if value is None or value != value else f"{value:,.10g}"


def run(arguments: argparse.Namespace) -> int:
    """Run the command that was chosen."""
    command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return command(arguments)
    except ReleaseFolderError as error:
        print(f"{error.sentence.en}\n{error.sentence.zh}", file=sys.stderr)
        return ISSUES


__all__: Sequence[str] = (
    "DONE",
    "ISSUES",
    "USAGE",
    "add_commands",
    "progress_bar",
    "run",
    "tell_about_catalog",
)
