from etl.check.kind import RowCheck
from etl.resolve.codes import STATUSES
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="状态码不明", en="unknown status"),
    severity="error",
    column_name="status",
    fails="status IS NULL",
    message=Text(zh="不认识的状态码“{status_text}”", en='the status "{status_text}" is unknown'),
    accepted=Text(
        zh="SDMX状态码（缺失值不填行）：" + "、".join(sorted(STATUSES)),
        en="an SDMX status of a value that is there: " + ", ".join(sorted(STATUSES)),
    ),
    is_rejected=True,
)
