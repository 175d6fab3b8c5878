"""Turning every indicator so that more is better, and counting what each region has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.checks import as_numbers, check_one_of, check_plain, check_weights
from scoreboard.analysis.ranking import DIRECTIONS
from scoreboard.catalog.models import Direction

Array = NDArray[np.float64]


def orient(values: Array, directions: Sequence[Direction]) -> Array:
    """The same figures with the sign turned where less is better, so that more always is.

    values: regions × indicators (or one goalpost an indicator), in their units, NaN where missing.
    directions: one an indicator. Missing stays missing. Raises ValueError for infinity, for an
    unknown direction, and for a context indicator: it is neither good nor bad and has no place in
    a composite.
    """
    check_plain("values", values)
    for direction in set(directions):
        check_one_of("direction", direction, DIRECTIONS)
    if "context" in directions:
        raise ValueError("a context indicator is neither good nor bad and cannot be scored")
    numbers = as_numbers("values", values)
    if numbers.shape[-1] != len(directions):
        raise ValueError(
            f"{numbers.shape[-1]} indicators need as many directions, not {len(directions)}"
        )
    return numbers * np.where(np.array(directions) == "lower_is_better", -1.0, 1.0)


def present_share(values: Array, weights: Array) -> Array:
    """What share of the weight each region has figures for, 0 to 1.

    values: regions × indicators, NaN where missing; weights: one an indicator, summing to one.
    Raises ValueError for other weights.
    """
    check_weights(weights, np.shape(values)[1])
    return np.asarray(~np.isnan(as_numbers("values", values)) @ weights)
