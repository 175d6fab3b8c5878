from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="代码与名称不符", en="code and name disagree"),
    severity="error",
    column_name="region",
    fails="named_code <> region_code",
    message=Text(
        zh="代码{place_text}与名称“{name_text}”（{named_code}）不是同一地区",
        en='code {place_text} and name "{name_text}" ({named_code}) are different regions',
    ),
    accepted=Text(zh="互相一致的代码和名称", en="a code and a name that agree"),
    is_rejected=True,
)
