from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="名单条目重复", en="item twice on a register"),
    severity="error",
    message=Text(zh="条目“{value}”与第{first}行重复", en='"{value}" stands in row {first}, too'),
    accepted=Text(zh="同一名单中每个条目一行", en="one row for each item of a list"),
)
