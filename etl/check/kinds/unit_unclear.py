from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单位不能确定", en="which unit is unclear"),
    severity="error",
    message=Text(
        zh="“{value}”的单位写为“{unit}”，不能确定是哪一个",
        en='the unit of "{value}" is said to be "{unit}"; it is unclear which',
    ),
    accepted=Text(
        zh="给出这一指标的单位", en="the unit of this indicator (--unit-of INDICATOR=UNIT)"
    ),
)
