from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="增速未读取", en="rates of growth left out"),
    severity="notice",
    message=Text(
        zh="{value}为增速，未读取", en="not read, because they are rates of growth: {value}"
    ),
    accepted=accepted.NOTHING_OR_KEEP,
)
