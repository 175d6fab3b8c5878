"""Targets of plans: each judgement worked by hand, and what must hold for any figures."""

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreboard.analysis.targets import ABOUT, Aim, Judgement, judge_target
from scoreboard.catalog import PlanTarget, SeriesBreak, Text

COMPARATORS = ["at_least", "more_than", "about", "at_most"]
amounts = st.floats(0.1, 1e5)


def series(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame({"year": list(values), "value": list(values.values()), "status": "A"})


def judged(
    values: dict[int, float],
    value: float,
    comparator: str = "at_least",
    *,
    base: int | None = 2020,
    year: int = 2025,
    kind: str = "points",
    broken: tuple[int, ...] = (),
    certain: bool = True,
) -> Judgement:
    marks = [SeriesBreak(year=y, text=Text(zh="变", en="break")) for y in broken]
    return judge_target(series(values), Aim(value, year, comparator, base, certain), kind, marks)


def test_a_rate_on_its_straight_path_by_hand() -> None:
    # 2.11 in 2020 to 2.60 in 2025 asks for 0.098 a year; 2.48 in 2023 is 0.1233 a year: 126 %.
    # 0.12 are left for two years.
    found = judged({2020: 2.11, 2021: 2.16, 2023: 2.48}, 2.6)
    assert found.state == "on_course"
    assert found.required == pytest.approx(0.098)
    assert found.pace is not None
    assert found.pace.per_year == pytest.approx(0.12333, abs=1e-5)
    assert found.ratio == pytest.approx(1.2585, abs=1e-4)
    assert found.required_from_now == pytest.approx(0.06)


def test_a_rate_behind_its_path_by_hand() -> None:
    # 1.22 to 1.50 asks for 0.056 a year; 1.32 in 2023 is 0.0333: 59.5 %.
    found = judged({2020: 1.22, 2023: 1.32}, 1.5)
    assert (found.state, found.reason) == ("behind", None)
    assert found.ratio == pytest.approx(0.5952, abs=1e-4)


def test_an_amount_goes_by_compound_growth() -> None:
    # 100 to 161.051 in five years is 10 % a year; 133.1 in 2023 is exactly that, 126 is 8.01 %.
    assert judged({2020: 100.0, 2023: 133.1}, 161.051, kind="percent").state == "on_course"
    behind = judged({2020: 100.0, 2023: 126.0}, 161.051, kind="percent")
    assert behind.state == "behind"
    assert behind.ratio == pytest.approx(0.8008, abs=1e-4)


def test_reached_and_missed_go_by_the_figure_alone() -> None:
    assert judged({2020: 1.0, 2023: 2.6}, 2.6).state == "reached"
    assert judged({2025: 2.59}, 2.6).state == "missed"
    assert judged({2025: 2.6}, 2.6).state == "reached"
    # 突破 is more than the number itself; 左右 allows for one per cent less.
    assert judged({2025: 2.6}, 2.6, "more_than").state == "missed"
    assert judged({2025: 2.61}, 2.6, "more_than").state == "reached"
    assert judged({2025: 2.58}, 2.6, "about").state == "reached"
    assert judged({2025: 2.57}, 2.6, "about").state == "missed"
    assert judged({2025: 2.5}, 2.6, "at_most").state == "reached"
    assert judged({2025: 2.7}, 2.6, "at_most").state == "missed"


def test_where_less_is_wanted_falling_is_progress() -> None:
    assert judged({2020: 10.0, 2023: 7.0}, 5.0, "at_most").state == "on_course"
    assert judged({2020: 10.0, 2023: 9.0}, 5.0, "at_most").state == "behind"


def test_why_nothing_can_be_said() -> None:
    cases = {
        "no_figure": judged({}, 2.6),
        "nothing_since": judged({2016: 9.9, 2020: 9.9}, 2.6),
        "year_skipped": judged({2020: 1.0, 2023: 2.0, 2026: 9.0}, 2.6),
        "no_base_year": judged({2020: 1.0, 2023: 2.0}, 2.6, base=None),
        "no_base_figure": judged({2021: 1.0, 2023: 2.0}, 2.6),
        "break": judged({2020: 1.0, 2021: 1.1, 2023: 2.0}, 2.6, broken=(2022,)),
        "too_few_years": judged({2020: 1.0, 2021: 2.0}, 2.6),
        "not_positive": judged({2020: 0.0, 2023: 2.0}, 2.6, kind="percent"),
    }
    assert {reason: (j.state, j.reason) for reason, j in cases.items()} == {
        reason: ("open", reason) for reason in cases
    }
    # Figures after the target year say nothing of it: 9.0 in 2026 is no target reached in 2025.
    assert cases["year_skipped"].year == 2023


def test_the_path_ends_before_a_break_and_the_newest_figure_stands_beside_it() -> None:
    # 4.17 to 4.455 (4.5 less one per cent) asks for 0.057 a year; 4.34 in 2023 is 0.05667.
    found = judged({2020: 4.17, 2023: 4.34, 2024: 4.35}, 4.5, "about", broken=(2024,))
    assert (found.state, found.value, found.year) == ("on_course", 4.35, 2024)
    assert found.pace is not None
    assert found.pace.last_year == 2023
    assert found.ratio == pytest.approx(0.9942, abs=1e-4)
    # Against 4.5 exactly 0.066 a year are asked for, and 86 % is behind.
    assert found.is_close


def test_an_inferred_base_year_that_decides_is_told() -> None:
    values = {2020: 0.66, 2021: 0.73, 2022: 1.0, 2023: 1.19}
    # From 2021: 0.23 of 0.2175 a year. From 2020: 0.1767 of 0.188, which is 94 %.
    assert judged(values, 1.6, base=2021, certain=False).is_close
    assert not judged(values, 1.6, base=2021, certain=True).is_close
    # With 2.0 as the target every base year says the same.
    assert not judged(values, 2.0, base=2021, certain=False).is_close


def test_a_base_year_beyond_the_target_that_was_left_is_behind() -> None:
    found = judged({2020: 3.0, 2023: 2.5}, 2.8)
    assert (found.state, found.ratio) == ("behind", None)


@pytest.mark.parametrize(
    "wrong",
    [(float("nan"), 2025, "at_least"), (1.0, 2025, "perhaps"), (1.0, 2020, "at_least", 2020)],
)
def test_an_aim_that_is_none_is_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Aim(*wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"indicator": "gdp", "quantity": Text(zh="甲", en="a")},
        {"quantity": Text(zh="甲", en="a")},
        {"indicator": "gdp", "apart": Text(zh="甲", en="a")},
        {"indicator": "gdp", "base_year": 2025},
        {"indicator": "gdp", "unknown": 1},
    ],
)
def test_an_entry_says_what_it_means_and_whether_it_is_compared(wrong: dict[str, object]) -> None:
    entry = {
        "region_code": "610000",
        "year": 2025,
        "value": 1,
        "unit": "亿元",
        "comparator": "at_least",
        "wording": "达到",
        "source": "a",
    }
    PlanTarget.model_validate(entry | {"indicator": "gdp"})
    with pytest.raises(ValueError, match=r"."):
        PlanTarget.model_validate(entry | wrong)


