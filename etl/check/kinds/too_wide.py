from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="超出表格界限", en="beyond the limits of a sheet"),
    severity="error",
    message=Text(
        zh="单元格位置超出表格界限（{detail}）",
        en="a cell lies beyond the limits of a sheet ({detail})",
    ),
    accepted=accepted.UNDAMAGED_FILE,
)
