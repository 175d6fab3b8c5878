from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="改正未采用", en="correction not applied"),
    severity="notice",
    message=Text(
        zh="页面改正未采用：改正时为“{value}”，现为“{detail}”",
        en='the correction on the page is not applied: the cell said "{value}" then and says'
        ' "{detail}" now',
    ),
    accepted=Text(
        zh="仍须改正的，按现有内容重新改正",
        en="correct the cell as it is now, if it is still wrong",
    ),
)
