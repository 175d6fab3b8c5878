from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="同一键数值不同", en="two values for one figure"),
    severity="error",
    column_name="value",
    message=Text(
        zh="与{others}的地区、年份、指标相同而数值不同",
        en="{others} gives another value for the same region, year and indicator",
    ),
    accepted=accepted.ONE_ROW,
    is_rejected=True,
)
