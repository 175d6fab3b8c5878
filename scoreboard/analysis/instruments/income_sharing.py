"""Sharing the income of a conversion: at once by shares, afterwards by a royalty on sales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.analysis.instruments.shares import PartyShare, split_amount

PARTIES = ("university", "team", "firm")


@dataclass(frozen=True)
class IncomeSharing:
    """parts: of the income at once, in 万元. royalty_a_year, royalty: to the team on sales.

    team_total: what the team gets in all years together.
    """

    parts: tuple[PartyShare, ...]
    royalty_a_year: float
    years: int
    royalty: float
    team_total: float


def share_income(values: Mapping[str, float]) -> IncomeSharing:
    """What university, team and firm get of a conversion, and the team from sales afterwards.

    values: income, university, team, firm (%), sales (a year), royalty (%), years. Sales are
    taken as the same every year, and nothing is discounted. Raises ValueError unless the shares
    sum to 100.
    """
    parts = split_amount(values["income"], {party: values[party] for party in PARTIES})
    a_year = values["sales"] * values["royalty"] / 100
    years = round(values["years"])
    team = next(part.amount for part in parts if part.code == "team")
    return IncomeSharing(parts, a_year, years, a_year * years, team + a_year * years)
