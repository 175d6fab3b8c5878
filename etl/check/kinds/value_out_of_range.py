from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="超出可能范围", en="outside what is possible"),
    severity="error",
    column_name="value",
    fails="isfinite(value) AND NOT (value BETWEEN low AND high)",
    message=Text(
        zh="{value} {wanted_unit}超出该指标可能的范围",
        en="{value} (in {wanted_unit_en}) is outside what the indicator can be",
    ),
    accepted=Text(zh="{range_text} {wanted_unit}", en="{range_text} (in {wanted_unit_en})"),
    is_rejected=True,
)
