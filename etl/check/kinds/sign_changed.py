from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="正负号反常", en="sign changed"),
    severity="warning",
    relation="""
        FROM against_years
        WHERE years >= 3 AND ((value < 0 AND low > 0) OR (value > 0 AND high < 0))
    """,
    suggestion="CASE WHEN u.number LIKE '-%' THEN substr(u.number, 2)"
    " ELSE concat('-', u.number) END",
    message=Text(
        zh="{place_zh}{year}年{what_zh}的正负号与历年（{known_range}）相反",
        en="{place_en} {year}: the sign is not that of all other years ({known_range})",
    ),
    accepted=Text(zh="与历年同号的数值", en="a figure with the sign of the other years"),
)
