"""Composites as every page has them: one evaluation and one simulation for one choice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.composite import (
    Composite,
    Options,
    Uncertainty,
    evaluate_years,
)
from scoreboard.analysis.composite import system as systems
from scoreboard.analysis.composite.system import RankRange
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Level


@dataclass(frozen=True)
class Asked:
    """One evaluation: of which regions, by which system, of which year, and how.

    shares: per cents of the system's groups.
    """

    level: Level
    system_code: str
    year: int
    options: Options
    shares: tuple[int, ...]


@kept
def system_panel(release: Release, level: Level, system_code: str) -> pd.DataFrame:
    """All years of a system's indicators for the regions of a level, without the nation."""
    rows = release.panel(level, release.catalog.systems[system_code].indicators)
    return rows[rows["region_code"] != NATION]


@kept
def ranked_years(release: Release, level: Level, system_code: str) -> dict[int, int]:
    """The years in which regions have enough of the weight, with the number that do."""
    rows = system_panel(release, level, system_code)
    return systems.ranked_years(rows, release.catalog.systems[system_code])


@kept
def evaluation(release: Release, asked: Asked) -> Composite:
    """The evaluation of one year. Raises ValueError where the figures do not allow the method."""
    catalog = release.catalog
    system = catalog.systems[asked.system_code]
    design = systems.design_of(system, catalog, asked.options, asked.shares)
    rows = system_panel(release, asked.level, asked.system_code)
    return systems.evaluate_system(rows, design, asked.level, asked.year, catalog)


@kept
def simulation(release: Release, asked: Asked) -> tuple[NDArray[np.int16], Uncertainty]:
    """The ranks of ten thousand evaluations of the ranked regions, in the order of their rank."""
    return systems.simulate_ranked(evaluation(release, asked))


@kept
def rank_ranges(release: Release, asked: Asked) -> dict[str, RankRange]:
    """Score, rank and range of every ranked region, first to last."""
    composite, (_ranks, sure) = evaluation(release, asked), simulation(release, asked)
    return systems.rank_ranges(composite, sure, asked.system_code, asked.year)


@kept
def over_years(release: Release, asked: Asked) -> pd.DataFrame:
    """Scores and ranks of all years on one scale, with the weights of the year evaluated."""
    rows = system_panel(release, asked.level, asked.system_code)
    return evaluate_years(rows, evaluation(release, asked))


def rank_of(release: Release, level: Level, region_code: str) -> RankRange | None:
    """A region's place in the level's own system by its default method, in its newest full year.

    None where the level has no system, and where the region has too little of it.
    """
    system = systems.system_of(release.catalog, level)
    years = ranked_years(release, level, system.code) if system else {}
    if system is None or not years:
        return None
    shares = systems.default_shares(system)
    asked = Asked(level, system.code, newest_full_year(years), Options(), shares)
    return rank_ranges(release, asked).get(region_code)
