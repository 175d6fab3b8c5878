from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="解压后过大", en="too large when unpacked"),
    severity="error",
    message=Text(zh="解压后超过{detail} MB", en="unpacked, the file is above {detail} MB"),
    accepted=accepted.SMALLER_FILE,
)
