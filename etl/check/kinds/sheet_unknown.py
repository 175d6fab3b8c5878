from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="工作表不能识别", en="sheet of no known form"),
    severity="warning",
    message=Text(
        zh="工作表“{value}”不是可识别的数据表，未读取",
        en='the sheet "{value}" is no table of a known form and not read',
    ),
    accepted=accepted.KNOWN_TABLE,
)
