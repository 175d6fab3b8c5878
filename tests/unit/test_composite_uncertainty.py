"""Rank uncertainty: the draws are what they say, and many at once give what one at a time gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    Plan,
    aggregate,
    assess,
    normalise,
    not_distinguishable,
    share_above,
    simulate,
    summarise,
)
from scoreboard.analysis.composite.uncertainty import (
    INDEX_STEPS,
    _combiner,
    draw_weights,
    first_order_shares,
    rank_quantiles,
)

FEW = Plan(draws=400)


def figures(rows: int = 12, columns: int = 5, seed: int = 3, holes: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(size=(rows, columns))
    return np.where(rng.random(values.shape) < holes, np.nan, values)


def posts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.nanquantile(values, 0.05, axis=0), np.nanquantile(values, 0.95, axis=0)


def even(values: np.ndarray) -> np.ndarray:
    return np.full(values.shape[1], 1 / values.shape[1])


@pytest.mark.parametrize("holes", [0.0, 0.15])
@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_many_draws_at_once_give_what_each_gives_alone(normalisation, aggregation, holes) -> None:
    values = figures(holes=holes)
    weights = np.random.default_rng(1).dirichlet(np.ones(5), size=7)
    scores = normalise(values, normalisation, *posts(values))
    room = np.empty((2, 7, len(values)), dtype=np.float32)
    together = _combiner(scores, aggregation)(weights.astype(np.float32), *room)
    for row, one in zip(together, weights, strict=True):
        assert row == pytest.approx(aggregate(scores, one, aggregation), rel=1e-5, abs=1e-4)


def test_the_same_seed_gives_the_same_and_another_one_nearly_the_same() -> None:
    values = figures()
    first, again = (simulate(values, even(values), *posts(values), FEW) for _ in range(2))
    assert (first.ranks == again.ranks).all()
    assert (first.index == again.index).all()
    sure = assess(values, even(values), *posts(values), Plan(seed=1))
    other = assess(values, even(values), *posts(values), Plan(seed=2))
    assert np.abs(sure.rank_low - other.rank_low).max() <= 1
    assert np.abs(sure.rank_high - other.rank_high).max() <= 1


def test_every_draw_ranks_everybody_and_the_median_lies_in_its_range() -> None:
    values = figures()
    simulation = simulate(values, even(values), *posts(values), FEW)
    assert (np.sort(simulation.ranks, axis=1) == np.arange(1, 13)).all()
    means = simulation.index.mean(axis=1) / INDEX_STEPS
    assert means == pytest.approx(np.full(400, 100.0), abs=0.03)
    found = summarise(simulation)
    assert (found.rank_low <= found.rank_median).all()
    assert (found.rank_median <= found.rank_high).all()
    assert (found.index_low <= found.index_high).all()


def test_ranges_are_the_quantiles_that_numpy_finds() -> None:
    values = figures()
    simulation = simulate(values, even(values), *posts(values), FEW)
    by_numpy = np.quantile(
        simulation.ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf"
    ).astype(int)
    for ours, theirs in zip(
        rank_quantiles(simulation.ranks, (0.05, 0.5, 0.95)), by_numpy, strict=True
    ):
        assert ours.tolist() == theirs.tolist()
    found = summarise(simulation)
    low, high = np.quantile(simulation.index, [0.05, 0.95], axis=0, method="inverted_cdf")
    assert found.index_low == pytest.approx(low / INDEX_STEPS)
    assert found.index_high == pytest.approx(high / INDEX_STEPS)


def test_rank_ranges_by_hand() -> None:
    # 20 draws: 1 and 19 times 2; 5 % of 20 is one draw.
    ranks = np.array([[1, 2]] + [[2, 1]] * 19, dtype=np.int16)
    low, median, high = rank_quantiles(ranks, (0.05, 0.5, 0.95))
    assert (low.tolist(), median.tolist(), high.tolist()) == ([1, 1], [2, 1], [2, 1])


def test_weights_scatter_around_the_chosen_ones_as_widely_as_said() -> None:
    chosen = np.array([0.4, 0.3, 0.2, 0.1, 0.0])
    drawn = draw_weights(np.random.default_rng(0), chosen, 40_000, 0.25)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(40_000))
    assert drawn.mean(axis=0) == pytest.approx(chosen, abs=0.002)
    assert (drawn[:, 4] == 0).all()
    flat = draw_weights(np.random.default_rng(0), np.full(10, 0.1), 40_000, 0.25)
    assert flat.std(axis=0) == pytest.approx(np.full(10, 0.025), rel=0.03)


def test_each_draw_leaves_out_one_indicator_or_none_and_methods_take_turns() -> None:
    values = figures()
    simulation = simulate(values, even(values), *posts(values), Plan(draws=6000))
    for levels, count in (
        (simulation.left_out, 6),
        (simulation.normalisation, 5),
        (simulation.aggregation, 3),
    ):
        seen = np.bincount(levels - levels.min())
        assert len(seen) == count
        assert seen.min() > 0.8 * 6000 / count


def test_who_leads_in_everything_leads_in_every_draw() -> None:
    values = np.vstack([figures(), figures().max(axis=0) * 2])
    found = assess(values, even(values), *posts(values), FEW)
    assert (found.rank_low[-1], found.rank_high[-1]) == (1, 1)
    assert all(share[-1] == 0 for share in found.shares.values())
    simulation = simulate(values, even(values), *posts(values), FEW)
    assert not_distinguishable(simulation.ranks, len(values) - 1).sum() == 0
    assert share_above(simulation.ranks, len(values) - 1)[:-1].tolist() == [1.0] * 12


def test_shares_above_complement_each_other_and_twins_cannot_be_told_apart() -> None:
    values = figures()
    values[1] = values[0]
    simulation = simulate(values, even(values), *posts(values), FEW)
    ranks = simulation.ranks
    first, second = share_above(ranks, 0), share_above(ranks, 1)
    assert first[1] == second[0] == 0.5
    assert first[0] == 0.5
    assert share_above(ranks, 4)[7] + share_above(ranks, 7)[4] == pytest.approx(1)
    assert not_distinguishable(ranks, 0)[1]
    assert not not_distinguishable(ranks, 0)[0]


def test_where_only_one_thing_varies_it_explains_everything() -> None:
    values = figures(rows=20)
    fixed = {"normalisations": ("minmax",), "aggregations": ("arithmetic",)}
    only_aggregation = simulate(
        values, even(values), *posts(values),
        Plan(draws=4000, spread=1e-4, normalisations=("minmax",)),
    )  # fmt: skip
    shares = first_order_shares(only_aggregation)[1]
    # Besides the aggregation only the left-out indicator varies.
    assert shares["weights"] < 0.02
    assert shares["normalisation"] == pytest.approx(0, abs=0.02)
    assert shares["aggregation"] + shares["left_out"] > 0.7
    weights_and_left = simulate(values, even(values), *posts(values), Plan(draws=4000, **fixed))
    shares = first_order_shares(weights_and_left)[1]
    assert shares["normalisation"] == shares["aggregation"] == pytest.approx(0, abs=0.02)
    assert shares["weights"] + shares["left_out"] > 0.8


def test_first_order_shares_find_a_variance_known_beforehand() -> None:
    """Ranks built as a sum of independent parts: 60 % from the weights, 40 % from aggregation."""
    rng = np.random.default_rng(5)
    values = figures()
    simulation = simulate(values, even(values), *posts(values), Plan(draws=10_000))
    weight_part = np.empty(10_000)
    weight_part[simulation.twin] = rng.normal(size=5000) * np.sqrt(6.0)
    level = np.array([-1.0, 0.0, 1.0])[simulation.aggregation]
    level_part = level / level.std() * np.sqrt(4.0)
    built = ((weight_part + level_part) * 1000).astype(np.int16)[:, None]
    shares, overall = first_order_shares(
        type(simulation)(
            built,
            simulation.index,
            simulation.normalisation,
            simulation.aggregation,
            simulation.left_out,
            simulation.twin,
        )
    )
    assert overall["weights"] == pytest.approx(0.6, abs=0.03)
    assert overall["aggregation"] == pytest.approx(0.4, abs=0.02)
    assert overall["normalisation"] == pytest.approx(0, abs=0.01)
    assert shares["weights"][0] == overall["weights"]


@settings(max_examples=25)
@given(st.integers(2, 15), st.integers(1, 6), st.integers(0, 5))
def test_any_size_of_table_can_be_assessed(rows: int, columns: int, seed: int) -> None:
    values = figures(rows, columns, seed)
    found = assess(values, even(values), *posts(values), Plan(draws=60))
    assert found.rank_low.min() >= 1
    assert found.rank_high.max() <= rows
    for share in found.shares.values():
        assert ((share >= 0) & (share <= 1)).all()


def test_figures_that_are_all_equal_share_the_first_place_in_every_draw() -> None:
    values = np.full((4, 3), 2.0)
    found = assess(values, even(values), np.zeros(3), np.full(3, 3.0), FEW)
    assert found.rank_low.tolist() == found.rank_high.tolist() == [1, 1, 1, 1]
    assert set(found.overall.values()) == {0.0}
