from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="合计的地区不明", en="total of an unclear region"),
    severity="warning",
    message=Text(
        zh="不能确定“{value}”是哪个地区的合计，未读取",
        en='it is unclear of which region "{value}" is the total; not read',
    ),
    accepted=Text(zh="写明地区，或在提示中给出地区", en="the region's name, here or as a hint"),
    is_rejected=True,
)
