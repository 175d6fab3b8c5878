from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有可识别的数据表", en="no table of a known form"),
    severity="error",
    message=Text(zh="没有找到可识别的数据表", en="no table of a known form was found"),
    accepted=accepted.KNOWN_TABLE,
)
