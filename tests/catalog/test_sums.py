"""Shipped figures checked against each other: parts add up to their whole where sources say so."""

import csv
from collections import defaultdict
from functools import cache

import pytest

from scoreboard import paths
from scoreboard.catalog import Catalog, load_catalog

# By how many per cent the cities may miss their province's patents granted, where the yearbook
# was checked; in the other provinces cities are missing.
PATENTS = {
    2019: {
        "340000": 0, "140000": 0,
        "130000": 0.1, "330000": 0.1, "320000": 0.1, "440000": 0.1, "360000": 0.1,
    },
    2020: {
        "340000": 0,
        "130000": 0.1, "140000": 0.1, "320000": 0.1, "330000": 0.1, "360000": 0.1, "450000": 0.1,
        "210000": 0.3,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@cache
def shipped(code: str) -> dict[tuple[str, int], float]:
    """The figures of an indicator as they lie in its file, by region and year."""
    with (paths.OBSERVATIONS / f"{code}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["unit"] for row in rows}) == 1
    return {(row["region_code"], int(row["year"])): float(row["value"]) for row in rows}


@pytest.mark.parametrize(("year", "province"), [(y, p) for y, ps in PATENTS.items() for p in ps])
def test_patents_of_cities_add_up_to_their_province(
    catalog: Catalog, year: int, province: str
) -> None:
    values = shipped("patents_granted")
    cities = [c.code for c in catalog.children(province, "city") if c.valid_to is None]
    assert all((city, year) in values for city in cities)
    whole = values[province, year]
    off_pct = abs(sum(values[city, year] for city in cities) / whole - 1) * 100
    assert off_pct <= PATENTS[year][province]


def test_people_with_college_of_all_parts_add_up_to_every_province_in_2020(
    catalog: Catalog,
) -> None:
    """To the person: prefectures, and counties that lie directly below a province."""
    values = shipped("higher_edu_population")
    parts: dict[str, float] = defaultdict(float)
    for (code, year), value in values.items():
        if year == 2020 and code != "000000":
            parts[catalog.regions[code].parent_code] += value
    provinces = [c for c, r in catalog.regions.items() if r.level == "province" and parts[c]]
    several = [c for c in provinces if catalog.children(c, "city")]
    assert len(several) == 27
    assert {c: parts[c] - values[c, 2020] for c in several} == dict.fromkeys(several, 0.0)


def test_counties_add_up_to_their_city_but_for_statistical_zones(catalog: Catalog) -> None:
    """Zones that the census counts by themselves (codes …71 and up) have no row: in 96 cities."""
    values = shipped("higher_edu_population")
    equal = less = 0
    for region in catalog.regions.values():
        if region.level != "city" or (region.code, 2020) not in values:
            continue
        counties = catalog.children(region.code, "county")
        inside = sum(values.get((county.code, 2020), 0.0) for county in counties)
        assert inside <= values[region.code, 2020], region.code
        # 东莞, 中山, 儋州, 嘉峪关 and 三沙 have no counties.
        if any((county.code, 2020) in values for county in counties):
            equal += inside == values[region.code, 2020]
            less += inside < values[region.code, 2020]
    assert (equal, less) == (232, 96)
