from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="名单不能读取", en="register cannot be read"),
    severity="error",
    message=Text(zh="名单文件{why_zh}", en="the file of a register {why_en}"),
    accepted=Text(
        zh="UTF-8编码的CSV文件，首行为列名：{columns}；并有卡片{card}",
        en="a csv file in UTF-8 whose first row names the columns: {columns}; with a card {card}",
    ),
)
