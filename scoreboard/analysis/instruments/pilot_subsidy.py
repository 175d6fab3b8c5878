"""A subsidy for a firm's pilot project: a rate of its cost, up to a cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PilotSubsidy:
    """subsidy, firm_pays: of one project; budget: of all projects; amounts in 万元.

    effective_pct: the subsidy over the cost. is_capped: the cap keeps it below the rate.
    capped_from: the cost from which the cap binds; none when the rate is zero.
    """

    subsidy: float
    firm_pays: float
    effective_pct: float
    is_capped: bool
    capped_from: float | None
    budget: float


def subsidise_pilot(values: Mapping[str, float]) -> PilotSubsidy:
    """What a pilot project gets and what is left for the firm: min(cost · rate, cap).

    values: cost, rate (%), cap, projects. A project without cost has no effective rate (0).
    """
    cost, rate, cap = values["cost"], values["rate"] / 100, values["cap"]
    subsidy = subsidy_of(cost, values["rate"], cap)
    return PilotSubsidy(
        subsidy=subsidy,
        firm_pays=cost - subsidy,
        effective_pct=subsidy / cost * 100 if cost else 0.0,
        is_capped=cost * rate > cap,
        capped_from=cap / rate if rate else None,
        budget=subsidy * values["projects"],
    )


def subsidy_of(cost: float, rate_pct: float, cap: float) -> float:
    """The subsidy for a project of a given cost, never more than the cap."""
    return min(cost * rate_pct / 100, cap)
