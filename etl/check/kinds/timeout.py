from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="读取超时", en="reading took too long"),
    severity="error",
    message=Text(zh="读取超过{detail}秒，已中止", en="reading took more than {detail} seconds"),
    accepted=accepted.SMALLER_FILE,
)
