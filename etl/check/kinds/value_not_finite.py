from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="不是有限的数", en="not a finite number"),
    severity="error",
    column_name="value",
    fails="NOT isfinite(value_number) OR NOT isfinite(value)",
    message=Text(zh="“{value_text}”不是有限的数", en='"{value_text}" is not a finite number'),
    accepted=accepted.PLAIN_NUMBER,
    is_rejected=True,
)
