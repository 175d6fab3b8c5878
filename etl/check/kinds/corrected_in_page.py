from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="在页面改正", en="corrected on the page"),
    severity="notice",
    message=Text(
        zh="在页面由“{value}”改为“{detail}”",
        en='corrected on the page from "{value}" to "{detail}"',
    ),
    accepted=accepted.NOTHING,
)
