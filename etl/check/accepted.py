"""What would be accepted, where several kinds of issues say the same."""

from scoreboard.catalog.models import Text

NOTHING = Text(zh="无须处理", en="nothing to do")
NOTHING_OR_KEEP = Text(
    zh="无须处理；须读取的，在“仍要读取”中写明（命令行用--keep）",
    en="nothing to do; to read them all the same, name them under “Read all the same” (--keep)",
)
TABLE = Text(
    zh="csv、txt、xls、xlsx、xlsm、ods、parquet格式的数据表",
    en="a table as csv, txt, xls, xlsx, xlsm, ods or parquet",
)
KNOWN_TABLE = Text(
    zh="国家统计局导出表、年鉴表、本平台模板，或含地区、指标、年份、数值各列的表",
    en="an export of the National Bureau, a yearbook table, our template, or a table with columns"
    " for region, indicator, year and value",
)
TIDY_CSV = Text(
    zh="UTF-8编码的CSV文件，首行为列名：region_code、region、year、indicator、value、unit、status、source、note",
    en="a csv file in UTF-8 whose first row names the columns:"
    " region_code, region, year, indicator, value, unit, status, source, note",
)
UNDAMAGED_FILE = Text(
    zh="完好的文件，请重新下载或另存", en="an undamaged file; download it or save it again"
)
SMALLER_FILE = Text(
    zh="较小的文件，可按年份或指标拆分", en="a smaller file, split by year or indicator"
)
VALUES = Text(zh="只含数值的表，另存前请重新计算", en="values; recalculate and save the file again")
KEPT_VALUES = Text(zh="已保存在单元格中的数值", en="the values kept in the cells")
QUOTES_IN_PAIRS = Text(zh="成对的引号", en="quotes in pairs")
YEARS = Text(zh="1949年至明年的整数年份", en="a whole year from 1949 to next year")
PLAIN_NUMBER = Text(
    zh="不带千分位和单位的数；没有数值时不要这一行",
    en="a number without separators or unit; where there is no value, leave the row out",
)
CONVERTIBLE_UNIT = Text(
    zh="指标目录所列单位{wanted_unit}，或可换算的单位",
    en="the unit of the catalog, {wanted_unit_en} ({wanted_unit}), or one that converts into it",
)
ONE_ROW = Text(zh="每个地区、年份、指标一行", en="one row for a region, year and indicator")
