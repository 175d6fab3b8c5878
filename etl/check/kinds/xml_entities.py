from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="含XML实体", en="XML entities"),
    severity="error",
    message=Text(
        zh="文件中声明了XML实体或文档类型，不予读取",
        en="the file declares XML entities or a document type, which are not read",
    ),
    accepted=accepted.UNDAMAGED_FILE,
)
