from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="单位不明", en="unknown unit"),
    severity="error",
    column_name="unit",
    fails="NOT is_unit_known",
    message=Text(zh="不认识的单位“{unit_text}”", en='the unit "{unit_text}" is unknown'),
    accepted=accepted.CONVERTIBLE_UNIT,
    is_rejected=True,
)
