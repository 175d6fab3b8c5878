"""Classes of a map: which regions share a colour."""

import warnings
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

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
    class holds values on both sides of zero; the sides share the classes by their numbers.
    """
    numbers = values.to_numpy(dtype=float)
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
    # It brings matplotlib and scikit-learn along, seconds that only natural breaks need.
    import mapclassify

    with warnings.catch_warnings():
        # It advises a compiler to be quicker; 375 values take a seventh of a second without.
        warnings.simplefilter("ignore", UserWarning)
        return np.unique(mapclassify.FisherJenks(values, k=classes).bins)
