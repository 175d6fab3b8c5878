"""The update on the command line: check a file, publish it, take a release back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from etl.check.issues import Issue
from etl.check.kinds import kind_name
from etl.read.registers import is_register, read_register
from etl.terminal import language, pad, said, step, word
from scoreboard import paths
from scoreboard.store.folder import ReleaseFolderError

if TYPE_CHECKING:
    from etl.check.report import Acceptance, CheckReport
    from etl.release.build import BuildReport
    from etl.release.comparison import ReleaseComparison
    from etl.release.history import ListedRelease

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

        def say(done: str) -> None:
            bar.set_description_str(step(done))
            bar.update()

        yield say


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare check, publish, withdraw and rollback."""
    text = said(
        "检查文件有什么问题，发布后有什么变动",
        "say what is wrong with a file, and what publishing it would change",
    )
    checked = commands.add_parser("check", help=text, description=text)
    _add_file(checked)
    checked.set_defaults(run=_check)

    text = said("将文件中的数值发布为下一版本", "publish a file's figures as the next release")
    published = commands.add_parser("publish", help=text, description=text)
    _add_file(published)
    _add_signature(published)
    published.add_argument(
        "--reviewed-by",
        default="",
        metavar=said("姓名", "NAME"),
        help=said("复核人", "who read it through"),
    )
    published.add_argument(
        "--yes", action="store_true", help=said("不询问，直接发布", "publish without asking")
    )
    published.set_defaults(run=_publish)

    taken_back = said(
        "撤回某一版本：另发布一个不含其变动的版本",
        "take a release back, by publishing another without its changes",
    )
    gone_back = said(
        "退回到较早的版本：以其数值发布下一版本",
        "put the figures of an earlier release in force again, as the next release",
    )
    for command, run_it, text in (
        ("withdraw", _withdraw, taken_back),
        ("rollback", _rollback, gone_back),
    ):
        added = commands.add_parser(command, help=text, description=text)
        added.add_argument("release", type=int, metavar=said("版本号", "RELEASE"))
        _add_signature(added)
        added.set_defaults(run=run_it)


def tell_release(new: ListedRelease | BuildReport) -> None:
    """Print the number of a new release, and how much it changed."""
    print(
        said(
            f"\n第{new.release_id}版：新增{new.rows_added:,}个数值，变动{new.rows_changed:,}个，"
            f"撤回{new.rows_withdrawn:,}个。",
            f"\nRelease {new.release_id}: {new.rows_added:,} figures added,"
            f" {new.rows_changed:,} changed, {new.rows_withdrawn:,} withdrawn.",
        )
    )


