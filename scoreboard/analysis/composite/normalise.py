"""From figures in many units to scores on one scale, 0 to 100 (z-scores around 50)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.checks import (
    SAME,
    as_numbers,
    check_one_of,
    check_plain,
    level_ties,
)
from scoreboard.analysis.composite.screen import Array

Normalisation = Literal[
    "minmax", "goalposts", "zscore", "percentile", "target", "vector", "around_mean", "scored"
]
NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
# Those whose scores do not depend on who else is compared.
FIXED: tuple[Normalisation, ...] = ("goalposts", "target", "scored")
# Where all regions are equal the indicator tells nothing: everyone stands in the middle.
MIDDLE = 50.0
# How far from the mean still counts as about the mean, as a part of it.
AROUND = 0.2


def normalise(values: Array, method: Normalisation, worst: Array, best: Array) -> Array:
    """Scores of every region in every indicator by one of the methods.

    values: regions × indicators, turned so that more is better, in their units. worst, best: the
    goalposts of each indicator, turned likewise; the best one is also the target. Other methods
    do not look at them. Missing stays missing. Scores are from 0 to 100, except those of "zscore"
    (around 50). Raises ValueError for an unknown method, for infinity, for goalposts that are
    missing or not in order, and for figures that the method cannot take (see each of them).
    """
    check_one_of("normalisation", method, NORMALISATIONS)
    check_plain("values", values)
    values = as_numbers("values", values)
    if method == "goalposts":
        check_goalposts(worst, best, values.shape[1])
        return scale_goalposts(values, worst, best)
    if method == "target":
        return scale_target(values, best)
    return _BY_FIELD[method](values)


def check_goalposts(worst: Array, best: Array, indicators: int) -> None:
    """Raise ValueError unless each indicator has two finite goalposts, the worst below the best.

    worst, best: turned so that more is better.
    """
    for name, posts in (("worst", worst), ("best", best)):
        check_plain(f"{name} goalposts", posts)
        if np.shape(posts) != (indicators,) or not np.isfinite(posts).all():
            raise ValueError(
                f"one finite {name} goalpost for each of {indicators} indicators is needed, "
                f"not {np.asarray(posts)!r}"
            )
    wrong = np.flatnonzero(worst >= best)
    if wrong.size:
        raise ValueError(
            "turned so that more is better, the worst goalpost must be below the best; it is not "
            f"in the indicators at {wrong.tolist()}"
        )


def scale_min_max(values: Array) -> Array:
    """Where a region lies between the worst (0) and the best (100) of those compared.

    values: regions × indicators, more is better. 100·(x − min)/(max − min); 50 for all when they
    are equal. Missing stays missing. OECD/JRC Handbook (2008), step 5, table 3.
    """
    low, high = _edge(values, np.nanmin), _edge(values, np.nanmax)
    return _linear(values, low, high)


def scale_goalposts(values: Array, worst: Array, best: Array) -> Array:
    """Where a region lies between two fixed goalposts, cut off at 0 and 100.

    values: regions × indicators; worst, best: one an indicator, in its unit; a best one below the
    worst scores the less the better. 100·(x − worst)/(best − worst). Fixed for all years, so
    scores compare over time. Missing stays missing. UNDP, Human Development Report 2010,
    technical note 1.
    """
    return np.clip(_linear(values, worst, best), 0.0, 100.0)


def scale_z(values: Array) -> Array:
    """How many standard deviations a region lies above the mean, written as 50 + 10·z.

    values: regions × indicators, more is better. z = (x − mean)/s with the sample standard
    deviation; 50 is the mean and 10 points are one standard deviation. Not confined to 0–100.
    Missing stays missing. OECD/JRC Handbook (2008), step 5, table 3.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = _edge(values, np.nanmean)
        known = (~np.isnan(values)).sum(axis=0)
        spread = np.sqrt(np.nansum((values - mean) ** 2, axis=0) / np.maximum(known - 1, 1))
        z = (values - mean) / spread
    flat = spread <= SAME * np.abs(_edge(np.abs(values), np.nanmax))
    return np.where(flat & ~np.isnan(values), MIDDLE, MIDDLE + 10.0 * z)


