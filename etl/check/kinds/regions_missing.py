"""Regions that had a figure the year before and have none now.

Told once for an indicator, a year and a level, and only when the file is meant to be complete:
when it has three regions, and half of those that the year before had.
"""

from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="缺地区", en="regions missing"),
    severity="warning",
    relation="""
        WITH covered AS (
            SELECT indicator_code, year, level, region_code, ordinal
            FROM merged JOIN place USING (region_code)
            WHERE level IN ('nation', 'province', 'city')
        ), now AS (
            SELECT indicator_code, year, level, count(*) AS regions,
                min(ordinal) AS ordinal FROM covered GROUP BY ALL HAVING count(ordinal) > 0
        ), gone AS (
            SELECT n.indicator_code, n.year, n.level, n.ordinal, n.regions, b.region_code,
                count(*) OVER (PARTITION BY n.indicator_code, n.year, n.level) AS before
            FROM now n JOIN covered b ON b.indicator_code = n.indicator_code
                AND b.year = n.year - 1 AND b.level = n.level
        )
        SELECT g.indicator_code, g.year, g.level, any_value(g.ordinal) AS ordinal,
            count(*) AS missing, any_value(regions) AS regions,
            string_agg(place_zh, '、' ORDER BY g.region_code) AS all_zh,
            string_agg(place_en, ', ' ORDER BY g.region_code) AS all_en,
            any_value(what_zh) AS what_zh, any_value(what_en) AS what_en, g.year - 1 AS year_before
        FROM gone g ANTI JOIN covered c ON c.indicator_code = g.indicator_code
            AND c.year = g.year AND c.region_code = g.region_code
        JOIN place_name p ON p.region_code = g.region_code
        JOIN what w ON w.indicator_code = g.indicator_code
        WHERE regions >= greatest(3, 0.5 * before)
            AND g.year BETWEEN p.valid_from AND p.valid_to
        GROUP BY g.indicator_code, g.year, g.level
        """,
    value="concat(what_zh, ' ', year)",
    message=Text(
        zh="{what_zh}{year}年缺{missing}个地区，{year_before}年有：{all_zh}",
        en="{year}: {missing} regions are missing that {year_before} had: {all_en}",
    ),
    accepted=Text(
        zh="补齐，或说明理由后接受",
        en="these as well, or a reason why there are none",
    ),
)
