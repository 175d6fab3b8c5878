from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="同名地区，按常用者读取", en="namesakes: the usual one taken"),
    severity="warning",
    message=Text(
        zh="“{value}”按{chosen}读取；同名的还有：{others}",
        en='"{value}" is read as {chosen}; others of that name: {others}',
    ),
    accepted=Text(
        zh="所指即此地区时接受；否则写全称或上级地区",
        en="accept it if this is meant; otherwise write the full name or the region above",
    ),
)
