from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单元格过多", en="too many cells"),
    severity="error",
    message=Text(zh="单元格超过{detail}个", en="there are more than {detail} cells"),
    accepted=accepted.SMALLER_FILE,
)
