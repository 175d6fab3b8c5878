"""企业主体弱: does high-tech manufacturing spend little of its revenue on R&D?"""

from scoreboard.diagnostics.signs import (
    Rule,
    against_limit,
    against_nation,
    against_peers,
    over_time,
)

RULE = Rule(
    code="hightech_rd_thin",
    signs=(
        against_limit("floor", "hightech_manufacturing_rd_intensity"),
        against_nation("nation", "hightech_manufacturing_rd_intensity"),
        against_peers("peers", "hightech_manufacturing_rd_intensity"),
        over_time("trend", "hightech_manufacturing_rd_intensity"),
    ),
)
