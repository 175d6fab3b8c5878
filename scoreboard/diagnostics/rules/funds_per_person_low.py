"""资金链: is there little money for each person who does research?"""

from scoreboard.diagnostics.signs import Rule, against_nation, against_peers, over_time

RULE = Rule(
    code="funds_per_person_low",
    signs=(
        against_nation("nation", "rd_expenditure_per_rd_person"),
        against_peers("peers", "rd_expenditure_per_rd_person"),
        over_time("trend", "rd_expenditure_per_rd_person"),
    ),
    decisive=("nation",),
)
