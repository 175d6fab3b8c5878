from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单元格过于分散", en="cells too far apart"),
    severity="error",
    message=Text(
        zh="有内容的单元格相距过远，跨越的范围超过{detail}格",
        en="the filled cells lie too far apart: they span more than {detail} cells",
    ),
    accepted=Text(zh="删去远处的多余单元格", en="a sheet without stray cells far away"),
)
