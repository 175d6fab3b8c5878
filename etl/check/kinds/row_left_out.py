from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="不是单个地区的行未读取", en="rows of no single region left out"),
    severity="notice",
    message=Text(
        zh="{value}不是单个地区，未读取", en="not read, because they are no single region: {value}"
    ),
    accepted=accepted.NOTHING_OR_KEEP,
)
