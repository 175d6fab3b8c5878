from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有数据行", en="no rows of figures"),
    severity="error",
    message=Text(zh="表中没有数据行", en="the table has no rows of figures"),
    accepted=accepted.KNOWN_TABLE,
)
