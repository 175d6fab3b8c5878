from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="程序文件", en="a program"),
    severity="error",
    message=Text(
        zh="文件名以“{detail}”结尾，是程序而不是数据表",
        en='the name ends with "{detail}" and is that of a program, not of a table',
    ),
    accepted=accepted.TABLE,
)
