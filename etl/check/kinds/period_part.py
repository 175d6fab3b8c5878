from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="所给时期不是全年", en="the period given is no whole year"),
    severity="error",
    message=Text(
        zh="所给时期“{value}”不是全年，不能发布",
        en='the period given, "{value}", is no whole year and cannot be published',
    ),
    accepted=Text(zh="全年实际数", en="figures of whole years"),
    is_question=True,
)
