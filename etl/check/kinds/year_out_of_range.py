from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="年份不可能", en="impossible year"),
    severity="error",
    column_name="year",
    fails="year_number < 1949 OR year_number > next_year",
    message=Text(
        zh="年份{year_text}早于1949年或晚于明年",
        en="{year_text} is before 1949 or after next year",
    ),
    accepted=accepted.YEARS,
    is_rejected=True,
)
