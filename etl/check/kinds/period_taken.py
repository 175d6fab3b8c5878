from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="按所给时期读取", en="period as given"),
    severity="notice",
    message=Text(
        zh="文件写有“{detail}”，按所给时期读为全年实际数",
        en='the file says "{detail}"; read as figures of whole years, as the period given says',
    ),
    accepted=accepted.NOTHING,
)
