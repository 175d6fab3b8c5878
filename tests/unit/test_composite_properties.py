"""Composite methods: what must hold of any figures, and that libraries find the same."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import skcriteria
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.preprocessing.scalers import MinMaxScaler
from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    WEIGHTINGS,
    aggregate,
    critic_weights,
    entropy_weights,
    normalise,
    orient,
    pca_weights,
    place_on_ladder,
    share_pillars,
    weigh,
    winsorise,
)
from scoreboard.analysis.composite.outliers import skewness_and_kurtosis
from scoreboard.analysis.composite.uncertainty import rank_rows
from scoreboard.analysis.composite.weights import principal_components
from scoreboard.analysis.ranking import rank_values

SHAPES = st.tuples(st.integers(8, 20), st.integers(2, 6))
# Steps of a hundredth: figures have decimals, and equal ones occur.
NUMBERS = st.integers(-10_000, 10_000).map(lambda n: n / 100)


@st.composite
def tables(draw, holes: bool = False) -> np.ndarray:
    shape = draw(SHAPES)
    values = draw(arrays(float, shape, elements=NUMBERS))
    if holes:
        values = np.where(draw(arrays(bool, shape)), values, np.nan)
    return values


def posts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Goalposts inside the figures, so that some are cut off; never a target of zero."""
    return np.full(values.shape[1], -40.0), np.full(values.shape[1], 60.0)


def random_table(rows: int = 31, columns: int = 7, seed: int = 4) -> np.ndarray:
    return np.random.default_rng(seed).lognormal(size=(rows, columns))


def fit_for(method, values: np.ndarray) -> np.ndarray:
    """Figures that a normalisation takes: of one sign, with a mean above zero, or scores."""
    if method == "scored":
        return np.abs(values)
    return np.abs(values) + 1 if method in ("vector", "around_mean") else values


# ---- properties -------------------------------------------------------------------------------


@given(tables(holes=True), st.sampled_from(NORMALISATIONS))
def test_scores_are_in_range_and_missing_stays_missing(values: np.ndarray, method) -> None:
    values = fit_for(method, values)
    scores = normalise(values, method, *posts(values))
    assert (np.isnan(scores) == np.isnan(values)).all()
    if method != "zscore":
        known = scores[~np.isnan(scores)]
        assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()


@given(tables(), st.sampled_from(["minmax", "zscore", "percentile"]))
def test_reversing_direction_swaps_the_extremes(values: np.ndarray, method) -> None:
    up = normalise(values, method, *posts(values))
    down = normalise(orient(values, ["lower_is_better"] * values.shape[1]), method, *posts(values))
    assert up + down == pytest.approx(np.full(values.shape, 100.0), abs=1e-6)


@given(tables(), st.sampled_from(["minmax", "zscore", "percentile"]), st.floats(0.1, 1000))
def test_another_unit_changes_no_score(values: np.ndarray, method, factor: float) -> None:
    scores = normalise(values, method, *posts(values))
    other = normalise(np.round(values * 8) * factor + 7, method, *posts(values))
    same = normalise(np.round(values * 8), method, *posts(values))
    assert other == pytest.approx(same, abs=1e-6)
    assert scores.shape == other.shape


@given(tables(), st.sampled_from(NORMALISATIONS), st.sampled_from(AGGREGATIONS), st.randoms())
def test_the_order_of_regions_does_not_matter(values, method, aggregation, random) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    values = fit_for(method, values)
    weights = np.full(values.shape[1], 1 / values.shape[1])
    scores = normalise(values, method, *posts(values))
    # Scores that none is above 1 of are refused as scores from 0 to 1.
    assume(aggregation != "geometric" or scores.max() > 1)
    whole = aggregate(scores, weights, aggregation)
    mixed = aggregate(normalise(values[order], method, *posts(values)), weights, aggregation)
    assert mixed == pytest.approx(whole[order], abs=1e-6)


