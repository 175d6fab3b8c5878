from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="二进制工作簿", en="binary workbook"),
    severity="error",
    message=Text(
        zh="不读取二进制工作簿（xlsb）：其中的百分数不能可靠识别",
        en="binary workbooks (xlsb) are not read: their percentages cannot be told for sure",
    ),
    accepted=Text(zh="在Excel中另存为xlsx的文件", en="the file saved as xlsx in Excel"),
)
