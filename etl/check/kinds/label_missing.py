from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="数据行没有名称", en="row without a name"),
    severity="error",
    message=Text(
        zh="该行有数值而没有地区、指标或年份，可能错位",
        en="the row has figures but no region, indicator or year; it may be shifted",
    ),
    accepted=Text(zh="每行开头的名称", en="a name at the start of the row"),
    is_rejected=True,
)
