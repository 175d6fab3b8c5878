"""产学研脱节: do few firms do any research and development?"""

from scoreboard.diagnostics.signs import Rule, against_limit, against_nation

RULE = Rule(
    code="firms_with_rd_few",
    signs=(
        against_limit("share", "firms_with_rd_pct"),
        against_nation("hightech", "hightech_manufacturing_rd_intensity"),
    ),
)
