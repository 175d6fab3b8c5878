"""Weights set by hand that always sum to 100, and their split over the indicators of a pillar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoreboard.analysis.composite.screen import Array


def share_pillars(shares: Sequence[int], moved: int, new: int) -> list[int]:
    """All shares after one was set anew: the others give way in proportion, and 100 stays 100.

    shares: whole per cents that sum to 100. moved: which one; new: 0 to 100. Others that are all
    0 share the rest evenly; what rounding leaves goes to the largest remainders.

    >>> share_pillars([20, 20, 20, 20, 20], 0, 60)
    [60, 10, 10, 10, 10]
    """
    new = min(100, max(0, new)) if len(shares) > 1 else 100
    others = [share if k != moved else 0 for k, share in enumerate(shares)]
    parts = others if sum(others) else [int(k != moved) for k in range(len(shares))]
    rest = _apportion([float(p) for p in parts], 100 - new) if len(shares) > 1 else [0]
    return [new if k == moved else rest[k] for k in range(len(shares))]


def split_shares(item_shares: Array, groups: Sequence[str], wanted: dict[str, float]) -> Array:
    """Weights of the indicators when their pillars get other shares.

    item_shares: as the system has them; groups: the pillar of each; wanted: the share of each
    pillar. Inside a pillar the proportions stay. Sums to one unless every share is 0.
    """
    weights = np.zeros(len(item_shares))
    for group, share in wanted.items():
        members = np.array([g == group for g in groups])
        inside = item_shares[members].sum()
        if inside > 0:
            weights[members] = item_shares[members] / inside * share
    total = weights.sum()
    return weights / total if total > 0 else weights


def _apportion(parts: list[float], total: int) -> list[int]:
    """Whole numbers in proportion to the parts that sum to the total (largest remainders)."""
    whole = sum(parts)
    exact = [part / whole * total for part in parts]
    given = [int(e) for e in exact]
    by_remainder = sorted(range(len(parts)), key=lambda k: given[k] - exact[k])
    for k in by_remainder[: total - sum(given)]:
        given[k] += 1
    return given
