"""Composite methods: worked by hand, and against examples that were printed elsewhere."""

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.composite import (
    aggregate,
    critic_weights,
    entropy_weights,
    ladder_cuts,
    normalise,
    orient,
    pca_weights,
    place_on_ladder,
    present_share,
    share_pillars,
    split_shares,
    weigh,
    winsorise,
)
from scoreboard.analysis.composite.ladder import index_to_mean
from scoreboard.analysis.composite.outliers import skewness_and_kurtosis
from scoreboard.analysis.composite.weights import principal_components
from scoreboard.analysis.ranking import rank_values

NAN = np.nan
NONE = np.zeros(1)

# UNDP, Human Development Report 2001, table A2.1 (the leaders and potential leaders with every
# figure), the data set of the worked example in the OECD/JRC Handbook (2008): patents, royalties,
# internet hosts, high- and medium-technology exports, telephones, electricity, schooling, tertiary
# science enrolment; Finland, United States, Sweden, Japan, Korea, Netherlands, United Kingdom,
# Canada, Australia, Singapore, Germany, Norway, Ireland, Belgium, New Zealand, Austria, France,
# Israel, Spain, Italy, Czech Republic, Hungary, Slovenia.
TAI = np.array(
    [
        [187, 125.6, 200.2, 50.7, 1203, 14129, 10.0, 27.4],
        [289, 130, 179.1, 66.2, 993, 11832, 12.0, 13.9],
        [271, 156.6, 125.8, 59.7, 1247, 13955, 11.4, 15.3],
        [994, 64.6, 49, 80.8, 1007, 7322, 9.5, 10],
        [779, 9.8, 4.8, 66.7, 938, 4497, 10.8, 23.2],
        [189, 151.2, 136, 50.9, 1042, 5908, 9.4, 9.5],
        [82, 134, 57.4, 61.9, 1037, 5327, 9.4, 14.9],
        [31, 38.6, 108, 48.7, 881, 15071, 11.6, 14.2],
        [75, 18.2, 125.9, 16.2, 862, 8717, 10.9, 25.3],
        [8, 25.5, 72.3, 74.9, 901, 6771, 7.1, 24.2],
        [235, 36.8, 41.2, 64.2, 874, 5681, 10.2, 14.4],
        [103, 20.2, 193.6, 19, 1329, 24607, 11.9, 11.2],
        [106, 110.3, 48.6, 53.6, 924, 4760, 9.4, 12.3],
        [72, 73.9, 58.9, 47.6, 817, 7249, 9.3, 13.6],
        [103, 13, 146.7, 15.4, 720, 8215, 11.7, 13.1],
        [165, 14.8, 84.2, 50.3, 987, 6175, 8.4, 13.6],
        [205, 33.6, 36.4, 58.9, 943, 6287, 7.9, 12.6],
        [74, 43.6, 43.2, 45, 918, 5475, 9.6, 11],
        [42, 8.6, 21, 53.4, 730, 4195, 7.3, 15.6],
        [13, 9.8, 30.4, 51, 991, 4431, 7.2, 13],
        [28, 4.2, 25, 51.7, 560, 4748, 9.5, 8.2],
        [26, 6.2, 21.6, 63.5, 533, 2888, 9.1, 7.7],
        [105, 4, 20.3, 49.5, 687, 5096, 7.1, 10.6],
    ]
)


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float).reshape(-1, 1)


# ---- worked by hand ---------------------------------------------------------------------------


