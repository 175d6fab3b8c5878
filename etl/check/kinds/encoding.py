from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="文字编码不明", en="unknown encoding"),
    severity="error",
    message=Text(
        zh="文字编码不能识别（按{detail}读取失败）",
        en="the text is in no known encoding (not {detail})",
    ),
    accepted=Text(zh="UTF-8或GB18030编码的文本", en="text in UTF-8 or GB 18030"),
)
