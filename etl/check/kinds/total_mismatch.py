"""Parts that do not add up to their total, where the catalog says that they must.

Provinces are added up when all that ever had a figure have one; cities when all of the province
have one. A build adds up the provinces only; see etl.check.totals.
"""

from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="分项与合计不符", en="parts and total disagree"),
    severity="warning",
    relation="""
        WITH wanted AS (
            SELECT indicator_code, '000000' AS whole_code, 'province' AS level,
                count(DISTINCT region_code) AS complete
            FROM merged JOIN place USING (region_code) WHERE level = 'province'
            GROUP BY indicator_code
        ), cities AS (
            SELECT province_code AS whole_code, 'city' AS level, count(*) AS complete
            FROM place JOIN place_name USING (region_code)
            WHERE level = 'city' AND valid_to = 9999 GROUP BY province_code
        )
        SELECT w.*, place_zh, place_en, what_zh, what_en, unit_code, unit_en,
            m.value AS whole_value,
            coalesce(m.ordinal, part_ordinal) AS ordinal,
            abs(added - m.value) / abs(m.value) * 100 AS off_pct,
            printf('%.10g', added) AS added_text, printf('%.10g', m.value) AS whole_text,
            printf('%.2g', off_pct) AS off_text, printf('%g', allowed_pct) AS allowed_text,
            CASE w.level WHEN 'province' THEN '各省' ELSE '各市' END AS parts_zh,
            CASE w.level WHEN 'province' THEN 'provinces' ELSE 'cities' END AS parts_en
        FROM whole w JOIN merged m USING (region_code, indicator_code, year)
        JOIN place_name USING (region_code) JOIN what USING (indicator_code)
        LEFT JOIN wanted n ON n.indicator_code = w.indicator_code AND n.level = w.level
        LEFT JOIN cities c ON c.whole_code = CAST(w.region_code AS VARCHAR) AND c.level = w.level
        WHERE m.value <> 0 AND parts >= coalesce(n.complete, c.complete) AND parts > 1
            AND off_pct > allowed_pct AND coalesce(m.ordinal, part_ordinal) IS NOT NULL
        """,
    message=Text(
        zh="{year}年{what_zh}：{parts_zh}合计{added_text}，{place_zh}{whole_text}{unit_code}，"
        "相差{off_text}%",
        en="{year}: the {parts_en} add up to {added_text}, {place_en} has {whole_text}"
        " (in {unit_en}), {off_text}% apart",
    ),
    accepted=Text(zh="相差不超过{allowed_text}%", en="a difference of at most {allowed_text}%"),
)