def test_direction_is_turned_once_and_context_is_refused() -> None:
    values = np.array([[1.0, 2.0], [3.0, NAN]])
    turned = orient(values, ["higher_is_better", "lower_is_better"])
    assert turned[0].tolist() == [1.0, -2.0]
    assert np.isnan(turned[1, 1])
    with pytest.raises(ValueError, match="neither good nor bad"):
        orient(values, ["higher_is_better", "context"])


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # min 2, max 10: (4 − 2)/8 = 0.25.
        ("minmax", [0.0, 25.0, 100.0]),
        # goalposts 3 and 8: cut off at both ends; (4 − 3)/5 = 0.2.
        ("goalposts", [0.0, 20.0, 100.0]),
        # mean 16/3, sum of squares 104/3, s = √(52/3): z = −0.800641, −0.320256, 1.120897.
        ("zscore", [41.993592, 46.797437, 61.208971]),
        # one of two others is behind the middle.
        ("percentile", [0.0, 50.0, 100.0]),
        # target 8: 2/8, 4/8, cut off.
        ("target", [25.0, 50.0, 100.0]),
    ],
)
def test_each_normalisation_by_hand(method, expected: list[float]) -> None:
    scores = normalise(column(2, 4, 10), method, np.array([3.0]), np.array([8.0]))
    assert scores[:, 0] == pytest.approx(expected, abs=1e-6)


def test_where_less_is_better_goalposts_and_target_work_the_same_way_round() -> None:
    # Energy per unit: 8 is the worst post, 2 the best and the target.
    values, worst, best = (-column(2, 3, 8, 20), np.array([-8.0]), np.array([-2.0]))
    posts = normalise(values, "goalposts", worst, best)
    assert posts[:, 0] == pytest.approx([100, 500 / 6, 0, 0])
    # Half as much again as the target is half the way off; twice the target and more is 0.
    target = normalise(values, "target", worst, best)
    assert target[:, 0] == pytest.approx([100, 50, 0, 0])
    with pytest.raises(ValueError, match="target of zero"):
        normalise(values, "target", worst, np.array([0.0]))


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile"])
def test_where_all_are_equal_everyone_stands_in_the_middle(method) -> None:
    scores = normalise(column(7.1, 7.1, NAN, 7.1), method, NONE, NONE)
    assert scores[[0, 1, 3], 0].tolist() == [50.0, 50.0, 50.0]
    assert np.isnan(scores[2, 0])


def test_missing_stays_missing_and_ties_count_half() -> None:
    scores = normalise(column(5, NAN, 5, 1, 9), "percentile", NONE, NONE)
    # Of three others one is behind and one equal: 1.5/3.
    assert scores[[0, 2, 3, 4], 0].tolist() == [50.0, 50.0, 0.0, 100.0]
    assert np.isnan(scores[1, 0])


def test_the_weighted_means_by_hand() -> None:
    scores = np.array([[80.0, 20.0], [50.0, 50.0], [0.0, 100.0]])
    weights = np.array([0.75, 0.25])
    assert aggregate(scores, weights, "arithmetic") == pytest.approx([65.0, 50.0, 25.0])
    # 80^0.75·20^0.25 = 40·√2; the zero counts as 1: 100^0.25 = √10.
    geometric = aggregate(scores, weights, "geometric")
    assert geometric == pytest.approx([56.568542, 50.0, 3.162278], abs=1e-6)


def test_topsis_by_hand() -> None:
    # Weighted: (3, 0), (0, 4); best (3, 4), worst (0, 0); third in the middle of both.
    scores = np.array([[6.0, 0.0], [0.0, 8.0], [3.0, 4.0]])
    closeness = aggregate(scores, np.array([0.5, 0.5]), "topsis")
    assert closeness == pytest.approx([100 * 3 / 7, 100 * 4 / 7, 50.0])
    assert aggregate(np.full((2, 2), 7.0), np.array([0.5, 0.5]), "topsis").tolist() == [50.0, 50.0]


@pytest.mark.parametrize("method", ["arithmetic", "geometric"])
def test_the_weight_of_what_is_missing_goes_to_the_rest(method) -> None:
    scores = np.array([[80.0, NAN, 20.0], [NAN, NAN, NAN]])
    weights = np.array([0.3, 0.6, 0.1])
    found = aggregate(scores, weights, method)
    by_hand = {"arithmetic": 65.0, "geometric": 40 * np.sqrt(2)}[method]
    assert found[0] == pytest.approx(by_hand)
    assert np.isnan(found[1])


