"""Names and codes resolve to one region, in the year they are used; units convert exactly."""

import math
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.release.history import History
from etl.resolve import spellings
from etl.resolve.codes import declare_codes
from etl.resolve.region_names import RegionNames
from scoreboard.catalog.loader import load_catalog
from tests.etl.workbench import Workbench, kinds_by_row, row

resolve_region = RegionNames(load_catalog()).resolve


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("420600", 2020, "420600"),
        ("襄阳市", 2020, "420600"),
        ("襄阳", 2020, "420600"),
        ("襄樊市", 2005, "420600"),
        ("襄樊", 2005, "420600"),
        ("襄樊市", 2020, "420600"),  # an old name used late
        ("襄阳市", 2005, "420600"),  # an old year printed under the new name
        ("Shaanxi", 2020, "610000"),
        ("北　京", 2020, "110000"),  # as yearbooks pad it
        ("苏州工业园区", 2020, "320500-SIP"),
        ("毕节地区", 2008, "520500"),
        ("522400", 2008, "520500"),  # 毕节's code before 2011
        ("莱芜市", 2010, "371200"),  # merged into 济南 in 2019, keeps its own history
        ("全国", 2020, "000000"),
    ],
)
def test_a_region_is_found_by_code_and_by_every_name_it_had(
    name: str, year: int, code: str
) -> None:
    assert resolve_region(name, year) == code


def test_the_year_decides_which_chaohu_is_meant() -> None:
    assert resolve_region("巢湖市", 2009) == "341400"
    assert resolve_region("巢湖市", 2015) == "340181"


def test_a_name_of_several_places_is_not_guessed() -> None:
    assert resolve_region("鼓楼区", 2020) is None
    assert resolve_region("鼓楼区", 2020, parent="320100") == "320106"
    assert resolve_region("鼓楼区", 2020, parent="110000") is None


def test_a_full_name_goes_before_a_short_one() -> None:
    assert resolve_region("吉林省", 2020) == "220000"
    assert resolve_region("吉林市", 2020) == "220200"
    assert resolve_region("吉林", 2020, parent="000000") == "220000"


def test_an_unknown_name_is_unknown() -> None:
    assert resolve_region("亚特兰蒂斯", 2020) is None
    assert resolve_region("", 2020) is None


def test_the_table_of_spellings_says_the_same_as_the_function() -> None:
    region_names = RegionNames(load_catalog())
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for text, first, last, code in region_names.spellings():
        spans.setdefault(text, []).append((first, last, code))
    for text in ("襄樊市", "巢湖市", "鼓楼区", "522400", "420600", "朝阳", "莱芜市", "南宁"):
        for year in (1949, 1999, 2000, 2001, 2002, 2009, 2010, 2011, 2012, 2018, 2019, 2024):
            found = [code for first, last, code in spans.get(text, []) if first <= year <= last]
            assert len(found) <= 1
            assert (found[0] if found else None) == region_names.resolve(text, year)


def test_names_in_a_file_resolve_by_year_and_in_spite_of_spaces(bench: Workbench) -> None:
    bench.write(
        [
            row(region_code="", region="襄樊市", year="2008"),
            row(region_code="", region="襄阳", year="2012"),
            row(region_code="", region="北　京", year="2012"),
            row(region_code="", region="巢湖市", year="2009"),
            row(region_code="", region="上海市", indicator=" 地区生产总值 ", unit="亿 元"),
            row(region_code="", region="鼓楼区"),
        ]
    )
    report = bench.build()
    assert kinds_by_row(report.issues) == {7: {"region_unknown"}}
    assert bench.read("SELECT region_code, year FROM observation ORDER BY ALL") == [
        ("110000", 2012),
        ("310000", 2020),
        ("341400", 2009),
        ("420600", 2008),
        ("420600", 2012),
    ]


def _conversions() -> list[tuple[str, str, Fraction]]:
    """Every unit that converts into one that an indicator is kept in."""
    catalog = load_catalog()
    kept_in = {i.unit for i in catalog.indicators.values()}
    return [
        (unit.code, code, unit.ratio_to(catalog.units[code]))
        for unit in catalog.units.values()
        for code in sorted(kept_in)
        if unit.base == catalog.units[code].base
    ]


@pytest.fixture(scope="module")
def tables() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    declare_codes(History(connection, None), load_catalog())
    spellings.create_spellings(connection, load_catalog())
    return connection


def test_the_units_include_conversions_up_and_down() -> None:
    ratios = {(unit, kept): ratio for unit, kept, ratio in _conversions()}
    assert ratios["万元", "亿元"] == Fraction(1, 10_000)
    assert ratios["万件", "件"] == 10_000
    assert ratios["户", "家"] == 1


@settings(max_examples=60, deadline=None)
@given(
    value=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
    conversion=st.sampled_from(_conversions()),
)
def test_a_converted_value_is_the_double_nearest_to_the_exact_one(
    tables: duckdb.DuckDBPyConnection,
    value: float,
    conversion: tuple[str, str, Fraction],
) -> None:
    unit, kept, ratio = conversion
    found = tables.execute(
        "SELECT $value * numerator / denominator FROM conversion"
        " WHERE spelling = $unit AND unit_code = $kept",
        {"value": value, "unit": unit, "kept": kept},
    ).fetchall()
    exact = Fraction(value) * ratio
    assert len(found) == 1
    assert found[0][0] == float(exact)
    assert math.isfinite(found[0][0])
