"""成果转化难: are few of the high-tech products new?"""

from scoreboard.diagnostics.signs import Rule, against_nation, against_peers, over_time

RULE = Rule(
    code="hightech_products_old",
    signs=(
        against_nation("nation", "hightech_manufacturing_new_product_pct"),
        against_peers("peers", "hightech_manufacturing_new_product_pct"),
        over_time("trend", "hightech_manufacturing_new_product_pct"),
    ),
    decisive=("nation",),
)
