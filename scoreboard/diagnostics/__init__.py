"""分层诊断: which tier a region is, what holds it back, how sure that is, and on what evidence."""

from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts, Yardstick
from scoreboard.diagnostics.finding import Evidence, Finding, Sign
from scoreboard.diagnostics.tiers import (
    CriterionResult,
    TierAssignment,
    TierOverrideShown,
    assign_tier,
)

__all__ = [
    "CriterionResult",
    "Evidence",
    "Fact",
    "Finding",
    "LargestCity",
    "RegionFacts",
    "Sign",
    "TierAssignment",
    "TierOverrideShown",
    "Yardstick",
    "assign_tier",
]
