from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="读取意外中止", en="reading stopped"),
    severity="error",
    message=Text(
        zh="读取程序意外中止，文件可能已损坏（{detail}）",
        en="reading stopped unexpectedly; the file may be damaged ({detail})",
    ),
    accepted=accepted.UNDAMAGED_FILE,
)
