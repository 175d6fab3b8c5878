"""Views of an indicator: its value, its growth on the year, its five-year trend, its rank.

A view is worked out from the observations of one indicator when it is asked for; it is no
indicator of its own. Growth of amounts is in per cent; growth of rates is in percentage points;
growth of scores, indices and ranks is a plain difference.
"""

from collections.abc import Sequence
from typing import Literal, get_args

import pandas as pd

from scoreboard.analysis.ranking import rank_by_year
from scoreboard.catalog.models import ChangeKind, Direction, SeriesBreak

View = Literal["value", "change", "trend5", "rank"]
VIEWS: tuple[View, ...] = get_args(View)
TREND_YEARS = 5
# The least certain status of the parts is the status of what is worked out from them.
_CERTAINTY = ("A", "B", "E", "P")
# Estimated or unconfirmed: figures that must not be shown without saying so.
UNCERTAIN = ("E", "P")


def apply_view(
    observations: pd.DataFrame,
    view: View,
    kind: ChangeKind,
    direction: Direction,
    breaks: Sequence[SeriesBreak] = (),
) -> pd.DataFrame:
    """The same regions and years, with the value as the view shows it.

    observations: one row per region_code, year with value and status. A year whose earlier year
    is missing, or lies on the other side of a break, has no growth and drops out; nothing is
    filled in.
    """
    if view == "value":
        return observations
    if view == "rank":
        return observations.assign(value=rank_by_year(observations, direction))
    span = 1 if view == "change" else TREND_YEARS
    return change_over(observations, span, kind, breaks)


def change_over(
    observations: pd.DataFrame, span: int, kind: ChangeKind, breaks: Sequence[SeriesBreak] = ()
) -> pd.DataFrame:
    """How much each region changed per year over a span of years.

    percent: growth on the year for a span of 1, else the compound annual growth rate
    (last / first) ** (1 / span) − 1, times 100; points and difference: the mean yearly
    difference. Left out: rows without the earlier year, growth from zero or below, and changes
    across a break in the series.
    """
    keys = ["region_code", "year"]
    earlier = observations[[*keys, "value", "status"]].assign(year=observations["year"] + span)
    both = observations.merge(earlier, on=keys, suffixes=("", "_before"))
    both = both[~crosses_break(both, span, breaks)]
    if kind == "percent":
        both = both[(both["value_before"] > 0) & (both["value"] >= 0)]
        value = ((both["value"] / both["value_before"]) ** (1 / span) - 1) * 100
    else:
        value = (both["value"] - both["value_before"]) / span
    status = [
        least_certain(pair) for pair in zip(both["status"], both["status_before"], strict=True)
    ]
    return both.assign(value=value, status=status).drop(columns=["value_before", "status_before"])


def crosses_break(
    observations: pd.DataFrame, span: int, breaks: Sequence[SeriesBreak]
) -> pd.Series:
    """Whether a break lies between each row's year and the one `span` years before."""
    crossed = pd.Series(False, index=observations.index)
    for mark in breaks:
        between = observations["year"].between(mark.year, mark.year + span - 1)
        if mark.region_codes:
            between &= observations["region_code"].isin(mark.region_codes)
        crossed |= between
    return crossed


def least_certain(statuses: tuple[str, ...]) -> str:
    """The status of a figure worked out from others: that of its least certain part."""
    return max(statuses, key=lambda s: _CERTAINTY.index(s) if s in _CERTAINTY else len(_CERTAINTY))


def with_previous(
    current: pd.DataFrame, previous: pd.DataFrame, breaks: Sequence[SeriesBreak] = ()
) -> pd.DataFrame:
    """One year's rows, each beside the region's value and rank of the year before.

    Adds value_before, missing where the region had none or a break lies between, and rank_before,
    missing for all unless the same regions were ranked in both years on the same basis: a place
    among 7 says nothing about a place among 31.
    """
    before = previous[["region_code", "value", "rank"]]
    both = current.merge(before, on="region_code", how="left", suffixes=("", "_before"))
    crossed = crosses_break(both, 1, breaks)
    both.loc[crossed, "value_before"] = float("nan")
    if crossed.any() or set(current["region_code"]) != set(previous["region_code"]):
        both["rank_before"] = float("nan")
    return both
