"""Which words of a table are places: to tell rows from columns, not to resolve names.

The catalog's names are read from its file directly, because the process that opens a strange file
must start fast.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from etl.read.model import words
from scoreboard.paths import CATALOG

PROVINCES = words(
    """
    北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门
    """
)
# Groups of regions that statistics sum over and that are no regions of the catalog.
_GROUPS = words(
    """
    东部 中部 西部 东北 华北 华东 华南 华中 西南 西北 沿海 内陆 东部沿海 长三角 长江三角洲
    长三角地区 长三角一体化 珠三角
    珠江三角洲 京津冀 环渤海 长江经济带 黄河流域 粤港澳大湾区 成渝 成渝双城经济圈 泛珠三角
    苏南 苏中 苏北 皖南 皖中 皖北 粤东 粤西 粤北 粤东西北 浙东北 浙西南 陕南 陕北 关中 鲁南 胶东
    36个大中城市 大中城市 副省级城市 长江中游 中原城市群 长三角城市群 其他
    """
)
# Rows of tables by region that are no region either: what is counted for no single one of them.
_NO_REGION = words(
    """
    地方 地方合计 地方小计 地方总计 中央 中央本级 中央合计 中央级 不分地区 未分地区 其他地区 境外
    国外 港澳台 港澳台地区 新疆生产建设兵团 生产建设兵团 新疆兵团 兵团 市区 市辖区 市本级 省本级
    市直 省直 区本级 县本级 开发区 各区合计 各县合计 县(市)合计 区合计 县合计
    """
)
_NATION = words("全国 全国总计 全国合计 全国平均 全国总数 中国 China 全国地区合计")
_TOTAL = words("合计 总计 总数 总量 地区合计 各地区合计 全部 Total National")
_WHOLE = words("全省 全市 全区 全州 全县 全盟 全省合计 全市合计 全省总计 全市总计")
# What kind of place a place is, which is no place itself.
_KINDS = words(
    "直辖市 地级市 县级市 省会城市 计划单列市 副省级城市 副省级市 普通地级市 自治区 自治州 市辖区"
)
_SUFFIX = re.compile(
    r"[\u3400-\u9fff]{1,14}(?:省|市|自治区|特别行政区|自治州|自治县|地区|盟|旗|县|区|州|兵团|林区)"
)
_ENDS = {
    **dict.fromkeys(["北京", "天津", "上海", "重庆"], "市"),
    **dict.fromkeys(["内蒙古", "西藏"], "自治区"),
    "广西": "壮族自治区",
    "宁夏": "回族自治区",
    "新疆": "维吾尔自治区",
    **dict.fromkeys(["香港", "澳门"], "特别行政区"),
}
_BEFORE_NAME = re.compile(
    r"^(?:[#＃]|其\s*中\s*[:：]?|(?:[一二三四五六七八九十]+|\d{1,2})[、.．](?!\d)|"
    r"[(（](?:[一二三四五六七八九十]+|\d{1,2})[)）][、.．]?)\s*"
)
_CODE = re.compile(r"\d{6}(?:-[A-Z0-9]+)?")
_LOWER = re.compile(r"[\u3400-\u9fff]+(?:县|区|旗|州|盟|市)")


class _Places(NamedTuple):
    """The catalog's regions: all names, the codes of each, and the names right inside a code."""

    names: frozenset[str]
    codes: dict[str, list[str]]
    inside: dict[str, set[str]]


@lru_cache(maxsize=1)
def _places() -> _Places:
    codes: dict[str, list[str]] = {}
    inside: dict[str, set[str]] = {}
    with (CATALOG / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        wanted = ("region_code", "parent_code", "name_zh", "short_name_zh", "name_en")
        pick = itemgetter(*map(next(rows).index, wanted))
        for code, parent, *names in map(pick, rows):
            inside.setdefault(parent, set()).update(names)
            for name in names:
                codes.setdefault(name, []).append(code)
    return _Places(frozenset(codes), codes, inside)


def place_names() -> frozenset[str]:
    """Every full, short and English name of the catalog's regions."""
    return _places().names


@lru_cache(maxsize=8192)
def lies_in(inner: str, outer: str) -> bool:
    """Whether a region of one name lies directly in a region of the other name."""
    places = _places()
    return any(inner in places.inside.get(code, ()) for code in places.codes.get(outer, ()))


@lru_cache(maxsize=8192)
def is_place(name: str) -> bool:
    """Whether a label names a place, a total of places or a code; groups of regions do not."""
    if not name or len(name) > 40 or name in _KINDS:
        return False
    if short_province(name) or name in _NATION or _CODE.fullmatch(name):
        return True
    return bool(_SUFFIX.fullmatch(name)) or name in place_names()


def is_kind(name: str) -> bool:
    """Whether a label says what kind of place a place is."""
    return name in _KINDS


def is_code(text: str) -> bool:
    """Whether a text is a code of a region, as far as its look tells."""
    return bool(_CODE.fullmatch(text))


def is_of_which(label: str) -> bool:
    """Whether a label is marked as a part of what stands above."""
    return bool(re.match(r"[#＃]|其\s*中", label))


@lru_cache(maxsize=8192)
def region_in(label: str) -> str:
    """A label without what numbers it or makes it a part of the one above: 其中：广州 is 广州."""
    return _BEFORE_NAME.sub("", label).strip() or label


@lru_cache(maxsize=8192)
def is_group(name: str) -> bool:
    """Whether a label names a group of regions, such as 东部地区."""
    core = re.sub(r"(?:地区|省份|省市|各省市?)?(?:合计|小计|总计|平均|汇总)?$", "", name)
    return core in _GROUPS or re.sub(r"\(.*\)$", "", core) in _GROUPS


def is_no_region(name: str) -> bool:
    """Whether a label of a row names what is no region of its own: 地方合计, 市区."""
    return name in _NO_REGION


def is_nation(name: str) -> bool:
    """Whether a label means the whole country."""
    return name in _NATION


def is_total(name: str) -> bool:
    """Whether a label is a total without saying of what."""
    return name in _TOTAL


_SUMS = _NATION | _TOTAL | _WHOLE


def is_sum(name: str) -> bool:
    """Whether a label is one of the words for a nation, a total or the whole of the title."""
    return name in _SUMS


@lru_cache(maxsize=8192)
def short_province(name: str) -> str:
    """The short name of the province that a name means, or nothing. 吉林市 is no province."""
    for length in (2, 3):
        short = name[:length]
        if short in PROVINCES and name[length:] in {"", _ENDS.get(short, "省")}:
            return short
    return ""


def is_below_province(name: str) -> bool:
    """Whether a name is that of a city, county or district, as far as its ending tells."""
    return not short_province(name) and bool(_LOWER.fullmatch(name))


@lru_cache(maxsize=1024)
def place_in(text: str) -> str:
    """The place that a title begins with: '江苏省各市R&D经费' is of 江苏省."""
    for length in range(min(12, len(text)), 1, -1):
        head = text[:length]
        if short_province(head) and (len(text) == length or head[-1] in "省市区" or length < 4):
            return head
        if head[-1] in "市州盟县区" and head in place_names():
            return head
    return ""
