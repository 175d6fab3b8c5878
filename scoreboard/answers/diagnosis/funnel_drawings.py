"""The funnel: each ratio of a region against its peers, and why patents sleep."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scoreboard.catalog import Language, SleepingSurvey
from scoreboard.charts.theme import (
    CHOSEN,
    GRID,
    NATION,
    ORDINARY,
    Drawing,
    build_figure,
    label_on_top,
    vertical_line,
    washed,
)
from scoreboard.language import translator

ROW = 84
_OWN = CHOSEN[0]
# A ratio beyond eight times or an eighth of the yardstick stands at the edge.
_EDGE = 8.0
_TICKS = (0.125, 0.25, 0.5, 1, 2, 4, 8)


class StepRow(NamedTuple):
    """One row of the figure, each value as a multiple of the row's yardstick.

    label: what stands above the row. own, nation: none without a figure. others: region code,
    name and multiple of every other region. is_uncertain: the own figure is drawn hollow.
    note: what the sources say of the region's two figures, as it stands under its text.
    """

    label: str
    own: float | None
    own_text: str
    nation: float | None
    others: tuple[tuple[str, str, float], ...]
    is_uncertain: bool
    note: str = ""


def draw_steps(rows: list[StepRow], language: Language, shows: str) -> Drawing:
    """One row a ratio: the region, the nation and the other regions around the yardstick at 1.

    The scale is logarithmic, so that half and double lie equally far from 1.
    """
    _ = translator(language)
    others = [(y, *other) for y, row in enumerate(rows) for other in row.others]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_place(multiple) for _y, _code, _name, multiple in others],
            "y": [y for y, *_rest in others],
            "customdata": [code for _y, code, _name, _multiple in others],
            "text": [f"{name}  ×{multiple:.2f}" for _y, _code, name, multiple in others],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"color": washed(ORDINARY, 0.65), "size": 8},
            "unselected": {"marker": {"opacity": 0.65}},
        },
        _marks(
            [(y, row.nation, _("Nation"), "") for y, row in enumerate(rows)],
            {"color": NATION, "size": 11, "symbol": "diamond"},
        ),
        _marks(
            [_own(y, row) for y, row in enumerate(rows) if not row.is_uncertain],
            {"color": _OWN, "size": 14},
        ),
        _marks(
            [_own(y, row) for y, row in enumerate(rows) if row.is_uncertain],
            {"color": _OWN, "size": 14, "symbol": "circle-open", "line": {"width": 2.4}},
        ),
    ]
    layout = {
        "margin": {"l": 12, "r": 12, "t": 24, "b": 28},
        "shapes": [vertical_line(0.0, dash="dash", width=1.2)],
        "annotations": [
            label_on_top(0.0, _("median = 1")),
            *(_label(y, row.label) for y, row in enumerate(rows)),
        ],
        "xaxis": {
            "range": [_place(_EDGE) * -1.08, _place(_EDGE) * 1.08],
            "tickvals": [float(np.log2(tick)) for tick in _TICKS],
            "ticktext": ["1/8", "1/4", "1/2", "1", "2", "4", "8"],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"visible": False, "range": [len(rows) - 0.7, -0.8], "fixedrange": True},
    }
    return build_figure(traces, layout, height=max(len(rows), 1) * ROW + 52, shows=shows)


def draw_sleeping(survey: SleepingSurvey, language: Language, shows: str) -> Drawing:
    """Why patents sleep in one park's survey: a bar a cause, its name above it."""
    count = len(survey.causes)
    names = [cause.name[language] for cause in survey.causes]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(count)),
        "x": [cause.share_pct for cause in survey.causes],
        "width": 0.4,
        "marker": {"color": NATION},
        "text": [f"{cause.share_pct:g}%" for cause in survey.causes],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": names,
        "hovertemplate": "%{hovertext}  %{text}<extra></extra>",
    }
    layout = {
        "margin": {"l": 4, "r": 8, "t": 4, "b": 4},
        "xaxis": {"range": [0, 48], "visible": False, "fixedrange": True},
        "yaxis": {"range": [count - 0.5, -0.75], "visible": False, "fixedrange": True},
        "annotations": [
            {
                "x": 0,
                "y": place - 0.23,
                "xanchor": "left",
                "yanchor": "bottom",
                "text": name,
                "showarrow": False,
                "font": {"size": 12},
            }
            for place, name in enumerate(names)
        ],
    }
    return build_figure([trace], layout, height=count * 46 + 16, shows=shows)


def _place(multiple: float) -> float:
    """Where a multiple lies on the logarithmic axis, kept within its edges."""
    return float(np.log2(min(max(multiple, 1 / _EDGE), _EDGE)))


def _own(y: int, row: StepRow) -> tuple[int, float | None, str, str]:
    return y, row.own, row.own_text, row.note


def _marks(
    points: list[tuple[int, float | None, str, str]], marker: dict[str, Any]
) -> dict[str, Any]:
    known = [(y, value, text, note) for y, value, text, note in points if value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_place(value) for _y, value, *_rest in known],
        "y": [y for y, *_rest in known],
        "text": [f"{text}  ×{value:.2f}{note}" for _y, value, text, note in known],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker,
    }


def _label(y: int, text: str) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y - 0.2,
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "align": "left",
        "font": {"size": 12},
    }
