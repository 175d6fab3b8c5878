from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="来源未填", en="source missing"),
    severity="error",
    column_name="source",
    fails="source_code IS NULL",
    message=Text(zh="来源目录中没有“{source_text}”", en='"{source_text}" is not among the sources'),
    accepted=Text(
        zh="先在来源目录sources.csv中登记该出版物",
        en="the code of a publication in sources.csv; enter it there first",
    ),
    is_rejected=True,
)
