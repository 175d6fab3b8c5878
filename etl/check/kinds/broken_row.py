from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="残缺的行", en="broken row"),
    severity="error",
    message=Text(zh="有{cells}格，应为{width}格", en="has {cells} cells instead of {width}"),
    accepted=accepted.TIDY_CSV,
    is_rejected=True,
)
