from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="数据列没有表头", en="column without a header"),
    severity="error",
    message=Text(
        zh="该列有{detail}个数值而没有表头", en="the column has {detail} figures but no header"
    ),
    accepted=Text(zh="写明指标或年份的表头", en="a header that names the indicator or the year"),
    is_rejected=True,
)
