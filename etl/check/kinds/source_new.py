from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="新的来源", en="new source"),
    severity="notice",
    message=Text(
        zh="来源“{value}”不在来源目录中，将随本次发布登记为C级来源",
        en='the source "{value}" is not in the catalog; it will be entered'
        " with this release as grade C",
    ),
    accepted=Text(zh="无须处理；或改用目录中的代码", en="nothing to do; or a code of the catalog"),
)
