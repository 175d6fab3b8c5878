from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="疑似小数点错位", en="slipped decimal point"),
    severity="warning",
    relation="FROM suspect WHERE is_slip AND abs(digits) NOT IN (4, 8)",
    suggestion="written_over_power(u.number, digits)",
    message=Text(
        zh="{place_zh}{year}年{what_zh}约为{basis_zh}的{times_zh}，疑似小数点错位",
        en="{place_en} {year}: about {times_en} {basis_en}; probably a slipped decimal point",
    ),
    accepted=Text(
        zh="约{expected_text}{unit_code}；数值无误时请说明理由后接受",
        en="about {expected_text} (in {unit_en}); if it is right, accept it with a reason",
    ),
)
