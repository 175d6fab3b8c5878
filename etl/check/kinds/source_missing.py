from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="没有写明来源", en="source not given"),
    severity="error",
    message=Text(zh="文件没有写明来源", en="the file does not say its source"),
    accepted=Text(zh="给出来源", en="give the source"),
    is_question=True,
)
