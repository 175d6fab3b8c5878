from etl.check import accepted
from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="含空字节", en="NUL bytes"),
    severity="error",
    message=Text(
        zh="文本中含有空字节（NUL），文件可能已损坏",
        en="the text holds NUL bytes; the file may be damaged",
    ),
    accepted=accepted.UNDAMAGED_FILE,
)
