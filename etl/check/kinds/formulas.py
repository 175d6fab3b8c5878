from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="公式按已保存的结果读取", en="formulas with kept results"),
    severity="notice",
    message=Text(
        zh="有{detail}个公式，按文件中保存的结果读取，不重新计算",
        en="{detail} formulas are read with the results kept in the file and not recalculated",
    ),
    accepted=accepted.NOTHING,
)
