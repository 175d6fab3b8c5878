from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="更正条目有误", en="unfit correction"),
    severity="error",
    message=Text(zh="更正条目无法读取", en="the correction cannot be read"),
    accepted=Text(
        zh="match、field、expect、action、value、reason（zh、en）",
        en="match, field, expect, action, value, reason (zh, en)",
    ),
)
