"""区域失衡: does one city hold most of the province?"""

from scoreboard.diagnostics.signs import Rule, largest_city, largest_city_over_time

RULE = Rule(
    code="one_city_dominates",
    signs=(
        largest_city("economy", "gdp"),
        largest_city("research", "rd_expenditure"),
        largest_city_over_time("trend", "gdp"),
    ),
    skips=lambda facts: not facts.has_cities,
    leads=("economy", "research"),
)
