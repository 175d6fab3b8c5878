"""Marks of points, dashes of lines: the shapes that Plotly gives their names.

Sizes follow `src/components/drawing/symbol_defs.js` and `drawing.dashStyle`.
"""

from __future__ import annotations

import math

from scoreboard.reports.drawing.known import one_of
from scoreboard.reports.drawing.svg import Look, element, number, paint

_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "line-ns", "line-ew")
_OPEN = "-open"


def draw_mark(
    symbol: str, x: float, y: float, size: float, colour: str, line: tuple[float, str | None]
) -> str:
    """The mark of a point. An open one, and one that is a line, has its colour as outline.

    size: its diameter. line: width and colour of its outline.
    """
    shape = one_of(symbol.removesuffix(_OPEN), _SHAPES, "a mark")
    width, line_colour = line
    if symbol.endswith(_OPEN):
        look: Look = {"fill": "none", "stroke_width": width or 1, **paint("stroke", colour)}
    else:
        look = paint("fill", colour)
        if width and line_colour:
            look |= {"stroke_width": width, **paint("stroke", line_colour)}
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=size / 2, **look)
    return element("path", d=_outline(shape, x, y, size / 2), **look)


def dash_of(dash: str, width: float) -> str | None:
    """The lengths of a dashed line; None for a whole one."""
    one_of(dash, ("solid", "dash", "dot"), "a line")
    unit = max(width, 3)
    lengths = {"solid": (), "dash": (3 * unit, 3 * unit), "dot": (unit, unit)}[dash]
    return " ".join(number(length) for length in lengths) or None


def _outline(shape: str, x: float, y: float, r: float) -> str:
    wide, long = 1.3 * r, 1.4 * r
    side = 2 * r / math.sqrt(3)
    corners: dict[str, list[tuple[float, float]]] = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -wide), (wide, 0), (0, wide), (-wide, 0)],
        "triangle-up": [(-side, r / 2), (side, r / 2), (0, -r)],
        "triangle-down": [(-side, -r / 2), (side, -r / 2), (0, r)],
        "line-ns": [(0, -long), (0, long)],
        "line-ew": [(-long, 0), (long, 0)],
    }
    path = " ".join(f"{number(x + dx)} {number(y + dy)}" for dx, dy in corners[shape])
    return f"M{path}" + ("" if shape.startswith("line") else "Z")
