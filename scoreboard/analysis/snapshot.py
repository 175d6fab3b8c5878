"""One indicator in one year and one view: the frame that map, ranking, table and words share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import View, apply_view, is_total, with_previous
from scoreboard.catalog.models import NATION, ChangeKind, Direction


@dataclass(frozen=True)
class Snapshot:
    """What is known of one indicator in one view.

    rows: the regions with a value in the year, first to last: region_code, value, status,
    source_code, rank, value_before, rank_before. history: every year of every region;
    nation: every year of the nation (both in the view's own unit).
    """

    view: View
    year: int
    rows: pd.DataFrame
    history: pd.DataFrame
    nation: pd.DataFrame

    @property
    def nation_value(self) -> float | None:
        """The nation's figure of the year, or none."""
        found = self.nation.loc[self.nation["year"] == self.year, "value"]
        return None if found.empty else float(found.iloc[0])

    @cached_property
    def nation_is_total(self) -> bool:
        """Whether the nation's figure is the sum of the regions', in any year of the series."""
        sums = self.history.groupby("year")["value"].sum()
        return any(
            is_total(nation, sums[year])
            for year, nation in zip(self.nation["year"], self.nation["value"], strict=True)
            if year in sums.index
        )

    @property
    def comparable_nation(self) -> float | None:
        """The nation's figure where it is of the regions' own size: a rate, not a total."""
        return None if self.nation_is_total else self.nation_value


def take_snapshot(
    observations: pd.DataFrame, view: View, year: int, kind: ChangeKind, direction: Direction
) -> Snapshot:
    """One year of one indicator, ranked and set beside the year before.

    observations: all years of the regions of one level and of the nation (region_code 000000).
    Regions without a value in the year are absent.
    """
    is_nation = observations["region_code"] == NATION
    history = apply_view(observations[~is_nation], view, kind, direction)
    nation = observations[is_nation]
    nation = nation.iloc[:0] if view == "rank" else apply_view(nation, view, kind, direction)
    order: Direction = "lower_is_better" if view == "rank" else direction
    rows = with_previous(_ranked(history, year, order), _ranked(history, year - 1, order))
    return Snapshot(
        view=view,
        year=year,
        rows=rows.sort_values(["rank", "region_code"], ignore_index=True),
        history=history,
        nation=nation,
    )


def _ranked(history: pd.DataFrame, year: int, direction: Direction) -> pd.DataFrame:
    rows = history[history["year"] == year]
    return rows.assign(rank=rank_values(rows["value"], direction))