def scale_percentile(values: Array) -> Array:
    """The share of the other regions that a region is ahead of, ties counting half.

    values: regions × indicators, more is better. 100·(r − 1)/(n − 1), r the average rank from the
    worst; figures that only rounding tells apart are equal. Missing stays missing, and a region
    alone stands in the middle. OECD/JRC Handbook (2008), step 5, table 3 (ranking).
    """
    scores = np.full(values.shape, np.nan)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        column = level_ties(values[known, j])
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

    values: regions × indicators; target: one an indicator, in its unit. 100·(1 − (target −
    x)/|target|), which is 100·x/target where more is better; cut off at 0 and 100. Missing stays
    missing. Raises ValueError for a target that is zero, missing or infinite. OECD/JRC Handbook
    (2008), step 5, table 3 (distance to a reference).
    """
    if np.shape(target) != values.shape[1:] or not np.isfinite(target).all():
        raise ValueError(
            f"one finite target for each of {values.shape[1]} indicators is needed, not "
            f"{np.asarray(target)!r}"
        )
    if np.any(target == 0):
        raise ValueError("a target of zero has no distance in per cent; use another normalisation")
    return np.clip(100.0 * (1.0 - (target - values) / np.abs(target)), 0.0, 100.0)


def scale_vector(values: Array) -> Array:
    """Figures divided by the length of their column: vector (L2) normalisation, as in TOPSIS.

    values: regions × indicators, more is better. 100·x/√Σx² where figures are not negative, and
    100·(1 + x/√Σx²) where none is above zero, as where less is better: the distances between
    regions, and so TOPSIS, are those of the plain quotient. A column of zeros gives 50. Missing
    stays missing. Raises ValueError for a column with figures on both sides of zero, which has no
    such score from 0 to 100. Hwang & Yoon (1981), Multiple Attribute Decision Making, TOPSIS,
    step 1.
    """
    known = np.nan_to_num(values)
    mixed = np.flatnonzero((known > 0).any(axis=0) & (known < 0).any(axis=0))
    if mixed.size:
        raise ValueError(
            "vector normalisation needs figures of one sign in each indicator; both occur in the "
            f"indicators at {mixed.tolist()}; use another normalisation"
        )
    length = np.sqrt((known**2).sum(axis=0))
    flat = length == 0
    scores = 100.0 * (values / np.where(flat, 1.0, length) + (known < 0).any(axis=0))
    return np.where(flat & ~np.isnan(values), MIDDLE, scores)


def scale_around_mean(values: Array) -> Array:
    """Whether a region is well above the mean (100), about it (50) or well below it (0).

    values: regions × indicators, more is better. Well above: by more than a fifth of the mean's
    size; a fifth exactly is about the mean. Missing stays missing. Raises ValueError where the
    mean is zero though figures differ: a fifth of nothing is no distance. OECD/JRC Handbook
    (2008), step 5, table 3 (indicators above or below the mean, there −1, 0 and 1); p = 20 % as
    in the European Innovation Scoreboard 2001.
    """
    mean = _edge(values, np.nanmean)
    size = _edge(np.abs(values), np.nanmax)
    none = np.flatnonzero((np.abs(mean) <= SAME * size) & (size > 0))
    if none.size:
        raise ValueError(
            "scores around the mean need a mean other than zero; it is zero in the indicators at "
            f"{none.tolist()}; use another normalisation"
        )
    away = (values - mean) / np.where(mean == 0, 1.0, np.abs(mean))
    is_far = np.abs(away) > AROUND * (1 + SAME)
    return np.where(np.isnan(values), np.nan, MIDDLE + MIDDLE * np.sign(away) * is_far)


def take_scores(values: Array) -> Array:
    """Figures that are scores already, as they are.

    values: regions × indicators, from 0 (worst) to 100 (best). Missing stays missing. Raises
    ValueError for anything outside 0 to 100.
    """
    known = values[~np.isnan(values)]
    if known.size and (known.min() < 0 or known.max() > 100):
        raise ValueError(
            "figures that count as scores already must lie between 0 (worst) and 100 (best); "
            f"these, turned so that more is better, go from {known.min():g} to {known.max():g}"
        )
    return values


_BY_FIELD: dict[str, Callable[[Array], Array]] = {
    "minmax": scale_min_max,
    "zscore": scale_z,
    "percentile": scale_percentile,
    "vector": scale_vector,
    "around_mean": scale_around_mean,
    "scored": take_scores,
}


def _linear(values: Array, low: Array, high: Array) -> Array:
    span = high - low
    # Rounding leaves a constant column with a span of 1e-17 instead of none.
    flat = np.abs(span) <= SAME * np.maximum(np.abs(low), np.abs(high))
    scores = 100.0 * (values - low) / np.where(flat, 1.0, span)
    return np.where(flat & ~np.isnan(values), MIDDLE, scores)


def _edge(values: Array, of: Callable[..., Array]) -> Array:
    """One figure an indicator; NaN, without a warning, where no region has any."""
    edge = np.full(values.shape[1], np.nan)
    known = ~np.isnan(values).all(axis=0)
    if known.any():
        edge[known] = of(values[:, known], axis=0)
    return edge
