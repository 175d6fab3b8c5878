"""产学研脱节: do firms pay too little of the research and development?"""

from scoreboard.diagnostics.signs import Rule, against_nation, against_peers, over_time

RULE = Rule(
    code="firms_fund_little",
    signs=(
        against_nation("nation", "rd_funds_enterprise_pct"),
        against_peers("peers", "rd_funds_enterprise_pct"),
        over_time("trend", "rd_funds_enterprise_pct"),
    ),
    decisive=("nation",),
)
