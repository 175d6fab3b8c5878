from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="公式出错", en="formula with an error"),
    severity="error",
    message=Text(zh="公式出错：{value}", en="a formula gives an error: {value}"),
    accepted=accepted.VALUES,
    is_rejected=True,
)
