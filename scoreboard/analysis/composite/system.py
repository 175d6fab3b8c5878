"""An indicator system of the catalog, evaluated for the regions of a level in one year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.composite.design import LEAST_SHARE, Design, Options
from scoreboard.analysis.composite.evaluate import Composite, evaluate
from scoreboard.analysis.composite.shares import split_shares
from scoreboard.analysis.composite.uncertainty import (
    Uncertainty,
    plan_for,
    simulate,
    summarise,
)
from scoreboard.analysis.panel import take_matrix
from scoreboard.catalog import OUTSIDE_STATISTICS, Catalog, IndicatorSystem, Level


@dataclass(frozen=True)
class RankRange:
    """A region's score and rank in a composite of one year, and how far both may move.

    score: 0 to 100. index: the score with the mean of the ranked regions as 100. low and high: the
    limits that 5 % and 95 % of the simulated evaluations do not exceed. regions: how many are
    ranked.
    """

    system_code: str
    year: int
    score: float
    rank: int
    low: int
    high: int
    index: float
    index_low: float
    index_high: float
    regions: int


def system_of(catalog: Catalog, level: Level) -> IndicatorSystem | None:
    """The first system of the catalog that is computed and made for a level; None without one."""
    return next((s for s in catalog.systems.values() if s.is_computed and s.level == level), None)


def default_shares(system: IndicatorSystem) -> tuple[int, ...]:
    """The shares of a system's groups in whole per cents; none where they are not all set."""
    weights = [group.weight for group in system.groups]
    return tuple(round(w) for w in weights if w is not None) if all(weights) else ()


def design_of(
    system: IndicatorSystem,
    catalog: Catalog,
    options: Options | None = None,
    shares: tuple[int, ...] | None = None,
) -> Design:
    """The indicators of a system that is computed, with direction, weight and goalposts.

    options: the method, the default one without them. shares: per cents of the groups, one a
    group, the system's own without them; within a group the weights keep their proportions. Raises
    ValueError for another number of shares and for what Design refuses.
    """
    rows = [(group.code, item) for group, item in system.items]
    codes = tuple(item.indicator or "" for _group, item in rows)
    groups = tuple(group for group, _item in rows)
    own = np.array([item.weight or 0.0 for _group, item in rows]) / 100
    own_shares = default_shares(system) if shares is None else shares
    wanted = dict(zip((g.code for g in system.groups), map(float, own_shares), strict=True))
    posts = np.array([item.goalposts or (np.nan, np.nan) for _group, item in rows])
    return Design(
        indicator_codes=codes,
        pillar_codes=groups,
        directions=tuple(catalog.indicators[code].direction for code in codes),
        weights=split_shares(own, groups, wanted),
        worst=posts[:, 0],
        best=posts[:, 1],
        options=options or Options(),
    )


def ranked_years(panel: pd.DataFrame, system: IndicatorSystem) -> dict[int, int]:
    """The years in which regions have enough of the weight, with the number that do.

    panel: the regions of one level, without the nation. None for a system that is not computed.
    """
    if not system.is_computed:
        return {}
    weights = {item.indicator: (item.weight or 0.0) for _group, item in system.items}
    present = panel.assign(weight=panel["indicator_code"].map(weights))
    sums = present.groupby(["year", "region_code"])["weight"].sum()
    enough = sums[sums >= 100 * LEAST_SHARE - 1e-6]
    return {int(y): int(n) for y, n in enough.groupby(level="year").size().items()}


def evaluate_system(
    panel: pd.DataFrame, design: Design, level: Level, year: int, catalog: Catalog
) -> Composite:
    """The evaluation of one year, of the regions that the statistics of the level cover.

    panel: the regions of the level, all years; the nation may be among them. Raises ValueError
    where the figures do not allow the method; see evaluate.
    """
    covered = [
        r.code
        for r in catalog.regions.values()
        if r.level == level and r.valid_to is None and r.code not in OUTSIDE_STATISTICS
    ]
    return evaluate(
        take_matrix(panel, dict.fromkeys(design.indicator_codes, year), covered), design
    )


def simulate_ranked(composite: Composite) -> tuple[NDArray[np.int16], Uncertainty]:
    """The ranks of ten thousand evaluations of the ranked regions, in the order of their rank."""
    values = composite.treated.loc[composite.ranked.index].to_numpy()
    plan = plan_for(composite.design)
    draws = simulate(values, composite.weights.to_numpy(), *composite.goalposts, plan)
    return draws.ranks, summarise(draws)


def rank_ranges(
    composite: Composite, sure: Uncertainty, system_code: str, year: int
) -> dict[str, RankRange]:
    """Rank and range of every ranked region, first to last. sure: of simulate_ranked."""
    rows = composite.ranked
    return {
        str(code): RankRange(
            system_code=system_code,
            year=year,
            score=float(row["score"]),
            rank=int(row["rank"]),
            low=int(sure.rank_low[at]),
            high=int(sure.rank_high[at]),
            index=float(row["index"]),
            index_low=float(sure.index_low[at]),
            index_high=float(sure.index_high[at]),
            regions=len(rows),
        )
        for at, (code, row) in enumerate(rows.iterrows())
    }
