"""How far two indicators go together over regions: correlations with intervals, and a line."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from scoreboard.analysis.checks import as_numbers, check_plain, level_ties

# The intervals hold for large n; with fewer regions than this they say nothing.
FEWEST_PAIRS = 10
_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Coefficient:
    """A correlation, from −1 to 1, with the 95 % interval of its size."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Correlation:
    """What goes together how far: by ranks (Spearman) and by size (Pearson), of n regions."""

    n: int
    spearman: Coefficient
    pearson: Coefficient


@dataclass(frozen=True)
class Line:
    """The line of least squares y = intercept + slope · x."""

    slope: float
    intercept: float

    def at(self, x: ArrayLike) -> NDArray[np.float64]:
        """The height of the line at some x."""
        return self.intercept + self.slope * np.asarray(x, dtype=float)


def correlate(x: ArrayLike, y: ArrayLike) -> Correlation | None:
    """How far two indicators go together: Spearman's rank correlation, and Pearson's.

    x, y: plain arrays, a pair a region; pairs with one missing do not count. None with fewer than
    ten pairs, and where all regions have the same x or the same y. Equal values share the mean of
    their ranks. The intervals are by Fisher's z; the standard error of Spearman's is that of
    Bonett and Wright (2000), Psychometrika 65, 23–28. They take the regions for a random sample
    and for independent of one another. Raises ValueError for infinity and for other lengths.
    """
    pairs = _pairs(x, y)
    if pairs is None:
        return None
    n = pairs.shape[1]
    ranks = [pd.Series(level_ties(values)).rank().to_numpy() for values in pairs]
    rank = float(np.asarray(np.corrcoef(*ranks))[0, 1])
    size = float(np.asarray(np.corrcoef(*pairs))[0, 1])
    return Correlation(
        n=n,
        spearman=_with_interval(rank, math.sqrt((1 + rank**2 / 2) / (n - 3))),
        pearson=_with_interval(size, 1 / math.sqrt(n - 3)),
    )


def fit_line(x: ArrayLike, y: ArrayLike) -> Line | None:
    """The line of least squares through the pairs of `correlate`; None where that is none."""
    pairs = _pairs(x, y)
    if pairs is None:
        return None
    middle = pairs.mean(axis=1)
    dx, dy = pairs - middle[:, None]
    slope = float(dx @ dy / (dx @ dx))
    return Line(slope, float(middle[1] - slope * middle[0]))


def _pairs(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64] | None:
    """The pairs with both values; None where they are too few, or do not differ."""
    check_plain("x", x)
    check_plain("y", y)
    if np.shape(x) != np.shape(y) or np.ndim(x) != 1:
        raise ValueError(f"x and y must be pairs, not of shape {np.shape(x)} and {np.shape(y)}")
    both = np.vstack([as_numbers("x", x), as_numbers("y", y)])
    both = both[:, ~np.isnan(both).any(axis=0)]
    if both.shape[1] < FEWEST_PAIRS:
        return None
    # What only rounding tells apart is the same.
    return both if all(np.ptp(level_ties(values)) > 0 for values in both) else None


def _with_interval(value: float, error: float) -> Coefficient:
    value = min(1.0, max(-1.0, value))
    if abs(value) == 1:
        return Coefficient(value, value, value)
    z = math.atanh(value)
    return Coefficient(value, math.tanh(z - _Z95 * error), math.tanh(z + _Z95 * error))
