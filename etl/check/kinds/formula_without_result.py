from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="公式没有结果", en="formula without a result"),
    severity="error",
    message=Text(zh="公式没有已保存的结果", en="a formula without a kept result"),
    accepted=accepted.VALUES,
    is_rejected=True,
)
