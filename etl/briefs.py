"""Briefs of all regions of a level on the command line: in parallel, one failure stops no other."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from etl.terminal import said
from scoreboard.catalog.models import Language
from scoreboard.store.folder import ReleaseKey

if TYPE_CHECKING:
    from scoreboard.reports.formats import Format

DONE, FAILED = 0, 1
_LEVELS = ("province", "city", "county")
_FORMATS = ("docx", "pdf", "pptx")


def add_brief(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command brief."""
    text = said(
        "生成某一层级全部地区的简报", "write the briefs of all regions of a level into a folder"
    )
    added = commands.add_parser("brief", help=text, description=text)
    added.add_argument("--level", choices=_LEVELS, required=True, help=said("层级", "which level"))
    added.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=said("文件夹", "DIR"),
        help=said("写入的文件夹", "the folder to write to"),
    )
    added.add_argument(
        "--format",
        nargs="+",
        choices=_FORMATS,
        default=["docx", "pdf"],
        help=said("格式，默认docx和pdf", "formats; docx and pdf unless said otherwise"),
    )
    added.add_argument(
        "--language", choices=("zh", "en"), default="zh", help=said("语言", "language")
    )
    added.add_argument(
        "--address",
        default="",
        metavar=said("网址", "URL"),
        help=said("看板的网址，写入简报的链接", "where the dashboard is, for the link of a brief"),
    )
    added.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    # Imported here: the other commands need no answers, which take a second to load.
    from scoreboard.answers.basis import regions_compared
    from scoreboard.answers.release import open_in_force

    try:
        release = open_in_force()
    except LookupError as error:
        print(error, file=sys.stderr)
        return FAILED
    codes = [region.code for region in regions_compared(release.catalog, chosen.level)]
    chosen.out.mkdir(parents=True, exist_ok=True)
    # The release is handed over: one that is published meanwhile must not split the set.
    work = (release.key, chosen.out, tuple(chosen.format), chosen.language, chosen.address)
    failed = 0
    with tqdm(total=len(codes), file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        for code, problem in _make_all(codes, work):
            bar.update()
            if problem:
                failed += 1
                bar.write(f"{code}: {problem}", file=sys.stderr)
    made, folder = len(codes) - failed, chosen.out
    print(
        said(
            f"已生成{made:,}个地区的简报：{folder}",
            f"briefs of {made:,} regions written to {folder}",
        )
    )
    if failed:
        print(said(f"{failed:,}个地区未能生成", f"{failed:,} regions failed"), file=sys.stderr)
    return FAILED if failed else DONE


_Work = tuple[ReleaseKey, Path, "tuple[Format, ...]", Language, str]


def _make_all(codes: Sequence[str], work: _Work) -> Iterator[tuple[str, str]]:
    """Every code as its briefs are done, with what went wrong; empty where nothing did."""
    # A process that is not forked has none of the threads and locks of this one.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(make_briefs, code, *work): code for code in codes}
        for future in as_completed(waiting):
            error = future.exception()
            problem = "" if error is None else f"{type(error).__name__}: {error}"
            yield waiting[future], problem


def make_briefs(
    code: str,
    key: ReleaseKey,
    folder: Path,
    formats: tuple[Format, ...],
    language: Language,
    address: str,
) -> list[Path]:
    """The briefs of one region as files named by its code and name; returns where they are."""
    from scoreboard.answers.release import open_release
    from scoreboard.reports.brief import brief
    from scoreboard.reports.formats import file_name, write_brief

    made = brief(open_release(key), "region", {"region": code}, language, "", address)
    written = []
    for form in formats:
        file = folder / file_name(made, form)
        file.write_bytes(write_brief(made, form))
        written.append(file)
    return written
