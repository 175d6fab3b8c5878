"""The distribution: one point a region on one line, so that crowds and outliers are seen."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from scoreboard.charts.theme import (
    GRID,
    ORDINARY,
    ORDINARY_EDGE,
    Drawing,
    build_figure,
    hover_note,
    label_on_top,
    vertical_line,
)
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import status_in_brackets

# Values so near to each other as one column of these are stacked.
_SWARM_COLUMNS = 45
HEIGHT = 260
# More regions than this are counted in columns: points would lie on one another.
MOST_POINTS = 600
_COLUMNS = 45


class _Mark(NamedTuple):
    """A line from top to bottom, with its name and its stroke."""

    x: float
    name: str
    dash: str


def draw_distribution(
    rows: pd.DataFrame,
    measure: NumberFormat,
    colours: dict[str, str],
    nation: float | None,
    shows: str = "",
) -> Drawing:
    """Points stacked where they crowd; the chosen in colour, median and nation as marks.

    rows: one a region with region_code, name, value, status, note (where there is one).
    Provisional and estimated values are hollow. Of more regions than MOST_POINTS only the
    chosen are points, before columns that count the regions.
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
            "note": [hover_note(n) for n in rows["note"]] if "note" in rows else "",
        }
    )
    is_crowd = len(points) > MOST_POINTS
    columns = [_columns(values, measure)] if is_crowd else []
    if is_crowd:
        points = points[points["colour"] != ""].assign(y=0.0)
    groups = points.groupby([points["colour"] != "", points["status"] != ""])
    traces = [*columns, *(_trace(group, measure) for _key, group in groups)]
    marks = _marks(values, nation, measure)
    reach = max(float(np.abs(points["y"]).max()) if len(points) else 0.0, 5.0) + 0.8
    highest = max(columns[0]["y"]) * 1.04 if columns else reach
    layout = {
        "margin": {"l": 40 if is_crowd else 12, "r": 12, "t": 26, "b": 30},
        "shapes": [vertical_line(mark.x, dash=mark.dash, width=1.2) for mark in marks],
        # The names lean apart, so that they never overlap.
        "annotations": [
            label_on_top(mark.x, mark.name, "right" if place == 0 and len(marks) > 1 else "left")
            for place, mark in enumerate(marks)
        ],
        "yaxis": {
            "visible": is_crowd,
            "range": [-highest / 20 if is_crowd else -reach, highest],
            "fixedrange": True,
            "gridcolor": GRID,
            "nticks": 5,
            "zeroline": False,
        },
        "bargap": 0.06,
        "xaxis": {
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 6,
            "autorange": "reversed" if measure.is_rank else True,
        },
    }
    return build_figure(traces, layout, height=HEIGHT, shows=shows)


def swarm(values: np.ndarray) -> np.ndarray:
    """Heights that stack values of the same narrow column evenly around zero.

    The order of regions does not matter: equal values are told apart by their place only.
    """
    if values.size == 0:
        return values
    low, high = float(values.min()), float(values.max())
    column = np.round((values - low) / ((high - low) or 1.0) * _SWARM_COLUMNS).astype(int)
    place = pd.Series(column).groupby(column).cumcount().to_numpy()
    # 0, +1, −1, +2, −2 … around the line.
    return np.where(place % 2, (place + 1) // 2, -(place // 2)).astype(float)


def _columns(values: np.ndarray, measure: NumberFormat) -> dict[str, Any]:
    """How many regions lie in each of as many equal steps from the lowest to the highest."""
    _ = translator(measure.language)
    counts, edges = np.histogram(values, bins=_COLUMNS)
    return {
        "type": "bar",
        "x": [float(f"{x:.4g}") for x in (edges[:-1] + edges[1:]) / 2],
        "y": counts.tolist(),
        "width": float(edges[1] - edges[0]) * 0.94,
        "text": [f"{low:,.4g}–{high:,.4g}" for low, high in pairwise(edges)],
        "textposition": "none",
        "hovertemplate": "%{text} "
        + measure.unit
        + "  "
        + _("{count} regions").replace("{count}", "%{y}")
        + "<extra></extra>",
        "marker": {"color": ORDINARY},
    }


def _trace(points: pd.DataFrame, measure: NumberFormat) -> dict[str, Any]:
    """Points of one kind: ordinary or chosen, certain or not."""
    is_chosen = bool(points["colour"].iloc[0])
    is_uncertain = bool(points["status"].iloc[0])
    plain = ORDINARY_EDGE if is_uncertain else ORDINARY
    colour = points["colour"].tolist() if is_chosen else plain
    return {
        "type": "scatter",
        "mode": "markers",
        "x": points["x"].tolist(),
        "y": points["y"].astype(int).tolist(),
        "text": points["name"].tolist(),
        "hovertext": points["note"].tolist() if points["note"].any() else "",
        "customdata": points["code"].tolist(),
        "hovertemplate": "%{text}  %{x:,.4~r} "
        + f"{measure.unit}{points['status'].iloc[0]}%{{hovertext}}<extra></extra>",
        "marker": {
            "color": colour,
            "size": 11 if is_chosen else 8,
            "symbol": "circle-open" if is_uncertain else "circle",
            "line": {"width": 1.2, "color": colour},
            "opacity": 0.9,
        },
        "unselected": {"marker": {"opacity": 0.9}},
    }


def _marks(values: np.ndarray, nation: float | None, measure: NumberFormat) -> list[_Mark]:
    """Median and nation, from left to right; the nation is dashed as in every other figure."""
    _ = translator(measure.language)
    marks = [_Mark(float(np.median(values)), _("Median"), "dot")] if values.size else []
    if nation is not None:
        marks.append(_Mark(nation / measure.divisor, _("Nation"), "dash"))
    return sorted(marks, reverse=measure.is_rank)
