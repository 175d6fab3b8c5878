"""Correlation and line: worked by hand, by scipy's own, and what must not change them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.analysis.correlation import FEWEST_PAIRS, Correlation, correlate, fit_line

# Whole numbers, so that ties are frequent and no two differ by rounding alone.
PAIRS = st.integers(FEWEST_PAIRS, 40).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=st.integers(-50, 50).map(float)),
        arrays(float, n, elements=st.integers(-50, 50).map(float)),
    )
)
X = np.arange(1.0, 11.0)
# Two neighbours changed places in the ranks 1–2 and 9–10: Σd² = 4.
Y = np.array([2.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 9.0])


def of(x: np.ndarray, y: np.ndarray) -> Correlation:
    found = correlate(x, y)
    assert found is not None
    return found


def test_spearman_by_hand() -> None:
    # ρ = 1 − 6·Σd² / (n(n² − 1)) = 1 − 24/990
    found = of(X, Y)
    assert found.n == 10
    assert found.spearman.value == pytest.approx(1 - 24 / 990)
    # z = artanh ρ = 2.1972 ± 1.96·√((1 + ρ²/2)/7)
    reach = 1.959964 * math.sqrt((1 + (1 - 24 / 990) ** 2 / 2) / 7)
    z = math.atanh(1 - 24 / 990)
    assert found.spearman.low == pytest.approx(math.tanh(z - reach), abs=1e-6)
    assert found.spearman.high == pytest.approx(math.tanh(z + reach), abs=1e-6)


def test_ties_share_the_mean_of_their_ranks() -> None:
    # Ranks of x: five times 3, five times 8. Of y: 1 to 10.
    x = np.repeat([0.0, 7.0], 5)
    # cov = Σ(3−5.5)(r−5.5) … = 62.5; var x = 62.5, var y = 82.5: ρ = 62.5 / √(62.5·82.5)
    assert of(x, X).spearman.value == pytest.approx(62.5 / math.sqrt(62.5 * 82.5))


def test_pearson_and_line_by_hand() -> None:
    # Nine points on y = 0 and one at (10, 10): x̄ = 5.5, ȳ = 1, Sxy = 45, Sxx = 82.5, Syy = 90.
    y = np.zeros(10)
    y[9] = 10
    found, line = of(X, y), fit_line(X, y)
    assert line is not None
    assert found.pearson.value == pytest.approx(45 / math.sqrt(82.5 * 90))
    assert line.slope == pytest.approx(45 / 82.5)
    assert line.intercept == pytest.approx(1 - 5.5 * 45 / 82.5)
    assert line.at([5.5]) == pytest.approx([1])
    z, reach = math.atanh(found.pearson.value), 1.959964 / math.sqrt(7)
    assert found.pearson.low == pytest.approx(math.tanh(z - reach), abs=1e-6)
    assert found.pearson.is_clear == (math.tanh(z - reach) > 0)


def test_what_cannot_be_answered_has_no_answer() -> None:
    assert correlate(X[:9], Y[:9]) is None
    assert fit_line(X[:9], Y[:9]) is None
    assert correlate(X, np.full(10, 3.0)) is None
    assert correlate(np.full(10, 3.0), Y) is None
    # 0.1 + 0.2 and 0.3 differ by rounding only.
    assert correlate(np.array([0.3, 0.1 + 0.2] * 5), Y) is None
    missing = X.copy()
    missing[0] = np.nan
    assert correlate(missing, Y) is None


def test_a_pair_with_one_missing_does_not_count() -> None:
    more = np.append(X, [np.nan, 4.0]), np.append(Y, [1.0, np.nan])
    assert of(*more) == of(X, Y)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        correlate(np.append(X, np.inf), np.append(Y, 1.0))
    with pytest.raises(ValueError, match="pairs"):
        correlate(X, Y[:9])
    with pytest.raises(ValueError, match="pairs"):
        fit_line(X.reshape(5, 2), Y.reshape(5, 2))
    with pytest.raises(ValueError, match="plain array"):
        correlate(pd.Series(X), pd.Series(Y))


@given(PAIRS)
def test_a_coefficient_lies_in_its_interval_and_all_between_minus_one_and_one(
    pairs: tuple[np.ndarray, np.ndarray],
) -> None:
    found = correlate(*pairs)
    assume(found is not None)
    assert found is not None
    for one in (found.spearman, found.pearson):
        assert -1 <= one.low <= one.value <= one.high <= 1
        assert one.is_clear == (not one.low <= 0 <= one.high)


@given(PAIRS)
def test_swapped_axes_make_the_same_correlation(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = pairs
    one, other = correlate(x, y), correlate(y, x)
    assume(one is not None and other is not None)
    assert one is not None
    assert other is not None
    assert one.spearman.value == pytest.approx(other.spearman.value)
    assert one.pearson.value == pytest.approx(other.pearson.value)


@given(PAIRS)
def test_a_monotone_change_leaves_the_ranks_and_a_falling_one_turns_them(
    pairs: tuple[np.ndarray, np.ndarray],
) -> None:
    x, y = pairs
    found = correlate(x, y)
    assume(found is not None)
    assert found is not None
    assert of(np.exp(x / 10), y).spearman.value == pytest.approx(found.spearman.value)
    assert of(x**3, y).spearman.value == pytest.approx(found.spearman.value)
    turned = of(-x, y).spearman
    assert turned.value == pytest.approx(-found.spearman.value)
    assert turned.low == pytest.approx(-found.spearman.high)


@given(PAIRS)
def test_ranks_beside_ties_agree_with_pandas(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    found = correlate(*pairs)
    assume(found is not None)
    assert found is not None
    ranks = [pd.Series(values).rank() for values in pairs]
    assert found.spearman.value == pytest.approx(ranks[0].corr(ranks[1]))


@given(PAIRS)
def test_the_line_leaves_residuals_that_balance(pairs: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = pairs
    line = fit_line(x, y)
    assume(line is not None)
    assert line is not None
    rest = y - line.at(x)
    assert rest.sum() == pytest.approx(0, abs=1e-6)
    assert (rest * x).sum() == pytest.approx(0, abs=1e-5)
