"""The ladder: leader, strong, moderate, emerging, each in thirds, relative to the mean as 100."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from scoreboard.analysis.checks import as_numbers
from scoreboard.analysis.composite.screen import Array

Group = Literal["emerging", "moderate", "strong", "leader"]
# Limits of the European Innovation Scoreboard (regional edition), in per cent of the benchmark.
LIMITS = (70.0, 100.0, 125.0)
GROUPS: tuple[Group, ...] = ("emerging", "moderate", "strong", "leader")
SIGNS = ("−", "", "+")


class LadderStep(NamedTuple):
    """A rung of the ladder: the group, and − or + for its lower or upper third."""

    group: Group
    sign: str


def index_to_mean(composite: Array) -> Array:
    """Every composite with the mean of the regions compared as 100. Missing stays missing.

    composite: one score a region. All are missing where the mean is not above zero. Raises
    ValueError for infinity.
    """
    composite = as_numbers("scores", composite)
    known = ~np.isnan(composite)
    if not known.any() or composite[known].mean() <= 0:
        return np.full(len(composite), np.nan)
    return composite / composite[known].mean() * 100.0


def ladder_cuts(index: Array) -> list[float]:
    """The eleven limits between the twelve rungs, ascending.

    Each group falls into thirds of equal width; the lowest reaches from the lowest region up, the
    highest up to the highest region, as in the European Regional Innovation Scoreboard 2021.
    index: of index_to_mean. Raises ValueError for infinity.
    """
    index = as_numbers("indices", index)
    known = index[~np.isnan(index)]
    low = min(float(known.min()), LIMITS[0]) if known.size else 0.0
    high = max(float(known.max()), LIMITS[-1]) if known.size else LIMITS[-1]
    edges = [low, *LIMITS, high]
    cuts: list[float] = []
    for start, end in pairwise(edges):
        cuts += [start + (end - start) * k / 3 for k in (1, 2, 3)]
    return cuts[:-1]


def place_on_ladder(index: Array) -> list[LadderStep | None]:
    """The rung of every region; none where it has no index. A limit belongs to the rung above.

    index: of index_to_mean, with the mean as 100. Raises ValueError for infinity.
    """
    rungs = np.searchsorted(ladder_cuts(index), np.nan_to_num(index), side="right")
    return [
        None if np.isnan(value) else LadderStep(GROUPS[rung // 3], SIGNS[rung % 3])
        for value, rung in zip(index, rungs, strict=True)
    ]
