from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="整列单位疑误", en="wrong unit of a whole column"),
    severity="warning",
    relation="FROM off_column JOIN what USING (indicator_code)",
    suggestion="written_over_power(u.number, digits)",
    message=Text(
        zh="{year}年{what_zh}的{regions}个数值普遍约为已知数值的{times_zh}，单位可能写错",
        en="{year}: all {regions} values are about {times_en} what is known;"
        " the unit is probably another",
    ),
    accepted=Text(
        zh="核对单位；目录单位为{unit_code}",
        en="check the unit; the catalog keeps it in {unit_en}",
    ),
)
