"""企业主体弱: are there few innovating firms, and do they carry little of the R&D?"""

from scoreboard.diagnostics.signs import Rule, against_level, against_peers, over_time

RULE = Rule(
    code="firms_weak",
    signs=(
        against_level("level", "hightech_enterprises_recognized_per_10k"),
        against_peers("peers", "hightech_enterprises_recognized_per_10k"),
        against_level("industry", "ind_rd_expenditure_pct"),
        over_time("trend", "ind_rd_expenditure_pct"),
    ),
    leads=("level", "peers"),
    decisive=("level",),
)
