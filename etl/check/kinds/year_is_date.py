from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="年份存为日期", en="year kept as a date"),
    severity="warning",
    message=Text(
        zh="年份被存为日期{value}，按{detail}年读取",
        en="the year is kept as the date {value} and read as {detail}",
    ),
    accepted=Text(zh="四位年份", en="a year of four digits"),
)
