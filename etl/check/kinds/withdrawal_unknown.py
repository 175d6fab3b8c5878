from etl.check.kind import CrossCheck
from scoreboard.catalog.models import Text

KIND = CrossCheck(
    name=Text(zh="撤回的数值不存在", en="nothing to take back"),
    severity="warning",
    relation="""
        SELECT w.* FROM withdrawal w
        ANTI JOIN past_observation o ON o.region_code = CAST(w.region_code AS VARCHAR)
            AND o.indicator_code = CAST(w.indicator_code AS VARCHAR) AND o.year = w.year
        """,
    value="u.status",
    message=Text(
        zh="没有可撤回的数值：{region_code}，{year}年，{indicator_code}",
        en="no figure to take back: {region_code}, {year}, {indicator_code}",
    ),
    accepted=Text(zh="已发布的数值", en="a figure that is published"),
)
