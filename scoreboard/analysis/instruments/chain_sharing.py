"""Sharing inside a chain project: the income, and a common risk fund for when it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.analysis.instruments.shares import PartyShare, split_amount

PARTIES = ("lead", "institute", "small", "capital")


@dataclass(frozen=True)
class ChainSharing:
    """income: by party when the project succeeds. paid_in: into the risk fund beforehand.

    loss: by party when it fails, before the fund; met: what the fund gives back of it; covered:
    the part of the loss that the fund meets, in per cent. All amounts in 万元.
    """

    income: tuple[PartyShare, ...]
    paid_in: tuple[PartyShare, ...]
    loss: tuple[PartyShare, ...]
    met: tuple[PartyShare, ...]
    covered_pct: float


def share_chain_project(values: Mapping[str, float]) -> ChainSharing:
    """Who gets what when a chain project succeeds, and who bears what when it fails.

    values: income, lead, institute, small, capital (%), fund, loss. Fund and loss follow the
    shares of income; the fund meets the loss as far as it reaches, and comes back when the
    project succeeds. Raises ValueError unless the shares sum to 100.
    """
    shares = {party: values[party] for party in PARTIES}
    met = min(values["fund"], values["loss"])
    return ChainSharing(
        income=split_amount(values["income"], shares),
        paid_in=split_amount(values["fund"], shares),
        loss=split_amount(values["loss"], shares),
        met=split_amount(met, shares),
        covered_pct=met / values["loss"] * 100 if values["loss"] else 100.0,
    )
