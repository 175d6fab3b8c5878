from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="派生指标超出范围", en="derived figure impossible"),
    severity="warning",
    message=Text(
        zh="{region_code}，{year}年：计算结果{value}超出该指标可能的范围",
        en="{region_code}, {year}: the result {value} is outside what is possible",
    ),
    accepted=Text(
        zh="公式的各部分，或目录中的范围",
        en="the parts of the formula, or the range in the catalog",
    ),
    is_rejected=True,
)
