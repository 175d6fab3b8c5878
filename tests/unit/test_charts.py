"""Figures: valid Plotly, honest about gaps and uncertainty, and never longer than they need."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from scoreboard.analysis.ranking import neighbours_in_rank
from scoreboard.answers.methods.coverage import count_by_year
from scoreboard.catalog import load_catalog
from scoreboard.charts.distribution import draw_distribution, swarm
from scoreboard.charts.ranking import draw_ranking
from scoreboard.charts.theme import BETTER, CHOSEN, ORDINARY, WORSE, Drawing, class_colours, washed
from scoreboard.charts.trend import draw_trend
from scoreboard.language.numbers import NumberFormat, rank_format

MEASURE = NumberFormat(1, "%", 2, "zh")
INDICATOR = load_catalog().indicators["rd_intensity"]
NONE = pd.DataFrame({"region_code": [], "year": [], "value": [], "status": []})


def rows(count: int, status: str = "A") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region_code": [f"r{n}" for n in range(count)],
            "name": [f"地区{n}" for n in range(count)],
            "value": np.linspace(9, 1, count),
            "rank": np.arange(1, count + 1),
            "status": status,
        }
    )


def valid(figure: Drawing) -> go.Figure:
    """The same figure through Plotly's own validation, which the page leaves out."""
    return go.Figure(figure)


def history() -> pd.DataFrame:
    years = [2018, 2019, 2021, 2022]
    return pd.DataFrame(
        [
            {"region_code": f"r{n}", "year": y, "value": n + y - 2000.0, "status": "A"}
            for n in range(10)
            for y in years
        ]
    )


@pytest.mark.parametrize("measure", [MEASURE, rank_format("en")])
@pytest.mark.parametrize("count", [0, 1, 3, 31])
def test_every_figure_is_valid_at_every_size(measure: NumberFormat, count: int) -> None:
    table = neighbours_in_rank(rows(count), ["r2"], 31)
    valid(draw_ranking(table, measure, {"r2": CHOSEN[0]}, 2.65, "a|2023|value"))
    valid(draw_distribution(table, measure, {"r2": CHOSEN[0]}, 2.65, "a|2023|value"))
    series = history() if count else NONE
    valid(draw_trend(series, NONE, {"r1": "甲"}, {"r1": CHOSEN[0]}, measure, INDICATOR, 2021))


def test_bars_start_at_zero_and_uncertain_ones_are_washed() -> None:
    table = neighbours_in_rank(rows(3, "P"), [], 31)
    figure = valid(draw_ranking(table, MEASURE, {}, None))
    assert figure.layout.xaxis.range[0] == 0
    assert set(figure.data[0].marker.color) == {washed(ORDINARY)}
    assert "初步核算" in figure.data[0].hovertext[0]
    certain = valid(draw_ranking(neighbours_in_rank(rows(3), [], 31), MEASURE, {}, None))
    assert set(certain.data[0].marker.color) == {ORDINARY}


def test_regions_left_out_of_a_ranking_are_marked_by_dots_and_equal_ranks_are_not() -> None:
    table = neighbours_in_rank(rows(60), ["r50"], 10)
    labels = valid(draw_ranking(table, MEASURE, {}, None)).layout.yaxis.ticktext
    assert labels.count("⋯") == 1
    tied = rows(4).assign(rank=[1, 1, 3, 4])
    assert (
        "⋯"
        not in valid(
            draw_ranking(neighbours_in_rank(tied, [], 31), MEASURE, {}, None)
        ).layout.yaxis.ticktext
    )


def test_a_missing_year_is_a_gap_in_the_line() -> None:
    figure = valid(
        draw_trend(history(), NONE, {"r1": "甲"}, {"r1": CHOSEN[0]}, MEASURE, INDICATOR, 2021)
    )
    line = figure.data[-1]
    assert list(line.x) == [2018, 2019, 2020, 2021, 2022]
    assert line.y[2] is None
    assert line.connectgaps is False


def test_a_missing_year_is_a_gap_in_the_band_too() -> None:
    figure = valid(draw_trend(history(), NONE, {}, {}, MEASURE, INDICATOR, 2021))
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [sorted(set(band.x)) for band in bands] == [[2018, 2019], [2021, 2022]]
    for band in bands:
        half = len(band.x) // 2
        assert all(high > low for high, low in zip(band.y[:half], band.y[::-1], strict=False))


@pytest.mark.parametrize("nation", [0.5, 8.5])
def test_the_nation_is_dashed_on_either_side_of_the_median(nation: float) -> None:
    figure = valid(draw_distribution(rows(31), MEASURE, {}, nation))
    strokes = {shape.x0: shape.line.dash for shape in figure.layout.shapes}
    names = {note.x: note.text for note in figure.layout.annotations}
    assert {names[x]: dash for x, dash in strokes.items()} == {"全国": "dash", "中位数": "dot"}


def test_an_uncertain_point_is_hollow() -> None:
    series = history()
    series.loc[series["year"] == 2022, "status"] = "E"
    figure = valid(
        draw_trend(series, NONE, {"r1": "甲"}, {"r1": CHOSEN[0]}, MEASURE, INDICATOR, 2021)
    )
    assert list(figure.data[-1].marker.symbol) == ["circle"] * 4 + ["circle-open"]


def test_names_at_the_ends_of_lines_keep_their_distance() -> None:
    names = {f"r{n}": f"地区{n}" for n in range(6)}
    colours = dict(zip(names, CHOSEN, strict=True))
    figure = valid(draw_trend(history(), NONE, names, colours, MEASURE, INDICATOR, 2021))
    ends = [a for a in figure.layout.annotations if a.text.strip()]
    values = [v for t in figure.data for v in t.y if v is not None]
    per_pixel = (max(values) - min(values)) / 260
    places = sorted(a.y / per_pixel + a.yshift for a in ends)
    assert len(places) == 6
    assert min(np.diff(places)) >= 14.9


def test_equal_values_are_stacked_evenly_around_the_line() -> None:
    assert swarm(np.array([1.0, 1.0, 1.0, 5.0])).tolist() == [0, 1, -1, 0]


def test_growth_is_orange_below_zero_and_blue_above() -> None:
    colours = class_colours(((-9, -5), (-4, -1), (1, 2), (3, 4), (5, 9)), around_zero=True)
    assert colours == [WORSE[1], WORSE[0], BETTER[0], BETTER[1], BETTER[2]]


def test_where_less_is_better_falling_is_blue() -> None:
    colours = class_colours(((-9, -5), (1, 2)), around_zero=True, falling_is_better=True)
    assert colours == [BETTER[0], WORSE[0]]


def test_coverage_leaves_years_without_values_blank() -> None:
    coverage = pd.DataFrame(
        {"indicator_code": ["a", "a"], "year": [2019, 2021], "regions": [31, 7]}
    )
    table = count_by_year(coverage, {"a": "甲", "b": "乙"}, "指标")
    assert table.columns.tolist() == ["2021", "2020", "2019"], "the newest first"
    assert table.index.tolist() == ["甲"]
    assert table.loc["甲"].isna().tolist() == [False, True, False]
