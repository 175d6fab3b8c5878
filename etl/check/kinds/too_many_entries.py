from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="压缩包内文件过多", en="too many files in the archive"),
    severity="error",
    message=Text(zh="压缩包内文件超过{detail}个", en="the archive holds more than {detail} files"),
    accepted=accepted.UNDAMAGED_FILE,
)
