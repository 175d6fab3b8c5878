"""The shipped table of regions and the changes since 2000: complete, consistent, well named."""

from __future__ import annotations

import csv
from typing import Any

import pandas as pd
import pytest
import yaml

from etl.maps import place_names, regions
from scoreboard import paths

LEVELS = ["nation", "province", "city", "county", "zone"]
KINDS = {"renamed", "recoded", "reparented", "merged", "split", "created"}
# Prefecture-level units of the mainland: 293 cities, 7 areas (地区), 30 autonomous
# prefectures (自治州), 3 leagues (盟).
PREFECTURES = {"市": 293, "地区": 7, "州": 30, "盟": 3}

ENGLISH = {
    "000000": "China",
    "140000": "Shanxi",
    "610000": "Shaanxi",
    "150000": "Inner Mongolia",
    "540000": "Tibet",
    "650000": "Xinjiang",
    "500000": "Chongqing",
    "810000": "Hong Kong",
    "820000": "Macao",
    "710000": "Taiwan",
    "610100": "Xi'an",
    "370900": "Tai'an",
    "511800": "Ya'an",
    "320800": "Huai'an",
    "610600": "Yan'an",
    "341500": "Lu'an",
    "530800": "Pu'er",
    "150100": "Hohhot",
    "150600": "Ordos",
    "650100": "Urumqi",
    "653100": "Kashgar",
    "540100": "Lhasa",
    "540200": "Shigatse",
    "230100": "Harbin",
    "230200": "Qiqihar",
    "222400": "Yanbian",
    "350200": "Xiamen",
    "340300": "Bengbu",
    "331100": "Lishui",
    "341600": "Bozhou",
    "331000": "Taizhou (Zhejiang)",
    "321200": "Taizhou (Jiangsu)",
    "320500": "Suzhou",
    "341300": "Suzhou (Anhui)",
    "140400": "Changzhi",
    "211300": "Chaoyang",
    "532900": "Dali",
    "511100": "Leshan",
    "513200": "Aba",
    "513300": "Garze",
    "411100": "Luohe",
    "420600": "Xiangyang",
    "371722": "Shanxian",
    "141024": "Hongtong",
    "361124": "Yanshan",
    "410621": "Xunxian",
    "440113": "Panyu",
    "371524": "Dong'e",
    "130726": "Yuxian",
    "341021": "Shexian",
    "341023": "Yixian",
    "652823": "Yuli",
    "371726": "Juancheng",
    "371322": "Tancheng",
    "140428": "Zhangzi",
    "610681": "Zichang",
    "310112": "Minhang",
    "320116": "Luhe",
    "341621": "Guoyang",
    "371481": "Laoling",
    "130225": "Laoting",
    "131025": "Daicheng",
    "222404": "Hunchun",
    "510682": "Shifang",
    "140109": "Wanbailin",
    "510114": "Xindu",
    "654002": "Yining City",
    "654021": "Yining County",
    "320500-SIP": "Suzhou Industrial Park",
}
SHORT_CHINESE = {
    "110000": "北京",
    "150000": "内蒙古",
    "610100": "西安",
    "422800": "恩施",
    "222400": "延边",
    "653000": "克孜勒苏",
    "152200": "兴安",
    "429021": "神农架",
    "220200": "吉林市",
    "632500": "海南州",
    "320583": "昆山市",
}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    file = paths.CATALOG / "regions.csv"
    return pd.read_csv(file, dtype=str, keep_default_na=False).set_index("region_code", drop=False)


@pytest.fixture(scope="module")
def in_use(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["valid_to"] == ""]


