from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="全为缺失", en="all cells missing"),
    severity="error",
    message=Text(
        zh="表中没有一个数值，{detail}格均为缺失符号",
        en="the table has no figure: its {detail} cells are all signs for no value",
    ),
    accepted=Text(zh="至少有一个数值的表", en="a table with at least one figure"),
)
