from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="单位不能换算", en="unit cannot be converted"),
    severity="error",
    column_name="unit",
    fails="is_unit_known AND indicator_code IS NOT NULL AND NOT is_convertible",
    message=Text(
        zh="单位“{unit_text}”不能换算为{wanted_unit}",
        en='"{unit_text}" cannot be converted into {wanted_unit_en}',
    ),
    accepted=accepted.CONVERTIBLE_UNIT,
    is_rejected=True,
)
