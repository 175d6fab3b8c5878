from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="大量公式出错", en="many formulas with errors"),
    severity="error",
    message=Text(zh="共有{detail}个公式出错", en="{detail} formulas give errors"),
    accepted=accepted.VALUES,
)
