"""The command line: python -m etl build | check | publish | withdraw | rollback | brief | …"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from etl.briefs import add_brief
from etl.commands import add_commands, progress_bar, run, tell_about_catalog, tell_release
from etl.release.build import STEPS, BuildReport, build
from etl.terminal import language, pad, said, translate_argparse, word
from scoreboard import paths
from scoreboard.catalog.problems import CatalogError

DONE, STOPPED, USAGE = 0, 1, 2
_ISSUES_SHOWN = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 when errors stopped it, 2 on bad usage or catalog."""
    translate_argparse()
    parser = argparse.ArgumentParser(
        prog="python -m etl",
        description=said("将官方统计数据导入看板。", "Brings official figures into the dashboard."),
    )
    metavar = said("命令", "COMMAND")
    commands = parser.add_subparsers(dest="command", required=True, metavar=metavar)
    plain: dict[str, tuple[Callable[[], int], str]] = {
        "build": (
            _build,
            said(
                "发布内置数值；现行版本已有的不再发布",
                "publish the shipped figures, unless the release in force has them",
            ),
        ),
        "releases": (
            _list_releases,
            said("列出各版本，现行版本在最后", "list the releases, the one in force last"),
        ),
        "boundaries": (
            _boundaries,
            said(
                "绘制地区边界，列出相邻地区",
                "draw the borders of regions and list who borders on whom",
            ),
        ),
    }
    for name, (command, help_text) in plain.items():
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(run=lambda _, command=command: command())
    add_commands(commands)
    add_brief(commands)
    chosen = parser.parse_args(arguments)
    try:
        code = run(chosen)
        sys.stdout.flush()
        return code
    except CatalogError as error:
        first = said(
            "目录不能使用，未做任何操作：", "The catalog cannot be used; nothing was done:"
        )
        problems = (problem.said(language()) for problem in error.problems)
        print(first, *problems, sep="\n", file=sys.stderr)
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
        said(
            "输出未完即被关闭；是否已发布，见`python -m etl releases`。",
            "The output was closed before its end; `python -m etl releases` says what was"
            " published.",
        ),
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
    counts = (
        (said("读取的文件", "files read"), loaded.files),
        (said("读取的行", "rows read"), loaded.rows_read),
        (said("  发布", "  published"), report.rows_published),
        (said("  重复", "  repeated"), loaded.rows_repeated),
        (said("  拒绝", "  rejected"), loaded.rows_rejected),
        (said("更正", "corrections made"), loaded.corrections),
        (said("名单计数", "counted figures"), report.rows_counted),
        (said("派生数值", "derived figures"), report.rows_derived),
    )
    for name, count in counts:
        print(f"{pad(name, 17)} {count:>12,}")
    _print_issues(report)
    _print_totals(report)
    if report.is_stopped:
        print(said("\n已停止：没有发布。", "\nStopped: nothing was published."))
    elif report.is_new:
        tell_release(report)
    else:
        number = report.release_id
        print(said(f"\n没有变动：第{number}版不变。", f"\nNothing new: release {number} stays."))


def _print_issues(report: BuildReport) -> None:
    if not report.issue_counts:
        return
    print(said("\n问题", "\nissues"))
    for severity, kind, count in report.issue_counts:
        print(f"  {pad(word(severity), 8)} {kind:24} {count:>9,}")
    print()
    for issue in report.issues[:_ISSUES_SHOWN]:
        row = "" if issue.row is None else said(f" 第{issue.row}行", f" row {issue.row}")
        message, accepted = issue.message[language()], issue.accepted[language()]
        print(f"  {word(issue.severity)}: {issue.file}{row} {issue.column}: {message}")
        print(said("    应为：", "    accepted: ") + accepted)
    more = sum(count for *_, count in report.issue_counts) - _ISSUES_SHOWN
    if more > 0:
        print(
            said(
                f"  ……另有{more:,}个；被拒绝的行全部列在版本旁的文件中",
                f"  … and {more:,} more; rejected rows are listed in full beside the release",
            )
        )


def _print_totals(report: BuildReport) -> None:
    if not report.totals:
        return
    print(
        said(
            "\n各省之和与全国                     年数   偏差最大年份     偏差        容许",
            "\nprovinces against the nation       years   worst year   deviation   tolerance",
        )
    )
    for total in report.totals:
        is_beyond = total.worst_pct > total.tolerance_pct
        mark = said("  超出", "  BEYOND") if is_beyond else ""
        print(
            f"  {total.indicator_code:32} {total.years:>5} {total.worst_year:>12}"
            f" {total.worst_pct:>10.5f}% {total.tolerance_pct:>10g}%{mark}"
        )


def _list_releases() -> int:
    # Imported here: the list is a frame, and pandas takes longer to load than a build needs.
    from etl.release.history import list_releases

    releases = list_releases(paths.RELEASES)
    if releases.empty:
        print(
            said(
                "尚无版本；用`python -m etl build`生成第一个。",
                "There is no release yet; `python -m etl build` makes the first.",
            )
        )
        return DONE
    for row in releases.assign(is_withdrawn=releases["withdrawn_by"].notna())[::-1].itertuples():
        _print_release(row)
    number = releases["release_id"].iloc[0]
    print(said(f"现行版本：{number}", f"In force: release {number}"))
    return DONE


def _print_release(row: Any) -> None:
    """One release of the list: who, when, what, how many figures."""
    by = said(f"发布人{row.published_by}", f"by {row.published_by}")
    if row.reviewed_by:
        by += said(f"，复核人{row.reviewed_by}", f", reviewed by {row.reviewed_by}")
    subject = {
        "withdraw": said(f"第{row.withdraws}版", f"release {row.withdraws}"),
        "rollback": said(f"至第{row.rolls_back_to}版", f"to release {row.rolls_back_to}"),
    }.get(row.kind, row.source_file)
    print(f"{row.release_id:>4}  {row.published_at}  {pad(word(row.kind), 8)} {by}: {subject}")
    counts = said(
        f"新增{row.rows_added:,}，变动{row.rows_changed:,}，撤回{row.rows_withdrawn:,}",
        f"{row.rows_added:,} added, {row.rows_changed:,} changed, {row.rows_withdrawn:,} withdrawn",
    )
    print(f"      {counts}  {row.note}".rstrip())
    if row.kind == "publish":
        number = f"{row.accepted_warnings:,}"
        accepted = said(f"接受警告{number}个", f"{number} warnings accepted")
        print(f"      sha256 {row.sha256}; {accepted}")
    if row.is_withdrawn:
        later = row.withdrawn_by
        print(said(f"      已由第{later}版撤回", f"      withdrawn by release {later}"))


def _boundaries() -> int:
    # Imported here: drawing borders needs geographic packages, publishing figures does not.
    from etl.maps.boundaries import build_boundaries
    from etl.maps.neighbours import build_neighbours

    with progress_bar(None) as say:
        frame = build_boundaries(paths.BOUNDARIES, say)
        say("Working out who borders on whom")
        pairs = build_neighbours()
    print(frame.to_string(index=False))
    print(said(f"相邻地区{pairs}对", f"{pairs} pairs of neighbouring regions"))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
