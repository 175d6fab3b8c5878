from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="空文件", en="empty file"),
    severity="error",
    message=Text(zh="文件是空的", en="the file is empty"),
    accepted=accepted.TABLE,
)
