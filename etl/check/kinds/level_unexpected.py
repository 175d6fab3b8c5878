from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="目录外的地区级别", en="level not in the catalog"),
    severity="warning",
    column_name="region_code",
    fails="(level_bit & level_bits) = 0",
    message=Text(
        zh="目录中该指标没有{level_zh}数据",
        en="the catalog has the indicator for other levels than this ({level_en})",
    ),
    accepted=Text(zh="{levels_zh}", en="{levels_en}"),
)
