"""Classes of a map: which regions share a colour."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers, check_one_of

Scheme = Literal["quantile", "natural", "continuous"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
MOST_CLASSES = 5


@dataclass(frozen=True)
class Classes:
    """The class of each value, and the limits and sizes of the classes.

    index: 0 is lowest, −1 missing; bounds: one (low, high) a class, of values that occur in it;
    counts: number of regions a class.
    """

    index: np.ndarray
    bounds: tuple[tuple[float, float], ...]
    counts: tuple[int, ...]


def classify(values: pd.Series, scheme: Scheme, *, split_at_zero: bool = False) -> Classes:
    """Put the values of a year into at most five classes, lowest first.

    quantile: about the same number of regions in each; natural: breaks at the widest gaps
    (Fisher–Jenks, exact). Equal values never fall into two classes; empty classes are left out,
    so few distinct values give few classes. Missing values are in no class. split_at_zero: no
    class holds values on both sides of zero; the sides share the classes by their numbers. Raises
    ValueError for an unknown scheme and for infinity. Fisher (1958), J. American Statistical
    Association 53, 789–798.
    """
    check_one_of("scheme of classes", scheme, SCHEMES)
    numbers = as_numbers("values", values.to_numpy(dtype=float, na_value=np.nan))
    present = numbers[~np.isnan(numbers)]
    index = np.full(len(numbers), -1, dtype=int)
    if present.size == 0:
        return Classes(index, (), ())
    sides = [present[present < 0], present[present >= 0]] if split_at_zero else [present]
    sides = [side for side in sides if side.size]
    shares = _share_classes([side.size for side in sides])
    upper = np.concatenate(
        [_upper_limits(side, scheme, k) for side, k in zip(sides, shares, strict=True)]
    )
    raw = np.searchsorted(upper, present, side="left").clip(max=upper.size - 1)
    used, dense = np.unique(raw, return_inverse=True)
    index[~np.isnan(numbers)] = dense
    bounds = tuple(
        (float(present[dense == k].min()), float(present[dense == k].max()))
        for k in range(used.size)
    )
    return Classes(index, bounds, tuple(np.bincount(dense).tolist()))


def _share_classes(sizes: list[int]) -> list[int]:
    """How many of the classes each side of zero gets: by size, at least one."""
    if len(sizes) == 1:
        return [MOST_CLASSES]
    below = round(MOST_CLASSES * sizes[0] / sum(sizes))
    below = min(max(below, 1), MOST_CLASSES - 1)
    return [below, MOST_CLASSES - below]


def _upper_limits(values: np.ndarray, scheme: Scheme, classes: int) -> np.ndarray:
    """The highest value of each class, ascending; fewer when there are few distinct values."""
    distinct = np.unique(values)
    if distinct.size <= classes:
        return distinct
    if scheme == "quantile":
        return np.unique(np.quantile(values, np.arange(1, classes + 1) / classes))
    return _natural_limits(values, classes)


def _natural_limits(values: np.ndarray, classes: int) -> np.ndarray:
    """The highest value of each class when the squares around the classes' means are least.

    Fisher's recursion: the best k classes of the first values end in one class, and before it
    stand the best k − 1 classes of what is left. Of equally good ones the lowest break is taken.
    """
    distinct, numbers = np.unique(values, return_counts=True)
    centred = (distinct - values.mean()) / values.std()
    size, total, squares = (
        np.concatenate([[0.0], np.cumsum(numbers * centred**power)]) for power in range(3)
    )
    count = len(distinct)
    best = np.full((classes + 1, count + 1), np.inf)
    best[0, 0] = 0.0
    start = np.zeros((classes + 1, count + 1), dtype=int)
    for end in range(1, count + 1):
        sums = total[end] - total[:end]
        within = squares[end] - squares[:end] - sums**2 / (size[end] - size[:end])
        for k in range(1, classes + 1):
            # Rounded, so that rounding does not choose between equally good breaks.
            together = np.round(best[k - 1, :end] + within, 9)
            start[k, end] = together.argmin()
            best[k, end] = together[start[k, end]]
    limits, end = [], count
    for k in range(classes, 0, -1):
        limits.append(distinct[end - 1])
        end = start[k, end]
    return np.array(limits[::-1])
