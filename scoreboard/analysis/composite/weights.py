"""How much each indicator counts: set by people, or taken from the figures."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.checks import (
    SAME,
    as_amounts,
    as_numbers,
    check_one_of,
    check_plain,
    check_weights,
)
from scoreboard.analysis.composite.normalise import scale_min_max
from scoreboard.analysis.composite.screen import Array

Weighting = Literal["expert", "equal", "entropy", "critic", "pca"]
WEIGHTINGS: tuple[Weighting, ...] = get_args(Weighting)
# Components that explain at least a tenth of the variance are kept (Handbook, step 4 and 6).
KEPT_COMPONENT_SHARE = 0.10
FEWEST_COMPLETE = 8


def weigh(method: Weighting, values: Array, scores: Array, set_weights: Array) -> Array:
    """The weights of the indicators by one of the five methods; they sum to one.

    values: regions × indicators, turned so that more is better, NaN where missing; scores: the
    same normalised; set_weights: as people set them, summing to one. Weights taken from the
    figures use the regions that have every indicator. Raises ValueError for an unknown method,
    for infinity, for set weights that do not sum to one, and when fewer than eight regions have
    every indicator.
    """
    check_one_of("weighting", method, WEIGHTINGS)
    for what, given in (("values", values), ("scores", scores)):
        check_plain(what, given)
        as_numbers(what, given)
    indicators = np.shape(values)[1]
    if method == "expert":
        check_weights(set_weights, indicators)
        return np.asarray(set_weights / set_weights.sum())
    if method == "equal":
        return equal_weights(indicators)
    complete = ~np.isnan(values).any(axis=1)
    if complete.sum() < FEWEST_COMPLETE:
        raise ValueError(
            f"too few regions have every indicator to take weights from the figures: "
            f"{complete.sum()}, at least {FEWEST_COMPLETE} are needed"
        )
    if method == "entropy":
        # Standard scores more than five deviations below the mean are negative and have no share.
        return entropy_weights(np.maximum(scores[complete], 0.0))
    return critic_weights(values[complete]) if method == "critic" else pca_weights(values[complete])


def equal_weights(indicators: int) -> Array:
    """The same weight for every indicator. Raises ValueError for a number below zero."""
    if indicators < 0:
        raise ValueError(f"there cannot be {indicators} indicators")
    return np.full(indicators, 1.0 / indicators)


def entropy_weights(scores: Array) -> Array:
    """More weight for indicators in which the regions' shares differ more.

    p = x/Σx, e = −Σ p·ln p / ln n, w = (1 − e)/Σ(1 − e), 0·ln 0 = 0. scores: regions ×
    indicators, two regions or more. An indicator that is the same everywhere has weight 0; when
    all are, all weigh the same. It rewards dispersion, noise as well, so it is a lens and not the
    default. Percentile ranks spread alike in every indicator, so that their weights are nearly
    equal whatever the figures are (see Options.flattens_entropy). Raises ValueError for scores that
    are negative, missing or infinite. Hwang & Yoon (1981), Multiple Attribute Decision Making,
    after Shannon (1948).
    """
    check_plain("scores", scores)
    scores = as_amounts("scores", scores)
    if len(scores) < 2:
        raise ValueError(f"entropy weights need two regions or more, not {len(scores)}")
    total = scores.sum(axis=0)
    p = np.divide(scores, total, out=np.full(scores.shape, 1.0 / len(scores)), where=total > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p), 0.0)
    divergence = 1.0 + terms.sum(axis=0) / np.log(len(scores))
    # Rounding leaves ±1e-16 where there is nothing.
    divergence[divergence < 1e-12] = 0.0
    return _shares(divergence)


def critic_weights(values: Array) -> Array:
    """More weight for indicators that differ much and say what the others do not.

    On min–max scores: w ∝ s·Σ(1 − r), s the standard deviation, r Pearson's correlation with each
    of the indicators. values: regions × indicators, more is better. An indicator that is constant,
    rounding aside, has weight 0. Raises ValueError for missing or infinite figures. Diakoulaki,
    Mavrotas & Papayannakis (1995), Computers & Operations Research 22(7), 763–770.
    """
    values = _complete(values)
    scores = scale_min_max(values)
    spread = scores.std(axis=0)
    varies = spread > 1e-9
    correlation = np.zeros((scores.shape[1], scores.shape[1]))
    if varies.any():
        correlation[np.ix_(varies, varies)] = np.corrcoef(scores[:, varies].T)
    conflict = np.where(varies, (1.0 - correlation[:, varies]).sum(axis=1), 0.0)
    return _shares(np.where(varies, spread * conflict, 0.0))


def pca_weights(values: Array) -> Array:
    """More weight for indicators that the main common factors explain better.

    w ∝ Σ squared loadings on the principal components of the correlation matrix that explain at
    least 10 % of the variance each (the communality, which rotation leaves as it is). values:
    regions × indicators. Constant indicators have weight 0. Raises ValueError for missing or
    infinite figures. OECD/JRC Handbook (2008), pp. 89–90, without its second step that groups
    indicators by factor.
    """
    values = _complete(values)
    varies = values.std(axis=0) > SAME * np.abs(values).max(axis=0, initial=0.0)
    communality = np.zeros(values.shape[1])
    if varies.sum() == 1:
        communality[varies] = 1.0
    elif varies.any():
        variances, loadings = principal_components(values[:, varies])
        kept = variances / variances.sum() >= KEPT_COMPONENT_SHARE
        kept[0] = True
        communality[varies] = (loadings[:, kept] ** 2).sum(axis=1)
    return _shares(communality)


def principal_components(values: Array) -> tuple[Array, Array]:
    """Variances of the principal components of standardised figures, largest first, and loadings.

    loadings: indicators × components, each the correlation of an indicator with a component.
    """
    variances, vectors = np.linalg.eigh(np.corrcoef(values.T))
    variances, vectors = variances[::-1], vectors[:, ::-1]
    return variances, vectors * np.sqrt(np.maximum(variances, 0.0))


def _complete(values: Array) -> Array:
    check_plain("values", values)
    numbers = as_numbers("values", values)
    if np.isnan(numbers).any():
        raise ValueError(
            "these weights need figures of every region in every indicator; "
            f"{int(np.isnan(numbers).any(axis=1).sum())} regions lack some: leave them out"
        )
    return numbers


def _shares(amounts: Array) -> Array:
    total = amounts.sum()
    return amounts / total if total > 0 else equal_weights(len(amounts))
