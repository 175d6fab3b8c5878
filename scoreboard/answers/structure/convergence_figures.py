"""Growth against the level at the start, with the fitted line."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from scoreboard.analysis.convergence import Beta
from scoreboard.answers.structure.drawing import LARGE, mark
from scoreboard.charts.points import no_fading, padded, point_labels, short
from scoreboard.charts.theme import GRID, NATION, SEQUENTIAL, Drawing, build_figure


def draw_beta(
    growth: pd.DataFrame,
    beta: Beta,
    names: Mapping[str, str],
    notes: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    shows: str = "",
) -> Drawing:
    """Yearly growth against the first value on a logarithmic axis, with the fitted line.

    growth: region_code, first, log_first, growth. The regions farthest from the line, the lowest
    and highest at the start and the chosen one are named. notes: what
    stands under a region's text.
    """
    fitted = beta.intercept + beta.slope * growth["log_first"]
    away = (growth["growth"] - fitted).abs()
    named = growth.index.isin(
        [*away.nlargest(3).index, growth["first"].idxmin(), growth["first"].idxmax()]
    ) | (growth["region_code"] == chosen)
    ends = [float(growth["log_first"].min()), float(growth["log_first"].max())]
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [short(v) for v in growth["first"]],
        "y": [short(100 * v) for v in growth["growth"]],
        "text": [names[c] for c in growth["region_code"]],
        "hovertext": [notes.get(c, "") for c in growth["region_code"]],
        "customdata": growth["region_code"].tolist(),
        "hovertemplate": "%{text}  %{x:,.4~r} → %{y:.2f}%%{hovertext}<extra></extra>",
        "marker": {
            "color": [mark(c, chosen, SEQUENTIAL[3]) for c in growth["region_code"]],
            "size": [11 if c == chosen else 8 for c in growth["region_code"]],
            "opacity": 1,
        },
        **no_fading(),
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [short(math.exp(v)) for v in ends],
        "y": [short(100 * (beta.intercept + beta.slope * v)) for v in ends],
        "line": {"color": NATION, "width": 1.4, "dash": "dash"},
        "hoverinfo": "skip",
    }
    spread = (ends[1] - ends[0]) * 0.08 or 0.1
    reach = [(ends[0] - spread) / math.log(10), (ends[1] + spread) / math.log(10)]
    rise = padded(100 * growth["growth"])
    labels = point_labels(
        [names[c] for c in growth.loc[named, "region_code"]],
        growth.loc[named, "log_first"] / math.log(10),
        100 * growth.loc[named, "growth"],
        (reach, rise),
    )
    layout = {
        "margin": {"l": 52, "r": 12, "t": 10, "b": 44},
        "annotations": labels,
        "xaxis": {
            "type": "log",
            "range": reach,
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "tickvals": _log_ticks(growth["first"]),
            "title": {"text": axes[0], "font": {"size": 12}},
        },
        "yaxis": {
            "range": rise,
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "title": {"text": axes[1], "font": {"size": 12}},
        },
    }
    return build_figure([line, points], layout, height=LARGE, shows=shows)


def _log_ticks(values: pd.Series) -> list[float]:
    """Round numbers (1, 2, 5 and their tenfolds) within the reach of a logarithmic axis."""
    low, high = float(values.min()) * 0.9, float(values.max()) * 1.1
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [m * 10.0**d for d in decades for m in (1, 2, 5) if low <= m * 10.0**d <= high]
