"""分层诊断: which tier a region is, what holds it back, how sure that is, and on what evidence."""

from scoreboard.diagnostics.collect import collect_facts, collect_peers
from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts, Yardstick
from scoreboard.diagnostics.finding import Evidence, Finding, Sign
from scoreboard.diagnostics.judge import diagnose, find_degenerate
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
    "collect_facts",
    "collect_peers",
    "diagnose",
    "find_degenerate",
]
