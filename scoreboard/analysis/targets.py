"""Whether a plan's target is reached, missed, on course or behind, by the figures there are.

The straight path from the base year to the target is the measure: the change a year that it asks
for, against the change a year achieved since; classes as in `progress`, where the method is cited.
A figure of a later definition may reach a target, but says nothing of the path before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import pandas as pd

from scoreboard.analysis.checks import check_one_of, drop_missing
from scoreboard.analysis.progress import ON_TRACK, Goal, Pace, yearly_pace
from scoreboard.analysis.views import KINDS, least_certain
from scoreboard.catalog.models import ChangeKind, SeriesBreak
from scoreboard.catalog.targets import Comparator

# 左右 is met from this share of the target below it.
ABOUT = 0.01
# The change of a single year says little of a path of several.
FEWEST_YEARS = 2
TargetState = Literal["reached", "missed", "on_course", "behind", "open"]
# Why it cannot be said how a target stands.
OpenReason = Literal[
    "no_figure",  # no figure up to the target year
    "nothing_since",  # no figure after the base year
    "year_skipped",  # figures after the target year, none of it
    "no_base_year",  # the plan names none, and none can be inferred
    "no_base_figure",  # no figure of the base year
    "break",  # a break between the base year and what follows
    "too_few_years",  # less than FEWEST_YEARS since the base year
    "not_positive",  # no growth rate from or towards a number not above zero
]


@dataclass(frozen=True)
class Aim:
    """What is to be reached: a value, how it is bounded, in which year, from which base year.

    is_base_certain: false where the base year is not the plan's own. Raises ValueError for a value
    that is missing or infinite, an unknown comparator, or a base year not before the year.
    """

    value: float
    year: int
    comparator: Comparator
    base_year: int | None = None
    is_base_certain: bool = True

    def __post_init__(self) -> None:
        Goal(self.value, self.year)  # refuses what is no number
        check_one_of("comparator", self.comparator, get_args(Comparator))
        if self.base_year is not None and self.base_year >= self.year:
            raise ValueError(f"the base year {self.base_year} is not before {self.year}")

    @property
    def sign(self) -> int:
        """+1 where the figure ought to rise, −1 where it ought to fall."""
        return -1 if self.comparator == "at_most" else 1

    @property
    def edge(self) -> float:
        """The value that is just enough, of 左右 a little below the one that is written."""
        is_about = self.comparator == "about"
        return self.value - ABOUT * abs(self.value) if is_about else self.value

    def is_met_by(self, value: float) -> bool:
        """Whether a figure reaches it; 突破 asks for more than the number itself."""
        if self.comparator == "more_than":
            return value > self.value
        return (value - self.edge) * self.sign >= 0


@dataclass(frozen=True)
class Judgement:
    """How a target stands; None where there is nothing to say.

    value, year, status: the newest figure up to the target year. pace: from the base year to the
    last figure comparable with it. required: the pace from the base year that is just enough.
    ratio: achieved over required. required_from_now: from the newest figure. is_close: with
    another base year (where it is not the plan's own) or with the number as written (of 左右) the
    class would be another.
    """

    state: TargetState
    reason: OpenReason | None = None
    value: float | None = None
    year: int | None = None
    status: str = "A"
    pace: Pace | None = None
    required: float | None = None
    ratio: float | None = None
    required_from_now: float | None = None
    is_close: bool = False


def judge_target(
    series: pd.DataFrame, aim: Aim, kind: ChangeKind, breaks: Sequence[SeriesBreak] = ()
) -> Judgement:
    """How a region's figures stand to a target.

    series: the region's rows with year, value, status. breaks: those that concern the region.
    Amounts (kind percent) are judged by compound rates, the rest by yearly differences. Every
    special case is a state or a reason, not an error. Raises ValueError for an unknown kind.
    """
    found = _judge(series, aim, kind, breaks)
    if found.state not in ("on_course", "behind"):
        return found
    others = [replace(aim, comparator="at_least")] if aim.comparator == "about" else []
    if aim.base_year is not None and not aim.is_base_certain:
        earlier, later = aim.base_year - 1, aim.base_year + 1
        others += [replace(aim, base_year=y) for y in (earlier, later) if y < aim.year]
    states = {_judge(series, other, kind, breaks).state for other in others}
    return replace(found, is_close=bool(states - {found.state, "open"}))


def _judge(
    series: pd.DataFrame, aim: Aim, kind: ChangeKind, breaks: Sequence[SeriesBreak]
) -> Judgement:
    check_one_of("kind of change", kind, KINDS)
    rows = drop_missing(series).sort_values("year")
    until = rows[rows["year"] <= aim.year]
    if until.empty:
        return Judgement("open", "no_figure")
    newest = until.iloc[-1]
    now = Judgement(
        "open", None, float(newest["value"]), int(newest["year"]), str(newest["status"])
    )
    assert now.value is not None
    assert now.year is not None
    if aim.base_year is not None and now.year <= aim.base_year:
        return replace(now, reason="nothing_since")
    if aim.is_met_by(now.value):
        return replace(now, state="reached")
    if now.year == aim.year:
        return replace(now, state="missed")
    if len(until) < len(rows):
        return replace(now, reason="year_skipped")
    left = yearly_pace(now.value, aim.edge, aim.year - now.year, kind)
    return _along_the_path(until, aim, kind, breaks, replace(now, required_from_now=left))


def _along_the_path(
    until: pd.DataFrame,
    aim: Aim,
    kind: ChangeKind,
    breaks: Sequence[SeriesBreak],
    now: Judgement,
) -> Judgement:
    """A target that is not reached and whose year is to come: achieved against required pace."""
    base_year = aim.base_year
    if base_year is None:
        return replace(now, reason="no_base_year")
    at_base = until[until["year"] == base_year]
    if at_base.empty:
        return replace(now, reason="no_base_figure")
    ends = [b.year for b in breaks if base_year < b.year]
    comparable = until[until["year"] < min([aim.year + 1, *ends])]
    last, first = comparable.iloc[-1], at_base.iloc[0]
    year = int(last["year"])
    if year - base_year < FEWEST_YEARS:
        is_cut = bool(ends) and min(ends) <= (now.year or 0)
        return replace(now, reason="break" if is_cut else "too_few_years")
    start, end = float(first["value"]), float(last["value"])
    achieved = yearly_pace(start, end, year - base_year, kind)
    required = yearly_pace(start, aim.edge, aim.year - base_year, kind)
    if achieved is None or required is None:
        return replace(now, reason="not_positive")
    status = least_certain((str(first["status"]), str(last["status"])))
    pace = Pace(base_year, start, year, end, achieved, kind, status)
    # Where the base year stood beyond the target, the region has left it since.
    ratio = achieved / required if required * aim.sign > 0 else None
    is_on = ratio is not None and ratio >= ON_TRACK
    return replace(
        now,
        state="on_course" if is_on else "behind",
        pace=pace,
        required=required,
        ratio=ratio,
    )
