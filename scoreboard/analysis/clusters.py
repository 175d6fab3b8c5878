"""Groups of regions that are alike in structure, found from the figures without any threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.peers import standardise, weight_of_each

SEED = 20260731
MOST_CLUSTERS = 6
# How often k-means begins anew; the best of all is taken. Twenty miss the best six groups of the
# provinces, and the number of groups hangs on it.
_STARTS = 200
_MOST_STEPS = 300


@dataclass(frozen=True)
class Clusters:
    """Which group each region is in.

    labels: a group number by region_code, 0 being the largest group. silhouettes: the mean
    silhouette width by number of groups, from −1 to 1; the number with the highest is taken.
    left_out: regions without all traits.
    """

    labels: pd.Series
    count: int
    silhouettes: Mapping[int, float]
    left_out: tuple[str, ...]


def cluster_regions(
    matrix: pd.DataFrame, weights: pd.Series, most: int = MOST_CLUSTERS
) -> Clusters | None:
    """Groups by k-means on standardised traits, as many as the silhouette favours.

    matrix: regions × traits; weights: by trait. Regions without all traits are left out. The seed
    is fixed, so the same figures give the same groups. None when fewer than 6 regions are left:
    two groups of three are no groups. Raises ValueError for infinity and for a trait without a
    weight that is not negative. Arthur and Vassilvitskii (2007), k-means++, Proc. SODA, 1027–1035;
    Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20, 53–65.
    """
    of_each = weight_of_each(matrix, weights)
    whole = matrix.dropna()
    if len(whole) < 6:
        return None
    # Weighted squares: each trait is stretched by the root of its weight.
    points = standardise(whole).to_numpy() * np.sqrt(of_each)
    found, widths = {}, {}
    for count in range(2, min(most, len(whole) - 1) + 1):
        labels = _group(points, count)
        if len(set(labels)) == count:
            found[count] = labels
            widths[count] = _silhouette(points, labels)
    if not widths:
        return None
    best = max(widths, key=widths.__getitem__)
    labels = pd.Series(found[best], index=whole.index)
    by_size = {old: new for new, old in enumerate(labels.value_counts().index)}
    return Clusters(
        labels=labels.map(by_size),
        count=best,
        silhouettes=widths,
        left_out=tuple(str(code) for code in matrix.index.difference(whole.index)),
    )


def _group(points: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The group of each point: of many beginnings the one whose groups are tightest."""
    chance = np.random.default_rng(SEED)
    # All beginnings at once: starts × groups × traits.
    centres = np.stack([_begin(points, count, chance) for _ in range(_STARTS)])
    for _ in range(_MOST_STEPS):
        squares = _squares(points, centres)
        labels = squares.argmin(axis=-1)
        member = np.eye(count)[labels]
        sizes = member.sum(axis=1)[:, :, None]
        moved = member.transpose(0, 2, 1) @ points / np.maximum(sizes, 1)
        moved = np.where(sizes > 0, moved, centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    spread = squares.min(axis=-1).sum(axis=-1)
    # The first of those that only rounding tells apart.
    return np.asarray(labels[np.argmax(spread <= spread.min() * (1 + 1e-9))])


def _begin(
    points: NDArray[np.float64], count: int, chance: np.random.Generator
) -> NDArray[np.float64]:
    """Centres far from each other: each drawn by its squared distance from those before it."""
    centres = points[[chance.integers(len(points))]]
    while len(centres) < count:
        nearest = _squares(points, centres).min(axis=1)
        if not nearest.any():  # fewer different points than groups
            return np.resize(centres, (count, points.shape[1]))
        drawn = chance.choice(len(points), p=nearest / nearest.sum())
        centres = np.vstack([centres, points[drawn]])
    return centres


def _squares(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distances, points × centres; of each start where there are several."""
    return np.asarray(((points[:, None, :] - centres[..., None, :, :]) ** 2).sum(axis=-1))


def _silhouette(points: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """The mean silhouette width; a point alone in its group counts zero."""
    distances = np.sqrt(_squares(points, points))
    member = np.eye(labels.max() + 1)[labels]
    sizes = member.sum(axis=0)
    means = distances @ member / sizes
    own = np.arange(len(points)), labels
    others = sizes[labels] - 1
    within = means[own] * sizes[labels] / np.maximum(others, 1)
    means[own] = np.inf
    beside = means.min(axis=1)
    larger = np.maximum(within, beside)
    # Where all distances are zero, no group is better than another.
    differ = (others > 0) & (larger > 0)
    return float(((beside - within)[differ] / larger[differ]).sum() / len(points))
