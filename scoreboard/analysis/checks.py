"""What every function of analysis refuses, each with a sentence that says what would do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

# Weights are set in decimals, which do not sum to one exactly in binary.
_SUM = 1e-6
# Figures that differ by less than this part of themselves are equal: only rounding tells them
# apart. Published figures have ten digits at most.
SAME = 1e-12


def check_one_of(what: str, given: object, allowed: Collection[str]) -> None:
    """Raise ValueError unless a name is one of those allowed; the message lists them.

    >>> check_one_of("aggregation", "mean", ("arithmetic", "geometric"))
    Traceback (most recent call last):
    ...
    ValueError: 'mean' is no aggregation; allowed are: arithmetic, geometric
    """
    if given not in allowed:
        raise ValueError(f"{given!r} is no {what}; allowed are: {', '.join(allowed)}")


def as_numbers(what: str, values: ArrayLike) -> NDArray[np.float64]:
    """The values as an array of floats. Raises ValueError for infinity; NaN, missing, may stay."""
    numbers = np.asarray(values, dtype=float)
    if np.isinf(numbers).any():
        raise ValueError(
            f"{what} must be finite, NaN where missing; {int(np.isinf(numbers).sum())} of "
            f"{numbers.size} are infinite"
        )
    return numbers


def check_plain(what: str, values: object) -> None:
    """Raise ValueError for a Series or DataFrame where a plain array is worked on by position."""
    if isinstance(values, pd.Series | pd.DataFrame):
        raise ValueError(
            f"{what} must be a plain array, since entries are matched by position; "
            "put both in the same order and give .to_numpy()"
        )


def as_amounts(what: str, values: ArrayLike) -> NDArray[np.float64]:
    """Amounts that are shared out: finite, none missing, none below zero, else ValueError."""
    numbers = as_numbers(what, values)
    if np.isnan(numbers).any():
        raise ValueError(
            f"{what} must not be missing; {int(np.isnan(numbers).sum())} of {numbers.size} are: "
            "leave these regions out first"
        )
    if (numbers < 0).any():
        raise ValueError(
            f"{what} must not be negative, since they are parts of a sum; the lowest is "
            f"{numbers.min():g}"
        )
    return numbers


def check_weights(weights: NDArray[np.float64], indicators: int) -> None:
    """Raise ValueError unless there is a weight an indicator, none negative, summing to one."""
    check_plain("weights", weights)
    if np.shape(weights) != (indicators,):
        raise ValueError(
            f"one weight for each of {indicators} indicators is needed, not an array of shape "
            f"{np.shape(weights)}"
        )
    total = float(np.sum(weights))
    if not np.isfinite(total) or np.min(weights, initial=0.0) < 0:
        raise ValueError(f"weights must be finite and not negative, not {np.asarray(weights)!r}")
    if indicators and abs(total - 1) > _SUM:
        raise ValueError(f"weights must sum to 1, not to {total:g}; divide them by their sum")


def match_index(what: str, values: Any, other: Any) -> Any:
    """`other` in the order of `values` where both are Series; arrays go by position.

    Raises ValueError when only one of them has an index, or when the indices hold other labels.
    """
    labelled = [isinstance(v, pd.Series) for v in (values, other)]
    if labelled == [True, True]:
        if not (values.index.is_unique and other.index.is_unique):
            raise ValueError(f"values and {what} cannot be matched: an index repeats a label")
        if set(values.index) != set(other.index):
            apart = sorted(map(str, values.index.symmetric_difference(other.index)))[:5]
            raise ValueError(
                f"values and {what} must have the same index; one side only has {', '.join(apart)}"
            )
        return other.reindex(values.index)
    if any(labelled):
        raise ValueError(
            f"values and {what} must both be Series, matched by index, or both plain arrays, "
            "matched by position"
        )
    if np.shape(values) != np.shape(other):
        raise ValueError(
            f"values and {what} must be as many; there are {np.size(values)} and {np.size(other)}"
        )
    return other


def check_unique(what: str, rows: pd.DataFrame, keys: Sequence[str]) -> None:
    """Raise ValueError when two rows have the same keys: joined, they would multiply."""
    again = rows.duplicated(list(keys))
    if again.any():
        first = ", ".join(str(rows.loc[again, key].iloc[0]) for key in keys)
        raise ValueError(
            f"{what} must have one row per {', '.join(keys)}; {int(again.sum())} repeat one, "
            f"the first of them ({first})"
        )


def drop_missing(rows: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """The rows with a figure: a row without one is no member, and no region is last by it.

    Raises ValueError for infinite figures.
    """
    numbers = rows[column].to_numpy(dtype=float, na_value=np.nan)
    if np.isfinite(numbers).all():
        return rows
    return rows[~np.isnan(as_numbers(f"column {column}", numbers))]


def level_ties(numbers: NDArray[np.float64], least: float = 0.0) -> NDArray[np.float64]:
    """The numbers, those that only rounding tells apart set to the lowest of them.

    numbers: one dimension, NaN where missing. Neighbours in size are the same when they differ by
    no more than SAME of themselves, or by no more than `least`.
    """
    order = np.argsort(numbers)
    ascending = numbers[order]
    step = np.diff(ascending)
    near = step <= np.maximum(SAME * np.abs(ascending[1:]), least)
    near &= step > 0
    if not near.any():
        return numbers
    starts = np.r_[True, ~(near | (step == 0))]
    levelled = np.empty_like(numbers)
    levelled[order] = ascending[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
    return levelled
