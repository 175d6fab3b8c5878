from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="与历年相差悬殊", en="far from other years"),
    severity="warning",
    relation="FROM suspect WHERE by_history AND NOT is_slip",
    message=Text(
        zh="{place_zh}{year}年{what_zh}与{basis_zh}相差悬殊",
        en="{place_en} {year}: far from {basis_en}",
    ),
    accepted=Text(
        zh="约{expected_text}{unit_code}；数值无误时请说明理由后接受",
        en="about {expected_text} (in {unit_en}); if it is right, accept it with a reason",
    ),
)
