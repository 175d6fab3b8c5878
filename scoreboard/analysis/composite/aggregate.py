"""From the scores of the indicators to one composite, 0 to 100."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.composite.screen import Array

Aggregation = Literal["arithmetic", "geometric", "topsis"]
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
# A score of zero would make a geometric mean zero whatever else a region does.
FLOOR = 1.0


def aggregate(scores: Array, weights: Array, method: Aggregation) -> Array:
    """The composite of every region; NaN where a region has no weighted indicator at all.

    scores: regions × indicators, NaN where missing; weights: one an indicator. Missing: the
    weights of what a region has are rescaled to one (available data).
    """
    if method == "arithmetic":
        return weighted_mean(scores, weights)
    if method == "geometric":
        return geometric_mean(scores, weights)
    return topsis(scores, weights)


def weighted_mean(scores: Array, weights: Array) -> Array:
    """The weighted arithmetic mean: a weakness can be made up for elsewhere. Σ w·x / Σ w."""
    return _per_weight(np.nan_to_num(scores) @ weights, scores, weights)


def geometric_mean(scores: Array, weights: Array, floor: float = FLOOR) -> Array:
    """The weighted geometric mean: a weakness is hard to make up for. (Π x^w)^(1/Σ w).

    Scores below the floor count as the floor, since one zero would make the whole zero.
    """
    logs = np.log(np.maximum(np.where(np.isnan(scores), 1.0, scores), floor))
    logs = np.where(np.isnan(scores), 0.0, logs)
    return np.exp(_per_weight(logs @ weights, scores, weights))


def topsis(scores: Array, weights: Array) -> Array:
    """How near a region is to the best of everything against the worst of everything.

    100·d⁻/(d⁺ + d⁻), d⁺ and d⁻ the Euclidean distances of w·x to the best and the worst score of
    each indicator among the regions; 50 when all regions are equal. Hwang & Yoon (1981). A
    missing indicator adds to neither distance.
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


def _per_weight(sums: Array, scores: Array, weights: Array) -> Array:
    present = ~np.isnan(scores) @ weights
    return np.divide(sums, present, out=np.full(len(sums), np.nan), where=present > 0)
