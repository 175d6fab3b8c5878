"""Short Chinese names and English names of places, as an atlas of China prints them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# English names that are not plain pinyin (Shaanxi, Hohhot, Kashgar), by region code.
ATLAS_NAMES = Path(__file__).with_name("atlas_names.csv")

# What a prefecture-level name ends with; the short name is what stands before it.
_PREFECTURE_ENDS = re.compile(r"(特别行政区|自治州|自治区|地区|[省市盟])$")
_COUNTY_ENDS = re.compile(r"(矿区|特区|行政区|[区县市旗])$")
_TOO_SHORT_TO_CUT = 1

# Names that pypinyin reads differently from the people who live there.
_READINGS: dict[str, str] = {
    "长子": "zhang zi",
    "大城": "dai cheng",
    "南乐": "nan le",
    "民乐": "min le",
    "乐陵": "lao ling",
    "洪洞": "hong tong",
    "珲春": "hun chun",
    "繁峙": "fan shi",
    "浚县": "xun xian",
    "蚌山": "beng shan",
    "漯河": "luo he",
    "单县": "shan xian",
    "覃塘": "qin tang",
    "荥经": "ying jing",
    "筠连": "jun lian",
    "六合": "lu he",
    "涡阳": "guo yang",
    "闵行": "min hang",
    "泊头": "bo tou",
    "崆峒": "kong tong",
    "红寺堡": "hong si bu",
    "伽师": "jia shi",
    "什邡": "shi fang",
    "万柏林": "wan bai lin",
    "召陵": "shao ling",
}
# Readings that a character never has in a place name, unless the name is listed above.
_CHARACTER_READINGS: dict[tuple[str, str], str] = {
    ("都", "dou"): "du",
    ("长", "zhang"): "chang",
    ("朝", "zhao"): "chao",
    ("佛", "fu"): "fo",
    ("尾", "yi"): "wei",
    ("曾", "ceng"): "zeng",
    ("圩", "wei"): "xu",
    ("什", "shen"): "shi",
    ("勒", "lei"): "le",
}
# How the kind of a county-level unit is said when two neighbours share one name.
_KINDS = {"市": "City", "县": "County", "区": "District", "旗": "Banner"}


def shorten_prefecture(name_zh: str) -> str:
    """The name without its rank: 西安市 → 西安, 大兴安岭地区 → 大兴安岭.

    For abolished units only; names in use come shortened from the border table, because
    恩施土家族苗族自治州 cannot be cut by rule.
    """
    return _PREFECTURE_ENDS.sub("", name_zh)


def bare_county_name(short_name_zh: str) -> str:
    """The name of a county without its rank, kept when one character would be left (单县)."""
    bare = _COUNTY_ENDS.sub("", short_name_zh)
    return bare if len(bare) > _TOO_SHORT_TO_CUT else short_name_zh


def spell(name_zh: str) -> str:
    """A Chinese place name in pinyin, one word, with the apostrophe where it is needed (Xi'an)."""
    syllables = _syllables(name_zh)
    word = syllables[0]
    for syllable in syllables[1:]:
        word += ("'" if syllable[0] in "aoe" else "") + syllable
    return word[0].upper() + word[1:]


def english_name(region_code: str, bare_name_zh: str) -> str:
    """The English name of a place: as the atlas prints it, otherwise spelled from the Chinese."""
    return atlas_names().get(region_code) or spell(bare_name_zh)


def say_kind(name_zh: str) -> str:
    """City, County, District or Banner, by the last character of the Chinese name."""
    return _KINDS.get(name_zh[-1], "Area")


def repeated(names: Iterable[str]) -> set[str]:
    """The names that occur more than once."""
    seen: set[str] = set()
    again: set[str] = set()
    for name in names:
        (again if name in seen else seen).add(name)
    return again


@cache
def atlas_names() -> dict[str, str]:
    """English names that cannot be spelled from the Chinese one, by region code."""
    with ATLAS_NAMES.open(encoding="utf-8", newline="") as handle:
        return {row["region_code"]: row["name_en"] for row in csv.DictReader(handle)}


def _syllables(name_zh: str) -> list[str]:
    if name_zh in _READINGS:
        return _READINGS[name_zh].split()
    # Needed only when the tables are built, and slow to import.
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(name_zh, v_to_u=True)
    pairs = zip(name_zh, read, strict=True)
    return [_CHARACTER_READINGS.get((sign, sound), sound) for sign, sound in pairs]
