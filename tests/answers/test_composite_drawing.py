"""The figures of the composite: valid Plotly, and true to what they are given."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from scoreboard.answers.composite.drawing import (
    RangeRow,
    ScoreLine,
    draw_contributions,
    draw_ladder,
    draw_rank_ranges,
    draw_score_years,
    draw_shares,
)
from scoreboard.charts.theme import CHOSEN, ORDINARY, Drawing


def valid(figure: Drawing) -> go.Figure:
    """The same figure through Plotly's own validation, which the page leaves out."""
    return go.Figure(figure)


def rows(count: int) -> list[RangeRow]:
    return [
        RangeRow(f"r{n}", f"{n + 1}  地区{n}", n + 1, n, n + 3, f"地区{n}") for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 5, 31])
def test_every_figure_is_valid_at_every_size(count: int) -> None:
    chosen = {"r0": CHOSEN[0]}
    valid(draw_rank_ranges(rows(count), chosen, {"r1"}, max(count, 1), "a"))
    valid(draw_ladder(rows(count), chosen, {"r1"}, "a"))
    parts = pd.DataFrame(
        {"p": [1.0] * count, "q": [2.0] * count}, index=[r.code for r in rows(count)]
    )
    labels = {r.code: r.label for r in rows(count)}
    valid(draw_contributions(parts, labels, {"p": "投入", "q": "人才"}, chosen, "a"))


def test_a_range_reaches_from_low_to_high_and_holds_its_point() -> None:
    bars, points = valid(draw_rank_ranges(rows(3), {"r1": CHOSEN[0]}, {"r2"}, 3, "a")).data
    assert list(points.x) == [1, 2, 3]
    for base, width, row in zip(bars.base, bars.x, rows(3), strict=True):
        assert base == pytest.approx(row.low - 0.3)
        assert base + width == pytest.approx(row.high + 0.3)
    assert list(bars.customdata) == list(points.customdata) == ["r0", "r1", "r2"]
    assert points.marker.color[1] == CHOSEN[0]
    assert points.marker.color[0] == ORDINARY != points.marker.color[2]


def test_a_point_outside_its_range_still_lies_on_the_bar() -> None:
    row = RangeRow("a", "a", 9.0, 3.0, 5.0, "a")
    bars, _points = valid(draw_ladder([row], {}, set(), "a")).data
    assert bars.base[0] < 3.0
    assert bars.base[0] + bars.x[0] > 9.0


def test_stacked_parts_sum_to_the_scores_given() -> None:
    parts = pd.DataFrame({"p": [30.0, 10.0], "q": [20.0, 5.5]}, index=["x", "y"])
    figure = valid(
        draw_contributions(parts, {"x": "甲", "y": "乙"}, {"p": "投入", "q": "人才"}, {}, "a")
    )
    assert [a + b for a, b in zip(figure.data[0].x, figure.data[1].x, strict=True)] == [50.0, 15.5]
    assert figure.layout.barmode == "stack"
    assert [trace.name for trace in figure.data] == ["投入", "人才"]


def test_shares_are_per_cents_of_all_regions_and_of_one() -> None:
    labels = ["权重", "标准化"]
    both = valid(draw_shares(labels, [0.2, 0.3], [0.5, 0.1], ("全部", "甲"), CHOSEN[0], "a"))
    assert [list(trace.x) for trace in both.data] == [[20.0, 30.0], [50.0, 10.0]]
    alone = valid(draw_shares(labels, [0.2, 0.3], None, ("全部", "甲"), CHOSEN[0], "a"))
    assert len(alone.data) == 1
    assert not alone.layout.showlegend


def test_a_missing_year_breaks_the_line_and_a_partial_one_is_hollow() -> None:
    band = pd.DataFrame({"year": [2018, 2019, 2021], "low": [1, 2, 3], "high": [4, 5, 6]})
    line = ScoreLine(
        "甲", CHOSEN[0], [2018, 2019, 2021], [10.0, 11.0, 12.0], [True, False, False], ["", "", ""]
    )
    figure = valid(draw_score_years(band, [line], {2019: "口径变化"}, 2021, "a"))
    drawn = figure.data[1]
    assert list(drawn.x) == [2018, 2019, 2020, 2021]
    assert drawn.y[2] is None
    assert drawn.connectgaps is False
    assert list(drawn.marker.symbol) == ["circle-open", "circle", "circle", "circle"]
    notes = [a.hovertext for a in figure.layout.annotations if a.hovertext]
    assert notes == ["2019: 口径变化"]
