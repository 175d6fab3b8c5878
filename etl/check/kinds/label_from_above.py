from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="沿用上一行的名称", en="labels from above"),
    severity="notice",
    message=Text(zh="空白处沿用上一行的名称：{value}", en="blank labels are those above: {value}"),
    accepted=accepted.NOTHING,
)
