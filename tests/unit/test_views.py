"""Growth, trend and rank are worked out of what is there, and of nothing else."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.ranking import neighbours_in_rank, rank_values
from scoreboard.analysis.snapshot import take_newest, take_snapshot
from scoreboard.analysis.summary import describe_field, find_standing
from scoreboard.analysis.views import apply_view, change_over, least_certain, longest_span
from scoreboard.catalog import SeriesBreak, Text, load_catalog

PLAIN = load_catalog().indicators["patents_granted"].model_copy(update={"breaks": ()})
BROKEN = PLAIN.model_copy(
    update={
        "breaks": (
            SeriesBreak(year=2021, text={"zh": "口径变化", "en": "new coverage"}),
            SeriesBreak(year=2023, text={"zh": "修订", "en": "revised"}, region_codes=("a",)),
        )
    }
)


def series(values: dict[tuple[str, int], float], status: str = "A") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"region_code": c, "year": y, "value": v, "status": status, "source_code": "s"}
            for (c, y), v in values.items()
        ]
    )


def test_growth_of_an_amount_is_in_per_cent_of_the_year_before() -> None:
    # 110 / 100 − 1 = 10 %
    grown = change_over(series({("a", 2020): 100, ("a", 2021): 110}), 1, "percent")
    assert grown[["year", "value"]].to_numpy().tolist() == [[2021, pytest.approx(10)]]


def test_growth_of_a_rate_is_in_percentage_points() -> None:
    grown = change_over(series({("a", 2020): 2.4, ("a", 2021): 2.65}), 1, "points")
    assert grown["value"].tolist() == [pytest.approx(0.25)]


def test_the_five_year_trend_is_the_compound_rate() -> None:
    # (161.051 / 100) ** (1/5) = 1.1
    grown = change_over(series({("a", 2018): 100, ("a", 2023): 161.051}), 5, "percent")
    assert grown["value"].tolist() == [pytest.approx(10)]


def test_a_gap_gives_no_growth_and_is_not_bridged() -> None:
    assert change_over(series({("a", 2019): 100, ("a", 2021): 110}), 1, "percent").empty
    assert change_over(series({("a", 2019): 0, ("a", 2020): 5}), 1, "percent").empty


def test_what_is_worked_out_is_as_uncertain_as_its_least_certain_part() -> None:
    assert least_certain(("A", "P")) == "P"
    assert least_certain(("E", "A")) == "E"
    both = pd.concat(
        [series({("a", 2020): 1.0}), series({("a", 2021): 2.0}, status="P")], ignore_index=True
    )
    assert change_over(both, 1, "percent")["status"].tolist() == ["P"]


def test_equal_values_share_the_better_place() -> None:
    ranks = rank_values(pd.Series([5.0, 9.0, 5.0, np.nan, 1.0]), "higher_is_better")
    assert ranks.tolist()[:3] == [2, 1, 2]
    assert np.isnan(ranks[3])
    assert ranks[4] == 4


@given(st.lists(st.integers(-1000, 1000), min_size=1, unique=True))
def test_ranks_of_different_values_are_a_permutation_and_direction_turns_them_round(
    values: list[int],
) -> None:
    numbers = pd.Series(values, dtype=float)
    high = rank_values(numbers, "higher_is_better")
    low = rank_values(numbers, "lower_is_better")
    assert sorted(high) == list(range(1, len(values) + 1))
    assert ((high + low) == len(values) + 1).all()


def test_a_ranking_keeps_the_leaders_and_the_neighbours_of_the_chosen() -> None:
    ranked = pd.DataFrame({"region_code": [f"r{n}" for n in range(1, 101)]})
    kept = neighbours_in_rank(ranked, ["r50"], 10)["region_code"].tolist()
    assert kept == ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r49", "r50", "r51"]


def test_a_snapshot_ranks_the_year_and_knows_the_year_before() -> None:
    rows = series(
        {
            ("110000", 2022): 6.5,
            ("310000", 2022): 4.4,
            ("110000", 2023): 6.73,
            ("310000", 2023): 4.34,
            ("120000", 2023): 3.58,
            ("000000", 2022): 2.54,
            ("000000", 2023): 2.65,
        }
    )
    snapshot = take_snapshot(rows, "value", 2023, PLAIN, "points", adds_up=False)
    assert snapshot.rows["region_code"].tolist() == ["110000", "310000", "120000"]
    assert snapshot.rows["rank"].tolist() == [1, 2, 3]
    assert snapshot.rows["value_before"].tolist()[:2] == [6.5, 4.4]
    assert snapshot.rows["rank_before"].isna().all()
    assert snapshot.nation_value == 2.65
    assert not snapshot.nation_is_total
    standing = find_standing(snapshot, "310000")
    assert standing is not None
    # Two regions in 2022, three in 2023: the places are not compared.
    assert (standing.rank, standing.regions, standing.rank_before) == (2, 3, None)
    assert find_standing(snapshot, "650000") is None


def test_the_field_counts_who_is_above_the_nation_only_when_it_is_whole() -> None:
    rows = series({("a", 1): 3.0, ("b", 1): 2.0, ("c", 1): 1.0, ("000000", 1): 1.5})
    snapshot = take_snapshot(rows, "value", 1, PLAIN, "points", adds_up=False)
    field = describe_field(snapshot, 4)
    assert field is not None
    assert (field.best_code, field.last_code, field.above_nation) == ("a", "c", None)
    assert (field.regions, field.expected, field.median) == (3, 4, 2.0)
    whole = describe_field(snapshot, 3)
    assert whole is not None
    assert whole.above_nation == 2
    assert whole.is_whole


def test_a_national_total_gives_shares_and_a_rate_does_not() -> None:
    rows = series({("a", 1): 10.0, ("b", 1): 40.0, ("000000", 1): 50.0})
    total = take_snapshot(rows, "value", 1, PLAIN, "percent", adds_up=True)
    standing = find_standing(total, "a")
    assert standing is not None
    assert standing.share_of_nation_pct == pytest.approx(20)
    assert total.comparable_nation is None
    rate = take_snapshot(rows, "value", 1, PLAIN, "points", adds_up=False)
    standing = find_standing(rate, "a")
    assert standing is not None
    assert standing.share_of_nation_pct is None
    assert rate.comparable_nation == 50.0


def test_growth_of_a_total_compares_with_the_nations_growth() -> None:
    rows = series({("a", 1): 10, ("a", 2): 12, ("000000", 1): 50, ("000000", 2): 55})
    grown = take_snapshot(rows, "change", 2, PLAIN, "percent", adds_up=True)
    assert grown.comparable_nation == pytest.approx(10)


def test_the_rank_view_has_no_national_line() -> None:
    rows = series({("a", 1): 3.0, ("b", 1): 2.0, ("000000", 1): 1.5})
    snapshot = take_snapshot(rows, "rank", 1, PLAIN, "points", adds_up=False)
    assert snapshot.rows[["region_code", "value", "rank"]].to_numpy().tolist() == [
        ["a", 1.0, 1.0],
        ["b", 2.0, 2.0],
    ]
    assert snapshot.nation_value is None


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.integers(2010, 2020)),
        st.floats(0.1, 1e6),
        min_size=1,
    )
)
def test_no_view_invents_a_region_or_year(values: dict[tuple[str, int], float]) -> None:
    rows = series(values)
    keys = set(zip(rows["region_code"], rows["year"], strict=True))
    for view in ("value", "change", "trend5", "rank"):
        shown = apply_view(rows, view, "percent", "higher_is_better")
        assert set(zip(shown["region_code"], shown["year"], strict=True)) <= keys


def test_no_change_is_taken_across_a_break() -> None:
    rows = series({(c, y): float(y) for c in "ab" for y in range(2019, 2025)})
    grown = change_over(rows, 1, "points", BROKEN.breaks)
    years = {c: grown.loc[grown["region_code"] == c, "year"].tolist() for c in "ab"}
    assert years == {"a": [2020, 2022, 2024], "b": [2020, 2022, 2023, 2024]}
    five = change_over(rows, 5, "points", BROKEN.breaks)
    assert five.empty
    snapshot = take_snapshot(rows, "value", 2023, BROKEN, "points", adds_up=False)
    before = dict(zip(snapshot.rows["region_code"], snapshot.rows["value_before"], strict=True))
    assert np.isnan(before["a"])
    assert before["b"] == 2022
    assert snapshot.rows["rank_before"].isna().all()


def test_a_place_among_other_regions_is_no_earlier_place() -> None:
    rows = series({("a", 1): 3.0, ("b", 1): 2.0, ("a", 2): 3.0, ("c", 2): 4.0})
    snapshot = take_snapshot(rows, "value", 2, PLAIN, "points", adds_up=False)
    assert snapshot.rows["rank_before"].isna().all()
    same = series({("a", 1): 3.0, ("b", 1): 2.0, ("a", 2): 1.0, ("b", 2): 4.0})
    snapshot = take_snapshot(same, "value", 2, PLAIN, "points", adds_up=False)
    assert dict(zip(snapshot.rows["region_code"], snapshot.rows["rank_before"], strict=True)) == {
        "b": 2,
        "a": 1,
    }


def test_an_indicator_without_comparable_years_has_no_change() -> None:
    alone = PLAIN.model_copy(update={"compares_years": False})
    rows = series({("a", 2020): 1.0, ("a", 2021): 2.0})
    assert take_snapshot(rows, "change", 2021, alone, "percent", adds_up=True).rows.empty


def test_unranked_indicators_show_the_newest_figure_of_each_region() -> None:
    rows = series({("a", 2021): 5.0, ("a", 2023): 6.0, ("b", 2022): 9.0, ("000000", 2023): 99.0})
    snapshot = take_newest(rows)
    assert snapshot.rows[["region_code", "year", "value"]].to_numpy().tolist() == [
        ["a", 2023, 6.0],
        ["b", 2022, 9.0],
    ]
    assert snapshot.nation_value is None


def test_the_trend_takes_the_longest_span_that_may_be_compared() -> None:
    rows = series({("a", year): float(year) for year in range(2016, 2024)})
    assert longest_span(rows, 2023, "difference") == 5
    # The figures from 2019 on are of another census: 2019 to 2023 is the longest way back.
    census = SeriesBreak(year=2019, text=Text(zh="口径", en="census"))
    assert longest_span(rows, 2023, "difference", [census]) == 4
    assert longest_span(rows[rows["year"] > 2020], 2023, "difference", [census]) == 2
