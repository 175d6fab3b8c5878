"""The Lorenz curve, and the first city of each province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from scoreboard.analysis.concentration import Lorenz
from scoreboard.answers.structure.drawing import LARGE, mark
from scoreboard.charts.points import name_at, no_fading, short
from scoreboard.charts.theme import (
    BAND,
    CHOSEN,
    GRID,
    NATION,
    ORDINARY,
    SEQUENTIAL,
    Drawing,
    build_figure,
    label_width,
    washed,
)

_CURVE = SEQUENTIAL[3]
_ROW = 17


def draw_lorenz(
    curve: Lorenz,
    codes: Sequence[str],
    names: Mapping[str, str],
    notes: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    shows: str = "",
) -> Drawing:
    """The Lorenz curve with a point a region, above it the line of equal shares.

    codes: the regions in the order of the curve's input. axes: what is counted along, and up.
    notes: what stands under a region's text.
    The three at the top and the chosen region are named.
    """
    x, y = 100 * curve.counted, 100 * curve.amount
    ordered = [codes[k] for k in curve.order]
    points = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [short(v) for v in x],
        "y": [short(v) for v in y],
        "fill": "tozeroy",
        "fillcolor": BAND,
        "line": {"color": _CURVE, "width": 2},
        "marker": {
            "color": [_CURVE, *(mark(code, chosen, _CURVE) for code in ordered)],
            "size": [0, *(9 if code == chosen else 5 for code in ordered)],
            "opacity": 1,
        },
        "text": ["", *(names[code] for code in ordered)],
        "hovertext": ["", *(notes.get(code, "") for code in ordered)],
        "customdata": ["", *ordered],
        "hovertemplate": f"%{{text}}  {axes[0]} %{{x:.1f}}%, {axes[1]} %{{y:.1f}}%"
        "%{hovertext}<extra></extra>",
        **no_fading(),
    }
    equal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": NATION, "width": 1, "dash": "dash"},
        "hoverinfo": "skip",
    }
    named = {*ordered[-3:], chosen}
    labels = [
        name_at(x[k + 1], y[k + 1], names[code], mark(code, chosen, _CURVE), left=True)
        for k, code in enumerate(ordered)
        if code in named
    ]
    axis = {"range": [0, 102], "gridcolor": GRID, "zeroline": False, "fixedrange": True}
    layout = {
        "margin": {"l": 52, "r": 12, "t": 8, "b": 44},
        "annotations": labels,
        "xaxis": axis | {"title": {"text": f"{axes[0]} (%)", "font": {"size": 12}}},
        "yaxis": axis | {"title": {"text": f"{axes[1]} (%)", "font": {"size": 12}}},
    }
    return build_figure([equal, points], layout, height=LARGE, shows=shows)


def draw_first_cities(rows: pd.DataFrame, texts: Sequence[str], shows: str = "") -> Drawing:
    """The largest city's share in its province, one bar a province, largest share first.

    rows: province_code, label, share_pct, is_first_certain, is_chosen; where a larger city may
    be unknown the bar is only washed with colour. texts: what stands at the end of each bar.
    """
    colours = [CHOSEN[0] if is_chosen else ORDINARY for is_chosen in rows["is_chosen"]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [short(v) for v in rows["share_pct"]],
        "marker": {
            "color": [
                colour if is_certain else washed(colour)
                for colour, is_certain in zip(colours, rows["is_first_certain"], strict=True)
            ],
            "line": {"color": colours, "width": 1.2},
        },
        "text": list(texts),
        "textposition": "outside",
        "textfont": {"size": 11},
        # Plotly would shrink the names to the height of the bars.
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": rows["province_code"].tolist(),
        "hovertext": rows["hover"].tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "width": 0.72,
        **no_fading(),
    }
    most = float(rows["share_pct"].max())
    # Room for the names of the cities beside the bars, in pixels: on a phone bars are short.
    right = label_width(texts, 11) + 10
    layout = {
        "margin": {"l": label_width(rows["label"], 12) + 14, "r": right, "t": 8, "b": 8},
        "xaxis": {"range": [0, most], "visible": False, "fixedrange": True},
        "yaxis": _names_axis(rows["label"].tolist()),
    }
    height = max(len(rows), 4) * _ROW + 24
    return build_figure([trace], layout, height=height, shows=shows)


def _names_axis(labels: list[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [len(labels) - 0.4, -0.6],
        "tickfont": {"size": 12},
        "ticksuffix": " ",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
