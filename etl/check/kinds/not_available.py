from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="#N/A按缺失读取", en="#N/A read as missing"),
    severity="notice",
    message=Text(
        zh="有{detail}个公式的结果为#N/A，按缺失读取",
        en="{detail} formulas give #N/A and are read as missing",
    ),
    accepted=accepted.NOTHING,
)
