"""Outliers: left as they are, or drawn in to the next value where they distort an indicator."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.checks import as_numbers, check_plain
from scoreboard.analysis.composite.screen import Array

Outliers = Literal["none", "winsorise"]
OUTLIERS: tuple[Outliers, ...] = get_args(Outliers)
# An indicator is distorted when both are exceeded; at most so many values are drawn in. Limits as
# in the R package COINr (qTreat) and the Global Innovation Index.
SKEWNESS, KURTOSIS, MOST_POINTS = 2.0, 3.5, 5
_FEWEST = 8


def winsorise(values: Array) -> tuple[Array, NDArray[np.int64]]:
    """Extreme values of a distorted indicator, set to the next value until it is distorted no more.

    values: regions × indicators. An indicator is distorted when its skewness exceeds 2 (either
    way) and its excess kurtosis 3.5, both in the sample form G1, G2. One value at a time, at most
    five and never half, at the end that the skewness points to. Missing stays missing; indicators
    with fewer than eight values are left alone. Returns the figures and how many values of each
    indicator were drawn in. Raises ValueError for infinity. Source: Becker et al. (2022), COINr.
    """
    check_plain("values", values)
    treated = as_numbers("values", values).copy()
    counts = np.zeros(values.shape[1], dtype=np.int64)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        if known.sum() >= _FEWEST:
            treated[known, j], counts[j] = _winsorise_one(values[known, j])
    return treated, counts


def skewness_and_kurtosis(values: Array) -> tuple[float, float]:
    """Skewness G1 and excess kurtosis G2 of a sample; 0 and 0 when all values are equal.

    values: one dimension, none missing. G1 = g1·√(n(n−1))/(n−2), G2 = (n−1)/((n−2)(n−3))·((n+1)g2
    + 6). Raises ValueError for fewer than four values that differ. Joanes & Gill (1998), The
    Statistician 47(1), 183–189.
    """
    n = len(values)
    from_mean = values - values.mean()
    second = (from_mean**2).mean()
    if second <= (1e-12 * max(1.0, float(np.abs(values).max()))) ** 2:
        return 0.0, 0.0
    if n < 4:
        raise ValueError(f"skewness and kurtosis need four values or more, not {n}")
    g1 = (from_mean**3).mean() / second**1.5
    g2 = (from_mean**4).mean() / second**2 - 3
    skewness = g1 * np.sqrt(n * (n - 1)) / (n - 2)
    return float(skewness), float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6))


def _winsorise_one(column: Array) -> tuple[Array, int]:
    order = np.sort(column)
    treated, drawn_in, side = column, 0, 0.0
    most = min(MOST_POINTS, (len(column) - 1) // 2)
    while drawn_in < most:
        skewness, kurtosis = skewness_and_kurtosis(treated)
        # Never both ends: once the other one sticks out, enough has been drawn in.
        side = side or np.sign(skewness)
        if side * skewness <= SKEWNESS or kurtosis <= KURTOSIS:
            break
        drawn_in += 1
        if side > 0:
            treated = np.minimum(treated, order[-1 - drawn_in])
        else:
            treated = np.maximum(treated, order[drawn_in])
    return treated, drawn_in
