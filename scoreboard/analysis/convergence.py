"""Whether regions draw together: σ, their spread by year, and β, whether the low grow faster.

Both are worked out from values that can be set side by side: rates as they are, amounts per head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from scoreboard.analysis.checks import check_unique, drop_missing

# A line through fewer points says nothing that one of them does not decide.
FEWEST_REGIONS = 8


@dataclass(frozen=True)
class Beta:
    """The line of yearly growth on the logarithm of the first value, and what follows from it.

    slope, intercept: of ln(y_T / y_0) / T on ln y_0; p: that the slope is zero (two-sided t-test);
    speed: by which share of the distance regions come nearer each year, above zero when they
    converge, missing when the line overshoots; half_life: years until half of the distance is
    gone, missing unless they converge.
    """

    slope: float
    intercept: float
    stderr: float
    p: float
    r_squared: float
    regions: int
    years: int
    speed: float
    half_life: float

    @property
    def converges(self) -> bool:
        """Whether the lower have grown faster, chance aside at the five-per-cent level."""
        return self.slope < 0 and self.p < 0.05

    @property
    def diverges(self) -> bool:
        """Whether the higher have grown faster, chance aside at the five-per-cent level."""
        return self.slope > 0 and self.p < 0.05


def per_head(observations: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Amounts divided by the people of the same region and year; without people there is no row.

    observations, population: one row per region_code, year with value; the result is in the unit
    of the amount per unit of the population. Rows without a figure are left out. Raises ValueError
    for rows that repeat a region and year, and for infinity.
    """
    keys = ["region_code", "year"]
    observations, population = drop_missing(observations), drop_missing(population)
    check_unique("observations", observations, keys)
    check_unique("population", population, keys)
    people = population.loc[population["value"] > 0, [*keys, "value"]]
    both = observations.merge(people, on=keys, suffixes=("", "_people"))
    return both.assign(value=both["value"] / both["value_people"]).drop(columns="value_people")


def dispersion_by_year(observations: pd.DataFrame) -> pd.DataFrame:
    """How far regions lie apart, one row a year: year, regions, cv, log_sd.

    cv: coefficient of variation, standard deviation over mean (of all regions, so divided by n),
    missing when the mean is not above zero. log_sd: standard deviation of the natural logarithms
    (Barro and Sala-i-Martin 1992), missing when a value is not above zero. A fall over the years
    is σ-convergence. observations: one row per region_code, year with value; rows without a figure
    do not count. Raises ValueError for rows that repeat a region and year, and for infinity.
    """
    observations = drop_missing(observations)
    check_unique("observations", observations, ["region_code", "year"])
    rows = []
    for year, group in observations.groupby("year"):
        values = group["value"].to_numpy(dtype=float)
        mean, is_positive = values.mean(), bool(np.all(values > 0))
        rows.append(
            {
                "year": int(year),
                "regions": len(values),
                "cv": float(values.std() / mean) if mean > 0 else float("nan"),
                "log_sd": float(np.log(values).std()) if is_positive else float("nan"),
            }
        )
    return pd.DataFrame(rows, columns=["year", "regions", "cv", "log_sd"])


def fit_beta(growth: pd.DataFrame, years: int) -> Beta | None:
    """Whether low regions grew faster: unconditional β-convergence by ordinary least squares.

    growth: one row a region with log_first and growth, as growth_rates gives them; years: between
    first and last, above zero. Regions without either do not count. None with fewer than eight
    regions, or when all began or all grew alike. Raises ValueError for infinity and for years not
    above zero. Barro and Sala-i-Martin (1992), J. Political Economy 100(2), 223–251.
    """
    growth = drop_missing(drop_missing(growth, "log_first"), "growth")
    if len(growth) < FEWEST_REGIONS or growth[["log_first", "growth"]].nunique().min() < 2:
        return None
    x, y = growth["log_first"].to_numpy(dtype=float), growth["growth"].to_numpy(dtype=float)
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    r_squared = min(slope * float(dx @ dy / (dy @ dy)), 1.0)
    free = len(growth) - 2
    stderr = math.sqrt((1 - r_squared) * float(dy @ dy / (dx @ dx)) / free)
    speed = speed_of(slope, years)
    return Beta(
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
        stderr=stderr,
        p=float(2 * stdtr(free, -abs(slope) / stderr)) if stderr else 0.0,
        r_squared=r_squared,
        regions=len(growth),
        years=years,
        speed=speed,
        half_life=math.log(2) / speed if speed > 0 else float("nan"),
    )


def growth_rates(observations: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The points of the β line: region_code, first, last, log_first, growth (per year, in logs).

    growth = ln(y_last / y_first) / (last − first). Left out: regions without both years, and
    those with a value that is not above zero, which has no logarithm. Raises ValueError for rows
    that repeat a region and year, for infinity, and for a last year that is not after the first.
    """
    if last <= first:
        raise ValueError(f"the last year must be after the first; given are {first} and {last}")
    observations = drop_missing(observations[observations["year"].isin([first, last])])
    check_unique("observations", observations, ["region_code", "year"])
    one, two = (
        observations.loc[observations["year"] == year, ["region_code", "value"]]
        for year in (first, last)
    )
    both = one.merge(two, on="region_code", suffixes=("_first", "_last"))
    both = both[(both["value_first"] > 0) & (both["value_last"] > 0)]
    both = both.rename(columns={"value_first": "first", "value_last": "last"})
    return both.assign(
        log_first=np.log(both["first"]),
        growth=np.log(both["last"] / both["first"]) / (last - first),
    ).reset_index(drop=True)


def speed_of(slope: float, years: int) -> float:
    """The yearly speed of convergence that a slope implies: −ln(1 + slope · T) / T.

    From (1/T) ln(y_T / y_0) = a − ((1 − e^{−λT}) / T) ln y_0 (Barro and Sala-i-Martin 1992).
    Missing when 1 + slope · T is not above zero: the line says that the low overtake the high.
    Raises ValueError for years not above zero and for an infinite slope.
    """
    if years <= 0 or math.isinf(slope):
        raise ValueError(f"years must be above zero and the slope finite, not {years}, {slope}")
    left = 1 + slope * years
    return -math.log(left) / years if left > 0 else float("nan")
