"""Gini, Theil, HHI, leading shares, Lorenz curve: by hand, as published, as the library."""

import math

import libpysal
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from inequality.gini import Gini
from inequality.theil import TheilD

from scoreboard.analysis.concentration import (
    comparable_years,
    first_cities,
    first_shares,
    gini,
    herfindahl,
    keep_whole_years,
    lorenz,
    measure_by_year,
    normalise_herfindahl,
    theil,
)
from scoreboard.catalog.models import SeriesBreak, Text

AMOUNTS = st.integers(2, 40).flatmap(
    lambda n: arrays(float, n, elements=st.floats(0.01, 1e6, allow_subnormal=False))
)
# Amounts, people and groups of the same regions.
REGIONS = st.integers(2, 30).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=st.floats(0.01, 1e4)),
        arrays(float, n, elements=st.floats(0.01, 1e4)),
        st.lists(st.sampled_from("abcd"), min_size=n, max_size=n),
    )
)


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def observed(year: int, **values: float) -> pd.DataFrame:
    return pd.DataFrame({"region_code": list(values), "year": year, "value": list(values.values())})


# By hand.


def test_gini_of_one_two_three_is_two_ninths() -> None:
    # Σ|x_i − x_j| = 8; mean 2, n = 3: 8 / (2 · 9 · 2).
    assert gini(numbers(1, 2, 3)) == pytest.approx(2 / 9)


def test_weighted_gini_sorts_by_value_per_head_not_by_total() -> None:
    # A: 30 for 10 people (3 each); B: 20 for 2 people (10 each). The poorest by head is A, the
    # one with the larger total. Curve: (0, 0), (10/12, 30/50), (1, 1).
    right = 1 - (10 / 12 * 0.6 + 2 / 12 * 1.6)
    assert gini(numbers(30, 20), numbers(10, 2)) == pytest.approx(right)
    # Sorted by totals the curve would lie above the line of equality, with a Gini below zero.
    assert gini(numbers(30, 20), numbers(10, 2)) > 0


def test_theil_of_two_pairs_splits_as_worked_out_by_hand() -> None:
    # Shares 1/8, 1/8, 2/8, 4/8 of four; groups (1, 1) and (2, 4).
    whole = theil(numbers(1, 1, 2, 4), ["a", "a", "b", "b"])
    total = 2 / 8 * math.log(4 / 8) + 2 / 8 * math.log(1) + 4 / 8 * math.log(2)
    between = 2 / 8 * math.log(1 / 2) + 6 / 8 * math.log(3 / 2)
    within = 6 / 8 * (1 / 3 * math.log(2 / 3) + 2 / 3 * math.log(4 / 3))
    assert whole.total == pytest.approx(total)
    assert whole.between == pytest.approx(between)
    assert whole.within == pytest.approx(within)


def test_theil_by_people_is_zero_when_all_have_the_same_per_head() -> None:
    split = theil(numbers(10, 20, 5), ["a", "a", "b"], numbers(2, 4, 1))
    assert split.total == pytest.approx(0)
    assert theil(numbers(10, 20, 5), ["a", "a", "b"]).total > 0


def test_theil_by_people_by_hand() -> None:
    # A has 3/4 of the amount and half of the people, B the rest.
    split = theil(numbers(3, 1), ["a", "b"], numbers(5, 5))
    assert split.total == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    assert split.within == pytest.approx(0)


def test_a_region_without_anything_adds_nothing_to_theil() -> None:
    assert theil(numbers(0, 1)).total == pytest.approx(math.log(2))
    assert theil(numbers(0, 1), None, numbers(1, 1)).total == pytest.approx(math.log(2))


def test_herfindahl_by_hand_and_normalised() -> None:
    assert herfindahl(numbers(1, 1, 2)) == pytest.approx(6 / 16)
    assert normalise_herfindahl(6 / 16, 3) == pytest.approx((6 / 16 - 1 / 3) / (2 / 3))


def test_nothing_at_all_has_no_measure() -> None:
    assert math.isnan(gini(numbers(0, 0)))
    assert math.isnan(theil(numbers(0, 0)).total)
    assert math.isnan(herfindahl(numbers(0, 0)))


