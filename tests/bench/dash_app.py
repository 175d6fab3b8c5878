"""The strongest peer: a Dash app with our four figures, borders by URL, and Patch() at a switch.

Tuned as a careful Dash developer would: figures are plain dicts (no validation), one query an
indicator and kept in memory, one callback for all four figures, and only what changed is sent.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from dash import Dash, Input, Output, Patch, dcc, html

RELEASE = os.environ["BENCH_RELEASE"]
BORDERS = Path(os.environ["BENCH_BORDERS"])
FIRST = os.environ["BENCH_INDICATOR"]
MAP = os.environ["BENCH_DASH_MAP"]  # webgl (MapLibre) or svg (d3): Plotly has both
LONGEST_RANKING = 31
BLUES = ("#dbe9f4", "#a8cce4", "#66a3cd", "#2c74ae", "#0b4076")
CHOSEN = ("#d1490b", "#157f6b", "#6a51a3")
ORDINARY, NATION = "#9db8cf", "#5c6670"
BAND, GRID = "rgba(120, 140, 160, 0.20)", "rgba(128, 128, 128, 0.22)"
# The svg map asks for a base map even where none is shown; this one is empty and on this machine.
CONFIG: Any = {"displayModeBar": False, "scrollZoom": False, "topojsonURL": "/assets/"}
FIGURES = ("map", "ranking", "trend", "distribution")
connection = duckdb.connect(RELEASE, read_only=True)


@lru_cache(maxsize=512)
def read_years(indicator: str) -> pd.DataFrame:
    """All years of an indicator for the cities and the nation."""
    return (
        connection.cursor()
        .execute(
            "SELECT region_code, year, value FROM observation JOIN region r USING (region_code)"
            " WHERE indicator_code = ? AND (r.level = 'city' OR region_code = '000000')"
            " ORDER BY year, region_code",
            [indicator],
        )
        .df()
    )


def list_indicators() -> list[str]:
    """The codes of all indicators in the release."""
    rows = connection.cursor().execute("SELECT DISTINCT indicator_code FROM observation ORDER BY 1")
    return [code for (code,) in rows.fetchall()]


def draw(indicator: str) -> dict[str, dict[str, Any]]:
    """What changes in each of the four figures with the indicator: traces and parts of layout."""
    everything = read_years(indicator)
    is_nation = (everything["region_code"] == "000000").to_numpy()
    cities, nation = everything[~is_nation], everything[is_nation]
    year = int(cities["year"].max())
    newest = cities[cities["year"] == year].sort_values("value", ascending=False)
    changes = {
        "map": _map(newest),
        "ranking": _ranking(newest.head(LONGEST_RANKING)),
        "trend": _trend(cities, nation, newest["region_code"].head(3).tolist()),
        "distribution": _distribution(newest),
    }
    for change in changes.values():
        change["layout"]["meta"] = f"{indicator}|{year}|value"
    return changes


def _map(newest: pd.DataFrame) -> dict[str, Any]:
    values = newest["value"].to_numpy()
    edges = np.quantile(values, [0.2, 0.4, 0.6, 0.8])
    trace = {
        "locations": newest["region_code"].tolist(),
        "z": np.searchsorted(edges, values).tolist(),
        "text": [f"{row.region_code} {row.value:,.1f}" for row in newest.itertuples()],
    }
    return {"data": [trace], "layout": {}}


def _ranking(leaders: pd.DataFrame) -> dict[str, Any]:
    names = [f"{place}  {code}" for place, code in enumerate(leaders["region_code"], start=1)]
    places = list(range(len(leaders)))
    texts = [f"{value:,.1f}" for value in leaders["value"]]
    trace = {"x": leaders["value"].tolist(), "y": places, "text": texts, "hovertext": names}
    return {"data": [trace], "layout": {"yaxis.ticktext": names, "yaxis.tickvals": places}}


def _trend(cities: pd.DataFrame, nation: pd.DataFrame, chosen: list[str]) -> dict[str, Any]:
    years = np.sort(cities["year"].unique())
    by_year = cities.groupby("year")["value"]
    lower, upper = by_year.quantile(0.25), by_year.quantile(0.75)
    band_x = [*years.tolist(), *years[::-1].tolist()]
    band = {"x": band_x, "y": [*upper.tolist(), *lower.tolist()[::-1]]}
    series = [cities[cities["region_code"] == code] for code in chosen]
    lines = [{"x": s["year"].tolist(), "y": s["value"].tolist()} for s in [nation, *series]]
    notes = [_end_note(line, name) for line, name in zip(lines, ["全国", *chosen], strict=True)]
    return {"data": [band, *lines], "layout": {"annotations": [n for n in notes if n]}}


def _end_note(line: dict[str, Any], name: str) -> dict[str, Any] | None:
    if not line["y"]:
        return None
    place = {"x": 1, "xref": "paper", "xanchor": "left", "y": line["y"][-1]}
    return {**place, "text": name, "showarrow": False, "font": {"size": 12}}


def _distribution(newest: pd.DataFrame) -> dict[str, Any]:
    values = newest["value"].to_numpy()
    low, high = values.min(), values.max()
    column = np.round((values - low) / ((high - low) or 1.0) * 90).astype(int)
    place = pd.Series(column).groupby(column).cumcount().to_numpy()
    heights = np.where(place % 2, (place + 1) // 2, -(place // 2))
    reach = max(int(np.abs(heights).max()), 3) + 0.8
    trace = {
        "x": values.round(6).tolist(),
        "y": heights.tolist(),
        "hovertext": newest["region_code"].tolist(),
    }
    return {"data": [trace], "layout": {"yaxis.range": [-reach, reach]}}


def frame(height: int, **layout: Any) -> dict[str, Any]:
    """A layout of fixed height without Plotly's template."""
    margin = {"l": 8, "r": 46, "t": 22, "b": 28}
    quiet = {"template": {}, "showlegend": False, "hovermode": "closest", "dragmode": False}
    return {"height": height, "margin": margin, **quiet, **layout}


