from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="名单条目数与公布数不符", en="number of items is not the one announced"),
    severity="error",
    message=Text(
        zh="{year}年名单标为完整，公布{announced}个，而文件有{value}个",
        en="the list of {year} is called complete, {announced} are announced, and {value} are here",
    ),
    accepted=Text(
        zh="补齐或改正条目；名单不完整的，在{card}中写明is_complete: false",
        en="all items; or is_complete: false in {card}",
    ),
)