def test_the_lorenz_curve_by_hand() -> None:
    curve = lorenz(numbers(6, 1, 3))
    assert curve.counted == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve.amount == pytest.approx([0, 0.1, 0.4, 1])
    assert curve.order.tolist() == [1, 2, 0]


# As published.


def test_gini_published_by_doersam_for_four_car_makers() -> None:
    # P. Dörsam, Wirtschaftsstatistik anschaulich dargestellt, Heidenau 2004; printed with its
    # result in the manual of the R package REAT, gini2: 0.3.
    assert round(gini(numbers(20, 50, 20, 10)), 4) == 0.3


def test_gini_published_for_the_gdp_of_the_german_laender_2015() -> None:
    # The manual of the R package REAT, gini2: 0.5009.
    gdp = [460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87, 258.53]
    gdp += [645.59, 131.95, 35.03, 112.66, 56.22, 85.61, 56.81]
    assert round(gini(numbers(*gdp)), 4) == 0.5009


def test_weighted_gini_published_by_doersam_for_six_income_classes() -> None:
    # Dörsam 2004 as printed in the manual of REAT, gini2: 0.5278; incomes are means per head.
    income, people = (
        numbers(500, 1500, 2500, 4000, 7500, 15000),
        numbers(1000, 1200, 1600, 400, 200, 600),
    )
    assert round(gini(income * people, people), 4) == 0.5278
    # The trap: averages cumulated as if they were totals give another number.
    assert round(gini(income, people), 4) != 0.5278


def test_herfindahl_published_by_doersam_for_four_car_makers() -> None:
    # Dörsam 2004 as printed in the manual of REAT, herf: 0.34 and, standardised, 0.12.
    index = herfindahl(numbers(20, 50, 20, 10))
    assert round(index, 4) == 0.34
    assert round(normalise_herfindahl(index, 4), 4) == 0.12


def test_theil_published_for_the_states_of_mexico() -> None:
    # Documentation of pysal/inequality, TheilD: GDP per head of 32 states, 1940–2000, in the five
    # regions of Hanson (1998).
    table = pd.read_csv(libpysal.examples.get_path("mexico.csv"))
    total = [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832]
    between = [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872]
    within = [0.17435454, 0.12405598, 0.0521202, 0.04263506, 0.06354856, 0.07547525, 0.0702496]
    groups = table["hanson98"].astype(str).tolist()
    for n, decade in enumerate(range(1940, 2010, 10)):
        values = table[f"pcgdp{decade}"].to_numpy(dtype=float)
        for weights in (None, np.ones(32)):
            split = theil(values, groups, weights)
            assert round(split.total, 8) == total[n]
            assert round(split.between, 8) == between[n]
            assert round(split.within, 8) == within[n]


# As the library has it.


@given(REGIONS)
def test_our_weighted_forms_equal_the_library_when_all_weights_are_one(
    regions: tuple[np.ndarray, np.ndarray, list[str]],
) -> None:
    values, _, groups = regions
    ones = np.ones(len(values))
    assert gini(values, ones) == pytest.approx(Gini(values).g, abs=1e-9)
    expected, split = TheilD(values, np.array(groups)), theil(values, groups, ones)
    assert split.total == pytest.approx(float(expected.T), abs=1e-9)
    assert split.between == pytest.approx(float(np.sum(expected.bg)), abs=1e-9)
    assert split.within == pytest.approx(float(np.sum(expected.wg)), abs=1e-9)


# What holds for all.


@given(AMOUNTS)
def test_measures_lie_in_their_ranges(values: np.ndarray) -> None:
    n = len(values)
    assert -1e-9 <= gini(values) <= 1 - 1 / n + 1e-9
    assert -1e-9 <= theil(values).total <= math.log(n) + 1e-9
    assert 1 / n - 1e-9 <= herfindahl(values) <= 1 + 1e-9
    assert -1e-9 <= normalise_herfindahl(herfindahl(values), n) <= 1 + 1e-9


