"""Old against new: what a file would change, one point a figure."""

from __future__ import annotations

import pandas as pd

from scoreboard.charts.theme import CHOSEN, GRID, NATION, Drawing, build_figure
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat

HEIGHT = 340


def draw_old_and_new(changes: pd.DataFrame, measure: NumberFormat) -> Drawing:
    """Changed figures of one indicator; what did not change would lie on the line.

    changes: one row a figure with name, year, value_before, value_after.
    """
    _ = translator(measure.language)
    before = (changes["value_before"] / measure.divisor).round(6)
    after = (changes["value_after"] / measure.divisor).round(6)
    low = float(min(before.min(), after.min(), 0.0))
    high = float(max(before.max(), after.max()))
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "automargin": True}
    layout = {
        "margin": {"l": 8, "r": 12, "t": 8, "b": 44},
        "shapes": [
            {
                "type": "line",
                "x0": low,
                "y0": low,
                "x1": high,
                "y1": high,
                "layer": "below",
                "line": {"color": NATION, "dash": "dash", "width": 1},
            }
        ],
        "xaxis": axis | {"title": {"text": _("Before")}},
        "yaxis": axis | {"title": {"text": _("After")}},
    }
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": before.tolist(),
        "y": after.tolist(),
        "text": [f"{n} {y}" for n, y in zip(changes["name"], changes["year"], strict=True)],
        "hovertemplate": "%{text}  %{x:,} → %{y:,} " + f"{measure.unit}<extra></extra>",
        "marker": {"color": CHOSEN[0], "size": 8},
    }
    return build_figure([trace], layout, height=HEIGHT, shows="update")