@pytest.fixture(scope="module")
def changes() -> list[dict[str, Any]]:
    text = (paths.CATALOG / "region_changes.yml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries


def test_columns_and_codes_are_as_agreed(table: pd.DataFrame) -> None:
    assert table.columns.tolist() == regions.COLUMNS
    assert table.index.is_unique
    assert table.index.is_monotonic_increasing
    assert table.index.str.fullmatch(r"\d{6}(-[A-Z0-9]+)?").all()
    assert (table[["name_zh", "short_name_zh", "name_en"]] != "").all(axis=None)


def test_every_parent_exists_on_a_higher_level(table: pd.DataFrame) -> None:
    assert table["level"].isin(LEVELS).all()
    below = table[table["level"] != "nation"]
    assert set(below["parent_code"]) <= set(table.index)
    rank = {level: i for i, level in enumerate(LEVELS)}
    own = below["level"].map(rank)
    parent = below["parent_code"].map(table["level"]).map(rank)
    assert (parent < own).all()
    assert table.loc[table["level"] == "nation", "parent_code"].tolist() == [""]


def test_a_unit_in_use_has_a_parent_in_use(in_use: pd.DataFrame) -> None:
    below = in_use[in_use["level"] != "nation"]
    assert set(below["parent_code"]) <= set(in_use.index)


def test_years_of_validity_are_in_order(table: pd.DataFrame) -> None:
    years = table[["valid_from", "valid_to"]]
    assert years.map(lambda y: y == "" or 1999 <= int(y) <= 2030).all(axis=None)
    both = years[(years != "").all(axis=1)].astype(int)
    assert (both["valid_from"] <= both["valid_to"]).all()


def test_levels_are_complete(in_use: pd.DataFrame) -> None:
    count = in_use["level"].value_counts()
    assert count["nation"] == 1
    assert count["province"] == 34
    cities = in_use.loc[in_use["level"] == "city", "name_zh"]
    kinds = cities.str.extract(r"(市|地区|州|盟)$")[0].value_counts()
    assert kinds.to_dict() == PREFECTURES
    assert count["city"] == sum(PREFECTURES.values())
    # 济源, 4 in Hubei, 15 in Hainan, 12 in Xinjiang.
    is_county = in_use["level"] == "county"
    assert in_use.loc[is_county, "parent_code"].str.fullmatch("(41|42|46|65)0000").sum() == 32


def test_zones_stand_under_the_unit_that_their_code_names(table: pd.DataFrame) -> None:
    zones = table[table.index.str.contains("-")]
    assert len(zones) == 7
    assert (zones["level"] == "zone").all()
    assert zones["parent_code"].tolist() == zones.index.str.slice(0, 6).tolist()


@pytest.mark.parametrize(("code", "name"), ENGLISH.items())
def test_english_names_are_those_of_an_atlas(code: str, name: str, table: pd.DataFrame) -> None:
    assert table.loc[code, "name_en"] == name


@pytest.mark.parametrize(("code", "name"), SHORT_CHINESE.items())
def test_short_chinese_names_are_those_in_use(code: str, name: str, table: pd.DataFrame) -> None:
    assert table.loc[code, "short_name_zh"] == name


def test_names_on_one_map_are_not_mistaken_for_each_other(in_use: pd.DataFrame) -> None:
    upper = in_use[in_use["level"].isin(["province", "city"])]
    assert upper["name_en"].is_unique
    assert upper["short_name_zh"].is_unique
    counties = in_use[in_use["level"] == "county"]
    assert not counties.duplicated(["parent_code", "name_en"]).any()
    assert not counties.duplicated(["parent_code", "short_name_zh"]).any()


def test_atlas_names_belong_to_the_regions_they_say(table: pd.DataFrame) -> None:
    with place_names.ATLAS_NAMES.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["region_code"] for row in rows}) == len(rows)
    for row in rows:
        region = table.loc[row["region_code"]]
        assert (region["name_zh"], region["name_en"]) == (row["name_zh"], row["name_en"])


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("西安", "Xi'an"), ("建瓯", "Jian'ou"), ("吕梁", "Lüliang"), ("昂昂溪", "Ang'angxi")],
)
def test_spelling_puts_the_apostrophe_where_syllables_would_run_together(
    chinese: str, english: str
) -> None:
    assert place_names.spell(chinese) == english


def test_changes_are_of_known_kinds_and_say_what_happened(changes: list[dict[str, Any]]) -> None:
    for change in changes:
        assert change["kind"] in KINDS
        assert 2000 <= change["year"] <= 2030
        assert change["note"]["zh"]
        assert change["note"]["en"]
        needed = {
            "renamed": {"old_name", "new_name"},
            "recoded": {"old_name", "new_name", "old_code"},
            "reparented": {"old_name", "new_name", "old_code"},
            "merged": {"old_name", "successor_code"},
            "split": {"old_name", "successor_code"},
            "created": {"new_name"},
        }[change["kind"]]
        rest = {"year", "region_code", "kind", "note"}
        assert set(change) == needed | rest, change
    keys = [
        (c["region_code"], c["year"], c.get("old_code"), c.get("successor_code"), c["kind"])
        for c in changes
    ]
    assert len(set(keys)) == len(keys)


def test_changes_and_table_tell_the_same_story(
    changes: list[dict[str, Any]], table: pd.DataFrame, in_use: pd.DataFrame
) -> None:
    ended = set()
    for change in changes:
        region = table.loc[change["region_code"]]
        if change["kind"] in ("merged", "split"):
            ended.add(change["region_code"])
            assert region["valid_to"] == str(change["year"] - 1), change
            assert region["name_zh"] == change["old_name"]
            assert change["successor_code"] in in_use.index
        else:
            assert change["region_code"] in in_use.index
        if change["kind"] == "created":
            assert region["valid_from"] == str(change["year"])
        # A former code is no region of its own: its history goes on under the code of today.
        assert change.get("old_code") not in table.index
    assert ended == set(table.index) - set(in_use.index)


def test_last_new_name_is_the_name_of_the_table(
    changes: list[dict[str, Any]], table: pd.DataFrame
) -> None:
    last: dict[str, str] = {}
    for change in sorted(changes, key=lambda c: c["year"]):
        if "new_name" in change:
            last[change["region_code"]] = change["new_name"]
    for code, name in last.items():
        assert table.loc[code, "name_zh"] == name


@pytest.mark.parametrize(
    ("old", "year", "kind", "code"),
    [
        ("襄樊市", 2010, "renamed", "420600"),
        ("巢湖市", 2011, "split", "341400"),
        ("莱芜市", 2019, "merged", "371200"),
        ("思茅市", 2007, "renamed", "530800"),
        ("铜仁地区", 2011, "recoded", "520600"),
        ("毕节地区", 2011, "recoded", "520500"),
        ("日喀则地区", 2014, "recoded", "540200"),
        ("那曲地区", 2017, "recoded", "540600"),
        ("吐鲁番地区", 2015, "recoded", "650400"),
        ("哈密地区", 2016, "recoded", "650500"),
        ("海东地区", 2013, "recoded", "630200"),
        ("儋州市", 2015, "recoded", "460400"),
        ("西沙群岛", 2012, "merged", "469031"),
    ],
)
def test_well_known_changes_are_there(
    old: str, year: int, kind: str, code: str, changes: list[dict[str, Any]]
) -> None:
    found = {(c.get("old_name"), c["year"], c["kind"], c["region_code"]) for c in changes}
    assert (old, year, kind, code) in found
