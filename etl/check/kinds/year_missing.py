from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有写明年份", en="year not given"),
    severity="error",
    message=Text(zh="文件没有写明年份", en="the file does not say of which year"),
    accepted=Text(zh="给出年份", en="give the year"),
    is_question=True,
)