@given(amounts, amounts, amounts, st.sampled_from(COMPARATORS), st.sampled_from([1e-3, 1e4]))
def test_no_judgement_depends_on_the_unit(
    first: float, last: float, value: float, comparator: str, unit: float
) -> None:
    assume(abs(last - value) > 0.02 * value)
    plain = judged({2020: first, 2023: last}, value, comparator)
    scaled = judged({2020: first * unit, 2023: last * unit}, value * unit, comparator)
    assume(plain.ratio is None or abs(plain.ratio - 0.95) > 1e-6)
    assert plain.state == scaled.state


@given(amounts, amounts, amounts, st.sampled_from(["percent", "points"]))
def test_a_higher_figure_is_never_judged_worse(
    first: float, last: float, value: float, kind: str
) -> None:
    order = ["behind", "on_course", "reached"]
    lower = judged({2020: first, 2023: last}, value, kind=kind)
    higher = judged({2020: first, 2023: last * 1.1}, value, kind=kind)
    assert order.index(higher.state) >= order.index(lower.state)


@given(amounts, amounts, st.sampled_from(["percent", "points"]))
def test_who_keeps_the_needed_pace_arrives(first: float, value: float, kind: str) -> None:
    assume(value > first * 1.001)
    found = judged({2020: first, 2022: first}, value, kind=kind)
    assert found.required is not None
    steps = 5
    end = (
        first * (1 + found.required / 100) ** steps
        if kind == "percent"
        else first + found.required * steps
    )
    assert end == pytest.approx(value, rel=1e-6)


@given(amounts, st.floats(0, 0.5))
def test_about_is_met_from_one_per_cent_below(value: float, short: float) -> None:
    assume(abs(short - ABOUT) > 1e-9)
    assert Aim(value, 2025, "about").is_met_by(value * (1 - short)) == (short < ABOUT)
