from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="已声明的来源错误", en="declared error of a source"),
    severity="error",
    column_name="value",
    fails="declared_zh IS NOT NULL",
    message=Text(
        zh="已声明的来源错误：{declared_zh}", en="declared error of the source: {declared_en}"
    ),
    accepted=Text(zh="来源更正后的数值", en="the value once the source has put it right"),
    is_rejected=True,
)
