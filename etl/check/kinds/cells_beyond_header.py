from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="超出表头的单元格", en="cells beyond the header"),
    severity="error",
    message=Text(
        zh="该行超出表头的范围，可能错位", en="the row goes beyond the header and may be shifted"
    ),
    accepted=Text(zh="与表头列数一致的行", en="a row of as many cells as the header"),
)
