"""Coupling, coordination and obstacles: hand-worked cases, a published example, and what holds."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.coupling import (
    coordinate,
    couple_classic,
    couple_corrected,
    develop,
    grade_coordination,
)
from scoreboard.analysis.obstacle import obstacle_degrees, sum_obstacles

indices = st.lists(st.floats(0, 1), min_size=2, max_size=6)
positive = st.lists(st.floats(0.001, 1), min_size=2, max_size=6)


def degrees(u: list[float]) -> tuple[float, ...]:
    c, corrected, t = couple_classic(u), couple_corrected(u), develop(u)
    return tuple(float(x) for x in (c, t, coordinate(c, t), corrected, coordinate(corrected, t)))


@pytest.mark.parametrize(
    ("u", "expected"),
    [
        # C = √(0.32)/0.6, T = 0.6; corrected C = √[(1 − 0.4) · 0.5].
        ([0.8, 0.4], (0.9428, 0.6, 0.7521, 0.5477, 0.5733)),
        # Equal and poor: C is 1 in both forms and says nothing; D does.
        ([0.1, 0.1], (1.0, 0.1, 0.3162, 1.0, 0.3162)),
        ([1.0, 1.0], (1.0, 1.0, 1.0, 1.0, 1.0)),
        # Four systems by hand: Π = 0.0324, its fourth root 0.424264, T = 0.5; pairs differ by
        # 0.3+0.6+0.7+0.3+0.4+0.1 = 2.4, a mean of 0.4; Π(u/0.9) = 0.0493827, its third root
        # 0.366883; corrected C = √(0.6 · 0.366883) = 0.469178.
        ([0.9, 0.6, 0.3, 0.2], (0.848528, 0.5, 0.651356, 0.469178, 0.484344)),
        ([0.0, 0.5], (0.0, 0.25, 0.0, 0.0, 0.0)),
        ([0.0, 0.0, 0.0, 0.0], (0.0, 0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_hand_worked_cases(u: list[float], expected: tuple[float, ...]) -> None:
    assert degrees(u) == pytest.approx(expected, abs=6e-5)


# Four indices of six districts of Guangzhou with C and D in the classic form and in that of
# 王淑佳 et al., as printed in the article "Coupling Coordination Degree Model and Metacoupling
# Analysis" of the R package coupling (stscl); the indices are printed to seven digits.
GUANGZHOU = [
    (0.8179733, 0.3246648, 0.6590316, 0.1308531),
    (0.3020233, 0.1318888, 0.4046987, 0.5173794),
    (0.9209903, 0.3353516, 0.6921477, 0.3141320),
    (0.9604095, 0.3914758, 0.7099999, 0.4316421),
    (0.9061589, 0.3473603, 0.7297774, 0.6909494),
    (0.9456379, 0.4391423, 0.7304117, 0.4792905),
]
CLASSIC = [
    (0.8051958, 0.6237105),
    (0.8914577, 0.5497290),
    (0.8999423, 0.7134825),
    (0.9346128, 0.7632959),
    (0.9440912, 0.7944703),
    (0.9519923, 0.7858001),
]
CORRECTED = [
    (0.4722274, 0.4776480),
    (0.6211236, 0.4588675),
    (0.5375842, 0.5514412),
    (0.5861986, 0.6045044),
    (0.6640321, 0.6662930),
    (0.6319211, 0.6402164),
]


def test_the_published_example_of_four_systems_is_met_to_six_digits() -> None:
    t = develop(GUANGZHOU)
    for couple, printed in ((couple_classic, CLASSIC), (couple_corrected, CORRECTED)):
        c = couple(GUANGZHOU)
        found = np.column_stack([c, coordinate(c, t)])
        assert found == pytest.approx(np.array(printed), abs=5e-7)


def test_the_published_example_of_three_systems_is_met_to_three_digits() -> None:
    # Example of coupling_degree in the R package mathmodels (zhjx19), printed to three digits.
    u = [(0.0162, 0.2720, 0.2655), (0.1782, 0.6824, 0.3721), (0.5490, 0.0593, 0.5729)]
    c, t = couple_classic(u), develop(u)
    assert c == pytest.approx([0.571, 0.867, 0.674], abs=5e-4)
    assert t == pytest.approx([0.185, 0.411, 0.394], abs=5e-4)
    assert coordinate(c, t) == pytest.approx([0.325, 0.597, 0.515], abs=5e-4)
    weighted = develop(u[0], [0.4, 0.3, 0.3])
    assert couple_corrected(u[0]) == pytest.approx(0.447, abs=5e-4)
    assert weighted == pytest.approx(0.168, abs=5e-4)


@given(indices)
def test_every_degree_lies_between_0_and_1(u: list[float]) -> None:
    assert all(0 <= x <= 1 + 1e-12 for x in degrees(u))


@given(positive, st.randoms())
def test_the_order_of_the_systems_does_not_matter(u: list[float], random) -> None:
    shuffled = random.sample(u, len(u))
    assert degrees(shuffled) == pytest.approx(degrees(u), abs=1e-9)


@given(st.floats(0.001, 1), st.integers(2, 6))
def test_equal_systems_have_coupling_1_and_coordination_by_their_level(u: float, n: int) -> None:
    assert degrees([u] * n) == pytest.approx((1, u, math.sqrt(u), 1, math.sqrt(u)), abs=1e-9)


@given(indices)
def test_a_system_at_zero_leaves_no_coupling(u: list[float]) -> None:
    c, _t, d, corrected, d_corrected = degrees([*u, 0.0])
    assert (c, d, corrected, d_corrected) == (0, 0, 0, 0)


@given(positive)
def test_the_corrected_form_is_never_kinder_than_the_classic_for_two(u: list[float]) -> None:
    c, _t, _d, corrected, _dc = degrees(u[:2])
    assert corrected <= c + 1e-9


def test_a_missing_index_makes_the_degrees_missing() -> None:
    assert all(math.isnan(x) for x in degrees([0.4, math.nan]))
    assert grade_coordination([0.4, math.nan]).tolist() == [4, -1]


@pytest.mark.parametrize("u", [[0.5], [1.2, 0.5], [-0.1, 0.5]])
def test_what_is_no_index_is_refused(u: list[float]) -> None:
    with pytest.raises(ValueError, match=r"system|index"):
        couple_classic(u)


@pytest.mark.parametrize("weights", [[1.0], [0.0, 0.0], [-1.0, 2.0]])
def test_weights_that_do_not_fit_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        develop([0.5, 0.5], weights)


def test_a_class_begins_at_its_limit_and_one_belongs_to_the_last() -> None:
    limits = [k / 10 for k in range(11)]
    assert grade_coordination(limits).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert grade_coordination([0.0999, 0.2999, 0.8999]).tolist() == [0, 2, 8]


def test_obstacles_by_hand() -> None:
    # Distances 0.8·0.5, 0.4·0.3, 0·0.2 = 0.4, 0.12, 0 of 0.52.
    scores = pd.Series({"a": 0.2, "b": 0.6, "c": 1.0})
    weights = pd.Series({"a": 0.5, "b": 0.3, "c": 0.2})
    found = obstacle_degrees(scores, weights)
    assert found.to_dict() == pytest.approx({"a": 76.923, "b": 23.077, "c": 0.0}, abs=1e-3)
    assert list(found.index) == ["a", "b", "c"]
    groups = pd.Series({"a": "x", "b": "y", "c": "y"})
    assert sum_obstacles(found, groups).to_dict() == pytest.approx({"x": 76.923, "y": 23.077}, 1e-4)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1), min_size=1))
def test_obstacles_add_up_to_100_unless_every_goal_is_reached(scores: dict[str, float]) -> None:
    found = obstacle_degrees(pd.Series(scores), pd.Series(dict.fromkeys("abcdefgh", 1.0)))
    reached = all(1 - value == 0 for value in scores.values())
    assert found.sum() == pytest.approx(0 if reached else 100)
    assert found.is_monotonic_decreasing


def test_a_missing_indicator_is_no_obstacle() -> None:
    found = obstacle_degrees(pd.Series({"a": 0.5, "b": None}), pd.Series({"a": 1, "b": 9}))
    assert found.to_dict() == {"a": 100.0}


def test_scores_outside_0_to_1_are_refused() -> None:
    with pytest.raises(ValueError, match="obstacle"):
        obstacle_degrees(pd.Series({"a": 3.0}), pd.Series({"a": 1.0}))