@given(REGIONS)
def test_theil_is_between_plus_within_and_neither_is_below_zero(
    regions: tuple[np.ndarray, np.ndarray, list[str]],
) -> None:
    values, people, groups = regions
    for weights in (None, people):
        split = theil(values, groups, weights)
        assert split.total == pytest.approx(split.between + split.within, abs=1e-9)
        assert min(split.between, split.within) >= -1e-9
        # One group a region leaves nothing within, one group for all nothing between.
        each = theil(values, [str(k) for k in range(len(values))], weights)
        assert each.within == pytest.approx(0, abs=1e-9)
        assert theil(values, None, weights).between == pytest.approx(0, abs=1e-9)
        assert each.total == pytest.approx(split.total, abs=1e-9)


@given(REGIONS, st.floats(0.001, 1000))
def test_order_and_units_do_not_matter(
    regions: tuple[np.ndarray, np.ndarray, list[str]], factor: float
) -> None:
    values, people, groups = regions
    turned = slice(None, None, -1)
    for weights in (None, people):
        other = None if weights is None else weights[turned] / factor
        assert gini(values[turned] * factor, other) == pytest.approx(gini(values, weights))
        assert theil(values[turned] * factor, groups[turned], other).between == pytest.approx(
            theil(values, groups, weights).between, abs=1e-9
        )
    assert herfindahl(values[turned] * factor) == pytest.approx(herfindahl(values))


@given(AMOUNTS, st.integers(2, 4))
def test_the_same_regions_several_times_over_change_gini_and_theil_nothing(
    values: np.ndarray, times: int
) -> None:
    assert gini(np.tile(values, times)) == pytest.approx(gini(values), abs=1e-9)
    assert theil(np.tile(values, times)).total == pytest.approx(theil(values).total, abs=1e-9)
    assert herfindahl(np.tile(values, times)) == pytest.approx(herfindahl(values) / times)


@given(st.integers(2, 50), st.floats(0.1, 1e6))
def test_equal_shares_have_no_inequality_and_an_index_of_one_nth(n: int, each: float) -> None:
    values = np.full(n, each)
    assert gini(values) == pytest.approx(0, abs=1e-9)
    assert theil(values).total == pytest.approx(0, abs=1e-9)
    assert herfindahl(values) == pytest.approx(1 / n)


@given(REGIONS)
def test_gini_is_one_minus_twice_the_area_under_the_lorenz_curve(
    regions: tuple[np.ndarray, np.ndarray, list[str]],
) -> None:
    values, people, _ = regions
    for weights in (None, people):
        curve = lorenz(values, weights)
        area = np.trapezoid(curve.amount, curve.counted)
        assert gini(values, weights) == pytest.approx(1 - 2 * area, abs=1e-9)
        assert np.all(np.diff(curve.amount) >= 0)
        assert np.all(curve.amount <= curve.counted + 1e-9)


@given(REGIONS)
def test_splitting_a_region_into_equal_parts_changes_no_measure_by_people(
    regions: tuple[np.ndarray, np.ndarray, list[str]],
) -> None:
    """A province cut in two with the same value per head is as unequal as before."""
    values, people, _ = regions
    halves = np.append(values[1:], [values[0] / 2] * 2), np.append(people[1:], [people[0] / 2] * 2)
    assert gini(*halves) == pytest.approx(gini(values, people), abs=1e-9)
    assert theil(halves[0], None, halves[1]).total == pytest.approx(
        theil(values, None, people).total, abs=1e-9
    )


# Over the years.


def test_a_table_of_years_has_every_measure_and_the_first_region() -> None:
    rows = pd.concat([observed(2022, a=1.0, b=1.0), observed(2023, a=1.0, b=3.0)])
    people = observed(2023, a=1.0, b=3.0)
    table = measure_by_year(rows, people, {"a": "x", "b": "y"}).set_index("year")
    assert table.loc[2022, "gini"] == pytest.approx(0)
    assert math.isnan(table.loc[2022, "gini_people"]), "no people in 2022"
    assert table.loc[2023, "gini"] == pytest.approx(0.25)
    assert table.loc[2023, "gini_people"] == pytest.approx(0)
    assert table.loc[2023, "theil_between"] == pytest.approx(table.loc[2023, "theil"])
    assert table.loc[2023, "first_code"] == "b"
    assert table.loc[2023, "first_share_pct"] == pytest.approx(75)
    assert table.loc[2023, "leaders_share_pct"] == pytest.approx(100)


