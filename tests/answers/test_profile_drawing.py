"""The profile's figures: valid Plotly, gaps left open, the better end on top, rows level."""

import plotly.graph_objects as go
import pytest

from scoreboard.answers.profile.drawing import (
    ProfileRow,
    ProfileWords,
    draw_sparklines,
)
from scoreboard.charts.positions import draw_positions
from scoreboard.charts.theme import Drawing

WORDS = ProfileWords("last", "first", "Rank", "peers", "nation", "x|5", "Value")
HEAD = ProfileRow("Input")


def row(**more: object) -> ProfileRow:
    facts: dict[str, object] = {
        "label": "R&D intensity",
        "code": "rd_intensity",
        "percentile": 80.0,
        "peers": 60.0,
        "nation": 70.0,
        "rank": "7",
        "value": "2.5%",
        "series": ((2019, 1.0), (2020, 2.0), (2022, 3.0)),
        "peers_series": ((2019, 2.0), (2022, 2.0)),
    }
    return ProfileRow(**(facts | more))  # type: ignore[arg-type]


def valid(figure: Drawing) -> go.Figure:
    """The same figure through Plotly's own validation, which the page leaves out."""
    return go.Figure(figure)


@pytest.mark.parametrize(
    "rows", [[], [HEAD], [HEAD, row()], [HEAD, row(series=()), row(percentile=None, peers=None)]]
)
def test_every_figure_is_valid_whatever_is_missing(rows: list[ProfileRow]) -> None:
    both = [valid(draw(rows, WORDS)) for draw in (draw_positions, draw_sparklines)]
    assert both[0].layout.height == both[1].layout.height
    assert both[0].layout.yaxis.range == both[1].layout.yaxis.range


def test_a_missing_year_leaves_the_line_open() -> None:
    own = valid(draw_sparklines([row()], WORDS)).data[1]
    assert list(own.x)[:4] == [2019, 2020, 2021, 2022]
    assert own.y[2] is None
    assert own.connectgaps is False


def test_the_better_end_is_drawn_on_top() -> None:
    # Rows count downwards: a smaller y is higher.
    rising = valid(draw_sparklines([row()], WORDS)).data[1]
    falling = valid(draw_sparklines([row(falls=True)], WORDS)).data[1]
    assert rising.y[3] < rising.y[0]
    assert falling.y[3] > falling.y[0]


def test_the_dot_stands_at_the_year_whose_figure_is_written() -> None:
    at_the_end, before = valid(draw_sparklines([row(), row(year=2020)], WORDS)).data[3].x
    assert (at_the_end, before) == (2022, 2020)


def test_equal_figures_give_a_level_line() -> None:
    flat = valid(draw_sparklines([row(series=((2019, 2.0), (2020, 2.0)), peers_series=())], WORDS))
    assert len({y for y in flat.data[1].y if y is not None}) == 1


def test_stems_start_in_the_middle_and_tell_better_from_worse_by_colour() -> None:
    figure = valid(draw_positions([row(), row(percentile=20.0)], WORDS))
    stems = [t for t in figure.data if t.mode == "lines"]
    assert [list(t.x)[:2] for t in stems] == [[50, 80.0], [50, 20.0]]
    assert len({t.line.color for t in stems}) == 2


def test_an_uncertain_figure_is_only_washed() -> None:
    dots = valid(draw_positions([row(), row(is_uncertain=True)], WORDS)).data[-1]
    assert dots.marker.color[1].startswith("rgba")
    assert dots.marker.line.color[0] == dots.marker.line.color[1] == dots.marker.color[0]


def test_a_break_is_marked_only_inside_the_years_drawn() -> None:
    marks = valid(draw_sparklines([row(breaks=(2010, 2020, 2030))], WORDS)).data[2]
    assert list(marks.x) == [2019.5]


def test_long_names_take_two_lines_and_none_is_cut() -> None:
    name = "每元新产品开发经费实现的销售收入"
    ticks = valid(draw_positions([row(label=name)], WORDS)).layout.yaxis.ticktext
    assert "<br>" in ticks[0]
    assert ticks[0].replace("<br>", "") == name
