"""The figures of regional structure: spread over the years, Lorenz curve, shares, neighbours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from scoreboard.analysis.concentration import Lorenz
from scoreboard.analysis.convergence import Beta
from scoreboard.charts.theme import (
    BAND,
    BETTER,
    CHOSEN,
    GRID,
    MIDDLE,
    NATION,
    ORDINARY,
    SEQUENTIAL,
    WORSE,
    build_figure,
    label_width,
    vertical_line,
    washed,
)

SMALL, LARGE = 250, 340
# Lines of one figure; both stand out on a light and on a dark page, as do their names.
LINES = (SEQUENTIAL[3], NATION)
WITHIN, BETWEEN = SEQUENTIAL[3], SEQUENTIAL[2]
CLUSTERS = ("HH", "HL", "", "LH", "LL")
_ROW = 17
_LABEL_HEIGHT = 15
# Pixels that a scatter is wide on a phone.
_NARROWEST = 290


@dataclass(frozen=True)
class Line:
    """One line over the years with the name that stands at its end; missing years are gaps."""

    name: str
    years: Sequence[int]
    values: Sequence[float]


def cluster_colours(*, falling_is_better: bool) -> dict[str, str]:
    """The colour of each kind of cluster: high ones on the better side blue, low ones orange."""
    high, low = (WORSE, BETTER) if falling_is_better else (BETTER, WORSE)
    return {"HH": high[3], "HL": high[1], "": MIDDLE, "LH": low[1], "LL": low[2]}


def draw_over_years(
    lines: Sequence[Line],
    year: int,
    breaks: Mapping[int, str],
    *,
    unit: str = "",
    from_zero: bool = False,
    height: int = SMALL,
    shows: str = "",
) -> go.Figure:
    """One or two lines with their names at the end, the chosen year as a band.

    breaks: years with the note on what changed; a line does not run across one. unit: after each
    value in the hover text. from_zero: whether the axis starts at zero.
    """
    traces, ends = [], []
    for line, colour in zip(lines, LINES, strict=False):
        drawn = _with_gaps(line, breaks)
        if not any(v is not None for v in drawn["y"]):
            continue
        traces.append(_line_trace(drawn, line.name, colour, unit))
        last = max(k for k, v in enumerate(drawn["y"]) if v is not None)
        ends.append((drawn["y"][last], drawn["x"][last], line.name, colour))
    values = [v for trace in traces for v in trace["y"] if v is not None]
    low, high = _range(values, from_zero=from_zero)
    names = [line.name for line in lines]
    layout = {
        "margin": {"l": 46, "r": label_width(names, 12) + 14, "t": 8, "b": 28},
        "shapes": [
            vertical_line(year, dash="solid", width=6, colour=GRID),
            *(_break_line(at) for at in breaks),
        ],
        "annotations": [
            *(_break_note(at, text) for at, text in breaks.items()),
            *_end_labels(ends, (high - low) / (height - 36)),
        ],
        "xaxis": _year_axis([y for line in lines for y in line.years]),
        "yaxis": {
            "range": [low, high],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 6,
        },
    }
    return build_figure(traces, layout, height=height, shows=shows)


def draw_parts(
    years: Sequence[int],
    parts: Mapping[str, Sequence[float]],
    year: int,
    shows: str = "",
) -> go.Figure:
    """Two parts of a whole over the years, stacked from zero, named beside the last bar.

    parts: the lower first, one value a year.
    """
    shown = [int(y) for y in years]
    traces, names, below = [], [], 0.0
    for (name, values), colour in zip(parts.items(), (WITHIN, BETWEEN), strict=True):
        traces.append(
            {
                "type": "bar",
                "x": shown,
                "y": [_short(v) for v in values],
                "marker": {"color": colour, "line": {"width": 0}},
                "width": 0.72,
                "hovertemplate": f"%{{x}} {name}  %{{y}}<extra></extra>",
            }
        )
        names.append(_name_at(shown[-1] + 0.4, below + values[-1] / 2, name, NATION))
        below += float(values[-1])
    layout = {
        "barmode": "stack",
        "margin": {"l": 46, "r": label_width(parts, 12) + 14, "t": 8, "b": 28},
        "shapes": [vertical_line(year, dash="solid", width=6, colour=GRID)],
        "annotations": names,
        "xaxis": _year_axis(shown, room=0.5),
        "yaxis": {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "nticks": 6},
    }
    return build_figure(traces, layout, height=SMALL, shows=shows)


def draw_lorenz(
    curve: Lorenz,
    codes: Sequence[str],
    names: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    shows: str = "",
) -> go.Figure:
    """The Lorenz curve with a point a region, above it the line of equal shares.

    codes: the regions in the order of the curve's input. axes: what is counted along, and up.
    The three at the top and the chosen region are named.
    """
    x, y = 100 * curve.counted, 100 * curve.amount
    ordered = [codes[k] for k in curve.order]
    points = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [_short(v) for v in x],
        "y": [_short(v) for v in y],
        "fill": "tozeroy",
        "fillcolor": BAND,
        "line": {"color": LINES[0], "width": 2},
        "marker": {
            "color": [LINES[0], *(_mark(code, chosen, LINES[0]) for code in ordered)],
            "size": [0, *(9 if code == chosen else 5 for code in ordered)],
            "opacity": 1,
        },
        "text": ["", *(names[code] for code in ordered)],
        "customdata": ["", *ordered],
        "hovertemplate": f"%{{text}}  {axes[0]} %{{x:.1f}}%, {axes[1]} %{{y:.1f}}%<extra></extra>",
        **_no_fading(),
    }
    equal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": NATION, "width": 1, "dash": "dash"},
        "hoverinfo": "skip",
    }
    named = {*ordered[-3:], chosen}
    labels = [
        _name_at(x[k + 1], y[k + 1], names[code], _mark(code, chosen, LINES[0]), left=True)
        for k, code in enumerate(ordered)
        if code in named
    ]
    axis = {"range": [0, 102], "gridcolor": GRID, "zeroline": False, "fixedrange": True}
    layout = {
        "margin": {"l": 52, "r": 12, "t": 8, "b": 44},
        "annotations": labels,
        "xaxis": axis | {"title": {"text": f"{axes[0]} (%)", "font": {"size": 12}}},
        "yaxis": axis | {"title": {"text": f"{axes[1]} (%)", "font": {"size": 12}}},
    }
    return build_figure([equal, points], layout, height=LARGE, shows=shows)


def draw_first_cities(rows: pd.DataFrame, texts: Sequence[str], shows: str = "") -> go.Figure:
    """The largest city's share in its province, one bar a province, largest share first.

    rows: province_code, label, share_pct, is_first_certain, is_chosen; where a larger city may
    be unknown the bar is only washed with colour. texts: what stands at the end of each bar.
    """
    colours = [CHOSEN[0] if is_chosen else ORDINARY for is_chosen in rows["is_chosen"]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [_short(v) for v in rows["share_pct"]],
        "marker": {
            "color": [
                colour if is_certain else washed(colour)
                for colour, is_certain in zip(colours, rows["is_first_certain"], strict=True)
            ],
            "line": {"color": colours, "width": 1.2},
        },
        "text": list(texts),
        "textposition": "outside",
        "textfont": {"size": 11},
        "cliponaxis": False,
        "customdata": rows["province_code"].tolist(),
        "hovertext": rows["hover"].tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "width": 0.72,
        **_no_fading(),
    }
    most = float(rows["share_pct"].max())
    layout = {
        "margin": {"l": label_width(rows["label"], 12) + 14, "r": 8, "t": 8, "b": 8},
        # Room for the names of the cities beside the bars.
        "xaxis": {"range": [0, most * 1.5], "visible": False, "fixedrange": True},
        "yaxis": _names_axis(rows["label"].tolist()),
    }
    height = max(len(rows), 4) * _ROW + 24
    return build_figure([trace], layout, height=height, shows=shows)


def draw_quotients(
    quotients: pd.DataFrame,
    part_names: Sequence[str],
    region_names: Mapping[str, str],
    chosen: str,
    shows: str = "",
) -> go.Figure:
    """One row a part: all regions as grey points, the chosen one in colour with its quotient.

    quotients: regions × parts. The line stands at 1, the region's own weight. Names stand over
    the rows, as beside them they would leave no room on a phone.
    """
    everyone: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "customdata": []}
    for place, part in enumerate(quotients.columns):
        for code, value in quotients[part].dropna().items():
            if code != chosen:
                everyone["x"].append(_short(value))
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
            **_no_fading(0.55),
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [_short(v) for _, v in there],
            "y": [place for place, _ in there],
            "text": [f"{v:.2f}" for _, v in there],
            "textposition": "bottom center",
            "textfont": {"size": 12, "color": CHOSEN[0]},
            "marker": {"color": CHOSEN[0], "size": 12},
            "hovertemplate": f"{region_names[chosen]}  %{{x:.2f}}<extra></extra>",
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


def draw_moran(
    rows: pd.DataFrame,
    value: float,
    names: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    *,
    falling_is_better: bool = False,
    shows: str = "",
) -> go.Figure:
    """Each region's value against the mean of its neighbours, both standardised; I is the slope.

    rows: region_code, z, lag, p, cluster. Regions in a cluster, the outermost and the chosen one
    are named.
    """
    colours = cluster_colours(falling_is_better=falling_is_better)
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [_short(v) for v in rows["z"]],
        "y": [_short(v) for v in rows["lag"]],
        "text": [
            f"{names[c]}  p = {p:.3f}" for c, p in zip(rows["region_code"], rows["p"], strict=True)
        ],
        "customdata": rows["region_code"].tolist(),
        "hovertemplate": "%{text}<br>%{x:.2f}, %{y:.2f}<extra></extra>",
        "marker": {
            "color": [colours[c] if c else ORDINARY for c in rows["cluster"]],
            "size": [11 if c else 8 for c in rows["cluster"]],
            "opacity": 1,
            "line": {
                "color": [CHOSEN[0] if c == chosen else NATION for c in rows["region_code"]],
                "width": [2.4 if c == chosen else 0.6 for c in rows["region_code"]],
            },
        },
        **_no_fading(),
    }
    reach = _padded(rows["z"])
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
    named, rise = rows[is_named], _padded(rows["lag"])
    labels = _point_labels(
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


def draw_beta(
    growth: pd.DataFrame,
    beta: Beta,
    names: Mapping[str, str],
    axes: tuple[str, str],
    chosen: str,
    shows: str = "",
) -> go.Figure:
    """Yearly growth against the first value on a logarithmic axis, with the fitted line.

    growth: region_code, first, log_first, growth. The regions farthest from the line, the lowest
    and highest at the start and the chosen one are named.
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
        "x": [_short(v) for v in growth["first"]],
        "y": [_short(100 * v) for v in growth["growth"]],
        "text": [names[c] for c in growth["region_code"]],
        "customdata": growth["region_code"].tolist(),
        "hovertemplate": "%{text}  %{x:,.4~r} → %{y:.2f}%<extra></extra>",
        "marker": {
            "color": [_mark(c, chosen, SEQUENTIAL[3]) for c in growth["region_code"]],
            "size": [11 if c == chosen else 8 for c in growth["region_code"]],
            "opacity": 1,
        },
        **_no_fading(),
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [_short(math.exp(v)) for v in ends],
        "y": [_short(100 * (beta.intercept + beta.slope * v)) for v in ends],
        "line": {"color": NATION, "width": 1.4, "dash": "dash"},
        "hoverinfo": "skip",
    }
    spread = (ends[1] - ends[0]) * 0.08 or 0.1
    reach = [(ends[0] - spread) / math.log(10), (ends[1] + spread) / math.log(10)]
    rise = _padded(100 * growth["growth"])
    labels = _point_labels(
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


def _with_gaps(line: Line, breaks: Mapping[int, str]) -> dict[str, list[Any]]:
    """The line's points year by year; an empty one for a missing year and before a break."""
    found = {int(y): v for y, v in zip(line.years, line.values, strict=True) if not math.isnan(v)}
    xs: list[float] = []
    ys: list[float | None] = []
    for at in range(min(found, default=0), max(found, default=-1) + 1):
        if at in breaks and xs:
            xs.append(at - 0.5)
            ys.append(None)
        xs.append(at)
        ys.append(_short(found[at]) if at in found else None)
    return {"x": xs, "y": ys}


def _line_trace(drawn: dict[str, list[Any]], name: str, colour: str, unit: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        **drawn,
        "connectgaps": False,
        "line": {"color": colour, "width": 2.2},
        "marker": {"color": colour, "size": 5},
        "hovertemplate": f"{name} %{{x}}  %{{y}}{unit}<extra></extra>",
    }


def _year_axis(years: Sequence[int], room: float = 0.3) -> dict[str, Any]:
    axis: dict[str, Any] = {"tickformat": "d", "showgrid": False, "fixedrange": True}
    if not len(years):
        return axis
    first, last = min(years), max(years)
    # At most five fit under a narrow figure; the last year is among them.
    step = max(1, -(-(last - first) // 4))
    ticks = list(range(last, first - 1, -step))[::-1]
    return axis | {"range": [first - room, last + room], "tickvals": ticks}


def _names_axis(labels: list[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [len(labels) - 0.4, -0.6],
        "tickfont": {"size": 12},
        "ticksuffix": " ",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _range(values: list[float], *, from_zero: bool) -> tuple[float, float]:
    """The reach of an axis with a little room; never narrower than a tenth of the values."""
    if not values:
        return 0.0, 1.0
    low, high = (0.0 if from_zero else min(values)), max(values)
    room = max(0.08 * (high - low), 0.05 * abs(high), 1e-6)
    return (0.0 if from_zero else low - room), high + room


def _padded(values: pd.Series) -> list[float]:
    low, high = float(values.min()), float(values.max())
    room = 0.08 * ((high - low) or 1.0)
    return [low - room, high + room]


def _break_line(year: int) -> dict[str, Any]:
    line = vertical_line(year - 0.5, dash="solid", width=2)
    return line | {"y1": 0.12, "layer": "above"}


def _break_note(year: int, text: str) -> dict[str, Any]:
    """An invisible text that carries the note: shapes have no hover text of their own."""
    at = {"x": year - 0.5, "y": 0.06, "yref": "paper", "text": "    ", "showarrow": False}
    return at | {"hovertext": f"{year}: {text}"}


def _end_labels(ends: list[tuple[float, int, str, str]], per_pixel: float) -> list[dict[str, Any]]:
    """Names at the ends of the lines, pushed apart where they would cover each other."""
    labels, floor = [], float("-inf")
    for value, year, name, colour in sorted(ends):
        place = max(value, floor)
        floor = place + _LABEL_HEIGHT * per_pixel
        labels.append(_name_at(year, value, name, colour) | {"yshift": (place - value) / per_pixel})
    return labels


def _name_at(x: float, y: float, text: str, colour: str, *, left: bool = False) -> dict[str, Any]:
    return {
        "x": float(x),
        "y": float(y),
        "xanchor": "right" if left else "left",
        "xshift": -8 if left else 8,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }


def _point_labels(
    texts: Sequence[str],
    xs: pd.Series,
    ys: pd.Series,
    reach: tuple[list[float], list[float]],
) -> list[dict[str, Any]]:
    """Names beside points, on the side with room; one that would cover another is left out.

    reach: the ranges of both axes. The outermost points are named first.
    """
    (left, right), (low, high) = reach
    middle = (low + high) / 2
    labels: list[dict[str, Any]] = []
    taken: list[tuple[float, float, float]] = []
    for text, x, y in sorted(zip(texts, xs, ys, strict=True), key=lambda e: -abs(e[2] - middle)):
        at, up = (x - left) / (right - left), (y - low) / (high - low)
        width = (label_width([text], 11) + 10) / _NARROWEST
        for is_left in (at + width > 1, at + width <= 1):
            start = at - width if is_left else at
            is_free = all(
                start > b or start + width < a or abs(up - c) > 0.045 for a, b, c in taken
            )
            if start >= 0 and start + width <= 1 and is_free:
                taken.append((start, start + width, up))
                labels.append(_name_at(x, y, text, NATION, left=is_left) | {"font": {"size": 11}})
                break
    return labels


def _log_ticks(values: pd.Series) -> list[float]:
    """Round numbers (1, 2, 5 and their tenfolds) within the reach of a logarithmic axis."""
    low, high = float(values.min()) * 0.9, float(values.max()) * 1.1
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [m * 10.0**d for d in decades for m in (1, 2, 5) if low <= m * 10.0**d <= high]


def _mark(code: str, chosen: str, ordinary: str) -> str:
    return CHOSEN[0] if code == chosen else ordinary


def _no_fading(opacity: float = 1) -> dict[str, Any]:
    """A click chooses a region; it must not make the other points fade."""
    return {
        "selected": {"marker": {"opacity": opacity}},
        "unselected": {"marker": {"opacity": opacity}},
    }


def _short(value: float) -> float:
    """A number with the digits that a picture can show."""
    return float(f"{value:.5g}")
