"""Traces: bars, lines, areas and points, with the texts beside them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from scoreboard.reports.drawing.axes import DEFAULT_SIZE, PlotAxis
from scoreboard.reports.drawing.known import UnknownFeatureError, check_keys, each, one_of
from scoreboard.reports.drawing.marks import dash_of, draw_mark
from scoreboard.reports.drawing.svg import (
    INK,
    Anchor,
    Level,
    block_size,
    element,
    label,
    number,
    paint,
)

_PAD = 3  # between a bar and its text
_DARK = "#444444"
_LIGHT = "#ffffff"
# What the pointer and the click make use of, and the picture does not.
_UNDRAWN = "customdata hoverinfo hovertemplate hovertext selected unselected"
_COMMON = _UNDRAWN + (
    " cliponaxis marker name opacity showlegend text textfont textposition type x xaxis y "
    "yaxis legendgroup"
)
_BAR_KEYS = _COMMON + " base constraintext insidetextanchor orientation textangle width"
_SCATTER_KEYS = _COMMON + " connectgaps fill fillcolor line mode"
_MARKER_KEYS = "color line opacity size symbol"
_AREAS = ("toself", "tozeroy")


class Bar(NamedTuple):
    """A bar in the units of its axes: where it stands, how wide, from where to where it reaches."""

    place: int
    position: float
    width: float
    start: float
    end: float


@dataclass(frozen=True)
class Trace:
    """A trace with its bars, if it has any; the others have x and y."""

    spec: dict[str, Any]
    bars: tuple[Bar, ...] = ()

    @property
    def axes(self) -> tuple[str, str]:
        """The names of its axes, as the layout has them."""
        names = (self.spec.get("xaxis", "x"), self.spec.get("yaxis", "y"))
        return f"xaxis{names[0][1:]}", f"yaxis{names[1][1:]}"

    @property
    def is_bar(self) -> bool:
        """Whether it is one of bars."""
        return bool(self.spec["type"] == "bar")

    @property
    def is_flat(self) -> bool:
        """Whether its bars lie."""
        return bool(self.spec.get("orientation") == "h")

    @property
    def mode(self) -> str:
        """What is drawn of its points: lines, markers, text."""
        return str(self.spec.get("mode", "lines+markers"))

    @property
    def marker(self) -> dict[str, Any]:
        """How its points or bars look."""
        found: dict[str, Any] = self.spec.get("marker", {})
        return found

    def points(self) -> Iterator[tuple[int, float | None, float | None]]:
        """Its points with their places."""
        yield from (
            (k, x, y) for k, (x, y) in enumerate(zip(self.spec["x"], self.spec["y"], strict=True))
        )

    def values(self, *, upright: bool) -> Iterator[float]:
        """What it shows along one of its axes, and 0 where a bar or an area starts there."""
        if self.is_bar:
            along = upright != self.is_flat
            for bar in self.bars:
                half = bar.width / 2
                ends = (bar.start, bar.end) if along else (bar.position - half, bar.position + half)
                yield from ends
            return
        yield from (v for v in self.spec["y" if upright else "x"] if v is not None)
        if upright and self.spec.get("fill") == "tozeroy":
            yield 0.0


def read_traces(data: list[dict[str, Any]], barmode: str | None) -> list[Trace]:
    """The traces of a figure; bars of several traces at one place stand on each other."""
    one_of(barmode, (None, "stack"), "the mode of bars")
    reached: dict[tuple[str, float, bool], float] = defaultdict(float)
    traces = []
    for spec in data:
        kind = one_of(spec["type"], ("bar", "scatter"), "the type of a trace")
        check_keys(spec, _BAR_KEYS if kind == "bar" else _SCATTER_KEYS, f"a {kind} trace")
        check_keys(spec.get("marker", {}), _MARKER_KEYS, "a marker")
        traces.append(Trace(spec, _bars(spec, reached) if kind == "bar" else ()))
    if barmode is None:
        _refuse_groups(traces)
    return traces


def _refuse_groups(traces: list[Trace]) -> None:
    """Bars of several traces at one place, which Plotly would move beside each other."""
    places = [(t.axes, bar.position) for t in traces for bar in t.bars]
    if len(set(places)) < len(places):
        raise UnknownFeatureError("several bars at one place are not drawn")


def _bars(spec: dict[str, Any], reached: dict[tuple[str, float, bool], float]) -> tuple[Bar, ...]:
    flat = one_of(spec.get("orientation", "v"), ("v", "h"), "the orientation of bars") == "h"
    places, sizes = (spec["y"], spec["x"]) if flat else (spec["x"], spec["y"])
    bases = each(spec.get("base"), len(sizes))
    bars = []
    for place, (position, size, base) in enumerate(zip(places, sizes, bases, strict=True)):
        if size is None:
            continue
        key = (spec.get("yaxis" if flat else "xaxis", ""), position, size < 0)
        start = reached[key] if base is None else base
        reached[key] = start + size
        bars.append(Bar(place, position, spec["width"], start, start + size))
    return tuple(bars)


def draw_trace(trace: Trace, x: PlotAxis, y: PlotAxis) -> tuple[str, str]:
    """A trace as what stays within the axes, and what may stand beyond them."""
    if trace.is_bar:
        inside, beyond = _draw_bars(trace, x, y), _bar_texts(trace, x, y)
    else:
        inside, beyond = _draw_lines(trace, x, y), ""
        marks = _draw_marks(trace, x, y) if "markers" in trace.mode else ""
        texts = _point_texts(trace, x, y) if "text" in trace.mode else ""
        if trace.spec.get("cliponaxis", True):
            inside += marks + texts
        else:
            beyond = marks + texts
    opacity = trace.spec.get("opacity")
    if opacity is not None and opacity < 1:
        inside = element("g", inside, opacity=opacity)
    return inside, beyond


# ---- bars ----------------------------------------------------------------------------------


def _edges(bar: Bar, trace: Trace, x: PlotAxis, y: PlotAxis) -> tuple[float, float, float, float]:
    """Left, top, width and height of a bar in pixels."""
    along, across = (x, y) if trace.is_flat else (y, x)
    ends = sorted((along.place(bar.start), along.place(bar.end)))
    sides = sorted(across.place(bar.position + k * bar.width / 2) for k in (-1, 1))
    (left, right), (top, bottom) = (ends, sides) if trace.is_flat else (sides, ends)
    return left, top, right - left, bottom - top


def _draw_bars(trace: Trace, x: PlotAxis, y: PlotAxis) -> str:
    count = len(trace.spec["x"])
    fills = each(_given(trace.marker.get("color")), count)
    line = trace.marker.get("line", {})
    strokes, widths = each(line.get("color"), count), each(line.get("width", 0), count)
    opacities = each(trace.marker.get("opacity"), count)
    drawn = []
    for bar in trace.bars:
        left, top, width, height = _edges(bar, trace, x, y)
        look = paint("fill", fills[bar.place]) | {"opacity": opacities[bar.place]}
        if strokes[bar.place] and widths[bar.place]:
            look |= {"stroke_width": widths[bar.place], **paint("stroke", strokes[bar.place])}
        drawn.append(element("rect", x=left, y=top, width=width, height=height, **look))
    return "".join(drawn)


def _bar_texts(trace: Trace, x: PlotAxis, y: PlotAxis) -> str:
    spec, count = trace.spec, len(trace.spec["x"])
    texts = each(spec.get("text", ""), count)
    places = each(spec.get("textposition", "none"), count)
    one_of(spec.get("textangle", 0), (0,), "the angle of texts in bars")
    drawn = []
    for bar in trace.bars:
        where = one_of(places[bar.place], ("outside", "inside", "none"), "the place of a text")
        if not texts[bar.place] or where == "none":
            continue
        draw = _outside if where == "outside" else _inside
        drawn.append(draw(trace, bar, str(texts[bar.place]), (x, y)))
    return "".join(drawn)


def _outside(trace: Trace, bar: Bar, text: str, axes: tuple[PlotAxis, PlotAxis]) -> str:
    left, top, width, height = _edges(bar, trace, *axes)
    size = trace.spec.get("textfont", {}).get("size", DEFAULT_SIZE)
    is_back = bar.end < bar.start
    if trace.is_flat:
        at = left - _PAD if is_back else left + width + _PAD
        return label(text, at, top + height / 2, size, anchor="end" if is_back else "start")
    at = top + height + _PAD if is_back else top - _PAD
    level: Level = "top" if is_back else "bottom"
    return label(text, left + width / 2, at, size, anchor="middle", level=level)


def _inside(trace: Trace, bar: Bar, text: str, axes: tuple[PlotAxis, PlotAxis]) -> str:
    """A text in a lying bar, at its end or its start; smaller where it would not fit."""
    if not trace.is_flat:
        raise UnknownFeatureError("a text inside a standing bar is not drawn")
    spec = trace.spec
    left, top, width, height = _edges(bar, trace, *axes)
    size = spec.get("textfont", {}).get("size", DEFAULT_SIZE)
    if one_of(spec.get("constraintext", "both"), ("both", "none"), "constraintext") == "both":
        wide, tall = block_size(text, size)
        size *= min(1.0, max(width - 2 * _PAD, 1) / wide, max(height - 2, 1) / tall)
    at_start = one_of(spec.get("insidetextanchor", "end"), ("end", "start"), "a text") == "start"
    anchor: Anchor = "start" if at_start else "end"
    at = left + _PAD if at_start else left + width - _PAD
    count = len(spec["x"])
    given = each(spec.get("textfont", {}).get("color"), count)[bar.place]
    colour = given or _readable_on(each(trace.marker["color"], count)[bar.place])
    return label(text, at, top + height / 2, size, anchor=anchor, colour=colour)


def _readable_on(fill: str) -> str:
    """Dark or light letters, whichever can be read on a fill of white paper."""
    look = paint("fill", fill)
    share = float(look.get("fill_opacity") or 1)
    channels = [int(part, 16) for part in re.findall("..", str(look["fill"])[1:])]
    red, green, blue = (255 + (c - 255) * share for c in channels)
    return _LIGHT if (299 * red + 587 * green + 114 * blue) / 1000 < 128 else _DARK


# ---- lines, areas and points ---------------------------------------------------------------


def _draw_lines(trace: Trace, x: PlotAxis, y: PlotAxis) -> str:
    spec = trace.spec
    if spec.get("connectgaps"):
        raise UnknownFeatureError("a line across gaps is not drawn")
    runs = _runs(trace, x, y)
    drawn = []
    area = spec.get("fill", "none")
    if one_of(area, (*_AREAS, "none"), "an area") != "none":
        look = paint("fill", spec["fillcolor"])
        zero = number(y.place(0)) if area == "tozeroy" else ""
        for run in runs:
            foot = f"L{number(run[-1][0])} {zero}L{number(run[0][0])} {zero}" if zero else ""
            drawn.append(element("path", d=f"{_path(run)}{foot}Z", **look))
    line = spec.get("line", {})
    check_keys(line, "color dash width", "a line")
    width = line.get("width", 2)
    if "lines" in trace.mode and width:
        colour = line.get("color") or trace.marker.get("color")
        dash = dash_of(line.get("dash", "solid"), width)
        path = "".join(_path(run) for run in runs if len(run) > 1)
        if path:
            look = {"fill": "none", "stroke_width": width, "stroke_dasharray": dash}
            drawn.append(element("path", d=path, **look, **paint("stroke", _given(colour))))
    return "".join(drawn)


def _given(colour: Any) -> Any:
    """A colour, or one a point: Plotly has its own where there is none, which we never use."""
    if colour is None:
        raise UnknownFeatureError("a trace without a colour is not drawn")
    return colour


def _runs(trace: Trace, x: PlotAxis, y: PlotAxis) -> list[list[tuple[float, float]]]:
    """The points that follow each other without a gap, in pixels."""
    runs: list[list[tuple[float, float]]] = [[]]
    for _place, across, up in trace.points():
        if across is None or up is None:
            runs.append([])
            continue
        point = (x.place(across), y.place(up))
        if any(math.isnan(part) for part in point):
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(run: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in run)


def _draw_marks(trace: Trace, x: PlotAxis, y: PlotAxis) -> str:
    marker, count = trace.marker, len(trace.spec["x"])
    line = marker.get("line", {})
    looks = [
        each(value, count)
        for value in (
            marker.get("symbol", "circle"),
            marker.get("size", 6),
            _given(marker.get("color") or trace.spec.get("line", {}).get("color")),
            line.get("width", 0),
            line.get("color"),
        )
    ]
    drawn = []
    for place, across, up in trace.points():
        if across is None or up is None:
            continue
        at = (x.place(across), y.place(up))
        if any(math.isnan(part) for part in at):
            continue
        symbol, size, colour, width, stroke = (values[place] for values in looks)
        drawn.append(draw_mark(symbol, *at, size, colour, (width, stroke)))
    marks = "".join(drawn)
    opacity = marker.get("opacity", 1)
    # Each mark on its own, as on the page: where two lie over each other it is darker.
    return element("g", marks, fill_opacity=opacity, stroke_opacity=opacity) if marks else ""


def _point_texts(trace: Trace, x: PlotAxis, y: PlotAxis) -> str:
    spec, count = trace.spec, len(trace.spec["x"])
    one_of(spec.get("textposition"), ("bottom center",), "the place of a text at a point")
    font = spec.get("textfont", {})
    size, colours = font.get("size", DEFAULT_SIZE), each(font.get("color", INK), count)
    sizes = each(trace.marker.get("size", 6), count)
    texts = each(spec["text"], count)
    return "".join(
        label(
            texts[place],
            x.place(across),
            y.place(up) + sizes[place] / 2 + 1,
            size,
            anchor="middle",
            level="top",
            colour=colours[place],
        )
        for place, across, up in trace.points()
        if across is not None and up is not None and texts[place]
    )
