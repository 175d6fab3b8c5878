from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="不是实际数", en="no actual figure"),
    severity="error",
    message=Text(
        zh="“{detail}”是预计数、目标数或计划数，不是实际数",
        en='"{detail}" is a figure expected, aimed at or planned, and no actual one',
    ),
    accepted=Text(
        zh="实际数；确为实际数的，在“时期”中选全年实际数",
        en="actual figures; if these are, say so as the period",
    ),
    is_question=True,
)
