"""σ and β: by hand, as Mankiw, Romer and Weil printed them, and that units do not matter."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import linregress, variation

from scoreboard.analysis.convergence import (
    dispersion_by_year,
    fit_beta,
    growth_rates,
    per_head,
    speed_of,
)

# GDP per adult 1960 and 1985 of the 22 countries of the OECD: appendix of N. G. Mankiw, D. Romer,
# D. N. Weil, A Contribution to the Empirics of Economic Growth, QJE 107 (1992).
OECD = {
    "Australia": (8440, 13409),
    "Austria": (5939, 13327),
    "Belgium": (6789, 14290),
    "Canada": (10286, 17935),
    "Denmark": (8551, 16491),
    "Finland": (6527, 13779),
    "France": (7215, 15027),
    "Germany": (7695, 15297),
    "Greece": (2257, 6868),
    "Ireland": (4411, 8675),
    "Italy": (4913, 11082),
    "Japan": (3493, 13893),
    "Netherlands": (7689, 13177),
    "New Zealand": (9523, 12308),
    "Norway": (7938, 19723),
    "Portugal": (2272, 5827),
    "Spain": (3766, 9903),
    "Sweden": (7802, 15237),
    "Switzerland": (10308, 15881),
    "Turkey": (2274, 4444),
    "United Kingdom": (7634, 13331),
    "United States": (12362, 18988),
}
PAIRS = st.integers(8, 30).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=st.floats(1, 1e4), unique=True),
        arrays(float, n, elements=st.floats(1, 1e4), unique=True),
    )
)


def observed(values: dict[int, list[float]]) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame(
                {"region_code": [f"r{k}" for k in range(len(v))], "year": year, "value": v}
            )
            for year, v in values.items()
        ],
        ignore_index=True,
    )


def test_the_regression_of_mankiw_romer_and_weil_for_the_oecd() -> None:
    # Table III, Tests for unconditional convergence, OECD: coefficient of ln(Y60) −0.341 (0.079),
    # constant 3.69, implied λ 0.0167. Their growth is over all 25 years, ours per year.
    countries = pd.DataFrame(
        [
            {"region_code": name, "year": year, "value": float(value)}
            for name, pair in OECD.items()
            for year, value in zip((1960, 1985), pair, strict=True)
        ]
    )
    beta = fit_beta(growth_rates(countries, 1960, 1985), 25)
    assert beta is not None
    assert round(25 * beta.slope, 3) == -0.341
    assert round(25 * beta.stderr, 3) == 0.079
    assert round(25 * beta.intercept, 2) == 3.69
    assert round(beta.speed, 4) == 0.0167
    assert beta.half_life == pytest.approx(math.log(2) / beta.speed)
    assert beta.converges


@pytest.mark.parametrize(
    ("coefficient", "implied"), [(0.0943, -0.00360), (-0.00423, 0.00017), (-0.341, 0.0167)]
)
def test_the_speeds_that_mankiw_romer_and_weil_print(coefficient: float, implied: float) -> None:
    # Table III, rows ln(Y60) and implied λ, for the non-oil, the intermediate and the OECD sample.
    digits = 4 if abs(implied) > 0.01 else 5
    assert round(speed_of(coefficient / 25, 25), digits) == pytest.approx(implied, abs=1e-5)


def test_a_half_life_of_the_well_known_two_per_cent_is_35_years() -> None:
    # R. J. Barro, X. Sala-i-Martin, Convergence, JPE 100 (1992): 2 per cent a year, 35 years.
    slope = -(1 - math.exp(-0.02 * 10)) / 10
    assert speed_of(slope, 10) == pytest.approx(0.02)
    assert round(math.log(2) / 0.02) == 35


def test_dispersion_as_scipy_documents_it_and_by_hand() -> None:
    # Documentation of scipy.stats.variation: variation([1, 2, 3, 4, 5]) is 0.4714045207910317.
    table = dispersion_by_year(observed({2020: [1, 2, 3, 4, 5], 2021: [1, math.e**2]}))
    assert table.loc[0, "cv"] == pytest.approx(0.4714045207910317, abs=1e-15)
    assert table.loc[1, "log_sd"] == pytest.approx(1.0)
    assert table["regions"].tolist() == [5, 2]


@given(arrays(float, st.integers(2, 40), elements=st.floats(0.1, 1e6)), st.floats(0.01, 100))
def test_dispersion_equals_scipy_and_units_do_not_matter(values: np.ndarray, factor: float) -> None:
    table = dispersion_by_year(observed({2020: list(values), 2021: list(values * factor)}))
    assert table.loc[0, "cv"] == pytest.approx(variation(values), abs=1e-9)
    assert table.loc[1, "cv"] == pytest.approx(table.loc[0, "cv"], abs=1e-9)
    assert table.loc[1, "log_sd"] == pytest.approx(table.loc[0, "log_sd"], abs=1e-9)


def test_what_has_no_logarithm_or_no_mean_has_no_dispersion() -> None:
    table = dispersion_by_year(observed({2020: [0.0, 2.0], 2021: [-1.0, 1.0]}))
    assert table.loc[0, "cv"] == pytest.approx(1.0)
    assert math.isnan(table.loc[0, "log_sd"])
    assert math.isnan(table.loc[1, "cv"])


@given(PAIRS, st.integers(1, 20))
def test_the_line_is_that_of_scipy_and_its_slope_does_not_depend_on_units(
    pair: tuple[np.ndarray, np.ndarray], years: int
) -> None:
    first, last = pair
    rows = observed({2000: list(first), 2000 + years: list(last)})
    beta = fit_beta(growth_rates(rows, 2000, 2000 + years), years)
    assume(not np.allclose(first, last))
    expected = linregress(np.log(first), np.log(last / first) / years)
    assert beta is not None
    assert beta.slope == pytest.approx(expected.slope, abs=1e-9)
    assert beta.stderr == pytest.approx(expected.stderr, abs=1e-9)
    assert beta.p == pytest.approx(expected.pvalue, abs=1e-9)
    in_units = fit_beta(
        growth_rates(rows.assign(value=rows["value"] * 10), 2000, 2000 + years), years
    )
    assert in_units is not None
    assert in_units.slope == pytest.approx(beta.slope, abs=1e-9)


@given(arrays(float, 12, elements=st.floats(1, 1e4), unique=True), st.floats(0.001, 0.09))
def test_regions_that_close_a_known_share_each_year_give_that_speed(
    first: np.ndarray, speed: float
) -> None:
    goal, years = math.log(500), 10
    last = np.exp(goal + (np.log(first) - goal) * math.exp(-speed * years))
    beta = fit_beta(
        growth_rates(observed({2000: list(first), 2010: list(last)}), 2000, 2010), years
    )
    assert beta is not None
    assert beta.speed == pytest.approx(speed, rel=1e-6)
    assert beta.half_life == pytest.approx(math.log(2) / speed, rel=1e-6)


def test_diverging_regions_have_no_half_life() -> None:
    first = [float(k) for k in range(1, 11)]
    beta = fit_beta(
        growth_rates(observed({2000: first, 2010: [v**2 for v in first]}), 2000, 2010), 10
    )
    assert beta is not None
    assert beta.diverges
    assert beta.speed < 0
    assert math.isnan(beta.half_life)


def test_a_line_that_overshoots_has_no_speed() -> None:
    assert math.isnan(speed_of(-0.11, 10))


def test_too_few_regions_or_no_difference_give_no_line() -> None:
    few = observed({2000: [1.0, 2, 3], 2010: [2.0, 3, 4]})
    assert fit_beta(growth_rates(few, 2000, 2010), 10) is None
    same = observed({2000: [5.0] * 9, 2010: [float(k) for k in range(1, 10)]})
    assert fit_beta(growth_rates(same, 2000, 2010), 10) is None
    still = observed(
        {2000: [float(k) for k in range(1, 10)], 2010: [float(k) for k in range(1, 10)]}
    )
    assert fit_beta(growth_rates(still, 2000, 2010), 10) is None


def test_growth_leaves_out_what_has_no_logarithm_or_only_one_year() -> None:
    rows = observed({2000: [1.0, 0.0, 2.0], 2010: [math.e, 1.0]})
    growth = growth_rates(rows, 2000, 2010)
    assert growth["region_code"].tolist() == ["r0"]
    assert growth.loc[0, "growth"] == pytest.approx(0.1)


def test_amounts_per_head_need_people_of_the_same_year() -> None:
    rows = observed({2000: [10.0, 20.0], 2001: [30.0]})
    people = observed({2000: [2.0, 0.0]})
    each = per_head(rows, people)
    assert each["value"].tolist() == [5.0]
