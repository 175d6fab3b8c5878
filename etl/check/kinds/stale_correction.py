from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="更正条目已失效", en="outdated correction"),
    severity="error",
    message=Text(
        zh="{figure}：数据中已没有要更正的“{value}”",
        en='{figure}: the figures no longer hold "{value}", which it corrects',
    ),
    accepted=Text(zh="核对来源后修改或删除此更正", en="check the source, then change or remove it"),
)
