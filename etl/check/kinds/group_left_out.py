from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="多个地区的合计未读取", en="groups of regions left out"),
    severity="notice",
    message=Text(
        zh="{value}为多个地区的合计，未读取",
        en="not read, because they are groups of regions: {value}",
    ),
    accepted=accepted.NOTHING_OR_KEEP,
)
