"""Weights set by hand that always sum to 100, and their split over the indicators of a pillar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoreboard.analysis.checks import as_amounts
from scoreboard.analysis.composite.screen import Array


def share_pillars(shares: Sequence[int], moved: int, new: int) -> list[int]:
    """All shares after one was set anew: the others give way in proportion, and 100 stays 100.

    shares: whole per cents that sum to 100. moved: which one; new: 0 to 100. Others that are all
    0 share the rest evenly; what rounding leaves goes to the largest remainders. Raises ValueError
    for shares that are negative or do not sum to 100, and for a place that is none.

    >>> share_pillars([20, 20, 20, 20, 20], 0, 60)
    [60, 10, 10, 10, 10]
    """
    if sum(shares) != 100 or min(shares) < 0 or not 0 <= moved < len(shares):
        raise ValueError(
            f"shares must sum to 100, none below zero, and one of them be moved; given are "
            f"{list(shares)} and place {moved}"
        )
    new = min(100, max(0, new)) if len(shares) > 1 else 100
    others = [share if k != moved else 0 for k, share in enumerate(shares)]
    parts = others if sum(others) else [int(k != moved) for k in range(len(shares))]
    rest = _apportion([float(p) for p in parts], 100 - new) if len(shares) > 1 else [0]
    return [new if k == moved else rest[k] for k in range(len(shares))]


def split_shares(item_shares: Array, groups: Sequence[str], wanted: dict[str, float]) -> Array:
    """Weights of the indicators when their pillars get other shares.

    item_shares: as the system has them; groups: the pillar of each; wanted: the share of each
    pillar. Inside a pillar the proportions stay. The result sums to one. Raises ValueError for
    shares that are negative or missing, for a pillar without a share, for a share of a pillar
    whose indicators have none, and when all shares are 0.
    """
    item_shares = as_amounts("shares of indicators", item_shares)
    as_amounts("shares of pillars", list(wanted.values()))
    without = sorted(set(groups) - set(wanted))
    if len(item_shares) != len(groups) or without:
        raise ValueError(
            f"each of {len(item_shares)} indicators needs a pillar that has a share; there are "
            f"{len(groups)} pillars, without a share: {', '.join(without) or 'none'}"
        )
    weights = np.zeros(len(item_shares))
    for group, share in wanted.items():
        members = np.array([g == group for g in groups])
        inside = item_shares[members].sum()
        if inside > 0:
            weights[members] = item_shares[members] / inside * share
        elif share > 0:
            raise ValueError(f"pillar {group} has a share of {share:g} and no weighted indicator")
    if weights.sum() <= 0:
        raise ValueError("the share of one pillar at least must be above zero")
    return np.asarray(weights / weights.sum())


def _apportion(parts: list[float], total: int) -> list[int]:
    """Whole numbers in proportion to the parts that sum to the total (largest remainders)."""
    whole = sum(parts)
    exact = [part / whole * total for part in parts]
    given = [int(e) for e in exact]
    by_remainder = sorted(range(len(parts)), key=lambda k: given[k] - exact[k])
    for k in by_remainder[: total - sum(given)]:
        given[k] += 1
    return given
