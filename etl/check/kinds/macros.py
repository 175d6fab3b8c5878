from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="含有宏", en="macros"),
    severity="warning",
    message=Text(zh="文件含有宏，未运行", en="the file holds macros, which are not run"),
    accepted=accepted.KEPT_VALUES,
)
