"""Whether high regions lie beside high ones: Moran's I, and where such clusters are (LISA).

Neighbours count equally (row-standardised weights). Chance is judged by shuffling the values over
the regions: p is two-sided, and the same figures always give the same p.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.checks import as_numbers, level_ties

Pair = tuple[str, str]
PERMUTATIONS = 999
SEED = 20231231
# Fewer regions than this have too few ways to be shuffled for a p below 0.05 to mean much.
FEWEST_REGIONS = 10
# With about thirty units or fewer, such as the provinces, real clusters often stay undetected.
LOW_POWER = 35
SIGNIFICANT = 0.05
# Standardised figures that differ by less differ by rounding.
_NOISE = 1e-9


@dataclass(frozen=True)
class Autocorrelation:
    """Moran's I of one year with its p, and the local picture.

    value: I, the slope of the neighbours' mean on the region's own value; expected: −1/(n − 1),
    what no pattern gives. rows: one a region with region_code, value, z (its own, standardised),
    lag (mean of its neighbours' z), local (local Moran's I), p, quadrant (HH, LH, LL, HL: itself
    high or low, then its neighbours) and cluster, the quadrant where p < 0.05, else empty.
    left_out: regions with a value that no neighbour with a value borders on.
    """

    value: float
    expected: float
    p: float
    rows: pd.DataFrame
    left_out: tuple[str, ...]

    @property
    def regions(self) -> int:
        """How many regions were counted."""
        return len(self.rows)

    @property
    def has_low_power(self) -> bool:
        """Whether there are so few regions that a large p proves nothing."""
        return self.regions < LOW_POWER

    @property
    def is_significant(self) -> bool:
        """Whether chance alone would rarely give such a pattern."""
        return self.p < SIGNIFICANT


def measure_autocorrelation(
    values: pd.Series, pairs: Iterable[Pair], permutations: int = PERMUTATIONS
) -> Autocorrelation | None:
    """Moran's I and the local clusters of one figure.

    values: one number a region, by region_code; missing ones are left out. pairs: neighbours in
    either order; a pair that is given twice counts once, and others than the regions given may be
    among them. None with fewer than ten regions that have neighbours, or when all have the same
    value. Raises ValueError for infinity, for a region that stands twice, for a region that is its
    own neighbour, and without permutations. Moran (1950), Biometrika 37, 17–23; Anselin (1995),
    Geographical Analysis 27(2), 93–115.
    """
    if not values.index.is_unique:
        again = values.index[values.index.duplicated()][0]
        raise ValueError(f"each region can stand once in the values; {again!r} stands twice")
    if permutations < 1:
        raise ValueError(f"chance needs one permutation at least, not {permutations}")
    as_numbers("values", values)
    present = values.dropna().sort_index()
    linked = _each_once((a, b) for a, b in pairs if a in present.index and b in present.index)
    joined = {code for pair in linked for code in pair}
    kept = present[[code in joined for code in present.index]]
    if len(kept) < FEWEST_REGIONS or not _differ(kept):
        return None
    numbers = kept.to_numpy(dtype=float)
    centred = numbers - numbers.mean()
    z = centred / centred.std()
    places = _neighbours(list(kept.index), linked)
    lag = np.array([z[others].mean() for others in places])
    local = z * lag * (len(z) - 1) / len(z)
    whole = float((z * lag).mean())
    p_local = [
        _two_sided(observed, simulated)
        for observed, simulated in zip(local, _shuffle_around(z, places, permutations), strict=True)
    ]
    quadrant = [
        ("H" if own > _NOISE else "L") + ("H" if around > _NOISE else "L")
        for own, around in zip(z, lag, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "region_code": kept.index,
            "value": numbers,
            "z": z,
            "lag": lag,
            "local": local,
            "p": p_local,
            "quadrant": quadrant,
            "cluster": [
                q if p < SIGNIFICANT else "" for q, p in zip(quadrant, p_local, strict=True)
            ],
        }
    )
    return Autocorrelation(
        value=whole,
        expected=-1 / (len(z) - 1),
        p=_two_sided(whole, _shuffle_all(z, places, permutations)),
        rows=rows,
        left_out=tuple(code for code in present.index if code not in joined),
    )


def _each_once(pairs: Iterable[Pair]) -> list[Pair]:
    """Every pair of neighbours once, whichever of the two comes first."""
    found: dict[frozenset[str], Pair] = {}
    for first, second in pairs:
        if first == second:
            raise ValueError(f"a region is not its own neighbour: {first}")
        found.setdefault(frozenset((first, second)), (first, second))
    return list(found.values())


def _differ(values: pd.Series) -> bool:
    """Whether there are two values that not only rounding tells apart."""
    level = level_ties(values.to_numpy(dtype=float))
    return bool((level != level[0]).any())


def _neighbours(codes: list[str], pairs: list[Pair]) -> list[NDArray[np.intp]]:
    """The places of each region's neighbours among the codes."""
    place = {code: number for number, code in enumerate(codes)}
    found: list[list[int]] = [[] for _ in codes]
    for first, second in pairs:
        found[place[first]].append(place[second])
        found[place[second]].append(place[first])
    return [np.array(sorted(others), dtype=np.intp) for others in found]


def _shuffle_all(
    z: NDArray[np.float64], places: list[NDArray[np.intp]], times: int
) -> NDArray[np.float64]:
    """Moran's I of the same figures, dealt out anew over all regions."""
    chance = np.random.RandomState(SEED)
    dealt = np.array([chance.permutation(z) for _ in range(times)])
    products = [dealt[:, own] * dealt[:, others].mean(axis=1) for own, others in enumerate(places)]
    return np.asarray(np.mean(products, axis=0))


def _shuffle_around(
    z: NDArray[np.float64], places: list[NDArray[np.intp]], times: int
) -> Iterable[NDArray[np.float64]]:
    """Each region's local I when it keeps its figure and the others' are dealt out around it.

    The same deals serve all regions, as in the library esda, whose p's these are.
    """
    chance = np.random.RandomState(SEED)
    most = max(map(len, places))
    deals = np.array([chance.choice(len(z) - 1, most, replace=False) for _ in range(times)])
    for own, others in enumerate(places):
        around = np.delete(z, own)[deals[:, : len(others)]].mean(axis=1)
        yield z[own] * around * (len(z) - 1) / len(z)


def _two_sided(observed: float, simulated: NDArray[np.float64]) -> float:
    """The share of shuffles as far out as the figure, at both ends; rounding decides no tie.

    Counted as esda's `calculate_significance` does: those at or below the quantile where the
    figure stands, and at or above the quantile as far from the other end.
    """
    level = level_ties(np.append(simulated, observed), least=_NOISE)
    shuffles, mark = level[:-1], level[-1]
    below = float((shuffles <= mark).mean()) * 100
    tail = min(below, 100 - below)
    low, high = np.percentile(shuffles, [tail, 100 - tail])
    outside = int((shuffles <= low).sum() + (shuffles >= high).sum())
    return (outside + 1) / (len(shuffles) + 1)