@given(tables(), st.sampled_from(WEIGHTINGS))
def test_weights_sum_to_one_and_none_is_negative(values: np.ndarray, method) -> None:
    n = values.shape[1]
    scores = normalise(values, "minmax", *posts(values))
    weights = weigh(method, values, scores, np.arange(1.0, n + 1) / (n * (n + 1) / 2))
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()


@given(tables(), st.sampled_from(["entropy", "critic", "pca"]))
def test_a_constant_indicator_gets_no_weight_from_the_figures(values: np.ndarray, method) -> None:
    varying = np.c_[values, np.arange(len(values))]
    with_constant = np.c_[varying, np.full(len(values), 3.7)]
    scores = normalise(with_constant, "minmax", *posts(with_constant))
    weights = weigh(method, with_constant, scores, np.ones(with_constant.shape[1]))
    assert weights[-1] == 0


@given(tables(), st.sampled_from(AGGREGATIONS))
def test_who_is_best_in_everything_is_first_and_the_worst_last(values, aggregation) -> None:
    table = np.vstack([values, values.max(axis=0) + 1, values.min(axis=0) - 1])
    scores = normalise(table, "minmax", *posts(table))
    composite = aggregate(scores, np.full(table.shape[1], 1 / table.shape[1]), aggregation)
    assert composite.argmax() == len(values)
    # Below the floor of the geometric mean others may stand as low, but none lower.
    assert composite[-1] <= composite.min() + 1e-9
    if aggregation != "geometric":
        assert composite.argmin() == len(values) + 1


@given(tables())
def test_a_geometric_mean_is_never_above_the_arithmetic(values: np.ndarray) -> None:
    scores = np.maximum(normalise(values, "minmax", *posts(values)), 1.0)
    weights = np.full(values.shape[1], 1 / values.shape[1])
    geometric = aggregate(scores, weights, "geometric")
    assert (geometric <= aggregate(scores, weights, "arithmetic") + 1e-9).all()


@given(arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 12)), elements=NUMBERS))
def test_ranks_share_the_better_place_as_the_ranking_does(scores: np.ndarray) -> None:
    scores = scores.astype(np.float32)
    for ranks, row in zip(rank_rows(scores), scores, strict=True):
        expected = rank_values(pd.Series(row), "higher_is_better")
        assert ranks.tolist() == expected.tolist()
        if len(set(row)) == len(row):
            assert sorted(ranks) == list(range(1, len(row) + 1))


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.tuples(
            st.lists(st.integers(0, 100), min_size=n - 1, max_size=n - 1),
            st.integers(0, n - 1),
            st.integers(0, 100),
        )
    )
)
def test_however_a_slider_is_moved_the_sum_stays_a_hundred(case) -> None:
    cuts, moved, new = case
    edges = [0, *sorted(cuts), 100]
    shares = [high - low for low, high in pairwise(edges)]
    after = share_pillars(shares, moved, new)
    assert sum(after) == 100
    assert after[moved] == new
    assert min(after) >= 0


@given(tables(holes=True))
def test_winsorising_moves_at_most_five_values_and_no_order(values: np.ndarray) -> None:
    treated, counts = winsorise(values)
    assert (counts <= 5).all()
    assert (np.isnan(treated) == np.isnan(values)).all()
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        moved = treated[known, j] != values[known, j]
        assert moved.sum() <= counts[j]
        order = np.argsort(values[known, j])
        assert (np.diff(treated[known, j][order]) >= 0).all()


@given(st.lists(st.floats(1, 300), min_size=1, max_size=20))
def test_the_ladder_rises_with_the_index(index: list[float]) -> None:
    groups = ["emerging", "moderate", "strong", "leader"]
    steps = place_on_ladder(np.array(sorted(index)))
    places = [groups.index(s.group) * 3 + ["−", "", "+"].index(s.sign) for s in steps if s]
    assert places == sorted(places)
    for value, step in zip(sorted(index), steps, strict=True):
        assert step is not None
        assert (step.group == "leader") == (value >= 125)
        assert (step.group == "emerging") == (value < 70)


