from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="不是数", en="not a number"),
    severity="error",
    column_name="value",
    fails="value_number IS NULL OR contains(value_text, '_')",
    message=Text(zh="“{value_text}”不是数", en='"{value_text}" is not a number'),
    accepted=accepted.PLAIN_NUMBER,
    is_rejected=True,
)
