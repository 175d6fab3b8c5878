from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有写明单位", en="unit not given"),
    severity="error",
    message=Text(zh="文件没有写明单位：{value}", en="the file does not say in which unit: {value}"),
    accepted=Text(
        zh="给出单位；各指标单位不同的，分别给出",
        en="give the unit, one for all or one for each indicator",
    ),
    is_question=True,
)
