from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="引号不成对", en="unpaired quotes"),
    severity="error",
    message=Text(
        zh="第{detail}行前后引号不成对，无法分行",
        en="unpaired quotes near line {detail}: rows cannot be told apart",
    ),
    accepted=accepted.QUOTES_IN_PAIRS,
)