# ---- the same as in libraries -----------------------------------------------------------------


def decision(table: np.ndarray, weights: np.ndarray | None = None):
    return skcriteria.mkdm(table, [max] * table.shape[1], weights=weights)


@pytest.mark.parametrize("seed", range(5))
def test_scikit_criteria_finds_the_same(seed: int) -> None:
    table = random_table(seed=seed)
    weights = np.random.default_rng(seed).dirichlet(np.ones(7))
    close = {"rel": 1e-9, "abs": 1e-9}
    scaled = MinMaxScaler(target="matrix").transform(decision(table)).matrix.to_numpy()
    assert normalise(table, "minmax", *posts(table)) / 100 == pytest.approx(scaled, **close)
    entropy = EntropyWeighter().transform(decision(table)).weights.to_numpy()
    assert entropy_weights(table) == pytest.approx(entropy, **close)
    critic = CRITIC().transform(decision(table)).weights.to_numpy()
    assert critic_weights(table) == pytest.approx(critic, **close)
    mean = WeightedSumModel().evaluate(decision(table, weights)).e_.score
    assert aggregate(table, weights, "arithmetic") == pytest.approx(mean, **close)
    above_floor = table + 1
    logs = WeightedProductModel().evaluate(decision(above_floor, weights)).e_.score
    geometric = aggregate(above_floor, weights, "geometric")
    assert np.log10(geometric) == pytest.approx(logs, **close)
    topsis = TOPSIS().evaluate(decision(table, weights)).e_.similarity
    assert aggregate(table, weights, "topsis") / 100 == pytest.approx(topsis, **close)


@pytest.mark.parametrize("seed", range(5))
def test_scipy_finds_the_same_z_scores_ranks_skewness_and_kurtosis(seed: int) -> None:
    table = random_table(seed=seed)
    z = (normalise(table, "zscore", *posts(table)) - 50) / 10
    assert z == pytest.approx(stats.zscore(table, ddof=1), rel=1e-9, abs=1e-9)
    tied = np.round(table, 1)
    ranks = stats.rankdata(tied, axis=0, method="average")
    percentile = normalise(tied, "percentile", *posts(table))
    assert percentile == pytest.approx((ranks - 1) / 30 * 100, rel=1e-9, abs=1e-9)
    fast = np.ascontiguousarray(tied.T, dtype=np.float32)
    assert rank_rows(fast) == pytest.approx(stats.rankdata(-tied.T, axis=1, method="min"))
    for column in table.T:
        expected = stats.skew(column, bias=False), stats.kurtosis(column, bias=False)
        assert skewness_and_kurtosis(column) == pytest.approx(expected, rel=1e-9)


def test_scipy_winsorises_to_the_same_values() -> None:
    table = random_table(rows=40, columns=1, seed=2) ** 3
    treated, counts = winsorise(table)
    assert counts[0] > 0
    share = counts[0] / len(table)
    expected = stats.mstats.winsorize(table[:, 0], limits=(0, share))
    assert treated[:, 0] == pytest.approx(np.asarray(expected))


@pytest.mark.parametrize("seed", range(3))
def test_scikit_learn_finds_the_same_components(seed: int) -> None:
    from sklearn.decomposition import PCA

    table = random_table(seed=seed)
    standard = (table - table.mean(axis=0)) / table.std(axis=0, ddof=1)
    fitted = PCA().fit(standard)
    variances, loadings = principal_components(table)
    assert variances == pytest.approx(fitted.explained_variance_, rel=1e-9, abs=1e-9)
    squared = fitted.components_.T**2 * fitted.explained_variance_
    assert loadings**2 == pytest.approx(squared, rel=1e-9, abs=1e-9)
    kept = fitted.explained_variance_ratio_ >= 0.10
    communality = squared[:, kept].sum(axis=1)
    assert pca_weights(table) == pytest.approx(communality / communality.sum(), rel=1e-9)
