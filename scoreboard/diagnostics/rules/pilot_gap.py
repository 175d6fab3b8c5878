"""中试缺口: is the step between laboratory and production thin?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_level,
    against_nation,
    against_peers,
    over_time,
)

RULE = Rule(
    code="pilot_gap",
    signs=(
        against_nation("nation", "rd_experimental_development_pct"),
        against_peers("peers", "rd_experimental_development_pct"),
        against_level("development", "new_product_dev_per_rd"),
        over_time("trend", "rd_experimental_development_pct"),
    ),
    also=("pilot_test_bases",),
    leads=("nation", "peers"),
)
