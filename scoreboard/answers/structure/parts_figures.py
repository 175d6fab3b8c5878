"""Location quotients: one row a part of the economy, one point a region."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.charts.points import no_fading, short
from scoreboard.charts.theme import CHOSEN, GRID, ORDINARY, Drawing, build_figure, vertical_line


def draw_quotients(
    quotients: pd.DataFrame,
    part_names: Sequence[str],
    region_names: Mapping[str, str],
    chosen: str,
    notes: Mapping[str, str],
    shows: str = "",
) -> Drawing:
    """One row a part: all regions as grey points, the chosen one in colour with its quotient.

    quotients: regions × parts. The line stands at 1, the region's own weight. notes: what the
    source says of the chosen region's figure of a part, under its text. Names stand over
    the rows, as beside them they would leave no room on a phone.
    """
    everyone: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "customdata": []}
    for place, part in enumerate(quotients.columns):
        for code, value in quotients[part].dropna().items():
            if code != chosen:
                everyone["x"].append(short(value))
                everyone["y"].append(place)
                everyone["text"].append(region_names[str(code)])
                everyone["customdata"].append(code)
    own = quotients.loc[chosen]
    there = [(place, float(v)) for place, v in enumerate(own) if not math.isnan(v)]
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            **everyone,
            "marker": {"color": ORDINARY, "size": 8, "opacity": 0.55},
            "hovertemplate": "%{text}  %{x:.2f}<extra></extra>",
            **no_fading(0.55),
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [short(v) for _, v in there],
            "y": [place for place, _ in there],
            "text": [f"{v:.2f}" for _, v in there],
            "hovertext": [notes.get(str(quotients.columns[place]), "") for place, _ in there],
            "textposition": "bottom center",
            "textfont": {"size": 12, "color": CHOSEN[0]},
            "marker": {"color": CHOSEN[0], "size": 12},
            "hovertemplate": f"{region_names[chosen]}  %{{x:.2f}}%{{hovertext}}<extra></extra>",
            "cliponaxis": False,
        },
    ]
    most = float(np.nanmax(quotients.to_numpy()))
    layout = {
        "margin": {"l": 12, "r": 16, "t": 8, "b": 28},
        "shapes": [vertical_line(1, dash="dash", width=1.2)],
        "annotations": [
            {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": place - 0.36,
                "text": name,
                "showarrow": False,
                "font": {"size": 12},
            }
            for place, name in enumerate(part_names)
        ],
        "xaxis": {
            "range": [-0.02 * most, most * 1.04],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "visible": False,
            "range": [len(part_names) - 0.5, -0.6],
            "fixedrange": True,
        },
    }
    return build_figure(traces, layout, height=len(part_names) * 52 + 48, shows=shows)
