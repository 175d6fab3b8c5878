"""One indicator in one year and one view: the frame that map, ranking, table and words share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import View, apply_view, with_previous
from scoreboard.catalog.models import (
    NATION,
    ChangeKind,
    Direction,
    Indicator,
    SeriesBreak,
    Text,
)


@dataclass(frozen=True)
class Snapshot:
    """What is known of one indicator in one view.

    rows: the regions with a value in the year, first to last: region_code, value, status,
    source_code, rank, value_before, rank_before. history: every year of every region;
    nation: every year of the nation (both in the view's own unit). nation_is_total: the nation's
    figure is the sum of all regions', not one like theirs.
    """

    view: View
    year: int
    rows: pd.DataFrame
    history: pd.DataFrame
    nation: pd.DataFrame
    nation_is_total: bool

    @property
    def nation_value(self) -> float | None:
        """The nation's figure of the year, or none."""
        found = self.nation.loc[self.nation["year"] == self.year, "value"]
        return None if found.empty else float(found.iloc[0])

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
) -> Snapshot:
    """One year of one indicator, ranked and set beside the year before.

    observations: all years of the regions of one level and of the nation (region_code 000000).
    Regions without a value in the year are absent. kind: how a change is said. adds_up: regions
    add up to the nation; their growth rates and ranks do not.
    """
    breaks = breaks_of(indicator, observations)
    is_nation = observations["region_code"] == NATION
    history = apply_view(observations[~is_nation], view, kind, indicator.direction, breaks)
    nation = observations[is_nation]
    nation = (
        nation.iloc[:0]
        if view == "rank"
        else apply_view(nation, view, kind, indicator.direction, breaks)
    )
    order: Direction = "lower_is_better" if view == "rank" else indicator.direction
    now, before = _ranked(history, year, order), _ranked(history, year - 1, order)
    rows = with_previous(now, before, breaks)
    if view == "rank":
        rows = rows.assign(value_before=rows["rank_before"])
    return Snapshot(
        view=view,
        year=year,
        rows=rows.sort_values(["rank", "region_code"], ignore_index=True),
        history=history,
        nation=nation,
        nation_is_total=adds_up and view == "value",
    )


def take_newest(observations: pd.DataFrame) -> Snapshot:
    """Each region's newest figure, for indicators that are shown but not ranked.

    rows are in order of value; rank is their order only, and nothing is set beside them.
    """
    regions = observations[observations["region_code"] != NATION]
    newest = regions.sort_values("year").groupby("region_code", as_index=False).last()
    rows = newest.sort_values(["value", "region_code"], ascending=[False, True], ignore_index=True)
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


def breaks_of(indicator: Indicator, observations: pd.DataFrame) -> tuple[SeriesBreak, ...]:
    """The breaks between years; every year is one where the indicator does not compare years."""
    if indicator.compares_years:
        return indicator.breaks
    text = Text(zh="各年口径不同", en="every year has its own coverage")
    return tuple(SeriesBreak(year=int(y), text=text) for y in observations["year"].unique())


def _ranked(history: pd.DataFrame, year: int, direction: Direction) -> pd.DataFrame:
    rows = history[history["year"] == year]
    return rows.assign(rank=rank_values(rows["value"], direction))
