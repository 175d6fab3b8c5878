"""Views of an indicator: its value, its growth on the year, its five-year trend, its rank.

A view is worked out from the observations of one indicator when it is asked for; it is no
indicator of its own. Growth of amounts is in per cent; growth of rates is in percentage points;
growth of scores, indices and ranks is a plain difference.
"""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import check_one_of
from scoreboard.analysis.ranking import rank_by_year
from scoreboard.catalog.models import ChangeKind, Direction, Indicator, SeriesBreak, Text

View = Literal["value", "change", "trend5", "rank"]
VIEWS: tuple[View, ...] = get_args(View)
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
TREND_YEARS = 5
# The least certain status of the parts is the status of what is worked out from them.
_CERTAINTY = ("A", "B", "E", "P", "U")
# Estimated, preliminary or unconfirmed: not to be shown without saying so.
UNCERTAIN = ("E", "P", "U")


def apply_view(
    observations: pd.DataFrame,
    view: View,
    kind: ChangeKind,
    direction: Direction,
    breaks: Sequence[SeriesBreak] = (),
    trend_years: int = TREND_YEARS,
) -> pd.DataFrame:
    """The same regions and years, with the value as the view shows it.

    observations: one row per region_code, year with value and status. A year whose earlier year
    is missing, or lies on the other side of a break, has no growth and drops out; nothing is
    filled in. trend_years: the span of the view trend5, see longest_span. Raises ValueError for an
    unknown view or kind of change.
    """
    check_one_of("view", view, VIEWS)
    if view == "value":
        return observations
    if view == "rank":
        return observations.assign(value=rank_by_year(observations, direction))
    span = 1 if view == "change" else trend_years
    return change_over(observations, span, kind, breaks)


def longest_span(
    observations: pd.DataFrame, year: int, kind: ChangeKind, breaks: Sequence[SeriesBreak] = ()
) -> int:
    """The longest span up to five years over which a year may be compared.

    observations: one row per region_code, year with value and status. A span counts when at least
    half of the regions with a value in the year have a change over it. 5 when no span does: the
    view is then empty.
    """
    present = int((observations["year"] == year).sum())
    for span in range(TREND_YEARS, 0, -1):
        ends = observations[observations["year"].isin([year, year - span])]
        changes = change_over(ends, span, kind, breaks)
        if present and len(changes) >= present / 2:
            return span
    return TREND_YEARS


def change_over(
    observations: pd.DataFrame, span: int, kind: ChangeKind, breaks: Sequence[SeriesBreak] = ()
) -> pd.DataFrame:
    """How much each region changed per year over a span of years.

    percent: growth on the year for a span of 1, else the compound annual growth rate
    (last / first) ** (1 / span) − 1, times 100; points and difference: the mean yearly
    difference. Left out: rows without the earlier year, growth from zero or below, and changes
    across a break in the series. Raises ValueError for an unknown kind and for a span below 1.
    """
    check_one_of("kind of change", kind, KINDS)
    if span < 1:
        raise ValueError(f"a change needs a span of one year or more, not {span}")
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
    # As plain numbers: most breaks lie beyond the rows, and a step of pandas each takes longest.
    years = observations["year"].to_numpy(dtype=float, na_value=np.nan)
    crossed = np.zeros(len(years), dtype=bool)
    for mark in breaks:
        between = (years >= mark.year) & (years < mark.year + span)
        if mark.region_codes and between.any():
            between &= observations["region_code"].isin(mark.region_codes).to_numpy()
        crossed |= between
    return pd.Series(crossed, index=observations.index)


def breaks_of(indicator: Indicator, observations: pd.DataFrame) -> tuple[SeriesBreak, ...]:
    """The breaks between years; every year is one where the indicator does not compare years.

    observations: one row per region_code, year of the indicator.
    """
    if indicator.compares_years:
        return indicator.breaks
    text = Text(zh="各年口径不同", en="every year has its own coverage")
    return tuple(SeriesBreak(year=int(y), text=text) for y in observations["year"].unique())


def least_certain(statuses: tuple[str, ...]) -> str:
    """The status of a figure worked out from others: that of its least certain part.

    statuses: SDMX codes; one that is not known here counts as less certain than all others.
    """
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
