"""基础研究薄弱: does basic research get a small part of the money?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_nation,
    against_peers,
    against_tier,
    over_time,
)

RULE = Rule(
    code="basic_research_weak",
    signs=(
        against_nation("nation", "rd_basic_research_pct"),
        against_peers("peers", "rd_basic_research_pct"),
        against_tier("tier", "rd_basic_research_pct"),
        over_time("trend", "rd_basic_research_pct"),
    ),
    decisive=("nation",),
)
