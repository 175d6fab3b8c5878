from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="地区旧名", en="old name of a region"),
    severity="notice",
    message=Text(
        zh="“{value}”在{year}年已更名，读为{name_zh}",
        en='"{value}" had another name by {year} and is read as {name_en}',
    ),
    accepted=accepted.NOTHING,
)
