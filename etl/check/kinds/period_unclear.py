from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="不是全年", en="no whole year"),
    severity="error",
    message=Text(
        zh="“{detail}”是一年的一部分，不是全年",
        en='"{detail}" is a part of a year and no whole year',
    ),
    accepted=Text(
        zh="全年数；确为全年数的，在“时期”中选全年实际数",
        en="figures of whole years; if these are, say so as the period",
    ),
    is_question=True,
)
