"""The ranking: one bar a region, the chosen in their colours, the national value as a line."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from scoreboard.charts.theme import NATION, ORDINARY, frame, washed
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import status_in_brackets

ROW_HEIGHT = 17
_GAP = "⋯"


def draw_ranking(
    rows: pd.DataFrame, measure: Measure, colours: dict[str, str], nation: float | None
) -> go.Figure:
    """Regions from first to last, as horizontal bars that start at zero.

    rows: sorted by rank; region_code, name, value, rank, status. Provisional and estimated
    values are outlined and only washed with colour. A jump in ranks is marked by a row of dots.
    nation: drawn as a dashed line when given (only where it is of the regions' own size).
    """
    _ = translator(measure.language)
    labels, values, fills, outlines, texts, hovers, codes = [], [], [], [], [], [], []
    last_rank = 0
    for place, row in enumerate(rows.itertuples()):
        if place and row.rank > last_rank + 1 and row.rank > place + 1 + labels.count(_GAP):
            _add_gap(labels, values, fills, outlines, texts, hovers, codes)
        colour = colours.get(row.region_code, ORDINARY)
        uncertain = bool(status_in_brackets(row.status, measure.language))
        labels.append(f"{row.rank:.0f}  {row.name}")
        values.append(row.value / measure.divisor)
        fills.append(washed(colour) if uncertain else colour)
        outlines.append(colour)
        texts.append(measure.number(row.value))
        hovers.append(
            f"{row.name}  {measure.text(row.value)}"
            f"{status_in_brackets(row.status, measure.language)}"
        )
        codes.append(row.region_code)
        last_rank = row.rank
    return _draw(
        {"labels": labels, "values": values, "fills": fills, "outlines": outlines},
        {"texts": texts, "hovers": hovers, "codes": codes},
        nation,
        measure,
    )


def _add_gap(*columns: list) -> None:  # type: ignore[type-arg]
    labels, values, fills, outlines, texts, hovers, codes = columns
    # Plotly merges equal categories, so every gap gets a different number of spaces.
    labels.append(_GAP + " " * labels.count(_GAP))
    values.append(None)
    fills.append("rgba(0,0,0,0)")
    outlines.append("rgba(0,0,0,0)")
    texts.append("")
    hovers.append("")
    codes.append("")


def _draw(
    bars: dict[str, list],  # type: ignore[type-arg]
    words: dict[str, list],  # type: ignore[type-arg]
    nation: float | None,
    measure: Measure,
) -> go.Figure:
    _ = translator(measure.language)
    count = len(bars["labels"])
    figure = frame(max(count, 4) * ROW_HEIGHT + 50, left=4, right=46, top=22, bottom=8)
    figure.add_bar(
        y=list(range(count)),
        x=bars["values"],
        orientation="h",
        marker={"color": bars["fills"], "line": {"color": bars["outlines"], "width": 1.2}},
        text=words["texts"],
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        hovertext=words["hovers"],
        hoverinfo="text",
        customdata=words["codes"],
        width=0.72,
        # A click chooses a region; it must not make the other bars fade.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    figure.update_yaxes(
        tickvals=list(range(count)),
        ticktext=bars["labels"],
        range=[count - 0.4, -0.6],
        tickfont={"size": 12},
        ticksuffix=" ",
        automargin=True,
        fixedrange=True,
        showgrid=False,
    )
    figure.update_xaxes(
        rangemode="tozero", visible=False, fixedrange=True, zeroline=False, automargin=False
    )
    if nation is not None:
        figure.add_vline(
            x=nation / measure.divisor,
            line={"color": NATION, "dash": "dash", "width": 1},
            layer="below",
        )
        figure.add_annotation(
            x=nation / measure.divisor,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=f"{_('Nation')} {measure.number(nation)}",
            showarrow=False,
            font={"size": 11, "color": NATION},
        )
    return figure
