from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单位不能确定", en="which unit is unclear"),
    severity="error",
    message=Text(
        zh="“{indicator}”的单位写为“{value}”，不能确定是哪一个",
        en='the unit of "{indicator}" is said to be "{value}"; it is unclear which',
    ),
    accepted=Text(
        zh="给出这一指标的单位", en="the unit of this indicator (--unit-of INDICATOR=UNIT)"
    ),
)
