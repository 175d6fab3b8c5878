"""人才留不住: does a city attract job seekers less than its like?"""

from scoreboard.diagnostics.signs import Rule, against_limit, against_peers, against_tier, over_time

RULE = Rule(
    code="talent_attraction_weak",
    signs=(
        against_limit("half", "talent_attraction_rank", "above"),
        against_tier("tier", "talent_attraction_rank", "above"),
        against_peers("peers", "talent_attraction_rank", "above"),
        over_time("trend", "talent_attraction_rank", "above"),
    ),
)
