from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="引用外部文件", en="links to other files"),
    severity="warning",
    message=Text(
        zh="文件引用了外部文件，未跟随引用",
        en="the file refers to other files, which are not followed",
    ),
    accepted=accepted.KEPT_VALUES,
)
