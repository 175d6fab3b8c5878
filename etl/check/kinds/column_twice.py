from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="列名重复", en="column given twice"),
    severity="error",
    message=Text(zh="列名“{value}”出现不止一次", en='there is more than one column "{value}"'),
    accepted=Text(
        zh="每个列名只出现一次，或写明不读取其中哪一列",
        en="each column once; or say which of them is left out",
    ),
)
