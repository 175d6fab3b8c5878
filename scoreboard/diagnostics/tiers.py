"""Which tier a region belongs to, by the criteria of data/catalog/tiers.yml, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoreboard.catalog import Catalog, Text

if TYPE_CHECKING:
    from scoreboard.diagnostics.facts import RegionFacts

TierKind = Literal["hub", "base", "town"]


@dataclass(frozen=True)
class CriterionResult:
    """One criterion of one tier: the region's value and year against the threshold.

    is_met: none where the region has no figure. is_borderline: within the tier's margin of the
    threshold, on either side. value, year, status, source_code: none or empty without a figure.
    """

    criterion_code: str
    tier_code: str
    name: Text
    indicator_code: str
    value: float | None
    year: int | None
    status: str
    source_code: str
    threshold: float
    is_met: bool | None
    is_borderline: bool


@dataclass(frozen=True)
class TierOverrideShown:
    """An analyst's own assignment, with the reason that was recorded."""

    tier_code: str
    reason: Text
    by: str
    date: str


@dataclass(frozen=True)
class TierAssignment:
    """The tier of a region, with every criterion that was looked at.

    tier_code: the tier in force (an analyst's, where there is an override); computed_tier_code:
    what the criteria alone say. kind: hub, base or town, the same for cities and provinces.
    is_borderline: one criterion on the line would change the tier; other_tier_code: to which.
    rule_for_missing: what was done about missing figures, in words; none where all were there.
    """

    region_code: str
    tier_code: str
    kind: TierKind
    computed_tier_code: str
    criteria: tuple[CriterionResult, ...]
    met: int
    known: int
    is_borderline: bool
    other_tier_code: str
    rule_for_missing: Text | None
    override: TierOverrideShown | None


def assign_tier(facts: RegionFacts, catalog: Catalog) -> TierAssignment:
    """The tier of one region: the first tier of its level enough of whose criteria are met."""
    raise NotImplementedError
