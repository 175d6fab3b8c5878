"""Whether high regions lie beside high ones: Moran's I, and where such clusters are (LISA).

Neighbours count equally (row-standardised weights). Chance is judged by shuffling the values over
the regions: p is two-sided, and the same figures always give the same p.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from libpysal.weights import W

Pair = tuple[str, str]
PERMUTATIONS = 999
SEED = 20231231
# Fewer regions than this have too few ways to be shuffled for a p below 0.05 to mean much.
FEWEST_REGIONS = 10
# With about thirty units or fewer, such as the provinces, real clusters often stay undetected.
LOW_POWER = 35
SIGNIFICANT = 0.05
_QUADRANTS = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
_one_at_a_time = threading.Lock()


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
    """Moran's I and the local clusters of one figure (Moran 1950; Anselin 1995).

    values: one number a region, by region_code; missing ones are left out. pairs: neighbours,
    each pair once, others than the regions given may be among them. None with fewer than ten
    regions that have neighbours, or when all have the same value.
    """
    present = values.dropna().sort_index()
    linked = [(a, b) for a, b in pairs if a in present.index and b in present.index]
    joined = {code for pair in linked for code in pair}
    kept = present[[code in joined for code in present.index]]
    if len(kept) < FEWEST_REGIONS or kept.nunique() < 2:
        return None
    # Imported here: esda and libpysal take two seconds, and only this page asks for them.
    from esda.moran import Moran, Moran_Local
    from esda.significance import calculate_significance

    weights = _weights(list(kept.index), linked)
    numbers = kept.to_numpy(dtype=float)
    with _fixed_chance():
        whole = Moran(numbers, weights, permutations=permutations)
        local = Moran_Local(numbers, weights, permutations=permutations, seed=SEED)
    p_local = calculate_significance(local.Is, local.rlisas, alternative="two-sided").ravel()
    quadrant = [_QUADRANTS[int(q)] for q in local.q]
    rows = pd.DataFrame(
        {
            "region_code": kept.index,
            "value": numbers,
            "z": local.z,
            "lag": weights.sparse @ local.z,
            "local": local.Is,
            "p": p_local,
            "quadrant": quadrant,
            "cluster": [
                q if p < SIGNIFICANT else "" for q, p in zip(quadrant, p_local, strict=True)
            ],
        }
    )
    return Autocorrelation(
        value=float(whole.I),
        expected=float(whole.EI),
        p=float(calculate_significance(whole.I, whole.sim, alternative="two-sided")),
        rows=rows,
        left_out=tuple(code for code in present.index if code not in joined),
    )


def _weights(codes: list[str], pairs: list[Pair]) -> W:
    """Row-standardised weights of neighbours, in the order of the codes."""
    from libpysal.weights import W

    neighbours: dict[str, list[str]] = {code: [] for code in codes}
    for first, second in pairs:
        neighbours[first].append(second)
        neighbours[second].append(first)
    weights = W(neighbours, id_order=codes, silence_warnings=True)
    weights.transform = "r"
    return weights


@contextmanager
def _fixed_chance() -> Iterator[None]:
    """The same shuffles every time, one reader at a time, and the process's own state after it.

    The library draws from NumPy's shared generator, which all readers' threads have in common.
    """
    with _one_at_a_time:
        state = np.random.get_state()
        np.random.seed(SEED)
        try:
            # A region whose shuffles all agree has no z-score, which we do not use.
            with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
                # It announces that its own p will be two-sided, as ours already is.
                warnings.simplefilter("ignore", DeprecationWarning)
                yield
        finally:
            np.random.set_state(state)