def empty_figures() -> dict[str, dict[str, Any]]:
    """The four figures without data; everything that no switch changes is here."""
    fixed = {"fixedrange": True, "showgrid": False, "zeroline": False}
    steps = [[k / 4, colour] for k, colour in enumerate(BLUES)]
    country = {
        "type": "choroplethmap" if MAP == "webgl" else "choropleth",
        "geojson": f"/assets/{BORDERS.name}",
        "zmin": 0,
        "zmax": 4,
        "colorscale": steps,
        "showscale": False,
        "marker": {"line": {"width": 0.5, "color": "#ffffff"}},
        "hoverinfo": "text",
    }
    bars = {
        "type": "bar",
        "orientation": "h",
        "marker": {"color": ORDINARY},
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "text",
        "width": 0.72,
    }
    band = {"type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": BAND}
    lines = [
        {"type": "scatter", "mode": "lines+markers", "line": {"color": colour, "width": 2.4}}
        for colour in (NATION, *CHOSEN)
    ]
    points = {
        "type": "scatter",
        "mode": "markers",
        "marker": {"color": ORDINARY, "size": 8, "line": {"width": 1.2, "color": ORDINARY}},
        "hoverinfo": "text",
    }
    rows = {"range": [LONGEST_RANKING - 0.4, -0.6], "automargin": True, **fixed}
    years = {"dtick": 5, "tickformat": "d", **fixed}
    values = {"gridcolor": GRID, "zeroline": False, "automargin": True, "nticks": 6}
    return {
        "map": {"data": [country], "layout": frame(520, **map_view())},
        "ranking": {
            "data": [bars],
            "layout": frame(577, yaxis=rows, xaxis={"visible": False, **fixed}),
        },
        "trend": {
            "data": [{**band, "line": {"width": 0}, "hoverinfo": "skip"}, *lines],
            "layout": frame(320, xaxis=years, yaxis=values),
        },
        "distribution": {
            "data": [points],
            "layout": frame(150, yaxis={"visible": False, **fixed}, xaxis={"gridcolor": GRID}),
        },
    }


def map_view() -> dict[str, Any]:
    """The part of the layout that says which map is drawn and what of the earth it shows."""
    middle = {"lon": 104, "lat": 36}
    if MAP == "webgl":
        return {"map": {"style": "white-bg", "center": middle, "zoom": 2.6}}
    projection = {"type": "conic equal area", "parallels": [25, 47], "rotation": {"lon": 105}}
    ranges = {"lonaxis": {"range": [73, 135]}, "lataxis": {"range": [17, 54]}}
    return {"geo": {"visible": False, "projection": projection, "center": middle, **ranges}}


def apply(target: Any, change: dict[str, Any]) -> Any:
    """Write a change into a figure or into a Patch; both take the same assignments."""
    for place, trace in enumerate(change["data"]):
        for key, value in trace.items():
            target["data"][place][key] = value
    for key, value in change["layout"].items():
        outer, _dot, inner = key.partition(".")
        if inner:
            target["layout"][outer][inner] = value
        else:
            target["layout"][outer] = value
    return target


app = Dash(__name__, assets_folder=str(BORDERS.parent), title="Dash")
first = {
    name: apply(figure, change)
    for (name, figure), change in zip(empty_figures().items(), draw(FIRST).values(), strict=True)
}
graphs = {name: dcc.Graph(id=name, figure=figure, config=CONFIG) for name, figure in first.items()}
wide, narrow = {"width": "60%", "minWidth": 0}, {"width": "40%", "minWidth": 0}
app.layout = html.Div(
    [
        dcc.Dropdown(list_indicators(), FIRST, id="indicator", clearable=False),
        html.Div(
            [html.Div(graphs["map"], style=wide), html.Div(graphs["ranking"], style=narrow)],
            style={"display": "flex"},
        ),
        html.Div(
            [html.Div(graphs["trend"], style=wide), html.Div(graphs["distribution"], style=narrow)],
            style={"display": "flex"},
        ),
    ]
)


@app.callback(
    [Output(name, "figure") for name in FIGURES],
    Input("indicator", "value"),
    prevent_initial_call=True,
)
def switch(indicator: str) -> list[Patch]:
    """Send to each figure what changes with the indicator."""
    changes = draw(indicator)
    return [apply(Patch(), changes[name]) for name in FIGURES]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), debug=False)
