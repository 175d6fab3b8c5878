from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="指标由公式计算", en="indicator worked out by formula"),
    severity="error",
    column_name="indicator",
    fails="is_derived",
    message=Text(
        zh="“{indicator_text}”由本平台按公式计算，不从文件读取",
        en='"{indicator_text}" is worked out here by a formula and not taken from files',
    ),
    accepted=Text(
        zh="公式所用的指标；公布值须另立指标",
        en="the parts of the formula; a published ratio needs an indicator of its own",
    ),
    is_rejected=True,
)
