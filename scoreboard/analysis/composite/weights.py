"""How much each indicator counts: set by people, or taken from the figures."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from scoreboard.analysis.composite.normalise import scale_min_max
from scoreboard.analysis.composite.screen import Array

Weighting = Literal["expert", "equal", "entropy", "critic", "pca"]
WEIGHTINGS: tuple[Weighting, ...] = get_args(Weighting)
# Components that explain at least a tenth of the variance are kept (Handbook, step 4 and 6).
KEPT_COMPONENT_SHARE = 0.10
FEWEST_COMPLETE = 8


def weigh(method: Weighting, values: Array, scores: Array, set_weights: Array) -> Array:
    """The weights of the indicators by one of the five methods; they sum to one.

    values: regions × indicators, turned so that more is better; scores: the same normalised;
    set_weights: as people set them. Weights taken from the figures use the regions that have
    every indicator. Raises ValueError when fewer than eight do.
    """
    if method == "expert":
        return set_weights / set_weights.sum()
    if method == "equal":
        return equal_weights(values.shape[1])
    complete = ~np.isnan(values).any(axis=1)
    if complete.sum() < FEWEST_COMPLETE:
        raise ValueError("too few regions have every indicator to take weights from the figures")
    if method == "entropy":
        return entropy_weights(np.maximum(scores[complete], 0.0))
    return critic_weights(values[complete]) if method == "critic" else pca_weights(values[complete])


def equal_weights(indicators: int) -> Array:
    """The same weight for every indicator."""
    return np.full(indicators, 1.0 / indicators)


def entropy_weights(scores: Array) -> Array:
    """More weight for indicators in which the regions' shares differ more.

    p = x/Σx, e = −Σ p·ln p / ln n, w = (1 − e)/Σ(1 − e), 0·ln 0 = 0. scores: not negative, no
    missing. An indicator that is the same everywhere has weight 0; when all are, all weigh the
    same. It rewards dispersion, noise as well, so it is a lens and not the default. Hwang & Yoon
    (1981), after Shannon (1948).
    """
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
    of the indicators. values: more is better, no missing. A constant indicator has weight 0.
    Diakoulaki, Mavrotas & Papayannakis (1995).
    """
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
    least 10 % of the variance each (the communality, which rotation leaves as it is). values: no
    missing. Constant indicators have weight 0. OECD/JRC Handbook (2008), step 6, without its
    second step that groups indicators by factor.
    """
    varies = values.std(axis=0) > 1e-12 * np.maximum(1.0, np.abs(values).max(axis=0))
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


def _shares(amounts: Array) -> Array:
    total = amounts.sum()
    return amounts / total if total > 0 else equal_weights(len(amounts))
