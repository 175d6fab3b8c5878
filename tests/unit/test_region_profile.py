"""A region's profile says only what its figures bear, against the nation, peers and the best."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from scoreboard.analysis.panel import pick_years
from scoreboard.analysis.profile import (
    Marks,
    better_at,
    compare_region,
    compared_codes,
    is_better,
    largest_moves,
    mark_strengths,
    newest_own,
    percentile_of,
    percentile_ranks,
    place_regions,
    recent_codes,
    recent_series,
)
from scoreboard.catalog import load_catalog

CATALOG = load_catalog()
RATE = "rd_basic_research_pct"
CONTEXT = "rd_funds_government_pct"
TOTAL = "tech_contract_value"
FALLING = "talent_attraction_rank"


def panel(values: dict[tuple[str, str, int], float], status: str = "A") -> pd.DataFrame:
    rows = [(i, r, y, v) for (i, r, y), v in values.items()]
    columns = ["indicator_code", "region_code", "year", "value"]
    return pd.DataFrame(rows, columns=columns).assign(status=status, source_code="s")


FIVE = panel(
    {(RATE, c, 2022): v for c, v in zip("abcde", [1, 2, 3, 4, 5], strict=True)}
    | {(RATE, c, 2023): v for c, v in zip("abcde", [6, 2, 3, 4, 5], strict=True)}
    | {(RATE, "000000", 2023): 3.5}
)


def place(rows: pd.DataFrame, year: int = 2023) -> pd.DataFrame:
    return place_regions(rows, CATALOG, dict.fromkeys(rows["indicator_code"].unique(), year))


def one(placed: pd.DataFrame, region: str) -> pd.Series:
    return placed[placed["region_code"] == region].iloc[0]


# --- places ----------------------------------------------------------------------------------


def test_the_percentile_rank_counts_those_below_and_half_of_the_equals() -> None:
    # 2 of 5 are below 3, 2 are equal: (2 + 1) / 5 = 60 %.
    found = percentile_ranks(pd.Series([1.0, 2, 3, 3, 4, np.nan]), "higher_is_better")
    assert found.tolist()[:5] == pytest.approx([10, 30, 60, 60, 90])
    assert np.isnan(found[5])


def test_scipys_documented_percentile_rank() -> None:
    # scipy.stats.percentileofscore, Examples: ([1, 2, 3, 3, 4], 3, kind='mean') is 60.0.
    values = pd.Series([1.0, 2, 3, 3, 4])
    assert percentile_ranks(values, "higher_is_better")[2] == 60.0
    assert percentile_of(3, values, "higher_is_better") == 60.0


VALUES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=20).map(pd.Series)


@given(VALUES)
def test_percentile_ranks_equal_scipys(values: pd.Series) -> None:
    expected = [percentileofscore(values, v, kind="mean") for v in values]
    assert percentile_ranks(values, "higher_is_better").tolist() == pytest.approx(expected)
    ours = [percentile_of(v, values, "higher_is_better") for v in values]
    assert ours == pytest.approx(expected, abs=1e-9)


@given(VALUES)
def test_turning_the_direction_round_mirrors_the_percentile(values: pd.Series) -> None:
    up, down = (percentile_ranks(values, d) for d in ("higher_is_better", "lower_is_better"))
    assert (up + down).tolist() == pytest.approx([100] * len(values))


def test_a_region_is_placed_beside_the_year_before() -> None:
    found = one(place(FIVE), "a")
    assert (found["rank"], found["rank_before"], found["regions"]) == (1, 5, 5)
    assert found["percentile"] == 90
    assert found["change"] == pytest.approx(5)
    # 2022: mean 3, deviation √2.5, z = −1.26491; 2023: mean 4, deviation √2.5, z = +1.26491.
    assert found["standard_change"] == pytest.approx(2 * 2 / 2.5**0.5)


def test_where_less_is_better_a_fall_is_a_move_to_the_better() -> None:
    rows = panel(
        {(FALLING, c, y): v for y, vs in ((2022, [3, 2, 1]), (2023, [1, 2, 3]))
         for c, v in zip("abc", vs, strict=True)}
    )  # fmt: skip
    found = one(place(rows), "a")
    assert (found["rank"], found["rank_before"]) == (1, 3)
    assert found["standard_change"] == pytest.approx(2)


def test_nothing_is_compared_across_a_break() -> None:
    mark = next(b for b in CATALOG.indicators["rd_intensity"].breaks if not b.region_codes)
    rows = panel(
        {("rd_intensity", c, y): v for y in (mark.year - 1, mark.year)
         for c, v in zip("abc", [1, 2, 3], strict=True)}
    )  # fmt: skip
    found = place(rows, mark.year)
    for column in ("value_before", "rank_before", "change", "standard_change"):
        assert found[column].isna().all(), column
    assert found["rank"].notna().all()


def test_no_place_moves_when_other_regions_had_figures_the_year_before() -> None:
    rows = FIVE[~((FIVE["region_code"] == "e") & (FIVE["year"] == 2022))]
    found = one(place(rows), "a")
    assert found["value_before"] == 1
    assert np.isnan(found["rank_before"])
    assert np.isnan(found["standard_change"])


def test_what_is_not_ranked_has_no_place() -> None:
    code = next(i.code for i in CATALOG.indicators.values() if not i.is_ranked)
    found = place(panel({(code, "a", 2023): 3, (code, "b", 2023): 4}))
    assert found["rank"].isna().all()
    assert found["percentile"].isna().all()
    assert found["value"].tolist() == [3, 4]


# --- yardsticks ------------------------------------------------------------------------------


def test_the_three_yardsticks_are_nation_median_of_peers_and_best_of_them() -> None:
    found = compare_region(place(FIVE), FIVE, CATALOG, "c", ["b", "d", "e"], 1).iloc[0]
    assert found["nation"] == 3.5
    assert found["nation_percentile"] == 40  # 2 and 3 of five are below 3.5
    assert (found["peers_median"], found["peers"]) == (4, 3)
    assert (found["best_peer"], found["best_value"]) == ("e", 5)
    assert not found["better_than_nation"]
    assert not found["better_than_peers"]


def test_the_best_of_peers_is_the_lowest_where_less_is_better() -> None:
    rows = panel({(FALLING, c, 2023): v for c, v in zip("abc", [30, 9, 12], strict=True)})
    found = compare_region(place(rows), rows, CATALOG, "a", ["b", "c"], 1).iloc[0]
    assert (found["best_peer"], found["best_value"]) == ("b", 9)


def test_totals_have_no_national_yardstick_and_context_has_no_best() -> None:
    rows = panel(
        {(TOTAL, c, 2023): 5 for c in ("a", "b", "000000")}
        | {(CONTEXT, c, 2023): v for c, v in zip("ab", [5, 6], strict=True)}
    )
    found = compare_region(place(rows), rows, CATALOG, "a", ["b"], 1).set_index("indicator_code")
    assert pd.isna(found.loc[TOTAL, "nation"])
    assert pd.isna(found.loc[CONTEXT, "best_peer"])
    assert pd.isna(found.loc[CONTEXT, "better_than_peers"])
    assert found.loc[CONTEXT, "peers_median"] == 6


def test_another_years_national_figure_is_no_yardstick() -> None:
    rows = FIVE.assign(year=FIVE["year"].where(FIVE["region_code"] != "000000", 2021))
    assert compare_region(place(rows), rows, CATALOG, "c", [], 1)["nation"].isna().all()


def test_better_depends_on_the_direction() -> None:
    assert is_better(3, 2, "higher_is_better") is True
    assert is_better(3, 2, "lower_is_better") is False
    assert is_better(2, 2, "higher_is_better") is None
    assert is_better(3, 2, "context") is None


def test_a_peer_does_better_only_where_it_leads() -> None:
    rows = pd.concat([FIVE, panel({(FALLING, "a", 2023): 1, (FALLING, "c", 2023): 7})])
    found = better_at(place(rows), "c", ["a"], [RATE, FALLING], 5)
    assert found["indicator_code"].tolist() == [RATE, FALLING]
    assert found.loc[0, ["value", "rank", "own_value", "own_rank"]].tolist() == [6, 1, 3, 4]
    assert better_at(place(rows), "a", ["c"], [RATE, FALLING], 5).empty
    # Each of several peers has its own: a has 6 and e has 5 against 3, b has only 2.
    several = better_at(place(rows), "c", ["a", "b", "e"], [RATE, FALLING], 1)
    assert several["region_code"].tolist() == ["a", "e"]
    assert several["value"].tolist() == [6, 5]
    assert several["own_value"].tolist() == [3, 3]


def test_the_largest_moves_come_first_either_way() -> None:
    moved = place(FIVE)
    assert largest_moves(moved[moved["region_code"] == "a"], [RATE], 3)["rank"].tolist() == [1]
    assert largest_moves(moved[moved["region_code"] == "a"], [], 3).empty


# --- strengths and weaknesses (Global Innovation Index 2023, p. 218) -------------------------


def own(percentiles: list[float], ranks: list[int] | None = None) -> pd.DataFrame:
    count = len(percentiles)
    return pd.DataFrame(
        {
            "indicator_code": [f"i{n:02d}" for n in range(count)],
            "percentile": percentiles,
            "rank": ranks or [9] * count,
        }
    )


def mark(rows: pd.DataFrame, **more: int) -> Marks:
    return mark_strengths(rows, rows["indicator_code"].tolist(), **more)


def test_ten_best_are_strengths_and_ten_worst_weaknesses() -> None:
    found = mark(own([float(n) for n in range(1, 91, 3)]))
    assert found.strengths == tuple(f"i{n}" for n in range(29, 19, -1))
    assert found.weaknesses == tuple(f"i{n:02d}" for n in range(10))


def test_ties_make_more_than_ten_strengths() -> None:
    # "Note that this can result in more than 10 strengths in the event of tied results."
    found = mark(own([90.0] * 9 + [80.0] * 4 + [40.0] * 12))
    assert len(found.strengths) == 13


def test_a_place_among_the_first_three_is_always_a_strength() -> None:
    # "If a country has an indicator that ranks equal to or lower than three …"
    found = mark(own([99.0] * 12 + [60.0] * 2 + [30.0] * 11, [4] * 12 + [3, 4] + [20] * 11))
    assert "i12" in found.strengths
    assert "i13" not in found.strengths


def test_no_strength_lies_in_the_worse_half_and_no_weakness_in_the_better() -> None:
    assert mark(own([5.0 + n for n in range(25)])).strengths == ()
    assert mark(own([60.0 + n for n in range(25)])).weaknesses == ()


def test_too_few_figures_give_neither() -> None:
    # 25 of 40 is less than two thirds; 19 of 19 would let the ten best and worst overlap.
    rows = own([float(n * 4) for n in range(25)])
    found = mark_strengths(rows, [f"i{n:02d}" for n in range(40)])
    assert (found.strengths, found.weaknesses) == ((), ())
    assert (found.present, found.compared, found.is_covered) == (25, 40, False)
    assert mark(own([float(n * 5) for n in range(19)])).strengths == ()
    assert mark(own([float(n * 5) for n in range(20)])).strengths != ()


@given(st.lists(st.integers(0, 100).map(float), min_size=20, max_size=40))
def test_reversing_the_direction_swaps_strengths_and_weaknesses(places: list[float]) -> None:
    there = mark(own(places), always=0)
    back = mark(own([100 - p for p in places]), always=0)
    assert set(there.strengths) == set(back.weaknesses)
    assert set(there.weaknesses) == set(back.strengths)
    assert not set(there.strengths) & set(there.weaknesses)


@given(
    st.lists(st.integers(0, 100).map(float), min_size=20, max_size=30),
    st.randoms(use_true_random=False),
)
def test_the_order_of_indicators_does_not_matter(places: list[float], random: object) -> None:
    rows = own(places)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found, again = mark(rows), mark(rows.iloc[order])
    assert set(found.strengths) == set(again.strengths)
    assert set(found.weaknesses) == set(again.weaknesses)


# --- which figures count ---------------------------------------------------------------------


def test_only_scaled_ranked_directed_indicators_tell_better_from_worse() -> None:
    codes = (RATE, CONTEXT, TOTAL, "regional_innovation_capability_rank", "pilot_test_bases")
    placed = place(panel({(i, c, 2023): 1 for i in codes for c in "ab"}))
    assert compared_codes(placed, CATALOG, 4) == [RATE]
    assert compared_codes(placed, CATALOG, 5) == []


def test_old_figures_say_little_about_the_present() -> None:
    years = {"a": 2024, "b": 2022, "c": 2021}
    assert recent_codes(years, ["a", "b", "c", "d"]) == ["a", "b"]
    assert recent_codes({}, ["a"]) == []


def test_a_regions_own_newest_figure_may_be_of_any_year() -> None:
    found = newest_own(FIVE, "a")
    assert found[["year", "value"]].to_numpy().tolist() == [[2023, 6]]


def test_a_missing_year_is_no_row_of_the_series() -> None:
    rows = panel({(RATE, "a", y): y for y in (2010, 2014, 2016, 2023)})
    assert recent_series(rows, "a", [RATE])["year"].tolist() == [2014, 2016, 2023]


def test_no_data_gives_empty_frames_and_no_error() -> None:
    placed = place(FIVE.iloc[:0])
    assert compare_region(placed, FIVE, CATALOG, "a", [], 1).empty
    assert compared_codes(placed, CATALOG, 5) == []
    assert largest_moves(placed, [RATE], 3).empty
    assert mark_strengths(placed, []).strengths == ()
    assert pick_years(FIVE.iloc[:0], [RATE]) == {}
