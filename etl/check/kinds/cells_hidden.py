from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="隐藏的行、列", en="hidden rows or columns"),
    severity="notice",
    message=Text(
        zh="有隐藏的行或列，其中的数值已一并读取（{detail}处）",
        en="hidden rows or columns are read like any other ({detail})",
    ),
    accepted=Text(
        zh="不需要的，删去后再读取，或写明不读取",
        en="without them, or named as left out, if they are not meant",
    ),
)
