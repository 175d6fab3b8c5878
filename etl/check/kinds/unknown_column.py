from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="不认识的列", en="unknown column"),
    severity="warning",
    message=Text(zh="不认识的列“{value}”，未读取", en='column "{value}" is unknown and not read'),
    accepted=Text(
        zh="含义无关的，写明不读取该列；否则改用可识别的列名",
        en="leave it out on purpose if it does not matter; else a header that is known",
    ),
)
