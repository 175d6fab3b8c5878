"""Analysis refuses what it cannot answer; a missing value is absent, a repeated one an error."""

import ast
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoreboard import paths
from scoreboard.analysis.benchmark import (
    correct_gap,
    refer_to_best,
    refer_to_fixed,
    refer_to_mean,
    refer_to_median,
    refer_to_region,
)
from scoreboard.analysis.checks import level_ties, match_index
from scoreboard.analysis.classes import classify
from scoreboard.analysis.clusters import cluster_regions
from scoreboard.analysis.composite import index_to_mean, share_pillars, split_shares
from scoreboard.analysis.concentration import (
    first_shares,
    gini,
    herfindahl,
    keep_whole_years,
    lorenz,
    measure_by_year,
    normalise_herfindahl,
    theil,
)
from scoreboard.analysis.convergence import (
    dispersion_by_year,
    fit_beta,
    growth_rates,
    per_head,
    speed_of,
)
from scoreboard.analysis.coupling import coordinate, develop, grade_coordination
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.formula import evaluate_formula
from scoreboard.analysis.gap import widest_gap
from scoreboard.analysis.instruments.shares import split_amount
from scoreboard.analysis.obstacle import obstacle_degrees, sum_obstacles
from scoreboard.analysis.panel import pick_years, take_matrix
from scoreboard.analysis.peers import peer_distances, standardise
from scoreboard.analysis.profile import is_better, newest_own, percentile_of, percentile_ranks
from scoreboard.analysis.progress import Goal, assess_progress, measure_pace, yearly_pace
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.snapshot import take_newest
from scoreboard.analysis.spatial.moran import measure_autocorrelation
from scoreboard.analysis.specialisation import location_quotients
from scoreboard.analysis.views import apply_view, change_over

NAN, INF = np.nan, np.inf


def rows(*figures: tuple[str, int, float], indicator: str = "i") -> pd.DataFrame:
    """Observations: region, year, value."""
    found = pd.DataFrame(figures, columns=["region_code", "year", "value"])
    return found.assign(indicator_code=indicator, status="A", source_code="s")


# ---- names ------------------------------------------------------------------------------------

OBSERVED = rows(("a", 2022, 1.0), ("a", 2023, 2.0))


@pytest.mark.parametrize(
    ("call", "allowed"),
    [
        (lambda: rank_values(pd.Series([1.0]), "lower"), "higher_is_better"),
        (lambda: percentile_ranks(pd.Series([1.0]), "lower"), "higher_is_better"),
        (lambda: percentile_of(1.0, pd.Series([1.0]), "lower"), "higher_is_better"),
        (lambda: is_better(1.0, 2.0, "lower"), "higher_is_better"),
        (lambda: correct_gap(pd.Series([1.0]), pd.Series([2.0]), ["lower"]), "higher_is_better"),
        (lambda: refer_to_best(OBSERVED, {"i": "lower"}, 1), "higher_is_better"),
        (lambda: apply_view(OBSERVED, "trend", "percent", "context"), "change, trend5"),
        (lambda: change_over(OBSERVED, 1, "per cent"), "percent, points"),
        (lambda: yearly_pace(1.0, 2.0, 1, "per cent"), "percent, points"),
        (lambda: assess_progress(OBSERVED, Goal(3, 2030), "lower", "percent"), "higher_is_better"),
        (lambda: classify(pd.Series([1.0]), "quantiles"), "quantile, natural"),
    ],
)
def test_a_misspelt_name_is_refused_with_those_allowed(call, allowed) -> None:
    with pytest.raises(ValueError, match=f"is no .*; allowed are: .*{allowed}"):
        call()


# ---- infinity ---------------------------------------------------------------------------------

