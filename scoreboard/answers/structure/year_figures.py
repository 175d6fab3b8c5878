"""Measures by year, as lines or as bars of two parts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoreboard.answers.structure.drawing import SMALL
from scoreboard.charts.points import name_at, short
from scoreboard.charts.theme import (
    CHOSEN,
    GRID,
    NATION,
    SEQUENTIAL,
    Drawing,
    build_figure,
    label_width,
    vertical_line,
)

# Lines of one figure; both stand out on a light and on a dark page, as do their names.
LINES = (SEQUENTIAL[3], NATION)
# Two kinds of one whole: two hues, not two steps of one, which would read as more and less.
WITHIN, BETWEEN = SEQUENTIAL[3], CHOSEN[4]
_LABEL_HEIGHT = 15


@dataclass(frozen=True)
class YearLine:
    """One line over the years with the name that stands at its end; missing years are gaps."""

    name: str
    years: Sequence[int]
    values: Sequence[float]


def draw_over_years(
    lines: Sequence[YearLine],
    year: int,
    breaks: Mapping[int, str],
    *,
    unit: str = "",
    from_zero: bool = False,
    height: int = SMALL,
    shows: str = "",
) -> Drawing:
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
) -> Drawing:
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
                "y": [short(v) for v in values],
                "marker": {"color": colour, "line": {"width": 0}},
                "width": 0.72,
                "hovertemplate": f"%{{x}} {name}  %{{y}}<extra></extra>",
            }
        )
        names.append(name_at(shown[-1] + 0.4, below + values[-1] / 2, name, NATION))
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


def _with_gaps(line: YearLine, breaks: Mapping[int, str]) -> dict[str, list[Any]]:
    """The line's points year by year; an empty one for a missing year and before a break."""
    found = {int(y): v for y, v in zip(line.years, line.values, strict=True) if not math.isnan(v)}
    xs: list[float] = []
    ys: list[float | None] = []
    for at in range(min(found, default=0), max(found, default=-1) + 1):
        if at in breaks and xs:
            xs.append(at - 0.5)
            ys.append(None)
        xs.append(at)
        ys.append(short(found[at]) if at in found else None)
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


def _range(values: list[float], *, from_zero: bool) -> tuple[float, float]:
    """The reach of an axis with a little room; never narrower than a tenth of the values."""
    if not values:
        return 0.0, 1.0
    low, high = (0.0 if from_zero else min(values)), max(values)
    room = max(0.08 * (high - low), 0.05 * abs(high), 1e-6)
    return (0.0 if from_zero else low - room), high + room


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
        labels.append(name_at(year, value, name, colour) | {"yshift": (place - value) / per_pixel})
    return labels
