"""What holds a region back most: the obstacle degree of each indicator, and sums by group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers


def obstacle_degrees(scores: pd.Series, weights: pd.Series) -> pd.Series:
    """The share of each indicator in a region's whole distance to the goal, in per cent.

    scores: one index from 0 (worst) to 1 (goal) an indicator; a missing one is left out, and the
    shares are those of the others. weights: of the same indicators, not negative. Highest first;
    equal ones in order of code. The shares add up to 100; they are all 0 when every goal is
    reached.

    O_j = (1 − x_j) · w_j / Σ_j (1 − x_j) · w_j × 100, the usual form. Raises ValueError for an
    index outside 0 to 1, and for a weight that is missing, negative or infinite.

    >>> obstacle_degrees(pd.Series({"a": 0.5, "b": 0.0}), pd.Series({"a": 1, "b": 1})).round(1)
    b    66.7
    a    33.3
    dtype: float64
    """
    present = scores.dropna()
    weight = weights.reindex(present.index).astype(float)
    if ((present < 0) | (present > 1)).any() or weight.isna().any() or (weight < 0).any():
        raise ValueError("obstacle degrees need indices from 0 to 1 and a weight for each")
    as_numbers("weights", weight)
    distance = (1 - present) * weight
    total = float(distance.sum())
    share = distance / total * 100 if total > 0 else distance * 0.0
    order = np.lexsort((share.index.to_numpy(dtype=str), -share.to_numpy()))
    return share.iloc[order]


def sum_obstacles(degrees: pd.Series, groups: pd.Series) -> pd.Series:
    """The obstacle degrees of groups of indicators, such as chains: sums, highest first.

    groups: the group of each indicator, by its code. Raises ValueError for an indicator without
    one: its degree would be in no sum.
    """
    of_each = groups.reindex(degrees.index)
    if of_each.isna().any():
        without = ", ".join(map(str, of_each.index[of_each.isna()]))
        raise ValueError(f"every indicator needs a group; {without} have none")
    return degrees.groupby(of_each).sum().sort_values(ascending=False)
