from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有数据文件", en="no files of figures"),
    severity="error",
    message=Text(zh="没有可读取的数据文件", en="there is no file of figures to read"),
    accepted=Text(zh="CSV文件", en="csv files"),
)
