"""Coverage: how many regions have a value of each indicator in each year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from scoreboard.charts.theme import SEQUENTIAL, frame

ROW_HEIGHT = 19


def draw_coverage(coverage: pd.DataFrame, names: dict[str, str], regions: str) -> go.Figure:
    """A heat map, one row an indicator, one column a year; blank where nobody has a value.

    coverage: indicator_code, year, regions of one level. names: the indicators shown, in order
    from top to bottom. regions: the word behind the number in the hover text.
    """
    present = [code for code in names if code in set(coverage["indicator_code"])]
    wide = coverage.pivot_table(index="indicator_code", columns="year", values="regions")
    wide = wide.reindex(index=present)
    if wide.empty:
        return frame(120)
    wide = wide.reindex(columns=range(int(wide.columns.min()), int(wide.columns.max()) + 1))
    figure = frame(len(present) * ROW_HEIGHT + 60, left=4, top=30, bottom=8)
    figure.add_heatmap(
        z=wide.to_numpy().tolist(),
        x=[str(y) for y in wide.columns],
        y=[names[c] for c in present],
        colorscale=[[k / (len(SEQUENTIAL) - 1), c] for k, c in enumerate(SEQUENTIAL)],
        zmin=0,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverongaps=False,
        texttemplate="%{z}",
        textfont={"size": 10},
        hovertemplate=f"%{{y}}<br>%{{x}}: %{{z}} {regions}<extra></extra>",
    )
    figure.update_yaxes(autorange="reversed", automargin=True, fixedrange=True, showgrid=False)
    figure.update_xaxes(side="top", fixedrange=True, showgrid=False)
    return figure
