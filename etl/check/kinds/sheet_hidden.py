from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="隐藏的工作表", en="hidden sheet"),
    severity="warning",
    message=Text(zh="隐藏的工作表“{value}”未读取", en='the hidden sheet "{value}" is not read'),
    accepted=Text(zh="取消隐藏的工作表", en="a sheet that is not hidden"),
)
