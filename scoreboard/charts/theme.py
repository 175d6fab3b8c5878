"""The colours and the frame that all figures share; light and dark themes both work with them."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

# A figure as Plotly's JSON has it: its traces under "data", its "layout".
Drawing = dict[str, Any]
# One hue from light to dark, at most five classes; told apart in print and by colour-blind eyes.
SEQUENTIAL = ("#dbe9f4", "#a8cce4", "#66a3cd", "#2c74ae", "#0b4076")
# Around zero or a benchmark: blue is the better side, orange the worse, grey the middle.
BETTER = ("#c6dcee", "#8ab9dc", "#4688bf", "#175590")
WORSE = ("#fad9b8", "#f2ae6b", "#d97a22", "#a64d03")
MIDDLE = "#d9d9d9"
# The chosen regions, in the order of their choice: the same on every page.
CHOSEN = ("#d1490b", "#157f6b", "#6a51a3", "#b5147a", "#8a6d00", "#2b2b2b")
# Parts of a whole that are kinds (groups of indicators): a hue each, dark beside light, so that
# neighbours are told apart in print and by colour-blind eyes too.
GROUPS = ("#4f7cac", "#9fd0c7", "#6f8f3f", "#e0c878", "#9b6a94", "#b5b5b5")
ORDINARY = "#9db8cf"
# The edge of a hollow point: a line of the same colour would be too faint, 2.0 on white.
ORDINARY_EDGE = "#6f8fae"
NATION = "#6f7780"
BAND = "rgba(120, 140, 160, 0.20)"
GRID = "rgba(128, 128, 128, 0.22)"
MOST_CHOSEN = len(CHOSEN)
# Letters in a line of a note; they are Chinese, as the sources are.
_NOTE_WIDTH = 30
# Where up to eight regions are compared: two more, as far from the six for colour-blind eyes as
# those are from each other, and 3 : 1 on light and dark ground.
COMPARED = (*CHOSEN, "#0093c4", "#a0522d")
MOST_COMPARED = len(COMPARED)


def chosen_colours(region_codes: list[str]) -> dict[str, str]:
    """The colour of each chosen region, by its place among the chosen."""
    return dict(zip(region_codes, CHOSEN, strict=False))


def class_colours(
    bounds: tuple[tuple[float, float], ...], *, around_zero: bool, falling_is_better: bool = False
) -> list[str]:
    """A colour for each class of a map, lowest first.

    around_zero: classes on the worse side of zero are orange, on the better side blue; falling
    is the better side for indicators of which less is better.
    """
    count = len(bounds)
    if not around_zero or not any(low < 0 for low, _ in bounds):
        return sequential(count)
    lower, upper = (BETTER, WORSE) if falling_is_better else (WORSE, BETTER)
    below = [k for k, (_, high) in enumerate(bounds) if high < 0]
    above = [k for k, (low, _) in enumerate(bounds) if low > 0]
    colours = [MIDDLE] * count
    for place, k in enumerate(reversed(below)):
        colours[k] = lower[min(place, len(lower) - 1)]
    for place, k in enumerate(above):
        colours[k] = upper[min(place, len(upper) - 1)]
    return colours


def diverging(*, falling_is_better: bool) -> list[str]:
    """Colours from the lowest over the middle to the highest, the better side blue."""
    lower, upper = (BETTER, WORSE) if falling_is_better else (WORSE, BETTER)
    return [*lower[::-1], MIDDLE, *upper]


def sequential(count: int) -> list[str]:
    """Colours from light to dark, spread over the whole scale."""
    if count <= 1:
        return [SEQUENTIAL[2]] * count
    step = (len(SEQUENTIAL) - 1) / (count - 1)
    return [SEQUENTIAL[round(k * step)] for k in range(count)]


def washed(colour: str, strength: float = 0.22) -> str:
    """The colour as a light wash, for values that are unconfirmed or estimated."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {strength})"


def build_figure(
    traces: list[dict[str, Any]], layout: dict[str, Any], *, height: int, shows: str
) -> Drawing:
    """A figure of a fixed height, so that nothing on the page jumps.

    shows: what it shows, for tests that wait until it is drawn. The template stays empty on
    purpose: Plotly's own is nine tenths of what a small figure sends to the browser. What all
    figures have alike, font and colour among it, the page fills in there (figure.js). Plotly's own
    objects take longer to make than the rest of a small figure; the tests validate every figure.
    """
    common = {
        "template": {"layout": {}},
        "height": height,
        "meta": shows,
    }
    return {"data": traces, "layout": common | layout}


def without_codes(drawing: Drawing) -> Drawing:
    """The drawing as it goes to the browser: the region codes of its points stay on the server."""
    data = [{k: v for k, v in trace.items() if k != "customdata"} for trace in drawing["data"]]
    return {**drawing, "data": data}


def hover_note(note: object) -> str:
    """What the source says about a value, in short lines under it; empty where it says nothing.

    note: a text, or what stands for none in a frame.
    """
    if not isinstance(note, str) or not note.strip():
        return ""
    lines = textwrap.wrap(note, _NOTE_WIDTH)
    # Plotly reads tags: what stands in a file is text.
    return "".join(f"<br>{html.escape(line, quote=False)}" for line in lines)


def label_width(labels: Iterable[str], size: int) -> int:
    """Pixels that the longest label takes, by its letters: Chinese ones are square.

    Plotly's own automargin measures by drawing the figure twice.
    """
    widths = (
        sum(size if ord(letter) > 0x2E7F else 0.56 * size for letter in label) for label in labels
    )
    return math.ceil(max(widths, default=0))


def draw_band(
    years: Sequence[int], lower: Sequence[float], upper: Sequence[float]
) -> list[dict[str, Any]]:
    """A band over the years, one area for every run of years: a missing year is a gap."""
    runs: list[list[int]] = []
    for place, year in enumerate(years):
        if place and year == years[place - 1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [
        {
            "type": "scatter",
            "x": [int(years[k]) for k in run + run[::-1]],
            "y": [*(float(upper[k]) for k in run), *(float(lower[k]) for k in run[::-1])],
            "fill": "toself",
            "fillcolor": BAND,
            "mode": "lines",
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        for run in runs
        if len(run) > 1
    ]


def vertical_line(x: float, *, dash: str, width: float, colour: str = NATION) -> dict[str, Any]:
    """A line from bottom to top of the figure, behind the data."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": colour, "dash": dash, "width": width},
    }


def label_on_top(x: float, text: str, anchor: str = "center") -> dict[str, Any]:
    """A name above the upper edge of the figure."""
    return {
        "x": x,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": anchor,
        "text": text,
        "showarrow": False,
        "font": {"size": 11, "color": NATION},
    }
