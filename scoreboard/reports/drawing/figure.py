"""A Plotly figure of `scoreboard.charts` as SVG, without a browser.

Drawn is what our figures use, as Plotly draws it; anything else raises UnknownFeatureError, so that
no picture leaves out what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import orjson

from scoreboard.reports.drawing.axes import Box, PlotAxis, draw_grid, draw_numbers, lay_axis
from scoreboard.reports.drawing.known import check_keys, one_of
from scoreboard.reports.drawing.marks import dash_of, draw_mark
from scoreboard.reports.drawing.svg import (
    INK,
    LINE_HEIGHT,
    Anchor,
    Level,
    Look,
    block_size,
    element,
    label,
    paint,
)
from scoreboard.reports.drawing.traces import Trace, draw_trace, read_traces

_LAYOUT_KEYS = "annotations bargap barmode height legend margin meta shapes showlegend template"
_SHAPE_KEYS = "fillcolor layer line type x0 x1 xref y0 y1 yref"
_NOTE_KEYS = "align font hovertext showarrow text x xanchor xref xshift y yanchor yref yshift"
_LEGEND_KEYS = "font orientation traceorder x y yanchor"
_ANCHORS: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
_SWATCH = 12
_GAP = 14

Axes = dict[str, PlotAxis]


def draw_figure(spec: bytes, width: float) -> tuple[str, float]:
    """The elements of a figure of a width in pixels, and its height.

    spec: JSON as `answers.model.Figure` has it. Raises UnknownFeatureError.
    """
    figure = orjson.loads(spec)
    layout = figure["layout"]
    axis_names = {key for key in layout if key.startswith(("xaxis", "yaxis"))}
    check_keys(layout, " ".join((_LAYOUT_KEYS, *axis_names)), "the layout")
    margin = layout["margin"]
    plot = Box(
        margin["l"],
        margin["t"],
        width - margin["l"] - margin["r"],
        layout["height"] - margin["t"] - margin["b"],
    )
    traces = read_traces(figure["data"], layout.get("barmode"))
    axes = _lay_axes(layout, axis_names, traces, plot)
    pairs = list(dict.fromkeys(["xaxis yaxis", *(" ".join(t.axes) for t in traces)]))
    sides = [(axes[x], axes[y]) for x, y in (pair.split() for pair in pairs)]
    parts = [
        *(draw_grid(x, y) + draw_grid(y, x) for x, y in sides),
        _draw_shapes(layout, axes, plot, "below"),
        *_draw_traces(traces, axes),
        *(draw_numbers(x, y) + draw_numbers(y, x) for x, y in sides),
        _draw_shapes(layout, axes, plot, "above"),
        *(_note(note, axes, plot) for note in layout.get("annotations", ())),
        _legend(layout, traces, plot) if layout.get("showlegend") else "",
    ]
    return "".join(parts), float(layout["height"])


def _lay_axes(layout: dict[str, Any], names: Iterable[str], traces: list[Trace], plot: Box) -> Axes:
    axes = {}
    for name in {"xaxis", "yaxis", *names}:
        upright = name.startswith("y")
        own = (trace for trace in traces if name in trace.axes)
        values = chain.from_iterable(trace.values(upright=upright) for trace in own)
        axes[name] = lay_axis(name.replace("axis", ""), layout.get(name, {}), plot, values)
    return axes


def _draw_traces(traces: list[Trace], axes: Axes) -> list[str]:
    """Bars first, then lines and points, cut at the edges of their axes where they are to be."""
    parts = []
    for trace in sorted(traces, key=lambda t: not t.is_bar):
        x, y = (axes[name] for name in trace.axes)
        inside, beyond = draw_trace(trace, x, y)
        if inside:
            parts.append(_cut(inside, x, y))
        parts.append(beyond)
    return parts


def _cut(inside: str, x: PlotAxis, y: PlotAxis) -> str:
    """An inner picture shows nothing beyond its edges; every reader of SVG knows it."""
    left, top = x.start, y.end
    width, height = x.end - x.start, y.start - y.end
    box = f"{left:.2f} {top:.2f} {width:.2f} {height:.2f}"
    return element(
        "svg", inside, x=left, y=top, width=width, height=height, viewBox=box, class_="data"
    )


# ---- shapes --------------------------------------------------------------------------------


def _draw_shapes(layout: dict[str, Any], axes: Axes, plot: Box, layer: str) -> str:
    drawn = []
    for shape in layout.get("shapes", ()):
        check_keys(shape, _SHAPE_KEYS, "a shape")
        if one_of(shape.get("layer", "above"), ("below", "above"), "a layer") == layer:
            drawn.append(_shape(shape, axes, plot))
    return "".join(drawn)


def _shape(shape: dict[str, Any], axes: Axes, plot: Box) -> str:
    x0, x1 = (_across(shape[key], shape.get("xref", "x"), axes, plot) for key in ("x0", "x1"))
    y0, y1 = (_up(shape[key], shape.get("yref", "y"), axes, plot) for key in ("y0", "y1"))
    line = shape.get("line", {})
    check_keys(line, "color dash width", "the line of a shape")
    width = line.get("width", 2)
    look: Look = {}
    if width:
        dash = dash_of(line.get("dash", "solid"), width)
        look = {"stroke_width": width, "stroke_dasharray": dash, **paint("stroke", line["color"])}
    if one_of(shape["type"], ("line", "rect"), "a shape") == "line":
        return element("line", x1=x0, y1=y0, x2=x1, y2=y1, **look)
    look |= paint("fill", shape.get("fillcolor", "none"))
    size = {"width": abs(x1 - x0), "height": abs(y1 - y0)}
    return element("rect", x=min(x0, x1), y=min(y0, y1), **size, **look)


def _across(value: float, ref: str, axes: Axes, plot: Box) -> float:
    if ref == "paper":
        return plot.x + value * plot.width
    return axes[f"xaxis{ref[1:]}"].place(value)


def _up(value: float, ref: str, axes: Axes, plot: Box) -> float:
    if ref == "paper":
        return plot.y + (1 - value) * plot.height
    return axes[f"yaxis{ref[1:]}"].place(value)


# ---- notes ---------------------------------------------------------------------------------


def _note(note: dict[str, Any], axes: Axes, plot: Box) -> str:
    """A text of the layout; places on a logarithmic axis are powers of ten."""
    check_keys(note, _NOTE_KEYS, "a note")
    one_of(note.get("showarrow"), (False,), "the arrow of a note")
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    if xref == "paper":
        x = plot.x + note["x"] * plot.width
    else:
        x = axes[f"xaxis{xref[1:]}"].place_linear(note["x"])
    if yref == "paper":
        y = plot.y + (1 - note["y"]) * plot.height
    else:
        y = axes[f"yaxis{yref[1:]}"].place_linear(note["y"])
    font = note.get("font", {})
    check_keys(font, "color size", "the font of a note")
    size, text = font.get("size", 13), note["text"]
    x, y = x + note.get("xshift", 0), y - note.get("yshift", 0)
    anchor = _anchor(note, xref)
    if note.get("align", "center") == "left" and anchor != "start":
        wide = block_size(text, size)[0]
        x, anchor = x - wide * (0.5 if anchor == "middle" else 1), "start"
    level: Level = one_of(_level(note, yref), ("top", "middle", "bottom"), "yanchor")
    return label(text, x, y, size, anchor=anchor, level=level, colour=font.get("color", INK))


def _anchor(note: dict[str, Any], ref: str) -> Anchor:
    """Where none is given: by the third of the figure, and the middle for a place of the data."""
    given = note.get("xanchor", "auto")
    if given == "auto":
        third = 1 if ref != "paper" else min(int(note["x"] * 3), 2)
        given = ("left", "center", "right")[third]
    return _ANCHORS[one_of(given, _ANCHORS, "xanchor")]


def _level(note: dict[str, Any], ref: str) -> str:
    given: str = note.get("yanchor", "auto")
    if given != "auto":
        return given
    return ("bottom", "middle", "top")[1 if ref != "paper" else min(int(note["y"] * 3), 2)]


# ---- legend --------------------------------------------------------------------------------


def _legend(layout: dict[str, Any], traces: list[Trace], plot: Box) -> str:
    """The names of the traces in a row above the data, in as many rows as they need."""
    legend = layout.get("legend", {})
    check_keys(legend, _LEGEND_KEYS, "the legend")
    one_of(legend.get("orientation"), ("h",), "the direction of the legend")
    one_of(legend.get("yanchor"), ("bottom",), "the place of the legend")
    one_of(legend.get("traceorder", "normal"), ("normal",), "the order of the legend")
    size = legend.get("font", {}).get("size", 13)
    named = [t for t in traces if t.spec.get("name") and t.spec.get("showlegend", True)]
    rows: list[list[tuple[float, Trace]]] = [[]]
    at = 0.0
    for trace in named:
        wide = _SWATCH + 6 + block_size(trace.spec["name"], size)[0]
        if rows[-1] and at + wide > plot.width:
            rows.append([])
            at = 0.0
        rows[-1].append((at, trace))
        at += wide + _GAP
    tall = LINE_HEIGHT * size + 3
    left = plot.x + legend["x"] * plot.width
    foot = plot.y + (1 - legend["y"]) * plot.height - 4
    return "".join(
        _entry(trace, left + at, foot - (len(rows) - place - 0.5) * tall, size)
        for place, row in enumerate(rows)
        for at, trace in row
    )


def _entry(trace: Trace, x: float, y: float, size: float) -> str:
    marker = trace.marker
    line = marker.get("line", {})
    outline = (line.get("width", 0), line.get("color"))
    if trace.is_bar:
        sign = draw_mark("square", x + _SWATCH / 2, y, _SWATCH, marker["color"], outline)
    else:
        symbol, wide = marker.get("symbol", "circle"), min(marker.get("size", 6), 16)
        sign = draw_mark(symbol, x + _SWATCH / 2, y, wide, marker["color"], outline)
    return sign + label(trace.spec["name"], x + _SWATCH + 6, y, size)
