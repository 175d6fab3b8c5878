from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="疑似整列错行", en="column shifted by a row"),
    severity="warning",
    relation="""
        SELECT s.*, s.first AS ordinal, what.*, u2.row AS last_row,
            CASE side WHEN 'above' THEN '上' ELSE '下' END AS side_zh,
            CASE side WHEN 'above' THEN '下' ELSE '上' END AS moved_zh,
            CASE side WHEN 'above' THEN 'down' ELSE 'up' END AS moved_en
        FROM shifted s JOIN what USING (indicator_code) JOIN upload u2 ON u2.ordinal = s.last
        """,
    message=Text(
        zh="{year}年{what_zh}有{rows}行与{side_zh}一行地区的历史数值相符，而与本地区不符，"
        "疑似整列{moved_zh}移一行（至第{last_row}行）",
        en="{year}: {rows} rows fit the history of the row {side}, not their own;"
        " the column is probably shifted {moved_en} by one (to row {last_row})",
    ),
    accepted=Text(zh="数值与同一行的地区对应", en="each figure in the row of its own region"),
)
