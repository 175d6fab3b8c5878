from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单元格过长", en="cell too long"),
    severity="error",
    message=Text(
        zh="第{detail}行前后有过长的单元格，可能引号不成对",
        en="a cell near line {detail} is too long; perhaps quotes are unpaired",
    ),
    accepted=accepted.QUOTES_IN_PAIRS,
)