ENDLESS = rows(("a", 2022, 1.0), ("a", 2023, INF))
NEIGHBOURS = [(f"{n:02}", f"{n + 1:02}") for n in range(11)]
REGIONS = [f"{n:02}" for n in range(12)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: rank_values(pd.Series([1.0, INF]), "higher_is_better"),
        lambda: percentile_ranks(pd.Series([1.0, INF]), "higher_is_better"),
        lambda: percentile_of(1.0, pd.Series([1.0, INF]), "higher_is_better"),
        lambda: gini(np.array([1.0, INF])),
        lambda: theil(np.array([1.0, INF])),
        lambda: herfindahl(np.array([1.0, INF])),
        lambda: lorenz(np.array([1.0, INF])),
        lambda: gini(np.array([1.0, 2.0]), np.array([1.0, INF])),
        lambda: measure_by_year(ENDLESS),
        lambda: dispersion_by_year(ENDLESS),
        lambda: growth_rates(ENDLESS, 2022, 2023),
        lambda: per_head(OBSERVED, ENDLESS),
        lambda: pick_years(ENDLESS, ["i"]),
        lambda: refer_to_mean(ENDLESS, 1),
        lambda: widest_gap(OBSERVED, ENDLESS),
        lambda: standardise(pd.DataFrame({"t": [1.0, INF]})),
        lambda: classify(pd.Series([1.0, INF]), "quantile"),
        lambda: location_quotients(pd.DataFrame({"p": [1.0, INF]}), pd.Series([1.0, 2.0])),
        lambda: index_to_mean(np.array([1.0, INF])),
        lambda: measure_autocorrelation(
            pd.Series([INF, *range(11)], index=REGIONS, dtype=float), NEIGHBOURS
        ),
    ],
)
def test_infinity_is_refused(call) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        call()


# ---- missing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [gini, theil, herfindahl, lorenz])
def test_a_missing_amount_is_not_read_as_equality(function) -> None:
    with pytest.raises(ValueError, match="must not be missing; 1 of 3 are"):
        function(np.array([1.0, NAN, 3.0]))


@pytest.mark.parametrize("function", [gini, theil, herfindahl, lorenz])
def test_a_negative_amount_is_no_part_of_a_sum(function) -> None:
    with pytest.raises(ValueError, match=r"must not be negative.*the lowest is -1"):
        function(np.array([1.0, -1.0, 3.0]))


def test_the_first_region_is_not_one_without_a_value() -> None:
    observed = rows(("a", 2023, NAN), ("b", 2023, 1.0), ("c", 2023, 3.0))
    found = measure_by_year(observed).iloc[0]
    assert (found["first_code"], found["first_share_pct"], found["regions"]) == ("c", 75.0, 2)
    # Shares ¼ and ¾: H = 1/16 + 9/16, T = ¼·ln ½ + ¾·ln 1½.
    assert found["hhi"] == pytest.approx(0.625)
    assert found["theil"] == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))


def test_a_year_with_a_negative_amount_has_no_concentration() -> None:
    observed = rows(("a", 2022, -1.0), ("b", 2022, 3.0), ("a", 2023, 1.0), ("b", 2023, 3.0))
    assert measure_by_year(observed)["year"].tolist() == [2023]


def test_the_first_city_is_not_one_without_a_value() -> None:
    cities = pd.DataFrame(
        {"region_code": ["a", "b", "c"], "province_code": "p", "value": [NAN, 20.0, 30.0]}
    )
    found = first_shares(cities, {"p": 100.0}, {"p": 3}).iloc[0]
    assert (found["region_code"], found["share_pct"], found["cities"]) == ("c", 30.0, 2)
    # 50 are left, which one unknown city may have.
    assert not found["is_first_certain"]
    assert first_shares(cities, {"p": NAN}, {"p": 3}).empty


def test_rows_without_a_figure_do_not_make_a_year_whole() -> None:
    observed = rows(("a", 2023, 1.0), ("b", 2023, NAN), ("c", 2023, NAN))
    assert keep_whole_years(observed, 3).empty


