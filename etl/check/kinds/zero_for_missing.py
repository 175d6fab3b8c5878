from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="以0代缺失", en="zero for missing"),
    severity="warning",
    relation="FROM against_years WHERE years >= 2 AND value = 0 AND low > 0",
    message=Text(
        zh="{place_zh}{year}年{what_zh}为0，历年为{known_range}，可能是缺失",
        en="{place_en} {year} is zero, other years are {known_range}: perhaps missing",
    ),
    accepted=Text(
        zh="没有数值时留空；确为0时请说明理由后接受",
        en="nothing where there is no value; if it is zero, accept it with a reason",
    ),
)