def test_a_year_that_few_have_published_is_left_out() -> None:
    rows = pd.concat([observed(2022, a=1, b=2, c=3, d=4, e=5), observed(2023, a=1, b=2, c=3)])
    assert keep_whole_years(rows, 5)["year"].unique().tolist() == [2022]
    assert keep_whole_years(rows, 3)["year"].unique().tolist() == [2022, 2023]


def test_years_are_set_against_each_other_only_with_the_same_regions_and_no_break() -> None:
    rows = pd.concat(
        [
            observed(2020, a=1),
            *(observed(year, a=1, b=2) for year in (2019, 2021, 2022, 2023)),
        ]
    )
    assert comparable_years(rows, 2023) == [2019, 2021, 2022]
    mark = SeriesBreak(year=2022, text=Text(zh="变", en="change"))
    assert comparable_years(rows, 2023, [mark]) == [2022]
    elsewhere = SeriesBreak(year=2022, text=Text(zh="变", en="change"), region_codes=("z",))
    assert comparable_years(rows, 2023, [elsewhere]) == [2019, 2021, 2022]
    assert comparable_years(rows, 2022, [mark]) == []
    assert comparable_years(rows, 1999) == []


# One city too big.


def test_the_first_city_is_certain_only_when_no_unknown_one_can_be_larger() -> None:
    cities = pd.DataFrame(
        {
            "region_code": ["a1", "a2", "b1", "c1", "d1"],
            "province_code": ["a", "a", "b", "c", "d"],
            "value": [40.0, 60.0, 60.0, 30.0, 120.0],
        }
    )
    totals = {"a": 100.0, "b": 100.0, "c": 100.0, "d": 100.0}
    table = first_shares(cities, totals, {"a": 2, "b": 5, "c": 5, "d": 1}).set_index(
        "province_code"
    )
    assert table.loc["a", "region_code"] == "a2"
    assert table.loc["a", "share_pct"] == pytest.approx(60)
    assert table["is_first_certain"].to_dict() == {"a": True, "b": True, "c": False}
    assert "d" not in table.index, "a city above its province contradicts it"


def test_no_city_at_all_gives_an_empty_table() -> None:
    cities = pd.DataFrame({"region_code": [], "province_code": [], "value": []})
    assert first_shares(cities, {}, {}).empty


def test_a_provinces_first_city_is_of_the_newest_year_that_is_certain() -> None:
    def shares(*rows: tuple[str, int, float]) -> pd.DataFrame:
        cities = pd.DataFrame(rows, columns=["region_code", "year", "value"])
        cities["province_code"] = cities["region_code"].str[0]
        provinces = pd.DataFrame(
            [(p, y, 100.0) for p in "ab" for y in range(2015, 2024)],
            columns=["region_code", "year", "value"],
        )
        table = first_cities(cities, provinces, {"a": 3, "b": 3}, 2022, 5)
        return table.set_index("province_code")[["region_code", "year", "known_pct"]]

    # a: in 2021 what is unknown (45) is less than a1; in 2022 another could be larger, and 2023
    # is after the year asked for. b: never certain, so the year in which most is known.
    found = shares(
        ("a1", 2020, 60),
        ("a1", 2021, 55),
        ("a1", 2022, 40),
        ("a1", 2023, 90),
        ("b1", 2016, 45),
        ("b1", 2018, 30),
        ("b2", 2018, 10),
        ("b1", 2020, 36),
        ("b1", 2022, 31),
    )
    assert found.loc["a"].tolist() == ["a1", 2021, 55]
    # 36 is within 5 points of 40, 31 is not; 2016 is too old.
    assert found.loc["b"].tolist() == ["b1", 2020, 36]
    assert shares(("a1", 2016, 60)).empty
