from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="读取所需内存过多", en="reading needs too much memory"),
    severity="error",
    message=Text(
        zh="读取所需内存超过{detail} MB，已中止", en="reading needs more than {detail} MB"
    ),
    accepted=accepted.SMALLER_FILE,
)
