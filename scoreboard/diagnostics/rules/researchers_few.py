"""科研骨干少: are there few researchers among those who do research and development?"""

from scoreboard.diagnostics.signs import Rule, against_nation, against_peers, over_time

RULE = Rule(
    code="researchers_few",
    signs=(
        against_nation("nation", "rd_researchers_pct"),
        against_peers("peers", "rd_researchers_pct"),
        over_time("trend", "rd_researchers_pct"),
    ),
    decisive=("nation",),
)
