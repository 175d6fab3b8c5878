"""Groups of regions are those that scikit-learn finds, and their silhouettes its own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from scoreboard.analysis.clusters import cluster_regions
from scoreboard.analysis.peers import standardise

TRAITS = ["a", "b", "c"]


@pytest.mark.parametrize(("regions", "groups"), [(31, 3), (60, 2), (264, 5)])
def test_groups_and_silhouettes_are_those_of_the_library(regions: int, groups: int) -> None:
    chance = np.random.default_rng(regions)
    middles = chance.normal(scale=4, size=(groups, len(TRAITS)))
    numbers = middles[np.arange(regions) % groups] + chance.normal(size=(regions, len(TRAITS)))
    matrix = pd.DataFrame(numbers, columns=TRAITS, index=[f"{n:06d}" for n in range(regions)])
    found = cluster_regions(matrix, pd.Series(1.0, index=TRAITS))
    assert found is not None
    points = standardise(matrix).to_numpy() / np.sqrt(len(TRAITS))
    known = {k: KMeans(k, n_init=20, random_state=1).fit_predict(points) for k in found.silhouettes}
    for k, labels in known.items():
        assert found.silhouettes[k] == pytest.approx(silhouette_score(points, labels), abs=0.02)
    assert found.count == max(known, key=lambda k: silhouette_score(points, known[k]))
    assert adjusted_rand_score(known[found.count], found.labels.to_numpy()) == 1
    assert found.silhouettes[found.count] == pytest.approx(
        silhouette_score(points, known[found.count])
    )
