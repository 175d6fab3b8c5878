"""Where one region stands in several indicators: a row each, from last to first place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoreboard.charts.theme import (
    BETTER,
    GRID,
    NATION,
    WORSE,
    Drawing,
    build_figure,
    label_on_top,
    label_width,
    vertical_line,
    washed,
)

ROW_HEIGHT = 21
MOST_LABEL = 150
# After these a Chinese name reads well on a second line: 每万人口 | 发明专利授权数.
_PAUSES = "口P的）费业"
_TOP, _BOTTOM = 24, 26
_INK = "#444c56"


@dataclass(frozen=True)
class PositionRow:
    """One row: an indicator, or the heading of a group (without a code).

    percentile, peers, nation: places between 0 (last) and 100 (first); None where unknown.
    rank: as it stands beside the row; hover: the whole in words.
    """

    label: str
    code: str = ""
    percentile: float | None = None
    peers: float | None = None
    nation: float | None = None
    rank: str = ""
    hover: str = ""
    is_uncertain: bool = False


@dataclass(frozen=True)
class PositionWords:
    """What stands on the figure besides the rows."""

    last: str
    first: str
    rank: str
    peers: str
    nation: str
    shows: str = ""


def draw_positions(rows: Sequence[PositionRow], words: PositionWords) -> Drawing:
    """Where a region stands in each indicator, from last to first place.

    The stem starts at the middle of the regions: blue towards the first, orange towards the
    last. A short line marks the median of the peers, a diamond the nation; an uncertain figure
    is hollow. Rows without a code are headings.
    """
    places = [(n, r) for n, r in enumerate(rows) if r.percentile is not None]
    colours = [_side(r.percentile or 0) for _n, r in places]
    traces = [
        *_stems(places),
        _marks(
            [(n, r.nation) for n, r in enumerate(rows) if r.nation is not None],
            words.nation,
            {"symbol": "diamond-open", "size": 8, "color": NATION, "line": {"width": 1.4}},
        ),
        _marks(
            [(n, r.peers) for n, r in enumerate(rows) if r.peers is not None],
            words.peers,
            {"symbol": "line-ns-open", "size": 13, "color": _INK, "line": {"width": 2.2}},
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [r.percentile for _n, r in places],
            "y": [n for n, _r in places],
            "cliponaxis": False,
            "hovertext": [r.hover for _n, r in places],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "size": 11,
                "color": [
                    washed(c, 0.25) if r.is_uncertain else c
                    for c, (_n, r) in zip(colours, places, strict=True)
                ],
                "line": {"color": colours, "width": 1.6},
            },
        },
    ]
    ranks = [words.rank, *(r.rank for r in rows)]
    layout = rows_layout(rows, right=label_width(ranks, 11) + 14) | {
        "shapes": [vertical_line(50, dash="dot", width=1)],
        "annotations": [
            *headings(rows),
            label_on_top(0, words.last, "left"),
            label_on_top(100, words.first, "right"),
            over_the_numbers(words.rank),
            *(beside(n, r.rank) for n, r in enumerate(rows) if r.rank),
        ],
        "xaxis": {"range": [-3, 103], "visible": False, "fixedrange": True},
    }
    return build_figure(traces, layout, height=height(rows), shows=words.shows)


def _side(percentile: float) -> str:
    return BETTER[3] if percentile > 50 else WORSE[2] if percentile < 50 else NATION


def _stems(places: list[tuple[int, PositionRow]]) -> list[dict[str, Any]]:
    """From the middle to the place, one trace for each colour."""
    traces = []
    for colour in dict.fromkeys(_side(r.percentile or 0) for _n, r in places):
        x: list[float | None] = []
        y: list[int | None] = []
        for n, row in places:
            if _side(row.percentile or 0) == colour:
                x += [50, row.percentile, None]
                y += [n, n, None]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "line": {"color": colour, "width": 2.4},
                "hoverinfo": "skip",
            }
        )
    return traces


def _marks(points: list[tuple[int, float]], name: str, marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x for _n, x in points],
        "y": [n for n, _x in points],
        "hovertemplate": f"{name}<extra></extra>",
        "marker": marker,
    }


def headings(rows: Sequence[PositionRow]) -> list[dict[str, Any]]:
    """The groups' names, set to the left edge in bold over their rows."""
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -8,
            "y": n,
            "text": f"<b>{row.label}</b>",
            "showarrow": False,
            "font": {"size": 12},
        }
        for n, row in enumerate(rows)
        if not row.code
    ]


def beside(row: int, text: str) -> dict[str, Any]:
    """A text at the right edge of a row."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": row,
        "text": text,
        "showarrow": False,
        "font": {"size": 11},
    }


def over_the_numbers(text: str) -> dict[str, Any]:
    """What the numbers at the right edge are."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": 11, "color": NATION},
    }


def rows_layout(rows: Sequence[PositionRow], right: int) -> dict[str, Any]:
    """Margins for labels and numbers, and one line a row, counted downwards."""
    labels = [_wrapped(r.label) if r.code else "" for r in rows]
    size = 11 if any("<br>" in label for label in labels) else 12
    lines = [line for label in labels for line in label.split("<br>")]
    width = max(label_width(lines, size), label_width((r.label for r in rows if not r.code), 13))
    return {
        "margin": {"l": width + 10, "r": right, "t": _TOP, "b": _BOTTOM},
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": labels,
            "range": [len(rows) - 0.4, -0.6],
            "tickfont": {"size": size},
            "ticksuffix": " ",
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _wrapped(label: str) -> str:
    """The label on two lines when it is too long for one."""
    if label_width([label], 12) <= MOST_LABEL:
        return label
    middle = len(label) / 2
    cuts = [k for k in range(1, len(label)) if label[k] == " "]
    cuts = cuts or [k for k in range(2, len(label) - 1) if label[k - 1] in _PAUSES]
    cut = min(cuts, key=lambda k: abs(k - middle), default=round(middle))
    return f"{label[:cut]}<br>{label[cut:].lstrip()}"


def height(rows: Sequence[PositionRow]) -> int:
    """How high the figure is, so that figures of the same rows stand level."""
    wraps = any("<br>" in _wrapped(r.label) for r in rows if r.code)
    return max(len(rows), 3) * (ROW_HEIGHT + 11 * wraps) + _TOP + _BOTTOM
