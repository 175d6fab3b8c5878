"""Whether regions draw together: σ, their spread by year, and β, whether the low grow faster.

Both are worked out from values that can be set side by side: rates as they are, amounts per head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

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

    observations, population: one row per region_code, year with value.
    """
    keys = ["region_code", "year"]
    people = population.loc[population["value"] > 0, [*keys, "value"]]
    both = observations.merge(people, on=keys, suffixes=("", "_people"))
    return both.assign(value=both["value"] / both["value_people"]).drop(columns="value_people")


def dispersion_by_year(observations: pd.DataFrame) -> pd.DataFrame:
    """How far regions lie apart, one row a year: year, regions, cv, log_sd.

    cv: coefficient of variation, standard deviation over mean (of all regions, so divided by n),
    missing when the mean is not above zero. log_sd: standard deviation of the natural logarithms
    (Barro and Sala-i-Martin 1992), missing when a value is not above zero. A fall over the years
    is σ-convergence. observations: one row per region_code, year with value.
    """
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
    first and last. None with fewer than eight regions, or when all began or all grew alike.
    """
    if len(growth) < FEWEST_REGIONS or growth[["log_first", "growth"]].nunique().min() < 2:
        return None
    # Imported here: scipy.stats takes half a second, and only this page asks for it.
    from scipy.stats import linregress

    line = linregress(growth["log_first"], growth["growth"])
    speed = speed_of(float(line.slope), years)
    return Beta(
        slope=float(line.slope),
        intercept=float(line.intercept),
        stderr=float(line.stderr),
        p=float(line.pvalue),
        r_squared=float(line.rvalue) ** 2,
        regions=len(growth),
        years=years,
        speed=speed,
        half_life=math.log(2) / speed if speed > 0 else float("nan"),
    )


def growth_rates(observations: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The points of the β line: region_code, first, last, log_first, growth (per year, in logs).

    growth = ln(y_last / y_first) / (last − first). Left out: regions without both years, and
    those with a value that is not above zero, which has no logarithm.
    """
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
    """
    left = 1 + slope * years
    return -math.log(left) / years if left > 0 else float("nan")