def test_rows_without_a_figure_are_no_members_of_a_benchmark() -> None:
    observed = rows(("a", 2023, 1.0), ("b", 2023, 3.0), ("c", 2023, NAN), ("d", 2023, NAN))
    # Two of four are less than four fifths, two of two are not.
    assert refer_to_mean(observed, 4).empty
    found = refer_to_mean(observed, 2).iloc[0]
    assert (found["reference"], found["members"]) == (2.0, 2)
    assert refer_to_median(observed, list("abcd"), least=3).empty
    best = refer_to_best(observed, {"i": "lower_is_better"}, 2).iloc[0]
    assert (best["reference"], best["named"], best["members"]) == (1.0, "a", 2)
    assert refer_to_region(observed, "c").empty
    with pytest.raises(ValueError, match="needs a finite value; i have none"):
        refer_to_fixed(observed, {"i": NAN})


def test_a_year_of_rows_without_figures_is_not_picked() -> None:
    observed = rows(
        ("a", 2022, 1.0), ("b", 2022, 2.0), ("a", 2023, NAN), ("b", 2023, NAN), ("c", 2023, NAN)
    )
    assert pick_years(observed, ["i"]) == {"i": 2022}


def test_a_missing_figure_has_no_percentile() -> None:
    values = pd.Series([1.0, NAN, 3.0])
    assert np.isnan(percentile_of(NAN, values, "higher_is_better"))
    # One of two members is behind 2.
    assert percentile_of(2.0, values, "higher_is_better") == 50.0
    assert np.isnan(percentile_of(1.0, pd.Series([NAN]), "higher_is_better"))
    assert is_better(NAN, 1.0, "lower_is_better") is None


def test_the_newest_figure_is_one() -> None:
    observed = rows(("a", 2022, 1.0), ("a", 2023, NAN), ("b", 2023, 2.0))
    found = take_newest(observed).rows.set_index("region_code")
    assert found.loc["a", ["year", "value"]].tolist() == [2022, 1.0]
    assert newest_own(observed, "a")["year"].tolist() == [2022]
    pace = measure_pace(rows(("a", 2021, 1.0), ("a", 2022, 3.0), ("a", 2023, NAN)), "points")
    assert pace is not None
    assert (pace.last_year, pace.last, pace.per_year) == (2022, 3.0, 2.0)


def test_a_formula_with_a_missing_part_has_no_result() -> None:
    assert evaluate_formula("a / b", {"a": 1.0, "b": NAN}) is None
    assert evaluate_formula("a / b", {"a": INF, "b": 1.0}) is None


# ---- repeated rows ----------------------------------------------------------------------------

TWICE = rows(("a", 2022, 1.0), ("a", 2023, 2.0), ("a", 2023, 4.0))


@pytest.mark.parametrize(
    "call",
    [
        lambda: growth_rates(TWICE, 2022, 2023),
        lambda: per_head(TWICE, OBSERVED),
        lambda: per_head(OBSERVED, TWICE),
        lambda: measure_by_year(TWICE),
        lambda: dispersion_by_year(TWICE),
        lambda: take_matrix(TWICE, {"i": 2023}),
    ],
)
def test_a_repeated_region_and_year_is_refused(call) -> None:
    with pytest.raises(ValueError, match=r"must have one row per .*1 repeat one"):
        call()


def test_a_pair_of_neighbours_counts_once_however_often_it_is_given() -> None:
    values = pd.Series([1.0, 5, 2, 8, 3, 9, 4, 7, 6, 2, 8, 1], index=REGIONS)
    once = measure_autocorrelation(values, NEIGHBOURS, 99)
    again = measure_autocorrelation(
        values, [*NEIGHBOURS, NEIGHBOURS[0], *((b, a) for a, b in NEIGHBOURS[:4])], 99
    )
    assert once is not None
    assert again is not None
    assert again.value == once.value
    assert again.rows["lag"].tolist() == once.rows["lag"].tolist()
    with pytest.raises(ValueError, match="not its own neighbour: 00"):
        measure_autocorrelation(values, [*NEIGHBOURS, ("00", "00")])
    with pytest.raises(ValueError, match="each region can stand once"):
        measure_autocorrelation(pd.concat([values, values[:1]]), NEIGHBOURS)
    with pytest.raises(ValueError, match="one permutation at least"):
        measure_autocorrelation(values, NEIGHBOURS, 0)


