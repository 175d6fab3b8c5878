"""企业主体弱: does a city have few high-tech enterprises for its size?"""

from scoreboard.diagnostics.signs import Rule, against_level, against_tier, over_time

RULE = Rule(
    code="city_firms_weak",
    signs=(
        against_level("level", "hightech_enterprises_per_10bn_gdp"),
        against_tier("tier", "hightech_enterprises_per_10bn_gdp"),
        over_time("trend", "hightech_enterprises_per_10bn_gdp"),
    ),
)
