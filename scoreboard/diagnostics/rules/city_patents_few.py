"""知识产出薄弱: does a city hold few invention patents?"""

from scoreboard.diagnostics.signs import Rule, against_level, against_tier, over_time

RULE = Rule(
    code="city_patents_few",
    signs=(
        against_level("level", "invention_patents_per_10k"),
        against_tier("tier", "invention_patents_per_10k"),
        over_time("trend", "invention_patents_per_10k"),
    ),
)
