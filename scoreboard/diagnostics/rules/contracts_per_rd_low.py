"""成果转化难: does a yuan of research sell little technology?"""

from scoreboard.diagnostics.signs import Rule, against_nation, against_peers, over_time

RULE = Rule(
    code="contracts_per_rd_low",
    signs=(
        against_nation("nation", "tech_contract_value_per_rd"),
        against_peers("peers", "tech_contract_value_per_rd"),
        over_time("trend", "tech_contract_value_per_rd"),
    ),
    decisive=("nation",),
)
