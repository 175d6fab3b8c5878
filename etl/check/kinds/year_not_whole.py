from etl.check import accepted
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="年份不是整数", en="year not whole"),
    severity="error",
    column_name="year",
    fails="year_number IS NULL OR year_number <> floor(year_number) OR contains(year_text, '_')",
    message=Text(zh="“{year_text}”不是整数年份", en='"{year_text}" is not a whole year'),
    accepted=accepted.YEARS,
    is_rejected=True,
)
