"""Groups of regions that are alike in structure, found from the figures without any threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.peers import standardise

SEED = 20260731
MOST_CLUSTERS = 6


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
    two groups of three are no groups. Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20.
    """
    # scikit-learn takes seconds to import; only this page needs it.
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    whole = matrix.dropna()
    if len(whole) < 6:
        return None
    # Weighted squares: each trait is stretched by the root of its weight.
    points = standardise(whole).to_numpy() * np.sqrt(weights[list(whole.columns)].to_numpy())
    found, widths = {}, {}
    for count in range(2, min(most, len(whole) - 1) + 1):
        labels = KMeans(count, n_init=20, random_state=SEED).fit_predict(points)
        if len(set(labels)) == count:
            found[count] = labels
            widths[count] = float(silhouette_score(points, labels))
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
