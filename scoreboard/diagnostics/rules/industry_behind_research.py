"""产学研脱节: does industry stand far behind research?"""

from scoreboard.diagnostics.signs import Rule, against_level, over_time, place_against

RULE = Rule(
    code="industry_behind_research",
    signs=(
        place_against("products", "new_product_revenue_gdp_pct", "rd_intensity"),
        place_against(
            "hightech", "hightech_manufacturing_new_product_pct", "valid_invention_patents_per_10k"
        ),
        against_level("firms", "ind_rd_expenditure_pct"),
        over_time("trend", "ind_rd_expenditure_pct"),
    ),
    leads=("products", "hightech"),
)
