from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="范围目录中没有", en="unknown scope"),
    severity="error",
    message=Text(zh="范围目录中没有“{value}”", en='the catalog has no scope "{value}"'),
    accepted=Text(
        zh="全社会，或范围目录中的代码、名称",
        en="whole_society, or a code or name of the catalog's scopes",
    ),
    is_question=True,
)
