from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="缺少列", en="columns missing"),
    severity="error",
    message=Text(zh="缺少列：{detail}", en="columns missing: {detail}"),
    accepted=accepted.KNOWN_TABLE,
)