def test_figures_equal_but_for_rounding_have_no_pattern() -> None:
    values = pd.Series([0.3, 0.1 + 0.2] * 6, index=REGIONS)
    assert measure_autocorrelation(values, NEIGHBOURS) is None


# ---- order ------------------------------------------------------------------------------------


def test_series_are_matched_by_index_and_not_by_position() -> None:
    values = pd.Series([1.0, 9.0], index=["a", "b"])
    people = pd.Series([9.0, 1.0], index=["b", "a"])
    # One each: everybody has the same.
    assert gini(values, people) == pytest.approx(0.0)
    assert theil(values, weights=people).total == pytest.approx(0.0)
    # b and c, which have the same, are a group by index; a and b would be one by position.
    groups = pd.Series(["h", "h", "g"], index=["b", "c", "a"])
    amounts = pd.Series([1.0, 3.0, 3.0], index=["a", "b", "c"])
    assert theil(amounts, groups).within == pytest.approx(0.0, abs=1e-12)
    with pytest.raises(ValueError, match="must have the same index"):
        gini(values, pd.Series([1.0, 1.0], index=["a", "c"]))
    with pytest.raises(ValueError, match="both be Series"):
        gini(values, np.array([9.0, 1.0]))
    with pytest.raises(ValueError, match="as many"):
        gini(np.array([1.0, 2.0]), np.array([1.0]))
    with pytest.raises(ValueError, match="a weight above zero; 1 of 2"):
        gini(np.array([1.0, 2.0]), np.array([1.0, 0.0]))


def test_gaps_are_turned_by_the_direction_of_their_own_row() -> None:
    values, references = pd.Series([1.0, 1.0], index=[7, 9]), pd.Series([3.0, 3.0], index=[7, 9])
    directions = pd.Series(["lower_is_better", "higher_is_better"], index=[9, 7])
    assert correct_gap(values, references, directions).to_dict() == {7: -2.0, 9: 2.0}
    with pytest.raises(ValueError, match="as many directions"):
        correct_gap(values, references, ["context"])
    with pytest.raises(ValueError, match="references with the same index"):
        correct_gap(values, references.iloc[::-1], directions)


def test_an_index_that_repeats_a_label_cannot_be_matched() -> None:
    twice = pd.Series([1.0, 2.0], index=["a", "a"])
    with pytest.raises(ValueError, match="repeats a label"):
        match_index("weights", twice, twice)


# ---- ties -------------------------------------------------------------------------------------


def test_values_that_only_rounding_tells_apart_share_a_place() -> None:
    values = pd.Series([0.1 + 0.2, 0.3, 0.4, NAN])
    assert rank_values(values, "higher_is_better").tolist()[:3] == [2, 2, 1]
    assert rank_values(values, "lower_is_better").tolist()[:3] == [1, 1, 3]
    # Half of its equal, itself counted half as well: (0 + 2/2)/3.
    assert percentile_ranks(values, "higher_is_better").tolist()[:2] == pytest.approx([100 / 3] * 2)


def test_values_that_differ_by_more_than_rounding_stay_apart() -> None:
    numbers = np.array([1.0, 1.0 + 1e-11, 1e-300, 0.0, NAN, 2.0])
    assert level_ties(numbers).tolist()[:4] == [1.0, 1.0 + 1e-11, 1e-300, 0.0]
    assert level_ties(numbers, 1e-9).tolist()[:4] == [1.0, 1.0, 0.0, 0.0]


