from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="分项大于合计", en="part above total"),
    severity="warning",
    relation="""
        SELECT p.*, n.place_zh, n.place_en, w.place_zh AS whole_zh, w.place_en AS whole_en,
            what_zh, what_en, unit_code, unit_en, printf('%.10g', m.value) AS whole_text
        FROM part p JOIN merged m ON m.region_code = CAST(p.whole_code AS region_code_t)
            AND m.indicator_code = p.indicator_code AND m.year = p.year
        JOIN place_name n ON n.region_code = p.region_code
        JOIN place_name w ON w.region_code = m.region_code
        JOIN what ON what.indicator_code = p.indicator_code
        WHERE m.value > 0 AND p.value > m.value * (1 + allowed_pct / 100) AND p.ordinal IS NOT NULL
        """,
    message=Text(
        zh="{year}年{place_zh}的{what_zh}大于{whole_zh}（{whole_text}{unit_code}）",
        en="{year}: {place_en} is greater than {whole_en} ({whole_text}, in {unit_en})",
    ),
    accepted=Text(zh="不大于{whole_zh}的数值", en="a figure not greater than that of {whole_en}"),
)
