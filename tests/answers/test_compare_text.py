"""Sentences and figures of the comparison: signs, units, reasons, and figures Plotly accepts."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from scoreboard.analysis.progress import Goal, Progress, assess_progress
from scoreboard.answers.compare.drawing import (
    Dumbbell,
    SmallTrend,
    draw_dumbbells,
    draw_small_trend,
)
from scoreboard.answers.compare.sentences import (
    GapFacts,
    arrival_year,
    gap_sentence,
    progress_sentence,
    state_word,
)
from scoreboard.charts.theme import BETTER, NATION, WORSE
from scoreboard.language.numbers import NumberFormat, change_format, rank_format
from scoreboard.text.figures import bound_text
from scoreboard.text.pace import GapWords, pace_text

RATE = GapWords("强度", NumberFormat(1, "%", 2, "zh"), change_format("points", 2, "zh"), "points")
RANK = GapWords("rank", rank_format("en"), change_format("difference", 0, "en"), "difference")
NONE = pd.DataFrame({"year": [], "value": [], "status": []})


def test_below_above_and_level_are_told_apart() -> None:
    def said(value: float, relative: float | None) -> str:
        return gap_sentence(GapFacts("陕西", "全国", value, 2.65, relative, 2023), RATE)

    assert said(2.50, -5.66) == "2023年为2.50%，比全国（2.65%）低0.15个百分点"
    assert said(2.80, 5.66) == "2023年为2.80%，比全国（2.65%）高0.15个百分点"
    assert said(2.65, 0.0) == "2023年为2.65%，与全国持平"


def test_ranks_are_ahead_or_behind_and_never_in_per_cent() -> None:
    behind = gap_sentence(GapFacts("Shaanxi", "Beijing", 9, 2, None, 2020), RANK)
    assert behind == "no. 9 in 2020, 7 places behind Beijing (no. 2)"
    ahead = gap_sentence(GapFacts("Beijing", "Shaanxi", 2, 9, None, 2020), RANK)
    assert ahead == "no. 2 in 2020, 7 places ahead of Shaanxi (no. 9)"
    assert pace_text(-0.4, RANK) == "0.4 places forward a year"
    assert pace_text(1, RANK) == "1 place back a year"


def test_a_claim_keeps_its_bound() -> None:
    facts = GapFacts("陕西", "案例", 3.0, 2.0, 50.0, 2023, "A", "more_than")
    assert "（2.00%以上）" in gap_sentence(facts, RATE)
    assert bound_text("30", "less_than", "en") == "less than 30"


def test_a_benchmark_less_certain_than_the_figure_says_so() -> None:
    def said(own: str, benchmark: str) -> str:
        facts = GapFacts("武汉", "深圳", 1.6, 2.5, -36.0, 2024, own, reference_status=benchmark)
        return gap_sentence(facts, RATE)

    assert "比深圳（2.50%，估算）低" in said("A", "E")
    assert "为1.60%（初步核算），比深圳（2.50%）低" in said("P", "P")
    assert "比深圳（2.50%）低" in said("A", "A")


def test_a_pace_from_an_estimated_year_says_so() -> None:
    rows = pd.DataFrame(
        {"year": [2021, 2022, 2023], "value": [2.0, 2.1, 2.4], "status": ["E", "A", "A"]}
    )
    found = assess_progress(rows, Goal(2.5, 2030), "higher_is_better", "points")
    assert found is not None
    said = progress_sentence("甲", found, Goal(2.5, 2030), RATE)
    assert "2023年为2.40%，2021—2023年年均提高0.200个百分点（估算）" in said


def progress(values: dict[int, float], target: float, year: int = 2030) -> Progress:
    years = range(min(values), max(values) + 1)
    known = np.interp(years, list(values), list(values.values()))
    rows = pd.DataFrame({"year": years, "value": known, "status": "A"})
    found = assess_progress(rows, Goal(target, year), "higher_is_better", "points")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("values", "target", "part"),
    [
        ({2020: 2.0, 2023: 2.6}, 2.5, "已达到2.50%"),
        ({2020: 2.0, 2023: 2.3}, 2.5, "照此速度约需2年，到2025年达到"),
        ({2020: 2.3, 2023: 2.0}, 2.5, "照此速度无法达到"),
        ({2020: 2.0, 2023: 2.003}, 2.5, "照此速度需50年以上"),
        ({2023: 2.0}, 2.5, "此后须年均提高0.071个百分点"),
    ],
)
def test_progress_is_told_with_its_numbers(
    values: dict[int, float], target: float, part: str
) -> None:
    said = progress_sentence("甲", progress(values, target), Goal(target, 2030), RATE)
    assert part in said
    assert said.endswith("。")


def test_the_year_of_arrival_is_the_first_in_which_the_target_is_reached() -> None:
    assert arrival_year(progress({2020: 2.0, 2023: 2.3}, 2.5)) == 2025
    assert arrival_year(progress({2020: 2.0, 2023: 2.3}, 2.51)) == 2026
    assert arrival_year(progress({2020: 2.3, 2023: 2.0}, 2.5)) is None


def test_a_year_that_is_over_is_no_answer_to_when() -> None:
    found = progress({2016: 2.0, 2019: 2.3}, 2.5)
    said = progress_sentence("甲", found, Goal(2.5, 2030), RATE, data_until=2024)
    assert arrival_year(found) == 2021
    assert arrival_year(found, 2024) is None
    assert "2021" not in said
    assert "照此速度现应已达到，有待2019年之后的数据核实" in said


def test_a_benchmark_that_moves_is_named_with_its_pace() -> None:
    rows = pd.DataFrame({"year": range(2020, 2024), "value": [2.0, 2.1, 2.2, 2.3], "status": "A"})
    nation = pd.DataFrame(
        {"year": range(2020, 2024), "value": [2.4, 2.45, 2.5, 2.55], "status": "A"}
    )
    goal = Goal(2.55, 2030)
    found = assess_progress(rows, goal, "higher_is_better", "points", benchmark=nation)
    assert found is not None
    said = progress_sentence("甲", found, goal, RATE, "全国")
    assert "全国同期年均提高0.050个百分点" in said
    # (2.55 + 7 · 0.05 − 2.3) / 7
    assert "要在2030年赶上全国，此后须年均提高0.086个百分点" in said
    # 0.25 / 0.05
    assert "照此速度约需5年，到2028年达到" in said


def test_every_state_has_its_word_in_both_languages() -> None:
    states = [
        "achieved", "on_track", "accelerate", "slow", "away", "too_few_years", "too_old",
        "not_positive", "overdue",
    ]  # fmt: skip
    assert len({state_word(s, "zh") for s in states}) == len(states)
    assert len({state_word(s, "en") for s in states}) == len(states)


def dumbbell(value: float | None, reference: float | None, better: bool | None) -> Dumbbell:
    return Dumbbell("r", "甲", value, reference, "−1", "hover", better, False)


def test_dumbbells_are_valid_blue_where_better_and_orange_where_worse() -> None:
    rows = [
        dumbbell(3.0, 2.0, True),
        dumbbell(1.0, 2.0, False),
        dumbbell(1.5, 2.0, None),
        dumbbell(None, None, None),
    ]
    figure = go.Figure(draw_dumbbells(rows, RATE.numbers, "全国 2.00"))
    points = figure.data[-1]
    assert list(points.marker.color) == [BETTER[2], WORSE[2], NATION]
    assert len(points.x) == 3
    assert figure.layout.annotations[0].text == "全国 2.00"
    # A region without figures keeps its row and its reason.
    assert len(figure.layout.yaxis.ticktext) == 4


def test_benchmarks_of_their_own_get_no_common_line() -> None:
    rows = [dumbbell(3.0, 2.0, True), dumbbell(1.0, 2.5, False)]
    figure = go.Figure(draw_dumbbells(rows, RATE.numbers, "x"))
    assert len(figure.layout.shapes) == 0
    go.Figure(draw_dumbbells([], RATE.numbers, "x"))


def test_the_better_rank_is_on_the_right() -> None:
    rows = [dumbbell(9.0, 2.0, False)]
    low, high = go.Figure(draw_dumbbells(rows, RANK.numbers, "x")).layout.xaxis.range
    assert low > high


def test_small_trends_share_their_axes_and_leave_gaps() -> None:
    own = pd.DataFrame({"year": [2018, 2020], "value": [1.0, 2.0], "status": ["A", "P"]})
    trend = SmallTrend(
        own, [own, NONE], own, "甲", "全国", BETTER[2], (2018, 2023), (0, 3), (2020,)
    )
    figure = go.Figure(draw_small_trend(trend, RATE.numbers))
    line = figure.data[-1]
    assert list(line.x) == [2018, 2019, 2020]
    assert line.y[1] is None
    assert list(line.marker.symbol) == ["circle", "circle", "circle-open"]
    assert tuple(figure.layout.yaxis.range) == (0, 3)
    assert len(figure.layout.shapes) == 1
