"""What a region does more of than the others: location quotients of a composition."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers


def location_quotients(parts: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """How many times as large a region's share of a part is as its share of the whole.

    LQ_ij = (x_ij / Σ_i x_ij) / (w_i / Σ_i w_i): 1 as everywhere, 2 twice as much as its size
    would suggest (Florence 1939; Isard 1960). parts: regions × parts; whole: what they are set
    against, by region. A part counts those regions only that have it and the whole, so that the
    mean of the quotients weighted by the whole is 1 in every part. Missing stays missing, and a
    region whose whole is not above zero has none. Raises ValueError for parts that are negative or
    infinite, and for a region that stands twice.
    """
    if not (parts.index.is_unique and whole.index.is_unique):
        raise ValueError("each region can stand once in the parts and in the whole")
    as_numbers("the whole", whole)
    if (as_numbers("parts", parts) < 0).any():
        raise ValueError("parts must not be negative, since they are shares of a sum")
    base = whole.reindex(parts.index).to_numpy(dtype=float)
    base = np.where(base > 0, base, np.nan)
    quotients = {}
    for name in parts.columns:
        values = parts[name].to_numpy(dtype=float)
        there = ~np.isnan(values) & ~np.isnan(base)
        total, reference = values[there].sum(), base[there].sum()
        share = values / total if total > 0 else np.full(len(values), np.nan)
        quotients[name] = np.where(there, share / (base / reference), np.nan)
    return pd.DataFrame(quotients, index=parts.index, columns=parts.columns)
