"""成果转化难: does a city register little trade in technology?"""

from scoreboard.diagnostics.signs import Rule, against_level, against_tier, over_time

RULE = Rule(
    code="city_contracts_low",
    signs=(
        against_level("level", "registered_contracts_gdp_pct"),
        against_tier("tier", "registered_contracts_gdp_pct"),
        over_time("trend", "registered_contracts_gdp_pct"),
    ),
)