def test_a_missing_score_adds_to_neither_distance() -> None:
    scores = np.array([[6.0, 0.0], [0.0, 8.0], [3.0, NAN]])
    assert aggregate(scores, np.array([0.5, 0.5]), "topsis")[2] == pytest.approx(50.0)


def test_the_share_of_weight_present() -> None:
    values = np.array([[1.0, NAN, 3.0], [NAN, NAN, NAN]])
    assert present_share(values, np.array([0.5, 0.2, 0.3])).tolist() == [0.8, 0.0]


def test_entropy_weights_by_hand() -> None:
    # First column: p = ½, ½, e = 1, nothing told. Second: p = 1, 0, e = 0, all told.
    assert entropy_weights(np.array([[3.0, 4.0], [3.0, 0.0]])).tolist() == [0.0, 1.0]
    assert entropy_weights(np.full((3, 2), 5.0)).tolist() == [0.5, 0.5]
    assert entropy_weights(np.array([[0.0, 1.0], [0.0, 0.0]])).tolist() == [0.0, 1.0]


def test_critic_weights_by_hand() -> None:
    # Columns 1 and 2 agree (r = 1), column 3 is against both (r = −1), all of spread ½:
    # conflicts 0 + 0 + 2, 0 + 0 + 2, 2 + 2 + 0, so 2 : 2 : 4.
    values = np.array([[0.0, 5.0, 9.0], [1.0, 7.0, 1.0]])
    assert critic_weights(values) == pytest.approx([0.25, 0.25, 0.5])
    constant = np.c_[values, [4.0, 4.0]]
    assert critic_weights(constant) == pytest.approx([0.25, 0.25, 0.5, 0.0])


def test_pca_weights_by_hand() -> None:
    # Two indicators that agree and one that is uncorrelated: components of 2/3 and 1/3 of the
    # variance explain all of each, so that all weigh the same.
    values = np.array([[1.0, 2.0, 1.0], [1.0, 2.0, -1.0], [-1.0, -2.0, 1.0], [-1.0, -2.0, -1.0]])
    assert pca_weights(values) == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert pca_weights(np.c_[values, np.ones(4)])[3] == 0.0
    assert pca_weights(np.c_[values[:, :1], np.ones(4)]).tolist() == [1.0, 0.0]


def test_weights_from_figures_need_enough_complete_regions() -> None:
    values = np.full((20, 2), NAN)
    values[:7] = np.random.default_rng(1).random((7, 2))
    with pytest.raises(ValueError, match="too few"):
        weigh("entropy", values, values, np.array([0.5, 0.5]))
    assert weigh("expert", values, values, np.array([0.75, 0.25])).tolist() == [0.75, 0.25]
    assert weigh("equal", values, values, np.array([0.75, 0.25])).tolist() == [0.5, 0.5]


def test_an_outlier_is_drawn_in_to_its_neighbour_and_no_further_than_needed() -> None:
    """1 to 10 and 100, as in the tests of the R package COINr (test-treat.R): 100 becomes 10."""
    values = np.c_[np.arange(1.0, 12.0), np.arange(1.0, 12.0)]
    values[10, 0] = 100.0
    treated, counts = winsorise(values)
    assert counts.tolist() == [1, 0]
    assert treated[10, 0] == 10.0
    assert (treated[:10] == values[:10]).all()
    below, counts = winsorise(-values)
    assert counts.tolist() == [1, 0]
    assert below[10, 0] == -10.0
    _few, counts = winsorise(np.array([[1.0], [2.0], [500.0]]))
    assert counts.tolist() == [0]


def test_skewness_and_kurtosis_by_hand() -> None:
    # 0, 0, 0, 4: mean 1, m2 = 3, m3 = 6, m4 = 21; g1 = 2/√3, G1 = g1·√12/2 = 2;
    # g2 = 7/3 − 3 = −2/3, G2 = 3/(2·1)·(5·(−2/3) + 6) = 4.
    assert skewness_and_kurtosis(np.array([0.0, 0.0, 0.0, 4.0])) == pytest.approx((2.0, 4.0))
    assert skewness_and_kurtosis(np.array([3.3] * 5)) == (0.0, 0.0)


