"""All regions at a glance: every state has its own shape, every click its region."""

import plotly.graph_objects as go

from scoreboard.answers.diagnosis.glance_drawing import Cell, draw_glance
from scoreboard.answers.diagnosis.words import (
    confidence_word,
    disconnection_heading,
    finding_mark,
    finding_word,
)

STATES = [
    ("fires", 3),
    ("fires", 2),
    ("fires", 1),
    ("borderline", 1),
    ("silent", 0),
    ("missing", 0),
]
REGIONS = {str(k): f"地区{k}" for k in range(6)}
RULES = {"a": "规则甲", "b": "规则乙"}


def cells() -> list[Cell]:
    return [Cell(str(k), "a", state, step, "") for k, (state, step) in enumerate(STATES)]


def test_the_figure_is_valid_and_every_cell_is_drawn_once() -> None:
    valid = go.Figure(draw_glance(cells(), REGIONS, RULES, "2", "zh", [1, 1]))
    assert {trace.type for trace in valid.data} == {"scatter"}
    drawn = [code for trace in valid.data for code in trace.customdata or ()]
    assert sorted(drawn) == list(REGIONS)


def test_states_differ_in_shape_or_size_and_not_in_colour_alone() -> None:
    figure = go.Figure(draw_glance(cells(), REGIONS, RULES, "", "zh"))
    looks = {(t.marker.symbol, t.marker.size) for t in figure.data}
    assert len(looks) == len(STATES)
    assert len({finding_mark(*state) for state in STATES}) == len(STATES)
    assert len({finding_word(*state, "zh") for state in STATES}) == len(STATES)


def test_a_line_stands_between_groups_and_a_band_behind_the_chosen() -> None:
    figure = go.Figure(draw_glance(cells(), REGIONS, RULES, "2", "en", [1, 1]))
    kinds = [shape.type for shape in figure.layout.shapes]
    assert kinds == ["rect", "line"]
    assert figure.layout.shapes[0].y0 == 1.5
    assert figure.layout.shapes[1].x0 == 0.5
    assert not go.Figure(draw_glance(cells(), REGIONS, RULES, "", "en")).layout.shapes


def test_words_are_there_in_both_languages() -> None:
    for language in ("zh", "en"):
        assert confidence_word("high", language) != confidence_word("low", language)
        assert disconnection_heading("talent", language) != disconnection_heading("", language)
    assert finding_word("fires", 3, "zh") == "严重"
    assert finding_word("borderline", 1, "en") == "on the line"
