"""Whether a region will be where it wants to be in time: its present pace against the needed one.

The method and its classes are Statistics Canada's, as built into Open SDG (docs/progress.md and
docs/progress-methodology.md there): the observed yearly growth is divided by the growth that
reaches the target in the target year, both from the same first year. Amounts grow by a compound
rate; rates, scores and ranks, which do not compound, move by a yearly difference.

Whatever looks ahead rests on FEWEST_FIGURES years of data at least, and on none that is older than
OLDEST years. A benchmark that has a series of its own is carried on at its own pace, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from scoreboard.analysis.checks import check_one_of, drop_missing
from scoreboard.analysis.ranking import DIRECTIONS
from scoreboard.analysis.views import KINDS, TREND_YEARS, least_certain
from scoreboard.catalog.models import ChangeKind, Direction, SeriesBreak

# Observed over required growth: Statistics Canada's limits of "on track" and "acceleration needed".
ON_TRACK = 0.95
ACCELERATE = 0.60
# A line through fewer years with a figure is not carried on.
FEWEST_FIGURES = 4
# Figures that are older than this, seen from the newest year with data, tell nothing of the years
# to come.
OLDEST = 5
State = Literal[
    "achieved",  # the target is reached
    "on_track",  # ratio of at least 95 %
    "accelerate",  # at least 60 %
    "slow",  # at least 0 %
    "away",  # below 0 %: the region moves away from the target
    "too_few_years",  # fewer than FEWEST_FIGURES years with a figure since the last break
    "too_old",  # the newest figure is older than OLDEST years
    "not_positive",  # no growth rate from, to or towards a number not above zero
    "overdue",  # the target year is over and the target not reached
]


@dataclass(frozen=True)
class Goal:
    """A value to reach, in the indicator's unit, and the year to reach it in.

    Raises ValueError for a target that is missing or infinite.
    """

    target: float
    year: int

    def __post_init__(self) -> None:
        if not math.isfinite(self.target):
            raise ValueError(f"a goal is a finite number, not {self.target!r}")


@dataclass(frozen=True)
class Pace:
    """From where to where a region moved, and how much a year.

    per_year: compound growth in per cent where kind is percent, else the mean yearly difference
    in the unit. status: of the less certain of the two figures. figures: years with a figure from
    the first to the last of them.
    """

    first_year: int
    first: float
    last_year: int
    last: float
    per_year: float
    kind: ChangeKind
    status: str
    figures: int = 2

    @property
    def is_long(self) -> bool:
        """Whether it rests on enough years to be carried on."""
        return self.figures >= FEWEST_FIGURES

    def carried_on(self, value: float, years: float) -> float:
        """A value after some years at this pace."""
        if self.kind == "percent":
            return value * (1 + self.per_year / 100) ** years
        return value + self.per_year * years


@dataclass(frozen=True)
class Progress:
    """How a region stands to a goal; None where there is nothing to say.

    value, year, status: its newest figure; is_reached: whether that reaches the goal. ratio:
    observed over required pace. required: the pace from the first year that reaches the target in
    time; required_from_now: from the newest figure. years_left: how long the rest takes at the
    present pace; none when it leads away. moving: the pace of the target itself, where it is a
    benchmark with a series of its own; then all of these are for where it will be.
    """

    state: State
    value: float
    year: int
    status: str = "A"
    pace: Pace | None = None
    ratio: float | None = None
    required: float | None = None
    required_from_now: float | None = None
    years_left: float | None = None
    moving: Pace | None = None
    is_reached: bool = False

    @property
    def is_carried_on(self) -> bool:
        """Whether its pace is carried on into the years to come."""
        return (
            not self.is_reached
            and self.state != "too_old"
            and bool(self.pace and self.pace.is_long)
        )


def yearly_pace(first: float, last: float, years: float, kind: ChangeKind) -> float | None:
    """How much a quantity changes a year between two values.

    percent: the compound annual growth rate ((last / first) ** (1 / years) − 1) · 100, none
    unless both values are above zero; otherwise the mean yearly difference. None when no time
    lies between them. Raises ValueError for an unknown kind of change, and for values that are
    missing or infinite.
    """
    check_one_of("kind of change", kind, KINDS)
    if not (math.isfinite(first) and math.isfinite(last)):
        raise ValueError(f"a pace lies between two finite values, not {first} and {last}")
    if years <= 0:
        return None
    if kind != "percent":
        return (last - first) / years
    if first <= 0 or last <= 0:
        return None
    return ((last / first) ** (1 / years) - 1) * 100


def measure_pace(
    series: pd.DataFrame,
    kind: ChangeKind,
    breaks: Sequence[SeriesBreak] = (),
    span: int = TREND_YEARS,
) -> Pace | None:
    """The pace up to a region's newest figure, over at most `span` years and across no break.

    series: one region's rows with year, value, status. breaks: those that concern the region. The
    first year is the earliest that lies within the span and after the last break. None when no
    earlier year is left, or when a rate of growth needs numbers above zero and has none.
    """
    rows = drop_missing(series).sort_values("year")
    if rows.empty:
        return None
    last = rows.iloc[-1]
    year = int(last["year"])
    earliest = max([year - span, *(b.year for b in breaks if b.year <= year)])
    earlier = rows[(rows["year"] >= earliest) & (rows["year"] < year)]
    if earlier.empty:
        return None
    first = earlier.iloc[0]
    start = int(first["year"])
    per_year = yearly_pace(float(first["value"]), float(last["value"]), year - start, kind)
    if per_year is None:
        return None
    status = least_certain((str(first["status"]), str(last["status"])))
    return Pace(
        start,
        float(first["value"]),
        year,
        float(last["value"]),
        per_year,
        kind,
        status,
        figures=len(earlier) + 1,
    )


def assess_progress(
    series: pd.DataFrame,
    goal: Goal,
    direction: Direction,
    kind: ChangeKind,
    breaks: Sequence[SeriesBreak] = (),
    *,
    benchmark: pd.DataFrame | None = None,
    data_until: int | None = None,
) -> Progress | None:
    """How one region stands to a goal; none when it has no figure at all.

    series, breaks: as in measure_pace. benchmark: the rows of what the goal's value is of, where it
    has a series of its own; it goes on at its own pace, measured as the region's. data_until: the
    newest year that anybody has data of. Of context indicators the goal itself says which way is
    wanted: up when it lies above the newest figure. Every special case is a state, not an error.
    Years without a figure do not count. Raises ValueError for an unknown direction or kind.
    """
    check_one_of("direction", direction, DIRECTIONS)
    series = drop_missing(series)
    if series.empty:
        return None
    newest = series.loc[series["year"].idxmax()]
    now = Progress("slow", float(newest["value"]), int(newest["year"]), str(newest["status"]))
    wanted = _wanted(direction, now.value, goal.target)
    pace = measure_pace(series, kind, breaks)
    now = replace(now, is_reached=(goal.target - now.value) * wanted <= 0)
    if data_until is not None and now.year < data_until - OLDEST:
        return replace(now, state="too_old", pace=pace)
    if now.is_reached:
        return replace(now, state="achieved", pace=pace)
    if kind == "percent" and (now.value <= 0 or goal.target <= 0):
        return replace(now, state="not_positive")
    moving = None if benchmark is None else _pace_of_benchmark(benchmark, now.year, kind, breaks)
    is_long = pace is not None and pace.is_long
    left = _years_left(pace, moving, goal.target, wanted) if pace is not None and is_long else None
    if goal.year <= now.year:
        return replace(now, state="overdue", pace=pace, years_left=left, moving=moving)
    ahead = goal.year - now.year
    aim = goal.target if moving is None else moving.carried_on(goal.target, ahead)
    now = replace(now, moving=moving, required_from_now=yearly_pace(now.value, aim, ahead, kind))
    if pace is None or not is_long:
        starts_at_zero = pace is None and _starts_at_zero(series, kind)
        return replace(now, state="not_positive" if starts_at_zero else "too_few_years", pace=pace)
    required = yearly_pace(pace.first, aim, goal.year - pace.first_year, kind)
    if moving is not None and required is not None and required * wanted <= 0:
        # The benchmark comes towards the region, which has only to keep up.
        state: State = "on_track" if (pace.per_year - required) * wanted >= 0 else "away"
        return replace(now, state=state, pace=pace, required=required, years_left=left)
    ratio = wanted * pace.per_year / abs(required) if required else None
    return replace(
        now, state=classify(ratio), pace=pace, ratio=ratio, required=required, years_left=left
    )


def _pace_of_benchmark(
    benchmark: pd.DataFrame, year: int, kind: ChangeKind, breaks: Sequence[SeriesBreak]
) -> Pace | None:
    """The pace of a benchmark up to a year, none where it has too few years of its own."""
    pace = measure_pace(benchmark[benchmark["year"] <= year], kind, breaks)
    return pace if pace is not None and pace.is_long and pace.last_year == year else None


def classify(ratio: float | None) -> State:
    """The class of observed over required growth, for a target that is not reached yet.

    Without a ratio the first year stood at the target and the region has left it since: away.
    """
    if ratio is not None and not math.isfinite(ratio):
        raise ValueError(f"the ratio of two paces is a finite number or none, not {ratio!r}")
    if ratio is None or ratio < 0:
        return "away"
    if ratio >= ON_TRACK:
        return "on_track"
    return "accelerate" if ratio >= ACCELERATE else "slow"


def _wanted(direction: Direction, value: float, target: float) -> int:
    """+1 where the indicator ought to rise, −1 where it ought to fall."""
    if direction == "context":
        return 1 if target >= value else -1
    return -1 if direction == "lower_is_better" else 1


def _years_left(pace: Pace, moving: Pace | None, target: float, wanted: int) -> float | None:
    """Years from the newest figure to the target at the present pace, the target at its own."""
    of_target = 0.0 if moving is None else moving.per_year
    if (pace.per_year - of_target) * wanted <= 0:
        return None
    if pace.kind != "percent":
        return (target - pace.last) / (pace.per_year - of_target)
    return math.log(target / pace.last) / math.log(
        (1 + pace.per_year / 100) / (1 + of_target / 100)
    )


def _starts_at_zero(series: pd.DataFrame, kind: ChangeKind) -> bool:
    """Whether there are earlier years, but no rate of growth from any of them."""
    earlier = series[series["year"] < series["year"].max()]
    return kind == "percent" and bool((earlier["value"] <= 0).any())
