"""Gaps to a benchmark: signed by what is better, in one year each, and never from thin air."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.benchmark import (
    compare,
    correct_gap,
    explain_missing,
    refer_to_best,
    refer_to_fixed,
    refer_to_mean,
    refer_to_median,
    refer_to_region,
    relative_gap,
    widest_shortfall,
)
from scoreboard.catalog import load_catalog

HIGHER, LOWER, CONTEXT = "higher_is_better", "lower_is_better", "context"
COLUMNS = ["indicator_code", "region_code", "year", "value"]
numbers = st.floats(0.01, 1e6)


def panel() -> pd.DataFrame:
    """Two years of one indicator in four regions and the nation, and a thin third year."""
    cells = [("a", r, 2022, v) for r, v in zip("wxyz", (1.0, 2.0, 3.0, 6.0), strict=True)]
    cells += [("a", r, 2023, v) for r, v in zip("wxyz", (2.0, 2.0, 5.0, 7.0), strict=True)]
    cells += [("a", "w", 2024, 9.0), ("a", "000000", 2023, 4.0), ("a", "000000", 2022, 3.0)]
    return pd.DataFrame(cells, columns=COLUMNS).assign(status="A")


def figures(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).assign(status="A", source_code="s")


def references(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    names = ["indicator_code", "region_code", "year", "reference"]
    return pd.DataFrame(rows, columns=names).assign(members=1, reference_status="A", named="")


def one_gap(value: float, reference: float, direction: str) -> float:
    return float(correct_gap(pd.Series([value]), pd.Series([reference]), [direction]).iloc[0])


def test_a_published_gap_comes_out_as_printed() -> None:
    # Eurostat, "Smarter, greener, more inclusive?", 2019 edition: R&D was 2.06 % of the EU's GDP in
    # 2017, "0.94 percentage points below its target for 2020" of 3 %.
    assert round(one_gap(2.06, 3.0, HIGHER), 2) == -0.94


def test_published_growth_is_the_relative_gap_to_the_year_before() -> None:
    # National Bureau of Statistics, 2025-01-23: R&D of 36,130 in 2024, up 8.3 % on the year;
    # 2023 was 33,357.1 (communiqué of 2 October 2024, 亿元).
    before = pd.Series([33357.1])
    gap = correct_gap(pd.Series([36130.0]), before, [HIGHER])
    assert round(relative_gap(gap, before).iloc[0], 1) == 8.3


def test_a_gap_by_hand() -> None:
    # 2.50 against 2.65: 0.15 below, 0.15 / 2.65 = 5.66 %; where less is better it is 0.15 above.
    assert one_gap(2.50, 2.65, HIGHER) == pytest.approx(-0.15)
    assert one_gap(2.50, 2.65, LOWER) == pytest.approx(0.15)
    assert relative_gap(pd.Series([-0.15]), pd.Series([2.65])).iloc[0] == pytest.approx(
        -5.6604, 1e-4
    )


@given(numbers, numbers)
def test_turning_the_direction_turns_the_sign_of_the_gap(value: float, reference: float) -> None:
    assert one_gap(value, reference, HIGHER) == -one_gap(value, reference, LOWER)


@given(numbers, st.sampled_from([HIGHER, LOWER, CONTEXT]))
def test_the_gap_to_oneself_is_zero(value: float, direction: str) -> None:
    assert one_gap(value, value, direction) == 0


@given(numbers, numbers, st.sampled_from([1e-4, 0.1, 1e4, 1e8]))
def test_the_percentage_does_not_depend_on_the_unit(value: float, base: float, unit: float) -> None:
    def percent(scale: float) -> float:
        reference = pd.Series([base * scale])
        gap = correct_gap(pd.Series([value * scale]), reference, [HIGHER])
        return float(relative_gap(gap, reference).iloc[0])

    assert percent(unit) == pytest.approx(percent(1.0), rel=1e-9, abs=1e-9)


def test_there_is_no_percentage_of_zero_or_of_less() -> None:
    found = relative_gap(pd.Series([1.0, 1.0]), pd.Series([0.0, -2.0]))
    assert found.isna().all()


def test_the_mean_needs_most_of_the_level_and_leaves_the_nation_out() -> None:
    found = refer_to_mean(panel(), 4).set_index("year")["reference"]
    assert found.to_dict() == {2022: 3.0, 2023: 4.0}
    assert refer_to_mean(panel(), 9).empty


def test_the_median_of_the_members_needs_three_of_them() -> None:
    found = refer_to_median(panel(), ["x", "y", "z"]).set_index("year")
    assert found["reference"].to_dict() == {2022: 3.0, 2023: 5.0}
    assert found["members"].to_dict() == {2022: 3, 2023: 3}
    assert refer_to_median(panel(), ["x", "y"]).empty


def test_the_best_follows_the_direction_and_is_named() -> None:
    high = refer_to_best(panel(), {"a": HIGHER}, 4).set_index("year")
    assert high.loc[2023, ["reference", "named"]].tolist() == [7.0, "z"]
    low = refer_to_best(panel(), {"a": LOWER}, 4).set_index("year")
    # Equal values: the lowest code.
    assert low.loc[2023, ["reference", "named"]].tolist() == [2.0, "w"]
    assert 2024 not in high.index
    assert refer_to_best(panel(), {"a": CONTEXT}, 1).empty


def test_reversing_the_direction_swaps_the_best_for_the_worst() -> None:
    high = refer_to_best(panel(), {"a": HIGHER}, 4)["reference"].tolist()
    turned = panel().assign(value=-panel()["value"])
    low = refer_to_best(turned, {"a": LOWER}, 4)["reference"].tolist()
    assert high == [-v for v in low]


def test_one_region_or_a_fixed_value_can_be_the_benchmark() -> None:
    nation = refer_to_region(panel(), "000000").set_index("year")
    assert nation["reference"].to_dict() == {2023: 4.0, 2022: 3.0}
    assert set(nation["named"]) == {""}
    assert set(refer_to_region(panel(), "z")["named"]) == {"z"}
    assert set(refer_to_fixed(panel(), {"a": 8.0, "b": 1.0})["reference"]) == {8.0}


def test_a_benchmark_is_as_uncertain_as_the_least_certain_figure_behind_it() -> None:
    rows = panel()
    rows.loc[(rows["region_code"] == "z") & (rows["year"] == 2023), "status"] = "E"

    def status(found: pd.DataFrame) -> dict[int, str]:
        return found.set_index("year")["reference_status"].to_dict()

    assert status(refer_to_mean(rows, 4)) == {2022: "A", 2023: "E"}
    assert status(refer_to_median(rows, ["x", "y", "z"])) == {2022: "A", 2023: "E"}
    assert status(refer_to_best(rows, {"a": HIGHER}, 4)) == {2022: "A", 2023: "E"}
    assert status(refer_to_best(rows, {"a": LOWER}, 4)) == {2022: "A", 2023: "A"}
    assert status(refer_to_region(rows, "z")) == {2022: "A", 2023: "E"}


def test_an_indicator_is_compared_in_the_newest_year_that_most_regions_have() -> None:
    own = figures(
        ("a", "x", 2024, 5), ("a", "x", 2023, 4), ("a", "y", 2023, 3), ("a", "z", 2021, 1)
    )
    marks = references(*[("a", r, y, 2.0) for r in "xyz" for y in range(2020, 2025)])
    found = compare(own, marks, {"a": HIGHER}).set_index("region_code")
    assert found["year"].to_dict() == {"x": 2023, "y": 2023, "z": 2021}
    assert found["is_common"].to_dict() == {"x": True, "y": True, "z": False}
    assert found["gap"].to_dict() == {"x": 2.0, "y": 1.0, "z": -1.0}
    assert found.loc["z", "relative_pct"] == -50.0


def test_a_year_that_is_given_is_taken_unless_no_region_has_it() -> None:
    own = figures(
        ("a", "x", 2022, 5), ("a", "x", 2023, 4), ("a", "y", 2022, 3), ("a", "z", 2021, 1)
    )
    marks = references(*[("a", r, y, 2.0) for r in "xyz" for y in range(2020, 2025)])
    found = compare(own, marks, {"a": HIGHER}, {"a": 2023}).set_index("region_code")
    assert found["year"].to_dict() == {"x": 2023, "y": 2022, "z": 2021}
    assert found["is_common"].to_dict() == {"x": True, "y": False, "z": False}
    # Nobody has 2024: the newest that most of them have, as without a year.
    pd.testing.assert_frame_equal(
        compare(own, marks, {"a": HIGHER}, {"a": 2024}), compare(own, marks, {"a": HIGHER})
    )


def test_no_pair_of_figure_and_benchmark_is_no_gap_and_is_explained() -> None:
    own = figures(("a", "x", 2024, 5), ("b", "x", 2024, 5))
    marks = references(("a", "x", 2020, 2.0), ("c", "x", 2020, 2.0))
    assert compare(own, marks, {"a": HIGHER}).empty
    assert explain_missing(own, marks, "x", "a") == "no_common_year"
    assert explain_missing(own, marks, "x", "b") == "no_reference"
    assert explain_missing(own, marks, "x", "c") == "no_value"


def gaps() -> pd.DataFrame:
    own = figures(
        ("a", "x", 2023, 90),
        ("a", "y", 2023, 50),
        ("b", "x", 2023, 20),
        ("b", "y", 2023, 9),
        ("c", "x", 2023, 1),
        ("d", "x", 2023, 1),
        ("d", "y", 2023, 1),
    )
    marks = references(
        *[("a", r, 2023, 100.0) for r in "xy"],
        *[("b", r, 2023, 10.0) for r in "xy"],
        ("c", "x", 2023, 100.0),
        *[("d", r, 2023, 100.0) for r in "xy"],
    )
    return compare(own, marks, {"a": HIGHER, "b": LOWER, "c": HIGHER, "d": CONTEXT})


def test_the_widest_shortfall_is_the_worst_in_per_cent_and_context_never_counts() -> None:
    directions = {"a": HIGHER, "b": LOWER, "c": HIGHER, "d": CONTEXT}
    # x: 10 % short in a, 100 % short in b (less is better); y: 50 % short, b reached.
    worst = widest_shortfall(gaps(), directions)
    assert worst is not None
    assert (worst["region_code"], worst["indicator_code"], worst["relative_pct"]) == (
        "x",
        "b",
        -100,
    )


def test_nobody_falls_short_when_all_are_at_the_benchmark_or_above() -> None:
    own = figures(("a", "x", 2023, 100), ("a", "y", 2023, 110))
    marks = references(*[("a", r, 2023, 100.0) for r in "xy"])
    assert widest_shortfall(compare(own, marks, {"a": HIGHER}), {"a": HIGHER}) is None


@given(st.permutations(range(7)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    own = figures(*[("a", r, 2020 + n % 3, float(n + 1)) for n, r in enumerate("tuvwxyz")])
    marks = references(*[("a", r, y, 3.0) for r in "tuvwxyz" for y in (2020, 2021, 2022)])
    straight = compare(own, marks, {"a": HIGHER})
    mixed = compare(own.iloc[order], marks, {"a": HIGHER})
    pd.testing.assert_frame_equal(straight, mixed)


def test_every_case_names_its_paper_and_compares_only_the_same_quantity() -> None:
    catalog = load_catalog()
    assert len(catalog.cases) == 9
    for case in catalog.cases.values():
        assert case.title.zh
        for code, figure in case.compared.items():
            assert catalog.indicators[code].is_ranked, code
            assert figure.unit == catalog.unit_of(code).name
    # No paper defines its "conversion rate" as the patent survey does.
    named = {code for case in catalog.cases.values() for code in case.compared}
    assert not any(code.startswith("patent_industrialization") for code in named)


def test_missing_figures_give_missing_gaps_not_zeros() -> None:
    found = correct_gap(pd.Series([np.nan, 1.0]), pd.Series([1.0, np.nan]), [HIGHER, LOWER])
    assert found.isna().all()
