"""Figures that a publication of a lower grade would change: whether it may, a person says."""

from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="来源等级较低", en="source of a lower grade"),
    severity="warning",
    relation="""
        SELECT l.*, n.ordinal, place_zh, place_en, what_zh, what_en, a.title AS title_after,
            coalesce(b.title, source_before) AS title_before,
            CASE WHEN differs THEN concat(printf('%.10g', value_before), '改为',
                printf('%.10g', value_after), unit_code)
            ELSE concat('数值不变，状态由', status_before, '改为', status_after) END AS change_zh,
            CASE WHEN differs THEN concat(printf('%.10g', value_before), ' becomes ',
                printf('%.10g', value_after), ' (in ', unit_en, ')')
            ELSE concat('the same value, status ', status_before, ' becomes ', status_after)
            END AS change_en
        FROM lower_grade l JOIN incoming n USING (region_code, indicator_code, year)
        JOIN place_name p ON CAST(p.region_code AS VARCHAR) = l.region_code
        JOIN what w ON CAST(w.indicator_code AS VARCHAR) = l.indicator_code
        JOIN graded a ON a.code = source_after LEFT JOIN graded b ON b.code = source_before
        """,
    message=Text(
        zh="{place_zh}{year}年{what_zh}：{change_zh}；来源“{title_after}”为{grade_after}级，"
        "低于现有来源“{title_before}”（{grade_before}级）",
        en='{place_en} {year}: {change_en}; the source "{title_after}" has grade'
        ' {grade_after}, the present one "{title_before}" has {grade_before}',
    ),
    accepted=Text(
        zh="{grade_before}级或更高等级的来源；确须采用本文件时请说明理由后接受",
        en="a source of grade {grade_before} or better; if this file is to be followed,"
        " accept it with a reason",
    ),
)
