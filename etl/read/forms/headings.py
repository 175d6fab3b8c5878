"""Which words stand above the columns of tables, and what a column so called holds."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.read import cells as c
from etl.read.model import words

# Of regions also how deep they lie: 1 province, 2 city, 3 county, 0 where the word does not say.
_REGIONS = {
    0: words(
        """
        地区 各地区 地区名称 地区名 区域 区域名称 单位名称 行政区 行政区划 行政区名称 行政区划名称
        地名 市县 上报地区 统计地区 Region Regions RegionName Area AreaName Location Place Geo
        """
    ),
    1: words(
        """
        省份 省市 省 省区市 省(区、市) 省(市、区) 省(市) 省(自治区、直辖市) 省份名称 省名 所属省份
        所在省 所在省份 所属省 所属省市 省级 Province Provinces ProvinceName
        """
    ),
    2: words(
        """
        城市 地市 地级市 市 市(州) 市州 州市 市(地) 城市名称 城市名 市名 所属市 所在市 所属城市
        地州市 市级 City Cities CityName Prefecture
        """
    ),
    3: words("县区 区县 县 区 县(市、区) 县(市) 区县名称 县市区 区市县 County District CountyName"),
}
_ROLES = {
    "code": words(
        """
        代码 编码 地区代码 行政区划代码 区划代码 行政代码 行政区代码 区域代码 城市代码 省份代码
        国标码 RegionCode Code AdCode AreaCode CityCode ProvinceCode
        """
    ),
    "parent": words("上级地区 所属地区 上级 Parent ParentRegion"),
    "indicator": words(
        """
        指标 项目 指标名称 指标代码 项目名称 指标项 指标名 Item Items Indicator Indicators
        IndicatorCode IndicatorName Variable
        """
    ),
    "year": words(
        """
        年份 年度 时间 年 年别 统计年度 统计年份 统计时间 数据年份 报告年度 数据时间 日期 Year Years
        Time Period Date TimePeriod
        """
    ),
    "value": words(
        "数值 值 数据 指标值 观测值 数据值 统计值 Value Values obs_value ObsValue Figure Data"
    ),
    "unit": words("单位 计量单位 数据单位 Unit Units UnitOfMeasure"),
    "status": words("状态 数据状态 Status obs_status ObsStatus"),
    "source": words("来源 数据来源 资料来源 来源代码 Source SourceCode DataSource"),
    "note": words("备注 说明 注 注释 附注 Note Notes Remark Remarks Comment"),
    "ordinal": words("序号 编号 No. No 栏次 # 行号 ID"),
    # May be the name of a place or of an indicator: what stands below decides.
    "name": words("Name 名称"),
}


def _key(header: str) -> str:
    return "".join(c.plain(header).split()).replace("_", "").casefold()


_KEEPS = {_key(name): role for role, names in _ROLES.items() for name in names}
_DEPTHS = {_key(name): depth for depth, names in _REGIONS.items() for name in names}
# Columns that say how a figure moved, or where it stands among others: no figures of their own.
_BEFORE = r"(?:上年同期|上年|去年|上一年|前一年|同期|\d{4}年)"
_MOVE = r"(?:增长|增减|增加|增幅|增速|变动|变化|提高|涨幅|升降)(?:率|速度|幅度|量|额|百分点)?"
_GROWTH = re.compile(
    rf"(?:(?:比|较|与){_BEFORE}(?:实际|名义|相比)?[±+]?%?(?:{_MOVE})?|"
    rf"{_BEFORE}?(?:同比|环比|年均|平均每年|名义|实际)?{_MOVE}|同比|环比|[±+]%?|"
    r"growth(?:rate)?|change|yoy)",
    re.IGNORECASE,
)
_GROWTH_END = re.compile(
    rf".+(?:(?:比|较){_BEFORE}(?:{_MOVE})?|同比(?:{_MOVE})?|增长率|增速|增幅)$"
)
_RANK = re.compile(
    r"(?:(?:全国|全省|全市|本年|上年|在?全国|省内|当年|所在|居全国|居全省)?(?:的|中)?"
    r"(?:位次|排名|名次|排位|位序|序位|排序)(?:变化|升降|变动)?|rank(?:ing)?)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def role_of(header: str) -> str:
    """What a header word says its column holds: region, indicator, year, code, unit, note …"""
    key = _key(header)
    role = "region" if key in _DEPTHS else _KEEPS.get(key, "")
    if not role and " " in header.strip():  # 地区 Region
        return role_of(header.strip().split(" ", maxsplit=1)[0])
    return role


@lru_cache(maxsize=1024)
def depth_of(header: str) -> int:
    """How deep the regions of a column so called lie: 1 province, 2 city, 3 county, 0 unsaid."""
    depth = _DEPTHS.get(_key(header))
    if depth is None and " " in header.strip():
        return depth_of(header.strip().split(" ", maxsplit=1)[0])
    return depth or 0


@lru_cache(maxsize=4096)
def why_no_figure(header: str) -> str:
    """Why a column so called is left out unless it is asked for: growth, rank; else nothing."""
    name = c.squeeze(c.take_unit(c.plain(header))[1])
    if _RANK.fullmatch(name):
        return "rank"
    is_growth = _GROWTH.fullmatch(name) or _GROWTH_END.fullmatch(name)
    return "growth" if name and is_growth and not name.endswith("自然增长率") else ""
