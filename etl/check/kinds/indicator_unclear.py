from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="标题与表头的指标不一致", en="title and header name it differently"),
    severity="error",
    message=Text(
        zh="标题写有“{detail}”，“{value}”本身没有写明",
        en='the title says "{detail}", the name "{value}" does not',
    ),
    accepted=Text(
        zh="在表头写全指标名称，或给出该名称的指标",
        en="the full name of the indicator as header, or as the indicator of that name",
    ),
    is_question=True,
)
