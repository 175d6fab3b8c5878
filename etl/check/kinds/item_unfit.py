from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="名单条目有误", en="unfit item of a register"),
    severity="error",
    message=Text(
        zh="条目“{item}”的{column}“{value}”{why_zh}", en='{item}: the {column} "{value}" {why_en}'
    ),
    accepted=Text(zh="{accepted_zh}", en="{accepted_en}"),
)
