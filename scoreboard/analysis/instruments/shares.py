"""An amount divided by shares."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PartyShare:
    """What one party gets or pays: its share in per cent and the amount in 万元."""

    code: str
    share_pct: float
    amount: float


def split_amount(amount: float, shares: Mapping[str, float]) -> tuple[PartyShare, ...]:
    """The amount by shares in per cent, in their order.

    amount: in 万元, finite; shares: by party, none below zero, summing to 100, else ValueError.

    >>> [part.amount for part in split_amount(2000, {"university": 40, "team": 40, "firm": 20})]
    [800.0, 800.0, 400.0]
    """
    total = sum(shares.values())
    if not math.isfinite(amount) or any(share < 0 for share in shares.values()):
        raise ValueError(f"an amount and shares not below zero are needed, not {amount}, {shares}")
    if not abs(total - 100) <= 1e-6:
        raise ValueError(f"the shares sum to {total:g}, not to 100")
    return tuple(PartyShare(code, share, amount * share / 100) for code, share in shares.items())
