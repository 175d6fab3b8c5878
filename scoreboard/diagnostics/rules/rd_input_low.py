"""研发投入不足: is too little spent on research and development?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_nation,
    against_peers,
    against_tier,
    over_time,
)

RULE = Rule(
    code="rd_input_low",
    signs=(
        against_nation("nation", "rd_intensity"),
        against_peers("peers", "rd_intensity"),
        against_tier("tier", "rd_intensity"),
        over_time("trend", "rd_intensity"),
    ),
    decisive=("nation",),
)
