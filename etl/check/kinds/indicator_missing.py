from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有写明指标", en="indicator not given"),
    severity="error",
    message=Text(zh="文件没有写明指标", en="the file does not say which indicator"),
    accepted=Text(zh="给出指标", en="give the indicator"),
    is_question=True,
)
