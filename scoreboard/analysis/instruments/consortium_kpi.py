"""The score of a consortium led by a firm: base points for duties, the rest for its targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TARGETS = ("technology", "pilot", "market")


@dataclass(frozen=True)
class ScoredItem:
    """One item of the score: what it can bring, what it brought, what was missed, in points."""

    code: str
    available: float
    reached: float

    @property
    def missed(self) -> float:
        """Points not reached; none where more than the target was reached."""
        return max(0.0, self.available - self.reached)


@dataclass(frozen=True)
class ConsortiumScore:
    """items: base duties first, then the targets. score: their sum; more than 100 can be reached.

    passes: the score reaches the pass mark. to_pass: points still lacking, 0 when it passes.
    weakest: the item that misses most points; none when nothing is missed.
    """

    items: tuple[ScoredItem, ...]
    score: float
    passes: bool
    to_pass: float
    weakest: str | None


def score_consortium(values: Mapping[str, float]) -> ConsortiumScore:
    """Base points · share done + (100 − base points) · Σ weight · share reached, each capped.

    values: base_points, base_done (%), <target>_weight and <target>_done (%) for technology,
    pilot and market, best_counted (%), pass_line. Raises ValueError unless the weights sum to
    100.
    """
    weights = {target: values[f"{target}_weight"] for target in TARGETS}
    if abs(sum(weights.values()) - 100) > 1e-6:
        raise ValueError(f"the weights sum to {sum(weights.values()):g}, not to 100")
    base = values["base_points"]
    items = [ScoredItem("base", base, base * values["base_done"] / 100)]
    for target in TARGETS:
        available = (100 - base) * weights[target] / 100
        counted = min(values[f"{target}_done"], values["best_counted"]) / 100
        items.append(ScoredItem(target, available, available * counted))
    score = sum(item.reached for item in items)
    weakest = max(items, key=lambda item: item.missed)
    return ConsortiumScore(
        items=tuple(items),
        score=score,
        passes=score >= values["pass_line"] - 1e-9,
        to_pass=max(0.0, values["pass_line"] - score),
        weakest=weakest.code if weakest.missed > 1e-9 else None,
    )
