"""人才留不住: do people leave, or researchers come more slowly than elsewhere?"""

from scoreboard.diagnostics.signs import Rule, growth_against_nation, over_time

RULE = Rule(
    code="talent_outflow",
    signs=(
        growth_against_nation("personnel", "rd_personnel_fte"),
        growth_against_nation("researchers", "rd_researchers_fte"),
        over_time("people", "population"),
    ),
)
