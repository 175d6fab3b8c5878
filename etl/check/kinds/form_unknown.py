from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="所给表格形式不明", en="unknown form given"),
    severity="error",
    message=Text(zh="没有“{detail}”这种表格形式", en='there is no form "{detail}"'),
    accepted=accepted.KNOWN_TABLE,
)
