"""The composite refuses what it cannot answer, and says what would do; what it takes, by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.composite import (
    Design,
    Options,
    Plan,
    aggregate,
    critic_weights,
    entropy_weights,
    evaluate,
    evaluate_years,
    leave_one_group_out,
    leave_one_out,
    normalise,
    orient,
    plan_for,
    present_share,
    share_above,
    simulate,
    weigh,
    winsorise,
)

NAN, INF = np.nan, np.inf
HALF = np.array([0.5, 0.5])
SCORES = np.array([[80.0, 20.0], [50.0, 50.0]])
LOW, HIGH = np.zeros(2), np.full(2, 10.0)
DESIGN = Design(
    indicator_codes=("a", "b", "c"),
    pillar_codes=("p", "p", "q"),
    directions=("higher_is_better", "higher_is_better", "lower_is_better"),
    weights=np.array([0.5, 0.3, 0.2]),
    worst=np.array([0.0, 0.0, 10.0]),
    best=np.array([10.0, 10.0, 0.0]),
)


def table(**rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=list("abc"))


# ---- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "named", "allowed"),
    [
        (lambda: aggregate(SCORES, HALF, "mean"), "'mean'", "arithmetic, geometric, topsis, borda"),
        (lambda: weigh("entropie", SCORES, SCORES, HALF), "'entropie'", "entropy, critic, pca"),
        (lambda: normalise(SCORES, "min-max", LOW, HIGH), "'min-max'", "minmax, goalposts"),
        (lambda: orient(SCORES, ["lower", "higher_is_better"]), "'lower'", "lower_is_better"),
        (lambda: Options(normalisation="min-max"), "'min-max'", "minmax, goalposts"),
        (lambda: Options(weighting="entropie"), "'entropie'", "entropy, critic, pca"),
        (lambda: Options(aggregation="mean"), "'mean'", "arithmetic, geometric"),
        (lambda: Options(outliers="winsorize"), "'winsorize'", "none, winsorise"),
        (lambda: Plan(normalisations=("min-max",)), "'min-max'", "minmax, goalposts"),
        (lambda: Plan(aggregations=("mean",)), "'mean'", "arithmetic, geometric"),
    ],
)
def test_a_misspelt_method_is_refused_with_those_allowed(call, named, allowed) -> None:
    with pytest.raises(ValueError, match=f"{named} is no .*{allowed}"):
        call()


# ---- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda v: orient(v, ["higher_is_better"] * 2),
        lambda v: normalise(v, "minmax", LOW, HIGH),
        lambda v: aggregate(v, HALF, "arithmetic"),
        lambda v: weigh("equal", v, SCORES, HALF),
        lambda v: winsorise(v),
        lambda v: present_share(v, HALF),
        lambda v: simulate(v, HALF, LOW, HIGH, Plan(draws=10)),
        critic_weights,
        entropy_weights,
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_infinity_is_refused(call, sign) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        call(np.array([[1.0, sign * INF], [2.0, 3.0]]))


def test_infinity_is_refused_in_a_table_and_in_a_panel() -> None:
    with pytest.raises(ValueError, match="must be finite"):
        evaluate(table(x=[1, 2, INF], y=[1, 2, 3]), DESIGN)
    found = evaluate(table(x=[1, 2, 3], y=[3, 2, 1]), DESIGN)
    panel = pd.DataFrame(
        {"indicator_code": "a", "region_code": ["x", "y"], "year": 2023, "value": [1.0, INF]}
    )
    with pytest.raises(ValueError, match="must be finite"):
        evaluate_years(panel, found)


@pytest.mark.parametrize("function", [critic_weights, entropy_weights])
def test_weights_from_figures_refuse_missing_ones(function) -> None:
    with pytest.raises(ValueError, match=r"missing|lack some"):
        function(np.array([[1.0, NAN], [2.0, 3.0], [3.0, 1.0]]))


def test_entropy_refuses_what_has_no_share_of_a_sum() -> None:
    with pytest.raises(ValueError, match=r"must not be negative.*-1"):
        entropy_weights(np.array([[1.0, -1.0], [2.0, 3.0]]))


def test_a_geometric_mean_refuses_scores_from_0_to_1_and_negative_ones() -> None:
    with pytest.raises(ValueError, match="multiply scores from 0 to 1 by 100"):
        aggregate(SCORES / 100, HALF, "geometric")
    with pytest.raises(ValueError, match="scores of 0 or more; the lowest is -5"):
        aggregate(np.array([[-5.0, 20.0]]), HALF, "geometric")
    # √(80·20) = 40, √(50·50) = 50.
    assert aggregate(SCORES, HALF, "geometric") == pytest.approx([40, 50])
    # Nothing but zeros is as low as scores can be, on either scale.
    assert aggregate(np.zeros((2, 2)), HALF, "geometric").tolist() == [1.0, 1.0]


# ---- weights ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda w: aggregate(SCORES, w, "arithmetic"),
        lambda w: present_share(SCORES, w),
        lambda w: weigh("expert", SCORES, SCORES, w),
        lambda w: simulate(SCORES, w, LOW, HIGH, Plan(draws=10)),
    ],
)
@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([0.5, 0.4], "must sum to 1, not to 0.9"),
        ([50.0, 50.0], "must sum to 1, not to 100"),
        ([1.5, -0.5], "not negative"),
        ([0.5, NAN], "must be finite"),
        ([1.0], "one weight for each of 2 indicators"),
    ],
)
def test_weights_that_are_none_are_refused(call, weights, said) -> None:
    with pytest.raises(ValueError, match=said):
        call(np.array(weights))


def test_series_are_not_matched_by_position() -> None:
    weights = pd.Series([0.9, 0.1], index=["b", "a"])
    scores = pd.DataFrame(SCORES, columns=["a", "b"])
    for given in ((scores, HALF), (SCORES, weights), (scores, weights)):
        with pytest.raises(ValueError, match=r"must be a plain array.*to_numpy"):
            aggregate(*given, "arithmetic")
    with pytest.raises(ValueError, match="must be a plain array"):
        normalise(scores, "minmax", LOW, HIGH)
    with pytest.raises(ValueError, match="must be a plain array"):
        normalise(SCORES, "goalposts", pd.Series(LOW, index=["b", "a"]), HIGH)


# ---- the design -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": np.array([0.5, 0.3, 0.3])}, "weights must sum to 1, not to 1.1"),
        ({"weights": np.array([0.5, 0.5])}, "3 indicators need as many weights, not 2"),
        ({"indicator_codes": ("a", "b", "a")}, "can stand once; repeated: a"),
        ({"directions": ("higher_is_better",) * 2 + ("lower",)}, "'lower' is no direction"),
        ({"directions": ("higher_is_better",) * 2 + ("context",)}, "neither good nor bad"),
        ({"worst": np.array([0.0, NAN, 10.0])}, "one finite worst goalpost"),
        ({"best": np.array([0.0, INF, 10.0])}, "must be finite"),
        # Where less is better, the worst post is the larger one.
        ({"worst": np.array([0.0, 0.0, 0.0]), "best": np.full(3, 10.0)}, "it is not for c"),
        ({"worst": np.array([10.0, 0.0, 10.0]), "best": np.array([0.0, 9.0, 0.0])}, "not for a"),
    ],
)
def test_a_design_that_contradicts_itself_is_refused(change, said) -> None:
    with pytest.raises(ValueError, match=said):
        replace(DESIGN, **change)


@pytest.mark.parametrize("share", [0, -0.1, 1.2, 80, NAN])
def test_a_share_of_weight_is_above_0_and_at_most_1(share) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        Options(least_share=share)


def test_a_design_without_goalposts_serves_methods_that_need_none() -> None:
    bare = replace(
        DESIGN,
        worst=np.full(3, NAN),
        best=np.full(3, NAN),
        options=Options(normalisation="minmax"),
    )
    found = evaluate(table(x=[4, 2, 1], y=[2, 4, 3], z=[3, 3, 2]), bare)
    # x: .5·100 + .2·100; y: .3·100; z: 50 everywhere.
    assert found.table["score"].tolist() == pytest.approx([70, 30, 50])
    assert "goalposts" not in plan_for(bare).normalisations
    assert "minmax" in plan_for(bare).normalisations
    values = found.treated.to_numpy()
    drawn = simulate(values, found.weights.to_numpy(), *found.goalposts, plan_for(bare, 100))
    assert drawn.ranks.shape == (100, 3)
    with pytest.raises(ValueError, match="one finite worst goalpost"):
        simulate(values, found.weights.to_numpy(), *found.goalposts, Plan(draws=10))


@pytest.mark.parametrize(
    ("worst", "best"),
    [([0.0, NAN], [1.0, 1.0]), ([0.0, 2.0], [1.0, 1.0]), ([1.0, 0.0], [1.0, 1.0])],
)
def test_goalposts_that_are_missing_swapped_or_equal_are_refused(worst, best) -> None:
    with pytest.raises(ValueError, match=r"finite worst goalpost|must be below the best"):
        normalise(SCORES, "goalposts", np.array(worst), np.array(best))


@pytest.mark.parametrize("target", [[NAN, 1.0], [INF, 1.0], [1.0]])
def test_a_target_is_one_number_an_indicator(target) -> None:
    with pytest.raises(ValueError, match="one finite target for each of 2"):
        normalise(SCORES, "target", LOW, np.array(target))


def test_a_region_or_an_indicator_stands_once() -> None:
    values = table(x=[1, 2, 3], y=[3, 2, 1])
    with pytest.raises(ValueError, match=r"each region can stand once.*'x'"):
        evaluate(pd.concat([values, values.loc[["x"]]]), DESIGN)
    with pytest.raises(ValueError, match=r"each indicator can stand once.*'a'"):
        evaluate(pd.concat([values, values[["a"]]], axis=1), DESIGN)


def test_a_panel_has_one_figure_a_region_indicator_and_year() -> None:
    found = evaluate(table(x=[1, 2, 3], y=[3, 2, 1]), DESIGN)
    panel = pd.DataFrame(
        {"indicator_code": "a", "region_code": ["x", "x"], "year": 2023, "value": [1.0, 2.0]}
    )
    with pytest.raises(ValueError, match=r"one row per .*the first of them \(a, x, 2023\)"):
        evaluate_years(panel, found)


@pytest.mark.parametrize(
    "change",
    [{"draws": 1}, {"spread": 0}, {"spread": NAN}, {"normalisations": ()}, {"aggregations": ()}],
)
def test_a_plan_that_varies_nothing_is_refused(change) -> None:
    with pytest.raises(ValueError, match=r"at least|above 0"):
        Plan(**change)


# ---- right treatment --------------------------------------------------------------------------


def test_critic_gives_an_indicator_constant_but_for_rounding_no_weight() -> None:
    values = np.array([[0.0, 0.3, 9.0], [1.0, 0.1 + 0.2, 1.0], [2.0, 0.3, 4.0]])
    weights = critic_weights(values)
    assert weights[1] == 0
    assert weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile"])
def test_an_indicator_constant_but_for_rounding_puts_all_in_the_middle(method) -> None:
    values = np.array([[0.3], [0.1 + 0.2], [0.3]])
    scores = normalise(values, method, np.zeros(1), np.ones(1))
    assert scores[:, 0].tolist() == [50.0, 50.0, 50.0]


@pytest.mark.parametrize("normalisation", ["minmax", "zscore", "percentile", "vector"])
def test_who_is_not_ranked_moves_nobodys_score(normalisation) -> None:
    design = replace(DESIGN, options=Options(normalisation=normalisation))
    ranked = {"x": [4.0, 2.0, 1.0], "y": [2.0, 4.0, 3.0], "z": [3.0, 3.0, 2.0]}
    alone = evaluate(table(**ranked), design)
    # w has figures of half of the weight, one of them far above everybody's.
    beside = evaluate(table(**ranked, w=[1000.0, NAN, NAN]), design)
    assert beside.ranked.index.tolist() == alone.ranked.index.tolist()
    names = list(ranked)
    assert beside.table["score"][names].tolist() == pytest.approx(alone.table["score"].tolist())
    assert beside.scores.loc["w"].isna().all()
    # The figure itself stays, so that a page can say what the region lacks.
    assert beside.treated.loc["w"].isna().tolist() == [False, True, True]


def test_an_outlier_of_a_region_not_ranked_is_not_counted() -> None:
    values = pd.DataFrame(np.random.default_rng(0).random((12, 3)), columns=list("abc"))
    values.loc[12] = [900.0, NAN, NAN]
    design = replace(DESIGN, options=Options(outliers="winsorise"))
    found = evaluate(values, design)
    assert found.drawn_in.tolist() == [0, 0, 0]
    assert found.treated.loc[12, "a"] == 900.0


def test_equal_scores_that_rounding_sets_apart_share_a_rank() -> None:
    thirds = replace(DESIGN, weights=np.full(3, 1 / 3))
    # .1 + .2 + .3 and .3 + .2 + .1 differ in the last digit; of the last less is better.
    found = evaluate(table(x=[1, 2, 7], y=[3, 2, 9], z=[2, 1, 7], v=[0, 0, 10]), thirds)
    assert found.table["rank"].tolist() == [1, 1, 1, 4]
    assert leave_one_out(found).loc["v"].tolist() == [4, 4, 4]


def test_regions_with_the_same_figures_share_a_rank_in_every_draw() -> None:
    values = np.random.default_rng(1).lognormal(size=(31, 20))
    values[-1] = values[0]
    posts = np.quantile(values, [0.05, 0.95], axis=0)
    drawn = simulate(values, np.full(20, 0.05), *posts, Plan(draws=500))
    assert (drawn.ranks[:, 0] == drawn.ranks[:, -1]).all()


@pytest.mark.parametrize("region", [-1, 2])
def test_a_place_that_is_none_is_refused(region) -> None:
    drawn = simulate(SCORES, HALF, LOW, HIGH * 10, Plan(draws=10))
    with pytest.raises(ValueError, match="among 2 regions goes from 0 to 1"):
        share_above(drawn.ranks, region)


def test_leaving_out_a_pillar_by_hand() -> None:
    # p holds a and b, q holds c, of which less is better.
    found = evaluate(table(x=[10, 10, 10], y=[0, 0, 0], z=[5, 5, 5]), DESIGN)
    assert found.table["rank"].tolist() == [1, 3, 2]
    ranks = leave_one_group_out(found)
    assert ranks.columns.tolist() == ["p", "q"]
    # Without p only c counts, in which y is best.
    assert ranks["p"].to_dict() == {"x": 3, "z": 2, "y": 1}
    assert ranks["q"].to_dict() == {"x": 1, "z": 2, "y": 3}


def test_what_has_all_the_weight_cannot_be_left_out() -> None:
    only = replace(DESIGN, weights=np.array([0.0, 0.0, 1.0]))
    found = evaluate(table(x=[10, 10, 10], y=[0, 0, 0], z=[5, 5, 5]), only)
    assert leave_one_out(found).columns.tolist() == ["a", "b"]
    assert leave_one_group_out(found).columns.tolist() == ["p"]


def test_where_all_the_weight_is_missing_nobody_is_ranked() -> None:
    only = replace(DESIGN, weights=np.array([0.0, 0.0, 1.0]))
    found = evaluate(table(x=[10, 10, NAN], y=[0, 0, NAN]), only)
    assert found.ranked.empty
    assert found.dropped == ("a", "b", "c")


# ---- further conventions ----------------------------------------------------------------------


def test_vector_normalisation_by_hand() -> None:
    # √(3² + 4²) = 5; where less is better the same distances, from 100 down.
    values = np.array([[3.0, -3.0], [4.0, -4.0], [0.0, 0.0], [NAN, NAN]])
    scores = normalise(values, "vector", LOW, HIGH)
    assert scores[:3, 0] == pytest.approx([60, 80, 0])
    assert scores[:3, 1] == pytest.approx([40, 20, 100])
    assert np.isnan(scores[3]).all()
    with pytest.raises(ValueError, match=r"figures of one sign.*indicators at \[1\]"):
        normalise(np.array([[1.0, 1.0], [2.0, -1.0]]), "vector", LOW, HIGH)


def test_topsis_of_the_fighter_aircraft_from_the_figures_themselves() -> None:
    """Hwang & Yoon (1981): speed, range, payload, cost, reliability, manoeuvrability (1 to 9)."""
    figures = np.array(
        [
            [2.0, 1500, 20000, 5.5, 5, 9],
            [2.5, 2700, 18000, 6.5, 3, 5],
            [1.8, 2000, 21000, 4.5, 7, 7],
            [2.2, 1800, 20000, 5.0, 5, 5],
        ]
    )
    less = ["lower_is_better" if j == 3 else "higher_is_better" for j in range(6)]
    scores = normalise(orient(figures, less), "vector", np.zeros(6), np.ones(6))
    found = aggregate(scores, np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3]), "topsis") / 100
    # The book rounds at each step: .643, .268, .613, .312.
    assert found == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=0.001)


def test_scores_around_the_mean_by_hand() -> None:
    # Mean 10: above 12 well above, below 8 well below, 8 and 12 themselves about the mean.
    values = np.array([[12.5, -12.5], [12, -12], [10, -10], [8, -8], [7.5, -7.5], [NAN, NAN]])
    scores = normalise(values, "around_mean", LOW, HIGH)
    assert scores[:5, 0].tolist() == [100, 50, 50, 50, 0]
    assert scores[:5, 1].tolist() == [0, 50, 50, 50, 100]
    assert np.isnan(scores[5]).all()
    with pytest.raises(ValueError, match=r"mean other than zero.*at \[0\]"):
        normalise(np.array([[1.0], [-1.0]]), "around_mean", LOW[:1], HIGH[:1])
    assert normalise(np.zeros((2, 1)), "around_mean", LOW[:1], HIGH[:1]).tolist() == [[50], [50]]


def test_figures_that_are_scores_stay_as_they_are() -> None:
    scored = replace(
        DESIGN, directions=("higher_is_better",) * 3, worst=LOW_3, best=LOW_3 + 100,
        options=Options(normalisation="scored"),
    )  # fmt: skip
    found = evaluate(table(x=[80, 20, 50], y=[10, NAN, 90]), scored)
    # x: .5·80 + .3·20 + .2·50; y has .7 of the weight and is not ranked.
    assert found.table.loc["x", "score"] == pytest.approx(56)
    assert found.scores.loc["y"].tolist()[::2] == [10, 90]
    with pytest.raises(ValueError, match=r"between 0 .worst. and 100"):
        evaluate(table(x=[80, 20, 50], y=[10, 5, 101]), scored)
    with pytest.raises(ValueError, match=r"between 0 .worst. and 100"):
        normalise(orient(SCORES, ["lower_is_better"] * 2), "scored", LOW, HIGH)


LOW_3 = np.zeros(3)


def test_the_borda_count_by_hand() -> None:
    # First indicator: 2, 1, 0 points of 2; second: one tie above the last, 1.5, 1.5, 0.
    scores = np.array([[90.0, 70.0], [50.0, 70.0], [10.0, 60.0]])
    found = aggregate(scores, np.array([0.6, 0.4]), "borda")
    assert found == pytest.approx([100 * (0.6 + 0.4 * 0.75), 100 * (0.3 + 0.4 * 0.75), 0])
    # Only the order counts.
    assert aggregate(scores**3 / 1e4, np.array([0.6, 0.4]), "borda") == pytest.approx(found)


def test_borda_in_a_whole_evaluation_is_the_mean_of_percentile_ranks() -> None:
    values = table(x=[4, 2, 1], y=[2, 4, 3], z=[3, 3, 2])
    by_count = evaluate(values, replace(DESIGN, options=Options(aggregation="borda")))
    by_rank = evaluate(values, replace(DESIGN, options=Options(normalisation="percentile")))
    assert by_count.table["score"].tolist() == pytest.approx(by_rank.table["score"].tolist())


def test_entropy_weights_of_percentile_ranks_are_equal_and_the_options_say_so() -> None:
    values = pd.DataFrame(np.random.default_rng(2).lognormal(size=(40, 3)), columns=list("abc"))
    values["a"] **= 3
    spreads = {}
    for normalisation in ("minmax", "percentile"):
        options = Options(normalisation=normalisation, weighting="entropy")
        weights = evaluate(values, replace(DESIGN, options=options)).weights
        spreads[normalisation] = weights.max() - weights.min()
        assert options.flattens_entropy == (normalisation == "percentile")
    assert spreads["percentile"] < 1e-9
    assert spreads["minmax"] > 0.1
    assert not Options(normalisation="percentile").flattens_entropy


def test_the_plan_of_a_design_draws_from_what_was_chosen_too() -> None:
    chosen = replace(DESIGN, options=Options(normalisation="vector", aggregation="borda"))
    assert plan_for(chosen).normalisations[-1] == "vector"
    assert plan_for(chosen).aggregations[-1] == "borda"
    assert plan_for(DESIGN) == Plan()
