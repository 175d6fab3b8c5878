from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="大量公式没有结果", en="many formulas without results"),
    severity="error",
    message=Text(
        zh="共有{detail}个公式没有已保存的结果", en="{detail} formulas without a kept result"
    ),
    accepted=accepted.VALUES,
)
