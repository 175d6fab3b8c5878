"""人才留不住: do people and researchers leave, or come more slowly than elsewhere?"""

from scoreboard.diagnostics.signs import Rule, growth_against_nation, over_time

RULE = Rule(
    code="talent_outflow",
    signs=(
        growth_against_nation("researchers", "rd_personnel_fte"),
        over_time("people", "population"),
        over_time("density", "rd_personnel_fte_per_10k"),
    ),
)