def test_sliders_always_sum_to_a_hundred() -> None:
    assert share_pillars([20, 20, 20, 20, 20], 0, 60) == [60, 10, 10, 10, 10]
    # 67 to share as 30 : 30 : 40: 20.1, 20.1, 26.8; the odd one goes to the largest remainder.
    assert share_pillars([0, 30, 30, 40], 0, 33) == [33, 20, 20, 27]
    assert share_pillars([100, 0, 0], 0, 50) == [50, 25, 25]
    assert share_pillars([100], 0, 30) == [100]


def test_inside_a_pillar_the_proportions_stay() -> None:
    weights = split_shares(np.array([0.1, 0.3, 0.6]), ["a", "a", "b"], {"a": 80, "b": 20})
    assert weights == pytest.approx([0.2, 0.6, 0.2])


def test_scores_relative_to_the_mean() -> None:
    assert index_to_mean(np.array([20.0, 60.0, NAN])).tolist()[:2] == [50.0, 150.0]
    assert np.isnan(index_to_mean(np.array([NAN, NAN]))).all()


# ---- printed elsewhere ------------------------------------------------------------------------


def test_min_max_z_scores_and_ranks_of_the_oecd_handbook() -> None:
    """OECD/JRC Handbook (2008), table 15 on page 87: years of schooling of the 23 countries."""
    schooling = TAI[:, [6]]
    z = (normalise(schooling, "zscore", NONE, NONE)[:, 0] - 50) / 10
    assert z[:4].round(2).tolist() == [0.26, 1.52, 1.14, -0.06]
    rescaled = normalise(schooling, "minmax", NONE, NONE)[:, 0] / 100
    assert rescaled[:4].round(2).tolist() == [0.59, 1.0, 0.88, 0.49]
    # Distance to the leader, the United States with 12 years.
    to_leader = normalise(schooling, "target", NONE, np.array([12.0]))[:, 0] / 100
    assert to_leader[:4].round(2).tolist() == [0.83, 1.0, 0.95, 0.79]
    # Ranks from the fewest years up; equal ones share a place and the next is left free.
    ranks = rank_values(pd.Series(TAI[:, 6]), "lower_is_better")
    printed = [15, 23, 19, 12, 17, 9, 9, 20, 18, 1, 16, 22, 9, 8, 21, 6, 5, 14, 4, 3, 12, 7, 1]
    assert ranks.tolist() == printed


def test_the_weighted_mean_that_numpy_documents() -> None:
    """numpy.average, Examples: 1 to 10 with the weights 10 to 1 is 4.0."""
    scores = np.arange(1.0, 11.0)[None, :]
    assert aggregate(scores, np.arange(10.0, 0.0, -1.0) / 55, "arithmetic") == pytest.approx([4.0])


def test_the_human_development_index_of_china_2010() -> None:
    """Goalposts and geometric mean: figures from the print, UNDP (2010), technical note 1."""
    income = np.log([7263.0, 163.0, 108_211.0])
    figures = np.array([[73.5, 7.5, 11.4, income[0]]])
    worst = np.array([20.0, 0.0, 0.0, income[1]])
    best = np.array([83.2, 13.2, 20.6, income[2]])
    parts = normalise(figures, "goalposts", worst, best)
    assert (parts[0] / 100).round(3).tolist() == [0.847, 0.568, 0.553, 0.584]
    # The note goes on from its rounded figures.
    parts = parts.round(1)
    schooling = aggregate(parts[:, 1:3], np.array([0.5, 0.5]), "geometric")
    education = normalise(schooling[:, None], "goalposts", np.zeros(1), np.array([95.1])).round(1)
    assert education.tolist() == [[58.9]]
    indices = np.c_[parts[:, [0]], education, parts[:, [3]]]
    assert aggregate(indices, np.full(3, 1 / 3), "geometric").round(1).tolist() == [66.3]