# ---- what has no answer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: lorenz(np.zeros(3)), "an amount above zero"),
        (lambda: normalise_herfindahl(0.1, 5), "from 1/n to 1"),
        (lambda: growth_rates(OBSERVED, 2023, 2022), "after the first"),
        (lambda: speed_of(-0.1, 0), "above zero"),
        (lambda: change_over(OBSERVED, 0, "percent"), "one year or more"),
        (lambda: newest_full_year({}), "no year with figures"),
        (lambda: Goal(NAN, 2030), "finite number"),
        (lambda: yearly_pace(NAN, 1.0, 1, "points"), "two finite values"),
        (lambda: coordinate([0.5, 1.5], [0.5, 0.5]), "from 0 to 1"),
        (lambda: grade_coordination([-0.1]), "from 0 to 1"),
        (lambda: develop([0.5, 0.5], [1.0, NAN]), "not negative are needed"),
        (lambda: develop([0.5, 0.5], pd.Series([1.0, 2.0])), "plain array"),
        (lambda: split_amount(100, {"a": NAN, "b": 50}), "sum to nan"),
        (lambda: split_amount(100, {"a": -10, "b": 110}), "not below zero"),
        (lambda: split_amount(NAN, {"a": 100}), "not below zero"),
        (lambda: share_pillars([50, 40], 0, 10), "must sum to 100"),
        (lambda: share_pillars([50, 50], 2, 10), "place 2"),
        (lambda: split_shares(np.ones(2), ["a", "b"], {"a": 100.0}), "without a share: b"),
        (
            lambda: split_shares(np.array([1.0, 0.0]), ["a", "b"], {"a": 50.0, "b": 50.0}),
            "pillar b",
        ),
        (lambda: split_shares(np.ones(2), ["a", "b"], {"a": 0.0, "b": 0.0}), "above zero"),
        (lambda: split_shares(np.array([1.0, NAN]), ["a", "b"], {"a": 1.0, "b": 1.0}), "missing"),
        (
            lambda: location_quotients(pd.DataFrame({"p": [1.0, -1.0]}), pd.Series([1.0, 2.0])),
            "must not be negative",
        ),
        (
            lambda: peer_distances(pd.DataFrame({"t": [1.0, 2.0]}), pd.Series({"u": 1.0})),
            "every trait needs a weight.*; t have none",
        ),
        (
            lambda: cluster_regions(pd.DataFrame({"t": range(9)}), pd.Series({"t": -1.0})),
            "every trait needs a weight",
        ),
        (
            lambda: sum_obstacles(pd.Series({"a": 60.0, "b": 40.0}), pd.Series({"a": "g"})),
            "every indicator needs a group; b have none",
        ),
        (
            lambda: obstacle_degrees(pd.Series({"a": 0.5}), pd.Series({"a": INF})),
            "must be finite",
        ),
        (lambda: theil(np.array([1.0, 2.0]), ["g"]), "as many"),
    ],
)
def test_a_question_without_an_answer_is_refused_in_a_sentence(call, said) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def test_a_beta_line_leaves_out_regions_without_a_rate() -> None:
    growth = pd.DataFrame({"log_first": [*map(float, range(9)), NAN], "growth": [0.1] * 9 + [NAN]})
    growth.loc[0, "growth"] = 0.2
    found = fit_beta(growth, 10)
    assert found is not None
    assert found.regions == 9


# ---- names of classes -------------------------------------------------------------------------


def test_no_two_public_classes_of_analysis_diagnostics_and_catalog_share_a_name() -> None:
    names: Counter[str] = Counter()
    for package in ("analysis", "diagnostics", "catalog"):
        for file in Path(paths.ROOT, "scoreboard", package).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names.update(node.name for node in tree.body if isinstance(node, ast.ClassDef))
    assert names["Design"] == 1
    assert [name for name, count in names.items() if count > 1] == []
