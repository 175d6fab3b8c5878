"""The scatter of Moran's I and the colours of local clusters."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoreboard.answers.structure.drawing import LARGE
from scoreboard.charts.points import no_fading, padded, point_labels, short
from scoreboard.charts.theme import (
    BETTER,
    CHOSEN,
    GRID,
    MIDDLE,
    NATION,
    ORDINARY,
    WORSE,
    Drawing,
    build_figure,
)

# Kinds of local clusters, not steps of a scale: each has a hue of its own, told apart by
# colour-blind eyes as well. The two exceptions stand out on white and on dark paper alike; the
# other colours have their counterparts in static/components/dark.js.
CLUSTERS = ("HH", "LL", "HL", "LH", "")
_HIGH_AMONG_LOW, _LOW_AMONG_HIGH = "#8a63b8", "#a8485f"


def cluster_colours(*, falling_is_better: bool) -> dict[str, str]:
    """The colour of each kind of cluster: high ones on the better side blue, low ones orange."""
    high, low = (WORSE[2], BETTER[3]) if falling_is_better else (BETTER[3], WORSE[2])
    return {
        "HH": high,
        "LL": low,
        "HL": _HIGH_AMONG_LOW,
        "LH": _LOW_AMONG_HIGH,
        "": MIDDLE,
    }


def draw_moran(
    rows: pd.DataFrame,
    value: float,
    names: Mapping[str, str],
    notes: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    *,
    falling_is_better: bool = False,
    shows: str = "",
) -> Drawing:
    """Each region's value against the mean of its neighbours, both standardised; I is the slope.

    rows: region_code, z, lag, p, cluster. Regions in a cluster, the outermost and the chosen one
    are named. notes: what stands under a region's text.
    """
    colours = cluster_colours(falling_is_better=falling_is_better)
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [short(v) for v in rows["z"]],
        "y": [short(v) for v in rows["lag"]],
        "text": [
            f"{names[c]}  p = {p:.3f}" for c, p in zip(rows["region_code"], rows["p"], strict=True)
        ],
        "hovertext": [notes.get(c, "") for c in rows["region_code"]],
        "customdata": rows["region_code"].tolist(),
        "hovertemplate": "%{text}<br>%{x:.2f}, %{y:.2f}%{hovertext}<extra></extra>",
        "marker": {
            "color": [colours[c] if c else ORDINARY for c in rows["cluster"]],
            "size": [11 if c else 8 for c in rows["cluster"]],
            "opacity": 1,
            "line": {
                "color": [CHOSEN[0] if c == chosen else NATION for c in rows["region_code"]],
                "width": [2.4 if c == chosen else 0.6 for c in rows["region_code"]],
            },
        },
        **no_fading(),
    }
    reach = padded(rows["z"])
    slope = {
        "type": "scatter",
        "mode": "lines",
        "x": reach,
        "y": [value * reach[0], value * reach[1]],
        "line": {"color": NATION, "width": 1.4, "dash": "dash"},
        "hoverinfo": "skip",
    }
    outer = [rows["z"].idxmax(), rows["lag"].idxmax(), rows["lag"].idxmin()]
    is_named = (rows["cluster"] != "") | (rows["region_code"] == chosen) | rows.index.isin(outer)
    named, rise = rows[is_named], padded(rows["lag"])
    labels = point_labels(
        [names[c] for c in named["region_code"]], named["z"], named["lag"], (reach, rise)
    )
    axis = {"gridcolor": GRID, "zeroline": True, "zerolinecolor": NATION, "fixedrange": True}
    layout = {
        "margin": {"l": 52, "r": 12, "t": 10, "b": 44},
        "annotations": labels,
        "xaxis": axis | {"range": reach, "title": {"text": axes[0], "font": {"size": 12}}},
        "yaxis": axis | {"range": rise, "title": {"text": axes[1], "font": {"size": 12}}},
    }
    return build_figure([slope, points], layout, height=LARGE + 60, shows=shows)
