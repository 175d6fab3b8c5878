"""Peers are the regions most alike in structure: symmetric, without themselves, in any order."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from scoreboard import paths
from scoreboard.analysis.peers import (
    closest_variables,
    distances_between,
    find_peers,
    peer_distances,
    structural_matrix,
    structural_years,
    weights_of,
)
from scoreboard.catalog import LAND_AREA, StructuralVariable, Text, load_catalog

ONES = pd.Series({"a": 1.0, "b": 1.0})


def variable(code: str, indicator: str, **more: object) -> StructuralVariable:
    words = Text(zh="甲", en="a")
    facts = {"levels": ("city",), "transform": "plain", "weight": 1} | more
    return StructuralVariable(code=code, name=words, indicator=indicator, reason=words, **facts)


def panel(rows: list[tuple[str, str, int, float]], status: str = "A") -> pd.DataFrame:
    columns = ["indicator_code", "region_code", "year", "value"]
    return pd.DataFrame(rows, columns=columns).assign(status=status, source_code="s")


def matrix(values: list[list[float]]) -> pd.DataFrame:
    codes = [f"r{n:03d}" for n in range(len(values))]
    columns = list("abcdef")[: len(values[0])]
    return pd.DataFrame(values, index=pd.Index(codes, name="region_code"), columns=columns)


# --- by hand ---------------------------------------------------------------------------------


def test_the_distance_counts_standard_deviations() -> None:
    # a: 1 2 3 has mean 2 and deviation 1, so z = −1 0 1; b: 10 10 40 has mean 20 and deviation
    # √300, so z = −0.57735 −0.57735 1.15470. r0–r1: 1; r1–r2: √(1 + 3) = 2; r0–r2: √(4 + 3).
    found = peer_distances(matrix([[1, 10], [2, 10], [3, 40]]), ONES)
    assert found.to_numpy() == pytest.approx(
        np.array([[0, 1, 7**0.5], [1, 0, 2], [7**0.5, 2, 0]]), abs=1e-12
    )


def test_a_trait_counts_as_much_as_its_weight() -> None:
    # With weights 3 and 1: r0–r2 is √(3 · 4 + 1 · 3) = √15.
    found = peer_distances(matrix([[1, 10], [2, 10], [3, 40]]), pd.Series({"a": 3, "b": 1}))
    assert found.loc["r000", "r002"] == pytest.approx(15**0.5)


def test_a_trait_that_is_missing_makes_no_pair_closer() -> None:
    # r000 equals r001 in a; without b that says nothing of how near they are.
    found = peer_distances(matrix([[2, np.nan], [2, 5], [3, 7]]), ONES)
    assert np.isnan(found.loc["r000", "r001"])
    assert found.loc["r000", "r000"] == 0
    assert find_peers(found, "r000", 5).empty
    assert find_peers(found, "r001", 5)["region_code"].tolist() == ["r002"]


def test_a_trait_that_is_the_same_everywhere_tells_nobody_apart() -> None:
    found = peer_distances(matrix([[1, 0.1], [2, 0.1], [3, 0.1]]), ONES)
    assert found.loc["r000", "r001"] == pytest.approx(1)


def test_peers_stand_nearest_first_and_the_excluded_are_left_out() -> None:
    distances = peer_distances(matrix([[0.0], [1], [3], [7]]), pd.Series({"a": 1}))
    assert find_peers(distances, "r001", 2)["region_code"].tolist() == ["r000", "r002"]
    assert find_peers(distances, "r001", 2, {"r000"})["region_code"].tolist() == ["r002", "r003"]
    assert find_peers(distances, "elsewhere", 2).empty


def test_the_reason_names_the_traits_that_are_closest() -> None:
    values = matrix([[1, 10, 100], [1.1, 30, 130], [9, 50, 500], [4, np.nan, 300]])
    assert closest_variables(values, "r000", "r001") == ["a", "c"]
    assert closest_variables(values, "r000", "r003", 3) == ["a", "c"]


# --- published examples ----------------------------------------------------------------------


def test_scipys_documented_standardised_distances() -> None:
    # scipy.spatial.distance.seuclidean, Examples: variances given, weight = 1 / variance.
    rows = np.array([[1.0, 0, 0], [0, 1, 0]])
    for variances, printed in (
        ([0.1, 0.1, 0.1], 4.4721359549995796),
        ([1, 0.1, 0.1], 3.3166247903553998),
        ([10, 0.1, 0.1], 3.1780497164141406),
    ):
        found = distances_between(rows, 1 / np.array(variances))
        assert found[0, 1] == pytest.approx(printed, abs=1e-15)


def test_scikit_learns_documented_nearest_neighbours() -> None:
    # User guide 1.6.1.1: six points, each with its nearest other and their distances.
    points = np.array([[-1, -1], [-2, -1], [-3, -2], [1, 1], [2, 1], [3, 2]], dtype=float)
    names = [f"p{n}" for n in range(6)]
    distances = pd.DataFrame(distances_between(points, np.ones(2)), index=names, columns=names)
    nearest = [find_peers(distances, name, 1).iloc[0] for name in names]
    assert [row["region_code"] for row in nearest] == ["p1", "p0", "p1", "p4", "p3", "p4"]
    printed = [1, 1, 1.41421356, 1, 1, 1.41421356]
    assert [row["distance"] for row in nearest] == pytest.approx(printed, abs=5e-9)


def test_distances_equal_scipys_on_random_data() -> None:
    values = np.random.default_rng(4).normal(size=(60, 5)) * [1, 10, 1e3, 0.01, 7]
    found = peer_distances(matrix(values.tolist()), pd.Series(1.0, index=list("abcde")))
    expected = cdist(values, values, "seuclidean", V=values.var(axis=0, ddof=1))
    assert found.to_numpy() == pytest.approx(expected, abs=1e-9)


# --- properties ------------------------------------------------------------------------------

CELL = st.one_of(st.floats(-1e3, 1e3).map(lambda v: round(v, 3)), st.just(float("nan")))
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=12).map(
    lambda rows: matrix([list(r) for r in rows])
)
WEIGHTS = st.tuples(*[st.floats(0.1, 5)] * 3).map(lambda w: pd.Series(w, index=list("abc")))


@given(ROWS, WEIGHTS)
def test_distances_are_symmetric_never_negative_and_zero_to_oneself(
    values: pd.DataFrame, weights: pd.Series
) -> None:
    # As the S3 benchmark prints them: Burgenland to Kärnten 0.0116, Kärnten to Burgenland 0.0116.
    found = peer_distances(values, weights).to_numpy()
    np.testing.assert_array_equal(found, found.T)
    assert (np.diag(found) == 0).all()
    assert not (found < 0).any()


@given(ROWS, WEIGHTS, st.integers(1, 12))
def test_a_region_is_never_its_own_peer(values: pd.DataFrame, weights: pd.Series, k: int) -> None:
    distances = peer_distances(values, weights)
    for code in values.index:
        peers = find_peers(distances, code, k)
        assert code not in set(peers["region_code"])
        assert len(peers) <= k
        assert peers["distance"].is_monotonic_increasing
        assert peers["distance"].notna().all()


@given(ROWS, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_matter(
    values: pd.DataFrame, weights: pd.Series, random: object
) -> None:
    order = list(values.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    found = peer_distances(values, weights)
    again = peer_distances(values.loc[order], weights).loc[values.index, values.index]
    pd.testing.assert_frame_equal(found, again, rtol=1e-6, atol=1e-6)


@given(ROWS, WEIGHTS, st.sampled_from([1e-4, 0.01, 10, 1e4]))
def test_the_unit_of_a_plain_trait_does_not_matter(
    values: pd.DataFrame, weights: pd.Series, factor: float
) -> None:
    found = peer_distances(values, weights)
    again = peer_distances(values.assign(b=values["b"] * factor), weights)
    pd.testing.assert_frame_equal(found, again, rtol=1e-6, atol=1e-6)


@given(ROWS, WEIGHTS)
def test_scaling_all_weights_scales_all_distances_alike(
    values: pd.DataFrame, weights: pd.Series
) -> None:
    found = peer_distances(values, weights)
    pd.testing.assert_frame_equal(peer_distances(values, weights * 4), found * 2, rtol=1e-9)


# --- the traits ------------------------------------------------------------------------------


def test_a_trait_is_divided_within_the_same_year_and_taken_as_logarithm() -> None:
    rows = panel(
        [("gdp", c, y, v) for c, y, v in [("a", 2020, 100), ("b", 2020, 50), ("a", 2023, 900)]]
        + [("population", c, 2020, v) for c, v in [("a", 10), ("b", 25)]]
    )
    each = variable("each", "gdp", per="population", transform="log")
    found = structural_matrix(rows, [each])
    assert found["each"].tolist() == pytest.approx([np.log(10), np.log(2)])
    assert structural_years(rows, [each]) == {"each": 2020}


def test_density_needs_a_known_area_and_missing_stays_missing() -> None:
    rows = panel([("population", "a", 2020, 10), ("population", "b", 2020, 30)])
    density = variable("density", "population", per=LAND_AREA)
    found = structural_matrix(rows, [density, variable("size", "population")], areas={"a": 4})
    assert found["density"].isna().tolist() == [False, True]
    assert found.loc["a", "density"] == 2.5
    assert found["size"].tolist() == [10, 30]


def test_the_nation_and_unconfirmed_figures_are_no_part_of_the_structure() -> None:
    rows = pd.concat(
        [
            panel([("population", "000000", 2023, 9e9), ("population", "a", 2023, 5)]),
            panel([("population", "a", 2024, 6), ("population", "b", 2024, 7)], status="P"),
        ]
    )
    assert structural_matrix(rows, [variable("size", "population")]).index.tolist() == ["a"]


def test_no_year_after_the_limit_is_looked_at() -> None:
    rows = panel([("population", "a", y, y) for y in (2019, 2021)])
    assert structural_years(rows, [variable("size", "population")], 2020) == {"size": 2019}


def test_an_empty_panel_gives_an_empty_table_with_its_columns() -> None:
    found = structural_matrix(panel([]), [variable("size", "population")])
    assert found.empty
    assert found.columns.tolist() == ["size"]
    assert peer_distances(found, weights_of([variable("size", "population")])).empty


def test_the_catalogs_traits_say_nothing_of_success() -> None:
    catalog = load_catalog()
    assert catalog.structural_of("province")
    assert catalog.structural_of("city")
    for trait in catalog.structural.values():
        for code in {trait.indicator, trait.per or LAND_AREA} - {LAND_AREA}:
            assert catalog.indicators[code].direction == "context", code


def test_land_areas_are_those_that_the_maps_borders_enclose() -> None:
    areas = load_catalog().areas()
    drawn = {
        shape["code"]: shape["area"]
        for level in ("county", "city", "province")
        for shape in json.loads((paths.BOUNDARIES / f"{level}.json").read_text())["shapes"]
    }
    assert areas == {code: drawn[code] for code in areas}
    # 陕西省人民政府: 20.56万平方千米.
    assert areas["610000"] == pytest.approx(205_600, rel=0.001)
    # Districts of Hangzhou that the census counted in other borders than those of the map.
    assert not {"330102", "330105", "330109", "330110"} & areas.keys()
