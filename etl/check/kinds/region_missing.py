from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有写明地区", en="region not given"),
    severity="error",
    message=Text(zh="文件没有写明地区", en="the file does not say of which region"),
    accepted=Text(zh="给出地区", en="give the region"),
    is_question=True,
)
