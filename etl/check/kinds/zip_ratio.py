from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="压缩比异常", en="impossible compression"),
    severity="error",
    message=Text(
        zh="压缩比异常（{detail}倍），可能是压缩炸弹",
        en="packed {detail} times smaller than its content, as zip bombs are",
    ),
    accepted=accepted.UNDAMAGED_FILE,
)
