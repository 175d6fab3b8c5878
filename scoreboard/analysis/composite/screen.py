"""Turning every indicator so that more is better, and counting what each region has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoreboard.catalog.models import Direction

Array = NDArray[np.float64]


def orient(values: Array, directions: Sequence[Direction]) -> Array:
    """The same figures with the sign turned where less is better, so that more always is.

    values: regions × indicators (or one goalpost an indicator). Raises ValueError for an
    indicator that is neither good nor bad: it has no place in a composite.
    """
    if "context" in directions:
        raise ValueError("a context indicator is neither good nor bad and cannot be scored")
    return values * np.where(np.array(directions) == "lower_is_better", -1.0, 1.0)


def present_share(values: Array, weights: Array) -> Array:
    """What share of the weight each region has figures for, 0 to 1.

    values: regions × indicators, NaN where there is no figure; weights: one an indicator.
    """
    total = weights.sum()
    return (~np.isnan(values) @ weights) / total if total > 0 else np.zeros(len(values))
