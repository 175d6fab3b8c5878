"""The caches of the composite page; every key holds the release and the method."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from scoreboard.analysis.composite import (
    Composite,
    Design,
    Options,
    Plan,
    Simulation,
    Uncertainty,
    evaluate,
    evaluate_years,
    simulate,
    split_shares,
    summarise,
)
from scoreboard.analysis.panel import take_matrix
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached
from scoreboard.ui.choosers import regions_compared


@st.cache_data(max_entries=16, show_spinner=False)
def panel(release: ReleaseKey, level: Level, system_code: str) -> pd.DataFrame:
    """All years of a system's indicators for the regions of a level, without the nation."""
    system = cached.catalog(release).systems[system_code]
    rows = cached.panel(release, level, system.indicators)
    return rows[rows["region_code"] != NATION]


@st.cache_resource(max_entries=64, show_spinner=False)
def evaluation(
    release: ReleaseKey,
    level: Level,
    system_code: str,
    year: int,
    options: Options,
    shares: tuple[int, ...],
) -> Composite:
    """The evaluation of one year. Raises ValueError when weights cannot be taken from the figures.

    shares: per cents of the system's groups.
    """
    design = design_of(release, system_code, shares)
    expected = [
        r.code
        for r in regions_compared(cached.catalog(release), level, None)
        if r.code not in OUTSIDE_STATISTICS
    ]
    rows = panel(release, level, system_code)
    years = dict.fromkeys(design.indicator_codes, year)
    return evaluate(take_matrix(rows, years, expected), design, options)


@st.cache_resource(max_entries=16, show_spinner=False)
def simulation(
    release: ReleaseKey,
    level: Level,
    system_code: str,
    year: int,
    options: Options,
    shares: tuple[int, ...],
) -> tuple[Simulation, Uncertainty]:
    """Ten thousand evaluations of the ranked regions, in the order of their rank."""
    composite = evaluation(release, level, system_code, year, options, shares)
    values = composite.treated.loc[composite.ranked.index].to_numpy()
    draws = simulate(values, composite.weights.to_numpy(), *composite.goalposts, Plan())
    return draws, summarise(draws)


@st.cache_data(max_entries=16, show_spinner=False)
def over_years(
    release: ReleaseKey,
    level: Level,
    system_code: str,
    year: int,
    options: Options,
    shares: tuple[int, ...],
) -> pd.DataFrame:
    """Scores and ranks of all years on one scale, with the weights of the year evaluated."""
    composite = evaluation(release, level, system_code, year, options, shares)
    return evaluate_years(panel(release, level, system_code), composite)


@st.cache_data(max_entries=32, show_spinner=False)
def ranked_years(release: ReleaseKey, level: Level, system_code: str) -> dict[int, int]:
    """The years in which regions have enough of the weight, with the number that do."""
    system = cached.catalog(release).systems[system_code]
    if not system.is_computed:
        return {}
    rows = panel(release, level, system_code)
    weights = {item.indicator: (item.weight or 0.0) for _group, item in system.items}
    present = rows.assign(weight=rows["indicator_code"].map(weights))
    sums = present.groupby(["year", "region_code"])["weight"].sum()
    enough = sums[sums >= 100 * Options().least_share - 1e-6]
    return {int(y): int(n) for y, n in enough.groupby(level="year").size().items()}


def design_of(release: ReleaseKey, system_code: str, shares: tuple[int, ...]) -> Design:
    """The system as the analysis takes it, with the shares of its groups."""
    catalog = cached.catalog(release)
    system = catalog.systems[system_code]
    rows = [(group.code, item) for group, item in system.items]
    codes = tuple(item.indicator or "" for _group, item in rows)
    groups = tuple(group for group, _item in rows)
    own = np.array([item.weight or 0.0 for _group, item in rows]) / 100
    wanted = dict(zip((g.code for g in system.groups), shares, strict=True))
    posts = np.array([item.goalposts or (0.0, 0.0) for _group, item in rows])
    return Design(
        indicator_codes=codes,
        pillar_codes=groups,
        directions=tuple(catalog.indicators[code].direction for code in codes),
        weights=split_shares(own, groups, {k: float(v) for k, v in wanted.items()}),
        worst=posts[:, 0],
        best=posts[:, 1],
    )
