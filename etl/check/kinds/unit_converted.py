from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="单位已换算", en="unit converted"),
    severity="notice",
    message=Text(
        zh="{name_zh}：{unit_zh}换算为{kept_zh}（{factor}），如{written}→{converted}",
        en="{name_en}: {unit_en} converted into {kept_en} ({factor}), such as {written} →"
        " {converted}",
    ),
    accepted=accepted.NOTHING,
)
