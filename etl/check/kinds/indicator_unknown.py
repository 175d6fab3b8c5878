from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="指标不明", en="unknown indicator"),
    severity="error",
    column_name="indicator",
    fails="indicator_code IS NULL",
    message=Text(
        zh="指标目录中没有“{indicator_text}”",
        en='the catalog has no indicator "{indicator_text}"',
    ),
    accepted=Text(zh="指标目录中的代码或名称", en="a code or name from the catalog of indicators"),
    is_rejected=True,
)
