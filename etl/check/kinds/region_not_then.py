from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="该年尚无此地区", en="region did not exist then"),
    severity="warning",
    column_name="region_code",
    fails="year < valid_from OR year > valid_to",
    message=Text(
        zh="{place_text}在{year}年尚未设立或已撤销", en="{place_text} did not exist in {year}"
    ),
    accepted=Text(
        zh="该地区存在的年份：{valid_from}–{valid_to}",
        en="a year in which it existed: {valid_from}–{valid_to}",
    ),
)
