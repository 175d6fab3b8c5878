"""What scatters share: names beside points, ranges of axes, numbers short enough to draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from scoreboard.charts.theme import NATION, label_width

# Pixels that a scatter is wide on a phone.
_NARROWEST = 290


def name_at(x: float, y: float, text: str, colour: str, *, left: bool = False) -> dict[str, Any]:
    """A name beside a point, to its right unless `left`."""
    return {
        "x": float(x),
        "y": float(y),
        "xanchor": "right" if left else "left",
        "xshift": -8 if left else 8,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }


def point_labels(
    texts: Sequence[str],
    xs: pd.Series,
    ys: pd.Series,
    reach: tuple[list[float], list[float]],
    colours: Sequence[str] = (),
    sizes: Sequence[float] = (),
) -> list[dict[str, Any]]:
    """Names beside points, on the side with room; one that would cover another is left out.

    reach: the ranges of both axes. colours: of each name; the points are then named in the order
    given, else the outermost first and all in grey. sizes: the diameters of the points.
    """
    (left, right), (low, high) = reach
    middle = (low + high) / 2
    gaps = [max(8, size / 2 + 3) for size in sizes] or [8] * len(texts)
    points = list(zip(texts, xs, ys, colours or [NATION] * len(texts), gaps, strict=True))
    if not colours:
        points.sort(key=lambda point: -abs(point[2] - middle))
    labels: list[dict[str, Any]] = []
    taken: list[tuple[float, float, float]] = []
    for text, x, y, colour, gap in points:
        at, up = (x - left) / (right - left), (y - low) / (high - low)
        width = (label_width([text], 11) + 10) / _NARROWEST
        for is_left in (at + width > 1, at + width <= 1):
            start = at - width if is_left else at
            is_free = all(
                start > b or start + width < a or abs(up - c) > 0.045 for a, b, c in taken
            )
            if start >= 0 and start + width <= 1 and is_free:
                taken.append((start, start + width, up))
                shift, font = -gap if is_left else gap, {"size": 11, "color": colour}
                label = name_at(x, y, text, colour, left=is_left)
                labels.append(label | {"xshift": shift, "font": font})
                break
    return labels


def padded(values: pd.Series) -> list[float]:
    """The range of an axis: from lowest to highest, with a little room."""
    low, high = float(values.min()), float(values.max())
    room = 0.08 * ((high - low) or 1.0)
    return [low - room, high + room]


def no_fading(opacity: float = 1) -> dict[str, Any]:
    """A click chooses a region; it must not make the other points fade."""
    return {
        "selected": {"marker": {"opacity": opacity}},
        "unselected": {"marker": {"opacity": opacity}},
    }


def short(value: float) -> float:
    """A number with the digits that a picture can show."""
    return float(f"{value:.5g}")
