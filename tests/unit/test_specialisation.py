"""Location quotients: by hand, as published, and that their weighted mean is one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.analysis.specialisation import location_quotients

TABLES = st.tuples(st.integers(2, 20), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(float, shape, elements=st.floats(0.1, 1e4)),
        arrays(float, shape[0], elements=st.floats(0.1, 1e4)),
    )
)


def table(values: np.ndarray) -> pd.DataFrame:
    names = [f"r{k}" for k in range(len(values))]
    return pd.DataFrame(values, index=names, columns=[f"p{k}" for k in range(values.shape[1])])


def test_a_quotient_by_hand() -> None:
    # A has 30 of 40 of the part and half of the whole.
    parts = pd.DataFrame({"part": [30.0, 10.0]}, index=["a", "b"])
    quotients = location_quotients(parts, pd.Series({"a": 50.0, "b": 50.0}))
    assert quotients["part"].tolist() == pytest.approx([1.5, 0.5])


def test_the_quotient_published_by_farhauer_and_kroell() -> None:
    # O. Farhauer, A. Kröll, Standorttheorien, Wiesbaden 2013: 1,714 of 79,006 employees in the
    # region, 879,213 of 15,593,224 in the country; printed with its result, 0.3847623, in the
    # manual of the R package REAT, locq.
    parts = pd.DataFrame({"industry": [1714.0, 879213.0 - 1714]}, index=["region", "rest"])
    whole = pd.Series({"region": 79006.0, "rest": 15593224.0 - 79006})
    assert round(location_quotients(parts, whole).loc["region", "industry"], 7) == 0.3847623


@given(TABLES)
def test_the_mean_weighted_by_the_whole_is_one_in_every_part(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    parts, whole = table(drawn[0]), pd.Series(drawn[1], index=table(drawn[0]).index)
    quotients = location_quotients(parts, whole)
    for name in parts:
        assert np.average(quotients[name], weights=whole) == pytest.approx(1)


@given(TABLES, st.floats(0.001, 1000))
def test_units_and_order_do_not_matter(drawn: tuple[np.ndarray, np.ndarray], factor: float) -> None:
    parts, whole = table(drawn[0]), pd.Series(drawn[1], index=table(drawn[0]).index)
    quotients = location_quotients(parts, whole)
    other = location_quotients(parts.iloc[::-1] * factor, whole / factor)
    pd.testing.assert_frame_equal(other.loc[parts.index], quotients, rtol=1e-9)


def test_what_is_missing_stays_missing_and_does_not_count() -> None:
    parts = pd.DataFrame({"x": [1.0, 1.0, np.nan], "y": [1.0, 2.0, 3.0]}, index=["a", "b", "c"])
    quotients = location_quotients(parts, pd.Series({"a": 1.0, "b": 3.0, "c": 6.0}))
    assert quotients["x"].tolist()[:2] == pytest.approx([2.0, 2 / 3])
    assert np.isnan(quotients.loc["c", "x"])
    without_whole = location_quotients(parts, pd.Series({"a": 1.0, "b": 3.0}))
    assert np.isnan(without_whole.loc["c", "y"])
    nothing = location_quotients(parts * 0, pd.Series({"a": 1.0, "b": 3.0, "c": 6.0}))
    assert nothing.isna().all(axis=None)
