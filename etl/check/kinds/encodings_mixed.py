from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="文字编码混用", en="mixed encodings"),
    severity="error",
    message=Text(
        zh="同一文件中混有UTF-8和其他编码，自第{detail}行起",
        en="some lines are in UTF-8 and others, from line {detail} on, in another encoding",
    ),
    accepted=Text(zh="全文使用同一种编码", en="one encoding in the whole file"),
)
