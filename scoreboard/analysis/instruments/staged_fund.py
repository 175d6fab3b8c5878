"""A fund in stages: the next is paid only for projects that reached the end of the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.analysis.instruments.pilot_subsidy import subsidy_of

STAGES = ("seed", "pilot", "production")


@dataclass(frozen=True)
class FundStage:
    """One stage: how many projects enter and pass, and what the fund pays, in 万元.

    entering, passing: expected numbers, so they need not be whole.
    """

    code: str
    entering: float
    passing: float
    each: float
    spent: float


@dataclass(frozen=True)
class StagedFund:
    """The stages, the expected sum, and what paying everything at once would cost, in 万元.

    successes: projects that succeed in production. cost_per_success: none without any.
    """

    stages: tuple[FundStage, ...]
    spent: float
    at_once: float
    saved: float
    successes: float
    cost_per_success: float | None


def plan_stages(values: Mapping[str, float]) -> StagedFund:
    """What a staged fund is expected to spend and to bring into production.

    values: projects, seed, seed_passes (%), pilot_cost, pilot_rate (%), pilot_cap, pilot_passes
    (%), production, production_passes (%). Probabilities are the user's; a stage is paid for the
    projects that passed the one before. At once: every project gets all three sums.
    """
    each = {
        "seed": values["seed"],
        "pilot": subsidy_of(values["pilot_cost"], values["pilot_rate"], values["pilot_cap"]),
        "production": values["production"],
    }
    stages = []
    entering = values["projects"]
    for code in STAGES:
        passing = entering * values[f"{code}_passes"] / 100
        stages.append(FundStage(code, entering, passing, each[code], entering * each[code]))
        entering = passing
    spent = sum(stage.spent for stage in stages)
    at_once = values["projects"] * sum(each.values())
    return StagedFund(
        stages=tuple(stages),
        spent=spent,
        at_once=at_once,
        saved=at_once - spent,
        successes=entering,
        cost_per_success=spent / entering if entering > 0 else None,
    )
