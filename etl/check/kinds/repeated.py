from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="重复行", en="repeated row"),
    severity="warning",
    column_name="value",
    message=Text(
        zh="与{others}重复，数值相同，只保留第一行",
        en="repeats {others} with the same value; only the first row is kept",
    ),
    accepted=accepted.ONE_ROW,
)
