"""人才不足: are there few people in research and development?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_level,
    against_peers,
    against_tier,
    growth_against_nation,
)

RULE = Rule(
    code="rd_people_thin",
    signs=(
        against_level("level", "rd_personnel_fte_per_10k"),
        against_peers("peers", "rd_personnel_fte_per_10k"),
        against_tier("tier", "rd_personnel_fte_per_10k"),
        growth_against_nation("growth", "rd_personnel_fte"),
    ),
    decisive=("level",),
)
