"""就地转化率低: does the region sell more technology than it takes in?"""

from scoreboard.diagnostics.signs import Rule, against_limit, against_peers, over_time

RULE = Rule(
    code="converts_elsewhere",
    signs=(
        against_limit("even", "tech_contract_absorbed_to_output"),
        against_peers("peers", "tech_contract_absorbed_to_output"),
        over_time("trend", "tech_contract_absorbed_to_output"),
    ),
    leads=("even",),
)
