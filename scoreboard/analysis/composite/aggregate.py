"""From the scores of the indicators to one composite, 0 to 100."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.checks import as_numbers, check_one_of, check_plain, check_weights
from scoreboard.analysis.composite.normalise import scale_percentile
from scoreboard.analysis.composite.screen import Array

Aggregation = Literal["arithmetic", "geometric", "topsis", "borda"]
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
# A score of zero would make a geometric mean zero whatever else a region does.
FLOOR = 1.0


def aggregate(scores: Array, weights: Array, method: Aggregation) -> Array:
    """The composite of every region; NaN where a region has no weighted indicator at all.

    scores: regions × indicators, 0 to 100, NaN where missing; weights: one an indicator, summing
    to one. Missing: the weights of what a region has are rescaled to one (available data). Raises
    ValueError for an unknown method, for other weights, for infinity, and for a geometric mean of
    negative scores or of scores from 0 to 1, which would all count as the floor of 1.
    """
    check_one_of("aggregation", method, AGGREGATIONS)
    check_plain("scores", scores)
    numbers = as_numbers("scores", scores)
    check_weights(weights, numbers.shape[1])
    if method == "geometric":
        _check_for_geometric(numbers)
    return combine(numbers, weights, method)


def combine(scores: Array, weights: Array, method: Aggregation) -> Array:
    """What `aggregate` does, for scores that `normalise` gave and weights that need not sum.

    Scores below the floor, such as standard scores far below the mean, count as the floor in a
    geometric mean.
    """
    if method == "arithmetic":
        return weighted_mean(scores, weights)
    if method == "geometric":
        return geometric_mean(scores, weights)
    return topsis(scores, weights) if method == "topsis" else borda(scores, weights)


def weighted_mean(scores: Array, weights: Array) -> Array:
    """The weighted arithmetic mean: a weakness can be made up for elsewhere. Σ w·x / Σ w.

    scores: regions × indicators; weights: one an indicator. Missing: as in `aggregate`. OECD/JRC
    Handbook (2008), step 6 (additive aggregation).
    """
    return _per_weight(np.nan_to_num(scores) @ weights, scores, weights)


def geometric_mean(scores: Array, weights: Array, floor: float = FLOOR) -> Array:
    """The weighted geometric mean: a weakness is hard to make up for. (Π x^w)^(1/Σ w).

    scores: regions × indicators, 0 to 100; weights: one an indicator. Scores below the floor
    count as the floor, since one zero would make the whole zero. Missing: as in `aggregate`.
    OECD/JRC Handbook (2008), step 6 (geometric aggregation).
    """
    logs = np.log(np.maximum(np.where(np.isnan(scores), 1.0, scores), floor))
    logs = np.where(np.isnan(scores), 0.0, logs)
    return np.exp(_per_weight(logs @ weights, scores, weights))


def borda(scores: Array, weights: Array) -> Array:
    """Borda's count: the weighted share of the other regions that a region is ahead of.

    scores: regions × indicators; weights: one an indicator. In every indicator a region gets a
    point for each region behind it and half of one for each equal one; the weighted mean of the
    points is written as a share of the most possible, 0 to 100. Only the order counts, not the
    distance, so it is the same for every normalisation that keeps the order. Missing: as in
    `aggregate`. Borda (1784), Mémoire sur les élections au scrutin.
    """
    return weighted_mean(scale_percentile(scores), weights)


def topsis(scores: Array, weights: Array) -> Array:
    """How near a region is to the best of everything against the worst of everything.

    scores: regions × indicators; weights: one an indicator. 100·d⁻/(d⁺ + d⁻), d⁺ and d⁻ the
    Euclidean distances of w·x to the best and the worst score of each indicator among the
    regions; 50 when all regions are equal. With vector normalisation it is TOPSIS as Hwang & Yoon
    (1981) have it, with any other a variant. A missing indicator adds to neither distance.
    """
    with np.errstate(invalid="ignore"):
        to_best, to_worst = squared_gaps(scores)
        squares = weights**2
        far, near = np.sqrt(to_best @ squares), np.sqrt(to_worst @ squares)
        closeness = np.where(far + near > 0, near / (far + near), 0.5)
    has_any = (~np.isnan(scores) @ weights) > 0
    return np.where(has_any, 100.0 * closeness, np.nan)


def squared_gaps(scores: Array) -> tuple[Array, Array]:
    """Squared distance of every score to the best and to the worst of its indicator; 0 if missing.

    They do not depend on weights, so that many draws of weights can share them.
    """
    known = ~np.isnan(scores)
    best = np.where(known, scores, -np.inf).max(axis=0, initial=-np.inf)
    worst = np.where(known, scores, np.inf).min(axis=0, initial=np.inf)
    return (
        np.where(known, (best - scores) ** 2, 0.0),
        np.where(known, (scores - worst) ** 2, 0.0),
    )


def _check_for_geometric(scores: Array) -> None:
    known = scores[~np.isnan(scores)]
    if not known.size:
        return
    if known.min() < 0:
        raise ValueError(
            f"a geometric mean needs scores of 0 or more; the lowest is {known.min():g}; use the "
            "arithmetic mean or another normalisation"
        )
    if 0 < known.max() <= 1:
        raise ValueError(
            f"a geometric mean needs scores from 0 to 100; the highest is {known.max():g}, and "
            "scores below 1 count as 1; multiply scores from 0 to 1 by 100"
        )


def _per_weight(sums: Array, scores: Array, weights: Array) -> Array:
    present = ~np.isnan(scores) @ weights
    return np.divide(sums, present, out=np.full(len(sums), np.nan), where=present > 0)