def test_topsis_of_the_fighter_aircraft() -> None:
    """Figures from the print, Hwang & Yoon (1981), Multiple Attribute Decision Making.

    Vector-normalised, weighted .2 .1 .1 .1 .2 .3, the fourth attribute (price) a cost; from the
    matrix with four decimals. The book rounds the distances to four decimals before it divides
    (.0920 / (.0580 + .0920) = .613, unrounded .6135).
    """
    weighted = np.array(
        [
            [0.0934, 0.0366, 0.0506, 0.0506, 0.0962, 0.2012],
            [0.1168, 0.0659, 0.0455, 0.0598, 0.0577, 0.1118],
            [0.0841, 0.0488, 0.0531, 0.0414, 0.1347, 0.1565],
            [0.1028, 0.0439, 0.0506, 0.0460, 0.0962, 0.1118],
        ]
    )
    directions = ["higher_is_better"] * 3 + ["lower_is_better"] + ["higher_is_better"] * 2
    closeness = aggregate(orient(weighted, directions), np.full(6, 1 / 6), "topsis") / 100
    assert closeness == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=0.0006)
    assert closeness.argsort()[::-1].tolist() == [0, 2, 3, 1]


def test_critic_weights_of_diakoulaki() -> None:
    """Diakoulaki, Mavrotas & Papayannakis (1995), eight pharmaceutical firms.

    Figures and weights as in the tests of scikit-criteria.
    """
    firms = np.array(
        [
            [61, 1.08, 4.33],
            [20.7, 0.26, 4.34],
            [16.3, 1.98, 2.53],
            [9, 3.29, 1.65],
            [5.4, 2.77, 2.33],
            [4, 4.12, 1.21],
            [-6.1, 3.52, 2.10],
            [-34.6, 3.31, 0.98],
        ]
    )
    assert critic_weights(firms).round(8).tolist() == [0.20222554, 0.48090173, 0.31687273]


def test_entropy_weights_of_scikit_criteria() -> None:
    """The worked case in scikit-criteria's tests (EntropyWeighter), to six decimals."""
    weights = entropy_weights(np.array([[1.0, 2.0], [4.0, 16.0]]))
    assert weights.round(6).tolist() == [0.358889, 0.641111]


def test_principal_components_of_the_technology_achievement_index() -> None:
    """OECD/JRC Handbook (2008), tables 16 and 17 on page 90: variance explained, and loadings.

    Telephones and electricity in logarithms, as the index has them.
    """
    figures = TAI.copy()
    figures[:, 4:6] = np.log10(figures[:, 4:6])
    variances, _loadings = principal_components(figures)
    printed = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]
    assert (variances / 8 * 100).round(1).tolist() == pytest.approx(printed, abs=0.051)
    # The four that explain a tenth each are kept. Their loadings, printed after rotation, which
    # leaves the sum of squares of an indicator as it is.
    rotated = np.array(
        [
            [0.07, 0.97, 0.06, 0.06],
            [0.13, 0.07, -0.07, 0.93],
            [0.79, -0.21, 0.21, 0.42],
            [-0.64, 0.56, -0.04, 0.36],
            [0.37, 0.17, 0.38, 0.68],
            [0.82, -0.04, 0.25, 0.35],
            [0.88, 0.23, -0.09, 0.09],
            [0.08, 0.04, 0.96, 0.04],
        ]
    )
    explained = (rotated**2).sum(axis=1)
    assert pca_weights(figures) == pytest.approx(explained / explained.sum(), abs=0.002)


def test_the_ladder_of_the_regional_innovation_scoreboard_2021() -> None:
    """Regional Innovation Scoreboard 2021: cut points in thirds; leaders reach up to 154.7."""
    index = np.array([16.2, 154.7, 90.0, 124.9, 125.0, 69.9])
    cuts = np.round(ladder_cuts(index), 1)
    assert cuts.tolist() == [34.1, 52.1, 70, 80, 90, 100, 108.3, 116.7, 125, 134.9, 144.8]
    steps = place_on_ladder(np.append(index, NAN))
    assert [s and s.group + s.sign for s in steps] == [
        "emerging−", "leader+", "moderate+", "strong+", "leader−", "emerging+", None,
    ]  # fmt: skip
