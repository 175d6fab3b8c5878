"""How well systems develop together: coupling, development and coordination degrees.

Systems stand on the last axis of an array, each as an index from 0 to 1; any axes before it
(regions, years) are kept. A missing index makes the result missing. Coupling C says how equal the
systems are, development T how far they have come, coordination D = √(C · T) both at once. C alone
misleads: it is 1 when all systems are equally poor.

Sources: classic form 廖重斌 (1999) 热带地理 19(2):171-177 for D and its ten classes, and the usual
geometric-over-arithmetic mean for C; corrected form 王淑佳, 孔伟, 任亮 et al. (2021) 自然资源学报
36(3):793-810, which spreads C over 0 to 1 instead of crowding it near 1.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.analysis.checks import check_plain

CLASSES = 10
Floats = NDArray[np.float64]


def couple_classic(systems: ArrayLike) -> Floats:
    """How equal the systems are, 0 to 1, in the usual form: geometric over arithmetic mean.

    A single system at zero gives 0; so does every system at zero. Raises ValueError for an index
    outside 0 to 1 and for fewer than two systems.
    """
    u = _checked(systems)
    mean = u.mean(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(mean > 0, _geometric_mean(u) / mean, mean)
    return np.minimum(ratio, 1.0)


def couple_corrected(systems: ArrayLike) -> Floats:
    """How equal the systems are, 0 to 1, in the corrected form of 王淑佳 et al. (2021).

    √{[1 − mean over pairs of |uᵢ − uⱼ|] · Π(uᵢ / max u)^(1/(n−1))}. Zeros, missing values and
    errors as in couple_classic.
    """
    u = _checked(systems)
    n = u.shape[-1]
    pairs = list(combinations(range(n), 2))
    apart = sum(np.abs(u[..., i] - u[..., j]) for i, j in pairs) / len(pairs)
    highest = u.max(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(highest > 0, u / highest, highest)
        closeness = np.exp(np.log(relative).sum(axis=-1) / (n - 1))
    return np.sqrt(np.clip((1 - apart) * closeness, 0.0, 1.0))


def develop(systems: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """How far the systems have come together, 0 to 1: their weighted mean, equal by default.

    weights: one a system, not negative; only their proportions count. Raises ValueError when
    they are negative, missing, infinite, all zero, or not as many as there are systems.
    """
    u = _checked(systems)
    if weights is None:
        return u.mean(axis=-1)
    w = np.asarray(weights, dtype=float)
    check_plain("weights", weights)
    if w.shape != u.shape[-1:] or not (w >= 0).all() or not 0 < w.sum() < np.inf:
        raise ValueError(f"{u.shape[-1]} weights that are not negative are needed, not {w!r}")
    return np.asarray(u @ (w / w.sum()))


def coordinate(coupling: ArrayLike, development: ArrayLike) -> Floats:
    """The coordination degree D = √(C · T), 0 to 1.

    coupling, development: of the same shape, 0 to 1; a missing one makes it missing. Raises
    ValueError for anything outside 0 to 1. 廖重斌 (1999), 热带地理 19(2), 171–177.
    """
    return np.sqrt(_from_0_to_1(coupling) * _from_0_to_1(development))


def grade_coordination(coordination: ArrayLike) -> NDArray[np.int64]:
    """The class of each D, 0 (extreme disorder) to 9 (quality coordination); −1 for missing.

    Ten classes of 0.1 after 廖重斌 (1999); a limit belongs to the class above it, 1 to the last.
    Raises ValueError for a degree outside 0 to 1.
    """
    d = _from_0_to_1(coordination)
    # A tenth is not exact in binary: 0.3 may come out just below itself.
    grade = np.floor(np.nan_to_num(d, nan=-1.0) * CLASSES + 1e-9)
    return np.where(np.isnan(d), -1, np.minimum(grade, CLASSES - 1)).astype(np.int64)


def _geometric_mean(u: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.exp(np.log(u).mean(axis=-1))


def _from_0_to_1(degrees: ArrayLike) -> Floats:
    d = np.asarray(degrees, dtype=float)
    wrong = d[(d < 0) | (d > 1 + 1e-9)]
    if wrong.size:
        raise ValueError(f"degrees must lie from 0 to 1; {wrong.size} do not, such as {wrong[0]:g}")
    return d


def _checked(systems: ArrayLike) -> Floats:
    u = np.asarray(systems, dtype=float)
    if u.ndim == 0 or u.shape[-1] < 2:
        raise ValueError("coupling needs two systems or more")
    if ((u < 0) | (u > 1)).any():
        raise ValueError("every system needs an index from 0 to 1")
    return u
