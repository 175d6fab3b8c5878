"""Classes of a map: which regions share a colour."""

import warnings
from dataclasses import dataclass
from typing import Literal, get_args

import mapclassify
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


def classify(values: pd.Series, scheme: Scheme) -> Classes:
    """Put the values of a year into at most five classes, lowest first.

    quantile: about the same number of regions in each; natural: breaks at the widest gaps
    (Fisher–Jenks, exact). Equal values never fall into two classes; empty classes are left out,
    so few distinct values give few classes. Missing values are in no class.
    """
    numbers = values.to_numpy(dtype=float)
    present = numbers[~np.isnan(numbers)]
    index = np.full(len(numbers), -1, dtype=int)
    distinct = np.unique(present)
    if distinct.size == 0:
        return Classes(index, (), ())
    if distinct.size <= MOST_CLASSES:
        upper = distinct
    elif scheme == "quantile":
        upper = np.unique(np.quantile(present, np.arange(1, MOST_CLASSES + 1) / MOST_CLASSES))
    else:
        with warnings.catch_warnings():
            # It advises a compiler to be quicker; 375 values take a seventh of a second without.
            warnings.simplefilter("ignore", UserWarning)
            upper = np.unique(mapclassify.FisherJenks(present, k=MOST_CLASSES).bins)
    raw = np.searchsorted(upper, present, side="left").clip(max=upper.size - 1)
    used, dense = np.unique(raw, return_inverse=True)
    index[~np.isnan(numbers)] = dense
    bounds = tuple(
        (float(present[dense == k].min()), float(present[dense == k].max()))
        for k in range(used.size)
    )
    return Classes(index, bounds, tuple(np.bincount(dense).tolist()))
