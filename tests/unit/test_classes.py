"""Map classes: no value is torn apart from its equals, no class is empty."""

import warnings

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.classes import MOST_CLASSES, classify


def test_quantiles_hold_about_equal_numbers() -> None:
    classes = classify(pd.Series(range(1, 11), dtype=float), "quantile")
    assert classes.counts == (2, 2, 2, 2, 2)
    assert classes.bounds[0] == (1, 2)
    assert classes.bounds[-1] == (9, 10)


def test_natural_breaks_fall_into_the_gaps() -> None:
    values = pd.Series([1, 2, 3, 50, 51, 52, 100, 101, 200, 300, 301], dtype=float)
    classes = classify(values, "natural")
    assert classes.bounds == ((1, 3), (50, 52), (100, 101), (200, 200), (300, 301))


@pytest.mark.parametrize("seed", range(6))
def test_natural_breaks_are_as_good_as_those_of_mapclassify(seed: int) -> None:
    numbers = np.random.default_rng(seed).lognormal(sigma=1 + seed / 3, size=40 + 60 * seed)

    def spread(index: np.ndarray) -> float:
        groups = [numbers[index == k] for k in np.unique(index)]
        return float(sum(((group - group.mean()) ** 2).sum() for group in groups))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        known = mapclassify.FisherJenks(numbers, k=MOST_CLASSES)
    classes = classify(pd.Series(numbers), "natural")
    assert len(classes.bounds) == MOST_CLASSES
    assert spread(classes.index) <= spread(known.yb) * (1 + 1e-6)


def test_missing_values_are_in_no_class() -> None:
    classes = classify(pd.Series([1.0, np.nan, 3.0]), "quantile")
    assert classes.index.tolist() == [0, -1, 1]
    assert classify(pd.Series([np.nan]), "quantile").bounds == ()


@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=80),
    st.sampled_from(["quantile", "natural"]),
)
def test_classes_are_ordered_complete_and_never_empty(values: list[int], scheme: str) -> None:
    numbers = pd.Series(values, dtype=float)
    classes = classify(numbers, scheme)
    assert 1 <= len(classes.bounds) <= MOST_CLASSES
    assert all(count > 0 for count in classes.counts)
    assert sum(classes.counts) == len(values)
    for value, k in zip(numbers, classes.index, strict=True):
        low, high = classes.bounds[k]
        assert low <= value <= high
    assert all(a[1] < b[0] for a, b in zip(classes.bounds, classes.bounds[1:], strict=False))


def test_growth_classes_never_straddle_zero() -> None:
    values = pd.Series([-75.5, -60.8, -2.5, 7.4, 11.5, 16.8, 18.2, 35.0, 66.7, 136.0])
    for scheme in ("quantile", "natural"):
        classes = classify(values, scheme, split_at_zero=True)
        assert all(high < 0 or low >= 0 for low, high in classes.bounds)
        assert sum(classes.counts) == 10
        assert len(classes.bounds) == MOST_CLASSES
