"""What the readers tell about a file, in words: raw issues become issues with both languages."""

from __future__ import annotations

from collections.abc import Iterable

from etl.check.issues import Issue
from etl.check.kinds import KINDS
from etl.read.model import RawIssue
from scoreboard.catalog.models import Text

SKIP_REASONS: dict[str, Text] = {
    "missing_mark": Text(zh="表示没有数值的符号", en="a sign for no value"),
    "value_blank": Text(zh="没有数值", en="no value"),
    "region_group": Text(
        zh="地区分组，不是单个地区", en="a group of regions, not a region of its own"
    ),
    "no_region": Text(zh="不是单个地区", en="not a single region"),
    "left_out": Text(zh="按要求未读取", en="left out on request"),
    "growth": Text(zh="增速", en="a rate of growth"),
    "rank": Text(zh="位次", en="a rank"),
    "column_not_read": Text(zh="文字说明，不是数值", en="words, no figures"),
    "total_unclear": Text(zh="合计，地区不明", en="a total, unclear of what"),
    "header_repeated": Text(zh="重复的表头", en="the header again"),
    "words": Text(zh="标题、单位、注释等文字", en="a title, a unit, a note"),
    "reference": Text(zh="上年数值，仅供参考", en="last year's figure, for comparison only"),
    "numbering": Text(zh="栏次编号", en="numbers of the columns"),
}


def to_issues(file: str, raw_issues: Iterable[RawIssue]) -> tuple[Issue, ...]:
    """Raw issues as issues of a file, in the same order."""
    return tuple(_to_issue(file, raw_issue) for raw_issue in raw_issues)


def _to_issue(file: str, raw_issue: RawIssue) -> Issue:
    where = raw_issue.sheet, raw_issue.row or None, raw_issue.column
    detail = shorten(raw_issue.detail)
    return KINDS[raw_issue.kind].issue(file, where, shorten(raw_issue.value), detail=detail)


def shorten(text: str, most: int = 200) -> str:
    """A text fit for one line of a list: no control characters, not longer than `most`."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"
