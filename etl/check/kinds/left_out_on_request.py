from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="按要求未读取", en="left out on request"),
    severity="notice",
    message=Text(zh="按要求未读取：{value}", en="left out on request: {value}"),
    accepted=accepted.NOTHING,
)
