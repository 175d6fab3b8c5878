from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="不是数据表", en="not a table"),
    severity="error",
    message=Text(zh="内容是{detail}，不是数据表", en="this is {detail} and holds no table"),
    accepted=accepted.TABLE,
)
