"""An amount divided by shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """What one party gets or pays: its share in per cent and the amount in 万元."""

    code: str
    share_pct: float
    amount: float


def split_amount(amount: float, shares: Mapping[str, float]) -> tuple[Part, ...]:
    """The amount by shares in per cent, in their order. Raises ValueError unless they sum to 100.

    >>> [part.amount for part in split_amount(2000, {"university": 40, "team": 40, "firm": 20})]
    [800.0, 800.0, 400.0]
    """
    total = sum(shares.values())
    if abs(total - 100) > 1e-6:
        raise ValueError(f"the shares sum to {total:g}, not to 100")
    return tuple(Part(code, share, amount * share / 100) for code, share in shares.items())
