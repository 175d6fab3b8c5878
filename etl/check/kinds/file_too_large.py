from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="文件过大", en="file too large"),
    severity="error",
    message=Text(zh="文件超过{detail} MB", en="the file is above {detail} MB"),
    accepted=accepted.SMALLER_FILE,
)
