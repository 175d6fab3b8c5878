from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="范围不明", en="unclear scope"),
    severity="error",
    message=Text(
        zh="“{value}”的范围写为{scope_zh}，指标目录中没有该范围的这一指标",
        en='"{value}" stands under the scope {scope_en}, for which the catalog has no such'
        " indicator",
    ),
    accepted=Text(
        zh="该范围的指标须先填写指标卡；确为全社会数的，在“范围”中选全社会",
        en="a card for the indicator of this scope; if these are figures of the whole society,"
        " say so as the scope",
    ),
)
