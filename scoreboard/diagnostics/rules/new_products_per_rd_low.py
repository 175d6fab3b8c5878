"""成果转化难: does a yuan of industrial research bring few new products?"""

from scoreboard.diagnostics.signs import Rule, against_level, against_peers, over_time

RULE = Rule(
    code="new_products_per_rd_low",
    signs=(
        against_level("level", "ind_new_product_revenue_per_rd"),
        against_peers("peers", "ind_new_product_revenue_per_rd"),
        over_time("trend", "ind_new_product_revenue_per_rd"),
    ),
    decisive=("level",),
)
