"""Progress to a goal: the published classes, the pace that is needed, and every special case."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreboard.analysis.progress import (
    Goal,
    assess_progress,
    classify,
    measure_pace,
    yearly_pace,
)
from scoreboard.catalog import SeriesBreak, Text

HIGHER, LOWER, CONTEXT = "higher_is_better", "lower_is_better", "context"
KINDS = ["percent", "points", "difference"]
positive = st.floats(0.01, 1e6)


def series(values: dict[int, float], status: str = "A") -> pd.DataFrame:
    """A figure of every year: between the years given in a straight line."""
    years = np.arange(min(values), max(values) + 1) if values else np.array([], dtype=int)
    known = np.interp(years, list(values), list(values.values())) if values else []
    return pd.DataFrame({"year": years, "value": known, "status": status})


def break_in(year: int) -> SeriesBreak:
    return SeriesBreak(year=year, text=Text(zh="口径变化", en="break"))


def test_a_published_growth_rate_comes_out_as_printed() -> None:
    # R package umx, manual of fin_value_CAGR: 100 → 190 in 7 years gives "0.096 for 9.6%".
    assert round(yearly_pace(100, 190, 7, "percent") / 100, 3) == 0.096


def test_the_classes_have_the_published_limits() -> None:
    # Statistics Canada's table in Open SDG, docs/progress-methodology.md: R ≥ 95 % on track;
    # 60 % ≤ R < 95 % progress made but acceleration needed; 0 % ≤ R < 60 % limited progress;
    # R < 0 % deterioration.
    limits = [1.3, 0.95, 0.9499, 0.60, 0.5999, 0.0, -0.0001]
    assert [classify(r) for r in limits] == [
        "on_track",
        "on_track",
        "accelerate",
        "accelerate",
        "slow",
        "slow",
        "away",
    ]


def test_a_rate_by_hand() -> None:
    # 2.27 (2019) → 2.50 (2023): 0.0575 a year. To 2.80 in 2030 from 2019: 0.53 / 11 = 0.0482 a
    # year, ratio 1.193. From now on 0.30 / 7 = 0.0429 a year; at 0.0575 the rest takes 5.2 years.
    found = assess_progress(series({2019: 2.27, 2023: 2.50}), Goal(2.80, 2030), HIGHER, "points")
    assert found is not None
    assert found.state == "on_track"
    assert found.pace is not None
    assert found.pace.per_year == pytest.approx(0.0575)
    assert found.required == pytest.approx(0.04818, abs=1e-5)
    assert found.ratio == pytest.approx(1.1934, abs=1e-4)
    assert found.required_from_now == pytest.approx(0.042857, abs=1e-6)
    assert found.years_left == pytest.approx(5.217, abs=1e-3)


def test_an_amount_by_hand() -> None:
    # 100 → 133.1 in three years: 10 % a year. 161.051 is two years on; in 2030 it needs
    # 1.61051 ** (1 / 10) − 1 = 4.8809 % from 2020, so the ratio is 2.0488.
    found = assess_progress(
        series({2020: 100.0, 2023: 133.1}), Goal(161.051, 2030), HIGHER, "percent"
    )
    assert found is not None
    assert found.years_left == pytest.approx(2)
    assert found.ratio == pytest.approx(2.0488, abs=1e-4)
    assert found.state == "on_track"


def test_where_less_is_better_falling_is_progress() -> None:
    falling = series({2018: 10.0, 2023: 8.0})
    down = assess_progress(falling, Goal(5.0, 2030), LOWER, "points")
    assert down is not None
    # 0.4 a year down; 5 / 12 = 0.4167 a year needed.
    assert down.ratio == pytest.approx(0.96)
    assert down.state == "on_track"
    rising = assess_progress(series({2018: 8.0, 2023: 10.0}), Goal(5.0, 2030), LOWER, "points")
    assert rising is not None
    assert rising.state == "away"
    assert rising.years_left is None


def test_each_class_is_met_by_a_series() -> None:
    # From 10 to 20 in 2030 is 1 a year from 2020 on; from 2020 to 2023 they moved by 3, 2, 1, −1.
    states = [
        assess_progress(series({2020: 10.0, 2023: 10.0 + moved}), Goal(20, 2030), HIGHER, "points")
        for moved in (3, 2, 1, -1)
    ]
    assert [s.state for s in states if s] == ["on_track", "accelerate", "slow", "away"]


def test_a_reached_target_is_achieved_whatever_the_pace() -> None:
    for direction, target in ((HIGHER, 5.0), (LOWER, 12.0), (HIGHER, 10.0)):
        found = assess_progress(
            series({2020: 11.0, 2023: 10.0}), Goal(target, 2030), direction, "points"
        )
        assert found is not None
        assert found.state == "achieved"
    alone = assess_progress(series({2023: 10.0}), Goal(5.0, 2030), HIGHER, "percent")
    assert alone is not None
    assert (alone.state, alone.pace) == ("achieved", None)


def test_special_cases_are_states_not_errors() -> None:
    def state(values: dict[int, float], target: float, year: int, kind: str = "percent") -> str:
        found = assess_progress(series(values), Goal(target, year), HIGHER, kind)
        assert found is not None
        return found.state

    assert assess_progress(series({}), Goal(1, 2030), HIGHER, "percent") is None
    assert state({2023: 1.0}, 2.0, 2030) == "too_few_years"
    assert state({2020: 0.0, 2023: 1.0}, 2.0, 2030) == "not_positive"
    assert state({2020: -2.0, 2023: -1.0}, 2.0, 2030) == "not_positive"
    assert state({2020: 0.0, 2023: 1.0}, 2.0, 2030, "points") == "on_track"
    assert state({2020: 1.0, 2023: 1.5}, 2.0, 2023) == "overdue"
    assert state({2020: 1.0, 2023: 1.0}, 2.0, 2030) == "slow"
    # The first year stood at the target; the region has left it since.
    assert state({2020: 2.0, 2023: 1.5}, 2.0, 2030) == "away"


def test_the_pace_never_crosses_a_break_and_covers_five_years_at_most() -> None:
    values = series({y: float(y - 2000) for y in range(2010, 2024)})
    pace = measure_pace(values, "points")
    assert pace is not None
    assert (pace.first_year, pace.last_year) == (2018, 2023)
    after = measure_pace(values, "points", [break_in(2021), break_in(2014)])
    assert after is not None
    assert after.first_year == 2021
    assert measure_pace(values, "points", [break_in(2023)]) is None
    found = assess_progress(values, Goal(99, 2030), HIGHER, "points", [break_in(2023)])
    assert found is not None
    assert found.state == "too_few_years"
    # A break to come does not concern what has been.
    later = measure_pace(values, "points", [break_in(2024)])
    assert later is not None
    assert later.first_year == 2018


def test_the_pace_is_as_uncertain_as_its_less_certain_end() -> None:
    rows = series({2020: 1.0, 2023: 2.0}).assign(status=["P", "A", "A", "A"])
    pace = measure_pace(rows, "points")
    assert pace is not None
    assert pace.status == "P"


def test_of_context_indicators_the_goal_says_which_way_is_wanted() -> None:
    down = assess_progress(series({2020: 10.0, 2023: 8.0}), Goal(4.0, 2030), CONTEXT, "points")
    assert down is not None
    assert down.state == "on_track"


def carry_on(value: float, per_year: float, years: float, kind: str) -> float:
    """What a pace means: so much more a year, or so many per cent more each year."""
    return value * (1 + per_year / 100) ** years if kind == "percent" else value + per_year * years


@given(positive, positive, st.integers(1, 30), st.sampled_from(KINDS))
def test_the_required_pace_reaches_the_target_when_it_goes_on(
    value: float, target: float, years: int, kind: str
) -> None:
    pace = yearly_pace(value, target, years, kind)
    assert pace is not None
    assert carry_on(value, pace, years, kind) == pytest.approx(target, rel=1e-6, abs=1e-6)


rising = st.lists(positive, min_size=3, max_size=3, unique=True).map(sorted)


@given(rising, st.integers(3, 5), st.sampled_from(KINDS))
def test_the_years_left_end_at_the_target(values: list[float], span: int, kind: str) -> None:
    first, last, target = values
    found = assess_progress(
        series({2023 - span: first, 2023: last}), Goal(target, 2060), HIGHER, kind
    )
    assert found is not None
    assume(found.years_left is not None and found.years_left < 1e4 and found.pace is not None)
    assert abs(found.pace.per_year) > 0
    end = carry_on(last, found.pace.per_year, found.years_left, kind)
    assert end == pytest.approx(target, rel=1e-5)


@given(positive, positive, positive, st.sampled_from([1e-3, 10.0, 1e4]), st.sampled_from(KINDS))
def test_ratio_and_class_do_not_depend_on_the_unit(
    first: float, last: float, target: float, unit: float, kind: str
) -> None:
    def found(scale: float) -> tuple[str, float | None]:
        values = series({2019: first * scale, 2023: last * scale})
        result = assess_progress(values, Goal(target * scale, 2030), HIGHER, kind)
        assert result is not None
        return result.state, result.ratio

    (_state, ratio), (_other, scaled) = found(1.0), found(unit)
    assume(abs(first - target) > 1e-6 * target)
    assume(abs(last - target) > 1e-6 * target)
    assert (ratio is None) == (scaled is None)
    if ratio is not None and scaled is not None:
        assert math.isclose(ratio, scaled, rel_tol=1e-5, abs_tol=1e-9)


@given(positive, positive, positive)
def test_a_mirrored_series_is_judged_alike(first: float, last: float, target: float) -> None:
    # What rises where more is better falls where less is better.
    up = assess_progress(
        series({2019: first, 2023: last}), Goal(target, 2030), HIGHER, "difference"
    )
    down = assess_progress(
        series({2019: -first, 2023: -last}), Goal(-target, 2030), LOWER, "difference"
    )
    assert up is not None
    assert down is not None
    assert up.state == down.state


@given(positive, positive)
def test_one_region_and_its_goal_always_give_a_state(value: float, target: float) -> None:
    for kind in KINDS:
        for direction in (HIGHER, LOWER, CONTEXT):
            found = assess_progress(series({2023: value}), Goal(target, 2030), direction, kind)
            assert found is not None
            assert found.state in ("achieved", "too_few_years")


def test_nothing_is_carried_on_from_fewer_than_four_years_or_from_old_ones() -> None:
    gaps = pd.DataFrame({"year": [2019, 2021, 2023], "value": [1.0, 2.0, 3.0], "status": "A"})
    three = assess_progress(gaps, Goal(4.0, 2030), HIGHER, "points")
    assert three is not None
    assert (three.state, three.years_left, three.ratio) == ("too_few_years", None, None)
    assert three.required_from_now == pytest.approx(1 / 7)
    four = series({2016: 1.0, 2019: 2.0})
    for data_until, state in ((2024, "on_track"), (2025, "too_old")):
        found = assess_progress(four, Goal(3.0, 2030), HIGHER, "points", data_until=data_until)
        assert found is not None
        assert found.state == state
        assert (found.years_left is None) == (state == "too_old")
        assert found.is_carried_on == (state == "on_track")
    old = assess_progress(four, Goal(1.5, 2030), HIGHER, "points", data_until=2025)
    assert old is not None
    assert (old.state, old.is_reached, old.is_carried_on) == ("too_old", True, False)


def test_the_benchmark_moves_on_by_hand() -> None:
    # The region gains 0.1 a year and stands at 2.3, the nation 0.04 and at 2.6: 0.3 / 0.06 = 5
    # years. In 2030 the nation is at 2.88: from 2.0 in 2020 that asks for 0.088 a year.
    own, nation = series({2020: 2.0, 2023: 2.3}), series({2018: 2.4, 2023: 2.6})
    found = assess_progress(own, Goal(2.6, 2030), HIGHER, "points", benchmark=nation)
    assert found is not None
    assert found.years_left == pytest.approx(5)
    assert found.required == pytest.approx(0.088)
    assert found.ratio == pytest.approx(1.13636, abs=1e-5)
    assert found.required_from_now == pytest.approx(0.58 / 7)
    # A nation that gains 0.1 a year, too, is never reached, however steady the region is.
    faster = assess_progress(
        own, Goal(2.6, 2030), HIGHER, "points", benchmark=series({2020: 2.3, 2023: 2.6})
    )
    assert faster is not None
    assert faster.years_left is None
    # Of amounts the rates are set against each other: 10 % against 4 %.
    amounts = assess_progress(
        series({2020: 100.0, 2023: 133.1}),
        Goal(200.0, 2030),
        HIGHER,
        "percent",
        benchmark=series({2020: 200 / 1.04**3, 2023: 200.0}),
    )
    assert amounts is not None
    assert amounts.years_left == pytest.approx(math.log(200 / 133.1) / math.log(1.1 / 1.04))


def test_a_benchmark_that_comes_towards_the_region_has_only_to_be_kept_up_with() -> None:
    falling = series({2020: 4.0, 2023: 3.0})
    for last, state in ((2.5, "on_track"), (1.0, "away")):
        found = assess_progress(
            series({2020: 2.5, 2023: last}),
            Goal(3.0, 2030),
            HIGHER,
            "points",
            benchmark=falling,
        )
        assert found is not None
        assert (found.state, found.ratio) == (state, None)


@given(positive, positive, st.sampled_from(KINDS))
def test_a_benchmark_that_stands_still_is_a_fixed_target(
    first: float, last: float, kind: str
) -> None:
    target = max(first, last) * 1.5
    own = series({2020: first, 2023: last})
    still = series({2018: target, 2023: target})
    fixed = assess_progress(own, Goal(target, 2030), HIGHER, kind)
    moving = assess_progress(own, Goal(target, 2030), HIGHER, kind, benchmark=still)
    assert fixed is not None
    assert moving is not None
    assert fixed.state == moving.state
    assert (fixed.years_left is None) == (moving.years_left is None)


def test_a_benchmark_of_too_few_years_stands_still() -> None:
    own = series({2020: 2.0, 2023: 2.3})
    found = assess_progress(
        own, Goal(2.6, 2030), HIGHER, "points", benchmark=series({2022: 2.5, 2023: 2.6})
    )
    assert found is not None
    assert found.moving is None
    assert found.years_left == pytest.approx(3)
