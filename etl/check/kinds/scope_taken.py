from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="按范围选定指标", en="indicator chosen by scope"),
    severity="notice",
    message=Text(
        zh="“{value}”的范围写为{scope_zh}，读为“{name_zh}”",
        en='"{value}" stands under the scope {scope_en} and is read as "{name_en}"',
    ),
    accepted=accepted.NOTHING,
)
