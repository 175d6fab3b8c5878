"""Regions as tables name them: cut, padded, of old times, and the right one of two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etl.resolve.regions import Place, RegionFinder
from scoreboard.catalog.loader import load_catalog
from tests.etl.kinds import checked, faults, read, sound
from tests.etl.table_files import to_csv, to_xlsx

CATALOG = load_catalog()
FINDER = RegionFinder(CATALOG)
NBS = [["数据库：分省年度数据"], ["指标：地区生产总值(亿元)"]]
END = ["数据来源：国家统计局"]


def regions(report: Any) -> list[str]:
    return list(dict.fromkeys(code for code, *_ in sound(report)))


CUT = {
    "内蒙": "150000",
    "新疆维吾尔": "650000",
    "维吾尔自治区": "650000",
    "宁夏回族": "640000",
    "宁夏回族自治": "640000",
    "广西壮族": "450000",
    "内 蒙 古": "150000",
    "西藏自治": "540000",
    "黑龙江　": "230000",
    "北 京①": "110000",
    "# 上海": "310000",
    "其中：重庆": "500000",
}


@pytest.mark.parametrize(("label", "code"), CUT.items())
def test_cut_padded_and_marked_names_of_provinces(label: str, code: str, base: Path) -> None:
    grid = [*NBS, ["地区", "2022年"], [label, 20], ["河北省", 30], END]
    report = checked(read(to_csv(grid)), base)
    assert faults(report) == set()
    assert sound(report) == {(code, "gdp", 2022): 20, ("130000", "gdp", 2022): 30}


@pytest.mark.parametrize("year", [1999, 2001])
def test_a_city_and_an_old_prefecture_of_one_name_in_a_table_of_cities(
    year: int, base: Path
) -> None:
    grid = [
        ["数据库：主要城市年度数据"],
        ["指标：地区生产总值(亿元)"],
        ["地区", f"{year + 9}年", f"{year}年"],
        ["广州", 9, 2],
        ["南宁", 5, 3],
        ["柳州", 4, 1],
        END,
    ]
    report = checked(read(to_csv(grid)), base)
    assert not [kind for kind, _ in faults(report) if kind.startswith("region")]
    assert regions(report) == ["440100", "450100", "450200"]


def test_the_same_in_a_table_of_that_year_alone_and_in_a_province() -> None:
    one_year = [Place("s", name, "", 2001) for name in ("广州市", "海口市", "南宁", "柳州")]
    found = FINDER.find_all(one_year)
    assert [found[place].code for place in one_year] == ["440100", "460100", "450100", "450200"]
    alone = Place("s", "南宁", "", 2001)
    result = FINDER.find_all([alone])[alone]
    assert (result.code, result.is_assumed) == ("450100", True)
    written = Place("s", "南宁地区", "", 2001)
    assert FINDER.find_all([written])[written].code == "452100"
    ili = Place("s", "伊犁", "新疆", 2000)
    result = FINDER.find_all([ili])[ili]
    assert (result.code, result.is_assumed) == ("654000", True)


def test_an_old_name_after_its_time_is_told(base: Path) -> None:
    grid = [*NBS, ["地区", "2020年", "2008年"], ["襄樊市", 20, 10], ["宜昌市", 30, 15], END]
    report = checked(read(to_xlsx(grid)), base)
    assert regions(report) == ["420600", "420500"]
    told = [(p.value, p.severity) for p in report.issues if p.kind == "region_old_name"]
    assert told == [("襄樊市", "notice")]
    before = [*NBS, ["地区", "2008年"], ["襄樊市", 10], ["宜昌市", 15], END]
    report = checked(read(to_xlsx(before)), base)
    assert not [p for p in report.issues if p.kind == "region_old_name"]


@pytest.mark.parametrize(
    ("wrong", "others", "first"),
    [
        ("安微省", ["河北省", "山西省"], "340000"),
        ("安微", ["河北", "山西"], "340000"),
        ("陕酉省", ["河北", "山西"], "610000"),
        ("南景市", ["苏州市", "无锡市"], "320100"),
        ("合服市", ["芜湖市", "蚌埠市"], "340100"),
    ],
)
def test_suggestions_are_of_the_level_of_the_table(
    wrong: str, others: list[str], first: str, base: Path
) -> None:
    rows = [[name, 1] for name in (wrong, *others)]
    report = checked(read(to_csv([*NBS, ["地区", "2022年"], *rows, END])), base)
    (unknown,) = report.unknown_names
    assert (unknown.text, unknown.suggestions[0].code) == (wrong, first)
