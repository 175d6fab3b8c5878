"""One indicator in one year and one view: the frame that map, ranking, table and words share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from scoreboard.analysis.checks import drop_missing
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import View, apply_view, breaks_of, longest_span, with_previous
from scoreboard.analysis.window import newest_within, years_of
from scoreboard.catalog.models import (
    NATION,
    ChangeKind,
    Direction,
    Indicator,
)


@dataclass(frozen=True)
class Snapshot:
    """What is known of one indicator in one view.

    year: the last of the window, which may be one year alone. rows: each region's newest figure in
    the window, first to last: region_code, year, value, status,
    source_code, rank, value_before, rank_before. history: every year of every region;
    nation: every year of the nation (both in the view's own unit). nation_is_total: the nation's
    figure is the sum of all regions', not one like theirs. span: the years that a change is over.
    parted: regions left out because their series breaks between their figure and the year.
    """

    view: View
    year: int
    rows: pd.DataFrame
    history: pd.DataFrame
    nation: pd.DataFrame
    nation_is_total: bool
    span: int = 1
    parted: tuple[str, ...] = ()

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first and the last year of the regions' figures."""
        return (self.year, self.year) if self.rows.empty else years_of(self.rows)

    @property
    def is_mixed(self) -> bool:
        """Whether the regions' figures are of several years."""
        first, last = self.years
        return first != last

    def nation_in(self, year: int) -> float | None:
        """The nation's figure of a year, or none."""
        found = self.nation.loc[self.nation["year"] == year, "value"]
        return None if found.empty else float(found.iloc[0])

    @property
    def nation_value(self) -> float | None:
        """The nation's figure where the regions' are of one year too, or none."""
        return None if self.is_mixed else self.nation_in(self.year)

    @property
    def comparable_nation(self) -> float | None:
        """The nation's figure where it is of the regions' own size: a rate, not a total."""
        return None if self.nation_is_total else self.nation_value


def take_snapshot(
    observations: pd.DataFrame,
    view: View,
    year: int,
    indicator: Indicator,
    kind: ChangeKind,
    *,
    adds_up: bool,
    window: int = 1,
) -> Snapshot:
    """One window of one indicator, ranked and set beside the year before each region's figure.

    observations: all years of the regions of one level and of the nation (region_code 000000).
    Regions without a value in the year are absent. kind: how a change is said. adds_up: regions
    add up to the nation; their growth rates and ranks do not. window: how many years it has, the
    year being the last. Ranks of the year before are known of a single year only. Rows without a
    figure do not count.
    Raises ValueError for an unknown view or kind, and for infinity.
    """
    observations = drop_missing(observations)
    breaks = breaks_of(indicator, observations)
    is_nation = observations["region_code"] == NATION
    regions, nation = observations[~is_nation], observations[is_nation]
    span = longest_span(regions, year, kind, breaks) if view == "trend5" else 1
    history = apply_view(regions, view, kind, indicator.direction, breaks, span)
    nation = (
        nation.iloc[:0]
        if view == "rank"
        else apply_view(nation, view, kind, indicator.direction, breaks, span)
    )
    order: Direction = "lower_is_better" if view == "rank" else indicator.direction
    now = newest_within(history, year, window, breaks)
    parted = set(newest_within(history, year, window)["region_code"]) - set(now["region_code"])
    now = now.assign(rank=rank_values(now["value"], order))
    before = _years_before(history, now, order)
    rows = with_previous(now, before, breaks)
    if len(set(now["year"])) > 1:
        rows["rank_before"] = float("nan")
    if view == "rank":
        rows = rows.assign(value_before=rows["rank_before"])
    return Snapshot(
        view=view,
        year=year,
        rows=rows.sort_values(["rank", "region_code"], ignore_index=True),
        history=history,
        nation=nation,
        nation_is_total=adds_up and view == "value",
        span=span,
        parted=tuple(sorted(parted)),
    )


def take_newest(observations: pd.DataFrame) -> Snapshot:
    """Each region's newest figure, for indicators that are shown but not ranked.

    rows are in order of code, because nobody leads; rank is that order, and nothing is set beside
    the figures.
    """
    observations = drop_missing(observations)
    regions = observations[observations["region_code"] != NATION]
    newest = regions.sort_values("year").groupby("region_code", as_index=False).last()
    rows = newest.sort_values("region_code", ignore_index=True)
    return Snapshot(
        view="value",
        year=int(rows["year"].max()),
        rows=rows.assign(
            rank=range(1, len(rows) + 1), value_before=float("nan"), rank_before=float("nan")
        ),
        history=regions,
        nation=observations[observations["region_code"] == NATION].iloc[:0],
        nation_is_total=True,
    )


def _years_before(history: pd.DataFrame, now: pd.DataFrame, direction: Direction) -> pd.DataFrame:
    """Each region's figure of the year before its own; of a single year all that year's, ranked."""
    if len(years := set(now["year"])) == 1:
        rows = history[history["year"] == years.pop() - 1]
    else:
        keys = now[["region_code", "year"]].assign(year=now["year"] - 1)
        rows = history.merge(keys, on=["region_code", "year"])
    return rows.assign(rank=rank_values(rows["value"], direction))
