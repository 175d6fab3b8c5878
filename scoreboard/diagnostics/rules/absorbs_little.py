"""产学研脱节: do local firms take in too little technology?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_nation,
    against_peers,
    growth_against_nation,
    over_time,
)

RULE = Rule(
    code="absorbs_little",
    signs=(
        against_nation("nation", "tech_contract_value_absorbed_gdp_pct"),
        against_peers("peers", "tech_contract_value_absorbed_gdp_pct"),
        over_time("trend", "tech_contract_value_absorbed_gdp_pct"),
        growth_against_nation("growth", "tech_contract_value_absorbed"),
    ),
    decisive=("nation",),
)