def tell_about_catalog() -> None:
    """Print what is to be known about the catalog beside the release in force."""
    # Not through etl.api: a build needs no pandas, and starts half a second sooner without.
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
        print(notice[language()], file=sys.stderr)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=said("文件", "FILE"))
    form = said("表格形式，不能识别时给出", "how to read it, when not recognised")
    parser.add_argument("--form", choices=_FORMS, help=form)
    for name, (zh, en, shape) in _ANSWERS.items():
        metavar = said(shape, name.upper())
        parser.add_argument(f"--{name}", default="", metavar=metavar, help=said(zh, en))
    again = said("；可给出多次", "; may be given several times")
    for name, (kind, shapes, texts) in _ANSWERS_BY_NAME.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], type=kind, metavar=said(*shapes),
            help=said(*texts) + again,
        )  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    """A name and what it is; an equals sign in brackets belongs to the name or the unit."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if sign == "=" and not depth and text[:place].strip() and text[place + 1 :].strip():
            return text[:place].strip(), text[place + 1 :].strip()
    raise argparse.ArgumentTypeError(said(f"“{text}”不是“名称=…”的形式", f"{text!r} is not NAME=…"))


def _add_signature(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", default="", metavar=said("姓名", "NAME"), help=said("发布人", "who publishes")
    )
    note = said("在版本记录中的说明", "what the list of releases says about it")
    parser.add_argument("--note", default="", metavar=said("说明", "NOTE"), help=note)


def _acceptance(text: str) -> Acceptance:
    from etl.api import Acceptance

    kind, equals, reason = text.partition("=")
    if not (equals and kind.strip() and reason.strip()):
        raise argparse.ArgumentTypeError(
            said(f"“{text}”不是“类型=理由”的形式", f"{text!r} is not KIND=REASON")
        )
    return Acceptance(kind.strip(), reason.strip())


# Answers of one word: Chinese help, English help, Chinese metavar.
_ANSWERS = {
    "indicator": (
        "指标的代码或名称，文件没有写明时给出",
        "code or name, where the file has none",
        "指标",
    ),
    "region": (
        "地区的代码或名称，文件没有写明时给出",
        "code or name of the region, where the file has none",
        "地区",
    ),
    "unit": (
        "单位，文件没有写明或写有多个时给出",
        "the unit, where the file has none or several",
        "单位",
    ),
    "year": ("年份，文件没有写明时给出", "the year, where the file has none", "年份"),
    "period": (
        "文件写有一年的一部分而确为全年数的，填whole_year",
        "whole_year, where the file speaks of a part of a year",
        "时期",
    ),
    "scope": (
        "全社会数填whole_society，否则填范围目录中的代码或名称",
        "whole_society, or whose figures they are: code or name of the catalog's scopes",
        "范围",
    ),
    "source": (
        "出版物的名称，或来源目录中的代码",
        "title of the publication, or its code in the catalog",
        "来源",
    ),
}
# Answers for one name each: how they are read, their shape, their help.
_ANSWERS_BY_NAME: dict[str, tuple[Callable[[str], Any], tuple[str, str], tuple[str, str]]] = {
    "unit-of": (
        _pair,
        ("名称=单位", "NAME=UNIT"),
        ("某一指标或某列（用列标）的单位", "the unit of one indicator or column (by its letter)"),
    ),
    "indicator-of": (
        _pair,
        ("名称=指标", "NAME=INDICATOR"),
        ("某一表头或某列（用列标）的指标", "the indicator of one header or column (by its letter)"),
    ),
    "match": (
        _pair,
        ("名称=代码", "NAME=CODE"),
        ("名称所指的地区、指标或单位", "the region, indicator or unit that a name means"),
    ),
    "leave-out": (
        str,
        ("名称", "LABEL"),
        (
            "不读取该名称的行、列（列也可用列标）",
            "rows or columns of that label (columns also by letter) are not read",
        ),
    ),
    "keep": (
        str,
        ("名称", "LABEL"),
        (
            "该名称的行、列看似不是数值，仍读取",
            "rows or columns of that label are read, although they look like no figures",
        ),
    ),
    "accept": (
        _acceptance,
        ("类型=理由", "KIND=REASON"),
        ("接受该类型的全部警告", "accept all warnings of a kind"),
    ),
}


def _check_register(file: Path) -> int:
    """Say what is wrong with a file of data/registers."""
    from scoreboard.catalog.loader import load_catalog

    items, issues = read_register(file, load_catalog())
    print(
        said(
            f"名单  {file.name}：{len(items):,}个条目",
            f"register    {file.name}: {len(items):,} items",
        )
    )
    for issue in issues:
        row = said(f" 第{issue.row}行", f" row {issue.row}") if issue.row else ""
        message, accepted = issue.message[language()], issue.accepted[language()]
        print(f"{word(issue.severity)} {issue.file}{row} {issue.column}: {message}")
        print(said("    应为：", "    accepted: ") + accepted)
    return ISSUES if issues else DONE


def _check(chosen: argparse.Namespace) -> int:
    if is_register(chosen.file):
        return _check_register(chosen.file)
    checked = _read_and_check(chosen)
    if checked is None:
        return USAGE
    report, comparison = checked
    _print_report(report)
    if comparison is not None:
        _print_comparison(comparison)
    return DONE if report.errors == 0 and report.open_warnings == 0 else ISSUES


def _publish(chosen: argparse.Namespace) -> int:
    from etl.api import Refused, check_reviewer, publish

    refusal = check_reviewer(chosen.by, chosen.reviewed_by)
    if refusal is not None:
        print(refusal.reason[language()])
        return ISSUES
    for attempt in range(_ATTEMPTS):
        checked = _read_and_check(chosen)
        if checked is None:
            return USAGE
        report, comparison = checked
        if attempt == 0:
            _print_report(report)
        if comparison is None or not report.can_publish:
            print(said("\n没有发布。", "\nNothing was published."))
            return ISSUES
        _print_comparison(comparison)
        is_asked = not chosen.yes and not comparison.changes.empty
        if is_asked and not _is_confirmed():
            print(said("没有发布。", "Nothing was published."))
            return ISSUES
        result = publish(comparison, by=chosen.by, reviewed_by=chosen.reviewed_by, note=chosen.note)
        if not isinstance(result, Refused):
            tell_release(result)
            _remember(chosen)
            return DONE
        print(f"\n{result.reason[language()]}")
        if result.kind in ("nothing", "published"):
            return DONE
        # What somebody looked at is not published in another form; without questions it may be.
        if result.kind != "stale" or not chosen.yes:
            return ISSUES
    return ISSUES


def _remember(chosen: argparse.Namespace) -> None:
    """Keep what was said about names and labels, so that the next file is read the same way."""
    from etl.api import append_aliases, decide
    from scoreboard.catalog.aliases import Alias
    from scoreboard.catalog.loader import load_catalog

    catalog = load_catalog()
    labels = [text for text in chosen.leave_out if not text.isascii() or len(text) > 3]
    decided = [decide(text, code, catalog) for text, code in chosen.match]
    decided += [Alias(kind="left_out", text=label) for label in labels]
    if decided:
        append_aliases([a.model_copy(update={"decided_by": chosen.by}) for a in decided], catalog)


def _withdraw(chosen: argparse.Namespace) -> int:
    from etl.api import Refused, list_kept, withdraw

    result = withdraw(chosen.release, by=chosen.by, note=chosen.note, releases=paths.RELEASES)
    if isinstance(result, Refused):
        print(result.reason[language()])
        return USAGE if result.kind == "catalog" else ISSUES
    print(
        said(
            f"第{result.release_id}版撤回第{chosen.release}版：恢复{result.rows_added:,}个数值，"
            f"还原{result.rows_changed:,}个，去除{result.rows_withdrawn:,}个。",
            f"Release {result.release_id} takes release {chosen.release} back:"
            f" {result.rows_added:,} figures come back, {result.rows_changed:,} as before,"
            f" {result.rows_withdrawn:,} gone.",
        )
    )
    if result.kept:
        print(
            said(
                f"保留{result.kept:,}个，因后来的版本又有变动：",
                f"{result.kept:,} stay, because a later release changed them again:",
            )
        )
        for region, indicator, year, value, later in list_kept(chosen.release)[:_CHANGES_SHOWN]:
            of = said(f"（第{later}版）", f" of release {later}")
            print(f"  {region} {indicator} {year}: {_number(value)}{of}")
    return DONE


def _rollback(chosen: argparse.Namespace) -> int:
    from etl.api import Refused, rollback

    result = rollback(chosen.release, by=chosen.by, note=chosen.note, releases=paths.RELEASES)
    if isinstance(result, Refused):
        print(result.reason[language()])
        return ISSUES
    print(
        said(
            f"第{result.release_id}版的数值与第{chosen.release}版相同：恢复{result.rows_added:,}个，"
            f"还原{result.rows_changed:,}个，去除{result.rows_withdrawn:,}个。"
            "较新的内置数值在下次运行`python -m etl build`时重新发布。",
            f"Release {result.release_id} has the figures of release {chosen.release}:"
            f" {result.rows_added:,} come back, {result.rows_changed:,} as before,"
            f" {result.rows_withdrawn:,} gone. Shipped figures that are newer"
            " come again with the next `python -m etl build`.",
        )
    )
    return DONE


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        print(
            said(
                "此处无法询问；用--yes直接发布。",
                "Nobody can be asked here; --yes publishes without asking.",
            )
        )
        return False
    return input(
        said("确认发布以上内容？[y/N] ", "Publish exactly this? [y/N] ")
    ).strip().lower() in ("y", "yes", "是")


def _read_and_check(
    chosen: argparse.Namespace,
) -> tuple[CheckReport, ReleaseComparison | None] | None:
    from etl.api import (
        CHECK_STEPS,
        COMPARE_STEPS,
        LIMITS,
        AliasError,
        Hints,
        Original,
        check,
        compare,
        decide,
        left_out_before,
        read_file,
    )
    from scoreboard.catalog.loader import load_catalog

    try:
        with chosen.file.open("rb") as file:
            # One byte more than is read at all, so that a larger file is told of and not loaded.
            content = file.read(LIMITS.bytes_in_file + 1)
    except OSError as error:
        print(said(f"文件无法打开：{chosen.file}", str(error)), file=sys.stderr)
        return None
    tell_about_catalog()
    catalog = load_catalog()
    try:
        matched = [decide(text, code, catalog) for text, code in chosen.match]
    except AliasError as error:
        print(error.reason[language()], file=sys.stderr)
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
    form = report.form or said("不能识别", "not recognised")
    print(said(f"文件  {report.file.shown_name}", f"file        {report.file.shown_name}"))
    print(said(f"形式  {form}", f"form        {form}"))
    print(
        said(
            f"数值  {counts.cells:,}：{counts.sound:,}正确，{counts.wrong:,}有误，"
            f"{counts.repeated:,}重复，{counts.withdrawals:,}撤回",
            f"figures     {counts.cells:,}: {counts.sound:,} sound, {counts.wrong:,} wrong,"
            f" {counts.repeated:,} repeated, {counts.withdrawals:,} to take back",
        )
    )
    if not report.issue_counts:
        print(said("没有问题", "nothing is wrong"))
        return
    print()
    accepted = {a.kind: a.reason for a in report.acceptances}
    for severity, kind, number in report.issue_counts:
        reason = said("  已接受：", "  accepted: ") + accepted[kind] if kind in accepted else ""
        name = kind_name(kind)[language()]
        print(f"{pad(word(severity), 8)} {kind:22} {number:>7,}  {name}{reason}")
    print()
    for issue in report.issues[:_ISSUES_SHOWN]:
        _print_issue(issue)
    more = sum(number for *_, number in report.issue_counts) - _ISSUES_SHOWN
    if more > 0:
        print(said(f"……另有{more:,}个", f"… and {more:,} more"))


def _print_issue(issue: Issue) -> None:
    cell = f"{issue.column}{issue.row}" if issue.row else issue.column
    place = f"{issue.sheet}!{cell}" if issue.sheet and cell else cell or issue.sheet
    message, accepted = issue.message[language()], issue.accepted[language()]
    print(f"{word(issue.severity)} {place or issue.file} [{issue.value}] {message}")
    if issue.severity != "notice":
        print(said("    应为：", "    accepted: ") + accepted)
    listed = "、".join(issue.suggestions)
    if not issue.accepted.zh.endswith(listed):  # else it has been said
        print(said("    是否为：", "    perhaps: ") + said("、", ", ").join(issue.suggestions))


def _print_comparison(comparison: ReleaseComparison) -> None:
    number = comparison.based_on
    base = said(f"第{number}版", f"release {number}")
    base = base if number else said("尚无版本", "no release yet")
    print(
        said(
            f"\n与{base}相比：新增{comparison.added:,}，变动{comparison.changed:,}，"
            f"撤回{comparison.withdrawn:,}，不变{comparison.unchanged:,}；"
            f"随之变动的派生数值{comparison.derived:,}",
            f"\nagainst {base}: {comparison.added:,} added, {comparison.changed:,} changed,"
            f" {comparison.withdrawn:,} withdrawn, {comparison.unchanged:,} unchanged;"
            f" {comparison.derived:,} derived figures follow",
        )
    )
    if comparison.of_lower_grade:
        lower = said("依据等级较低的来源变动：", "changed on a source of a lower grade: ")
        print(f"{lower}{comparison.of_lower_grade:,}")
    shown = comparison.changes.head(_CHANGES_SHOWN)
    for row in shown.itertuples():
        percent = (
            "" if row.difference_pct != row.difference_pct else f" ({row.difference_pct:+.1f}%)"
        )
        print(
            f"  {pad(word(row.action), 9)} {row.indicator_code} {row.region_code} {row.year}:"
            f" {_number(row.value_before)} → {_number(row.value_after)}{percent}{_also(row)}"
        )
    more = len(comparison.changes) - len(shown)
    if more > 0:
        print(said(f"  ……另有{more:,}个", f"  … and {more:,} more"))
    print(said("变动的位次：", "ranks that change: ") + f"{len(comparison.ranks):,}")


def _also(row: Any) -> str:
    """What else a changed figure changes: a figure may keep its value and get another source."""
    if row.action != "changed":
        return ""
    names = ("status", "source", "note")
    changed = [word(n) for n in names if getattr(row, f"{n}_before") != getattr(row, f"{n}_after")]
    if isinstance(row.grade_after, str):
        changed.append(said("等级", "grade") + f" {row.grade_before} → {row.grade_after}")
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
        print(error.sentence[language()], file=sys.stderr)
        return ISSUES
