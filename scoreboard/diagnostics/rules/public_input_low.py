"""财政科技投入不足: does the public purse leave science and technology short?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_level,
    against_nation,
    against_peers,
    over_time,
)

RULE = Rule(
    code="public_input_low",
    signs=(
        against_nation("nation", "fiscal_st_expenditure_pct"),
        against_level("level", "fiscal_st_expenditure_pct"),
        against_peers("peers", "fiscal_st_expenditure_pct"),
        over_time("trend", "fiscal_st_expenditure_pct"),
    ),
    decisive=("nation",),
)
