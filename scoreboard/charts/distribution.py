"""The distribution: one point a region on one line, so that crowds and outliers are seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from scoreboard.charts.theme import (
    GRID,
    ORDINARY,
    build_figure,
    label_on_top,
    vertical_line,
)
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import status_in_brackets

HEIGHT = 260


def draw_distribution(
    rows: pd.DataFrame,
    measure: Measure,
    colours: dict[str, str],
    nation: float | None,
    shows: str = "",
) -> go.Figure:
    """Points stacked where they crowd; the chosen in colour, median and nation as marks.

    rows: one a region with region_code, name, value, status. Provisional and estimated values
    are hollow.
    """
    values = (rows["value"] / measure.divisor).to_numpy(dtype=float)
    points = pd.DataFrame(
        {
            "code": rows["region_code"],
            "name": rows["name"],
            "x": [float(f"{v:.4g}") for v in values],
            "y": swarm(values),
            "status": [status_in_brackets(s, measure.language) for s in rows["status"]],
            "colour": [colours.get(code, "") for code in rows["region_code"]],
        }
    )
    groups = points.groupby([points["colour"] != "", points["status"] != ""])
    traces = [_trace(group, measure) for _key, group in groups]
    marks = _marks(values, nation, measure)
    reach = max(float(np.abs(points["y"]).max()) if len(points) else 0.0, 5.0) + 0.8
    layout = {
        "margin": {"l": 12, "r": 12, "t": 26, "b": 30},
        "shapes": [
            vertical_line(x, dash="dot" if place else "dash", width=1.2)
            for place, (x, _name) in enumerate(marks)
        ],
        # The names lean apart, so that they never overlap.
        "annotations": [
            label_on_top(x, name, "right" if place == 0 and len(marks) > 1 else "left")
            for place, (x, name) in enumerate(marks)
        ],
        "yaxis": {"visible": False, "range": [-reach, reach], "fixedrange": True},
        "xaxis": {
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 6,
            "autorange": "reversed" if measure.is_rank else True,
        },
    }
    return build_figure(traces, layout, height=HEIGHT, shows=shows)


def swarm(values: np.ndarray, columns: int = 45) -> np.ndarray:
    """Heights that stack values of the same narrow column evenly around zero.

    The order of regions does not matter: equal values are told apart by their place only.
    """
    if values.size == 0:
        return values
    low, high = float(values.min()), float(values.max())
    column = np.round((values - low) / ((high - low) or 1.0) * columns).astype(int)
    place = pd.Series(column).groupby(column).cumcount().to_numpy()
    # 0, +1, −1, +2, −2 … around the line.
    return np.where(place % 2, (place + 1) // 2, -(place // 2)).astype(float)


def _trace(points: pd.DataFrame, measure: Measure) -> dict[str, Any]:
    """Points of one kind: ordinary or chosen, certain or not."""
    is_chosen = bool(points["colour"].iloc[0])
    is_uncertain = bool(points["status"].iloc[0])
    colour = points["colour"].tolist() if is_chosen else ORDINARY
    return {
        "type": "scatter",
        "mode": "markers",
        "x": points["x"].tolist(),
        "y": points["y"].astype(int).tolist(),
        "text": points["name"].tolist(),
        "customdata": points["code"].tolist(),
        "hovertemplate": "%{text}  %{x:,.4~r} "
        + f"{measure.unit}{points['status'].iloc[0]}<extra></extra>",
        "marker": {
            "color": colour,
            "size": 11 if is_chosen else 8,
            "symbol": "circle-open" if is_uncertain else "circle",
            "line": {"width": 1.2, "color": colour},
            "opacity": 0.9,
        },
        "unselected": {"marker": {"opacity": 0.9}},
    }


def _marks(values: np.ndarray, nation: float | None, measure: Measure) -> list[tuple[float, str]]:
    """Median and nation with their names, from left to right."""
    _ = translator(measure.language)
    marks = [(float(np.median(values)), _("Median"))] if values.size else []
    if nation is not None:
        marks.append((nation / measure.divisor, _("Nation")))
    return sorted(marks, reverse=measure.is_rank)
