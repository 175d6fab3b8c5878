"""成果转化难: are there many patents and little market for them?"""

from scoreboard.diagnostics.signs import Rule, over_time, place_against

RULE = Rule(
    code="patents_sleep",
    signs=(
        place_against(
            "contracts", "tech_contract_value_gdp_pct", "valid_invention_patents_per_10k"
        ),
        place_against("products", "new_product_revenue_gdp_pct", "valid_invention_patents_per_10k"),
        over_time("trend", "tech_contract_value_gdp_pct"),
    ),
    leads=("contracts", "products"),
    decisive=("contracts", "products"),
)
