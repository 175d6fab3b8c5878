from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="地区不明", en="unknown region"),
    severity="error",
    column_name="region_code",
    fails="region_code IS NULL",
    message=Text(
        zh="没有代码或名称为“{place_text}”的地区，或同名地区不止一个",
        en='no region, or more than one, is called "{place_text}"',
    ),
    accepted=Text(
        zh="六位代码，或在该年唯一的全称，如420600或襄阳市",
        en="a six-digit code, or a full name that is unique in that year, such as 420600 or 襄阳市",
    ),
    is_rejected=True,
)
