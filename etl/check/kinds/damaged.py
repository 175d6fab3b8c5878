from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="文件已损坏", en="damaged file"),
    severity="error",
    message=Text(zh="文件已损坏，无法打开（{detail}）", en="the file is damaged ({detail})"),
    accepted=accepted.UNDAMAGED_FILE,
)
