"""From laboratory to mass production: stages, and ratios between neighbours, against peers.

The stages are stocks and flows of one year, not the same projects followed through it: a ratio
between two of them is no conversion rate, and every page says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import least_certain
from scoreboard.catalog.funnel import Funnel, FunnelStage, FunnelStep
from scoreboard.catalog.models import NATION


@dataclass(frozen=True)
class StageFigure:
    """What is known of one stage in a region: its figure, or none.

    scope: whose figure it is, the region's or (for stages only the nation knows) the nation's.
    """

    code: str
    scope: str
    value: float | None
    year: int | None
    status: str
    source_code: str


@dataclass(frozen=True)
class StepFigure:
    """One ratio of a region in one year, with what it is held against in the same year.

    value: none without both stages in any year. peers: the median of `peer_count` peers, none
    when too few have a figure. median: of all `regions` of the level, none when too few others
    have one. rank: among them by size, which is neither good nor bad. rows: the ratio of every
    region that year.
    """

    code: str
    year: int | None
    value: float | None
    status: str
    source_code: str
    peers: float | None
    peer_count: int
    nation: float | None
    median: float | None
    regions: int
    rank: int | None
    rows: pd.DataFrame

    @property
    def yardstick(self) -> float | None:
        """What the ratio is held against: the peers' median, else that of all regions."""
        return self.median if self.peers is None else self.peers


def take_stages(
    panel: pd.DataFrame,
    stages: Iterable[FunnelStage],
    region_code: str,
    years: Mapping[str, int],
) -> list[StageFigure]:
    """The figure of each stage in a region; empty where there is none.

    panel: one row per indicator_code, region_code, year with value, status, source_code, the
    nation's rows included. years: the year of the region's figure, by indicator; the newest where
    none is given, and for stages that only the nation knows.
    """
    return [
        _newest(panel, stage, NATION)
        if stage.is_national
        else _newest(panel, stage, region_code, years.get(stage.indicator))
        for stage in stages
    ]


def take_steps(
    panel: pd.DataFrame, funnel: Funnel, region_code: str, peers: Collection[str], least: int
) -> list[StepFigure]:
    """The ratios between the stages of a region, each in the newest widely published year.

    A region without a figure in that year is shown in its own newest. peers: regions to compare
    with, the region itself left out. least: of fewer other regions with a figure there is no
    median.
    """
    return [
        _step_figure(step_rows(panel, step), step.code, region_code, peers, least)
        for step in funnel.steps
    ]


def step_rows(panel: pd.DataFrame, step: FunnelStep) -> pd.DataFrame:
    """The ratio of every region and year that has both stages: value, status, source_code.

    A stage of zero to divide by gives no ratio.
    """
    keys = ["region_code", "year"]
    columns = [*keys, "value", "status", "source_code"]
    of = panel.loc[panel["indicator_code"] == step.of, columns]
    per = panel.loc[(panel["indicator_code"] == step.per) & (panel["value"] > 0), columns]
    both = of.merge(per, on=keys, suffixes=("", "_per"))
    status = [least_certain(pair) for pair in zip(both["status"], both["status_per"], strict=True)]
    sources = [
        "|".join(dict.fromkeys(f"{a}|{b}".split("|")))
        for a, b in zip(both["source_code"], both["source_code_per"], strict=True)
    ]
    value = both["value"] / both["value_per"] * step.factor
    return both[keys].assign(value=value, status=status, source_code=sources)


def _newest(
    panel: pd.DataFrame, stage: FunnelStage, scope: str, not_after: int | None = None
) -> StageFigure:
    rows = panel[(panel["indicator_code"] == stage.indicator) & (panel["region_code"] == scope)]
    if not_after is not None:
        rows = rows[rows["year"] <= not_after]
    if rows.empty:
        return StageFigure(stage.code, scope, None, None, "", "")
    row = rows.loc[rows["year"].idxmax()]
    return StageFigure(
        code=stage.code,
        scope=scope,
        value=float(row["value"]),
        year=int(row["year"]),
        status=str(row["status"]),
        source_code=str(row["source_code"]),
    )


def _step_figure(
    ratios: pd.DataFrame, code: str, region_code: str, peers: Collection[str], least: int
) -> StepFigure:
    regions = ratios[ratios["region_code"] != NATION]
    year = _year_for(regions, region_code)
    rows = regions[regions["year"] == year].reset_index(drop=True)
    by_region = rows.set_index("region_code")["value"]
    own = rows[rows["region_code"] == region_code]
    among = by_region[by_region.index.isin(set(peers) - {region_code})]
    nation = ratios.loc[(ratios["region_code"] == NATION) & (ratios["year"] == year), "value"]
    has_own = not own.empty
    ranks = rank_values(by_region, "higher_is_better")
    return StepFigure(
        code=code,
        year=year,
        value=float(own["value"].iloc[0]) if has_own else None,
        status=str(own["status"].iloc[0]) if has_own else "",
        source_code=str(own["source_code"].iloc[0]) if has_own else "",
        peers=float(among.median()) if len(among) >= least else None,
        peer_count=len(among),
        nation=None if nation.empty else float(nation.iloc[0]),
        median=float(by_region.median()) if len(by_region) > least else None,
        regions=len(by_region),
        rank=int(ranks[region_code]) if has_own else None,
        rows=rows,
    )


def _year_for(regions: pd.DataFrame, region_code: str) -> int | None:
    """The newest widely published year; the region's own newest where it is silent in that one."""
    if regions.empty:
        return None
    year = newest_full_year({int(y): int(n) for y, n in regions["year"].value_counts().items()})
    own = regions.loc[regions["region_code"] == region_code, "year"]
    return year if own.empty or year in set(own) else int(own.max())
