from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="有打开密码", en="password needed"),
    severity="error",
    message=Text(zh="文件有打开密码", en="the file has a password"),
    accepted=Text(zh="取消密码后的文件", en="a file without a password"),
)
