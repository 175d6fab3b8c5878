"""From figures in many units to scores on one scale, 0 to 100 (z-scores around 50)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.composite.screen import Array

Normalisation = Literal["minmax", "goalposts", "zscore", "percentile", "target"]
NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
# Where all regions are equal the indicator tells nothing: everyone stands in the middle.
MIDDLE = 50.0


def normalise(values: Array, method: Normalisation, worst: Array, best: Array) -> Array:
    """Scores of every region in every indicator by one of the five methods.

    values: regions × indicators, turned so that more is better. worst, best: the goalposts of
    each indicator, turned likewise; the best one is also the target. Missing stays missing.
    """
    if method == "minmax":
        return scale_min_max(values)
    if method == "goalposts":
        return scale_goalposts(values, worst, best)
    if method == "zscore":
        return scale_z(values)
    if method == "percentile":
        return scale_percentile(values)
    return scale_target(values, best)


def scale_min_max(values: Array) -> Array:
    """Where a region lies between the worst (0) and the best (100) of those compared.

    100·(x − min)/(max − min); 50 for all when they are equal. OECD/JRC Handbook (2008), step 5.
    """
    low, high = _edge(values, np.nanmin), _edge(values, np.nanmax)
    return _linear(values, low, high)


def scale_goalposts(values: Array, worst: Array, best: Array) -> Array:
    """Where a region lies between two fixed goalposts, cut off at 0 and 100.

    100·(x − worst)/(best − worst). Fixed for all years, so scores compare over time. UNDP Human
    Development Report, technical note 1.
    """
    return np.clip(_linear(values, worst, best), 0.0, 100.0)


def scale_z(values: Array) -> Array:
    """How many standard deviations a region lies above the mean, written as 50 + 10·z.

    z = (x − mean)/s with the sample standard deviation; 50 is the mean and 10 points are one
    standard deviation. Not confined to 0–100. OECD/JRC Handbook (2008), step 5.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = _edge(values, np.nanmean)
        known = (~np.isnan(values)).sum(axis=0)
        spread = np.sqrt(np.nansum((values - mean) ** 2, axis=0) / np.maximum(known - 1, 1))
        z = (values - mean) / spread
    flat = spread <= 1e-12 * np.maximum(1.0, np.abs(mean))
    return np.where(flat & ~np.isnan(values), MIDDLE, MIDDLE + 10.0 * z)


def scale_percentile(values: Array) -> Array:
    """The share of the other regions that a region is ahead of, ties counting half.

    100·(r − 1)/(n − 1), r the average rank from the worst. OECD/JRC Handbook (2008), step 5
    (ranking).
    """
    scores = np.full(values.shape, np.nan)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        column = values[known, j]
        if len(column) == 1:
            scores[known, j] = MIDDLE
        elif len(column):
            order = np.sort(column)
            below = np.searchsorted(order, column, "left")
            not_above = np.searchsorted(order, column, "right")
            scores[known, j] = 100.0 * ((below + not_above - 1) / 2) / (len(column) - 1)
    return scores


def scale_target(values: Array, target: Array) -> Array:
    """How much of the target a region has reached: 100 at or beyond it, 0 at twice the way off.

    100·(1 − (target − x)/|target|), which is 100·x/target where more is better; cut off at 0 and
    100. Raises ValueError for a target of zero. OECD/JRC Handbook (2008), step 5 (distance to a
    reference).
    """
    if np.any(target == 0):
        raise ValueError("a target of zero has no distance in per cent")
    return np.clip(100.0 * (1.0 - (target - values) / np.abs(target)), 0.0, 100.0)


def _linear(values: Array, low: Array, high: Array) -> Array:
    span = high - low
    flat = span == 0
    scores = 100.0 * (values - low) / np.where(flat, 1.0, span)
    return np.where(flat & ~np.isnan(values), MIDDLE, scores)


def _edge(values: Array, of: Callable[..., Array]) -> Array:
    """One figure an indicator; NaN, without a warning, where no region has any."""
    edge = np.full(values.shape[1], np.nan)
    known = ~np.isnan(values).all(axis=0)
    if known.any():
        edge[known] = of(values[:, known], axis=0)
    return edge
