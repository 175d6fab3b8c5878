from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="位次未读取", en="ranks left out"),
    severity="notice",
    message=Text(zh="{value}为位次，未读取", en="not read, because they are ranks: {value}"),
    accepted=accepted.NOTHING_OR_KEEP,
)
