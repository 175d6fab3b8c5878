"""The distribution: one point a region on one line, so that crowds and outliers are seen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from scoreboard.charts.theme import GRID, NATION, ORDINARY, frame
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import status_in_brackets

HEIGHT = 260


def draw_distribution(
    rows: pd.DataFrame, measure: Measure, colours: dict[str, str], nation: float | None
) -> go.Figure:
    """Points stacked where they crowd; the chosen in colour, median and nation as marks.

    rows: one a region with region_code, name, value, status.
    """
    _ = translator(measure.language)
    figure = frame(HEIGHT, left=12, right=12, top=26, bottom=30)
    values = (rows["value"] / measure.divisor).to_numpy(dtype=float)
    heights = swarm(values)
    fills = [colours.get(code, ORDINARY) for code in rows["region_code"]]
    uncertain = [bool(status_in_brackets(s, measure.language)) for s in rows["status"]]
    figure.add_scatter(
        x=values.round(6).tolist(),
        y=heights.tolist(),
        mode="markers",
        marker={
            "color": fills,
            "size": [11 if code in colours else 8 for code in rows["region_code"]],
            "symbol": ["circle-open" if u else "circle" for u in uncertain],
            "line": {"width": 1.2, "color": fills},
            "opacity": 0.9,
        },
        hovertext=[
            f"{row.name}  {measure.text(row.value)}"
            f"{status_in_brackets(row.status, measure.language)}"
            for row in rows.itertuples()
        ],
        hoverinfo="text",
        customdata=rows["region_code"].tolist(),
    )
    marks = [(float(np.median(values)), _("Median"))] if len(values) else []
    if nation is not None:
        marks.append((nation / measure.divisor, _("Nation")))
    _add_marks(figure, marks)
    reach = max(float(np.abs(heights).max()) if len(heights) else 0.0, 5.0) + 0.8
    figure.update_yaxes(visible=False, range=[-reach, reach], fixedrange=True)
    figure.update_xaxes(
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        nticks=6,
        autorange="reversed" if measure.is_rank else True,
    )
    return figure


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


def _add_marks(figure: go.Figure, marks: list[tuple[float, str]]) -> None:
    """Median and nation as dashed lines; their names lean apart so that they never overlap."""
    marks = sorted(marks)
    for place, (value, name) in enumerate(marks):
        figure.add_vline(
            x=value, line={"color": NATION, "dash": "dot" if place else "dash", "width": 1.2}
        )
        figure.add_annotation(
            x=value,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if place == 0 and len(marks) > 1 else "left",
            text=name,
            showarrow=False,
            font={"size": 11, "color": NATION},
        )
