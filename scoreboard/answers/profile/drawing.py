"""A region's profile: its place in each indicator as lollipops, and ten years as small lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from scoreboard.charts.theme import (
    BETTER,
    GRID,
    NATION,
    WORSE,
    build_figure,
    hover_note,
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
class ProfileRow:
    """One row of the figures: an indicator, or the heading of a pillar (without a code).

    percentile, peers, nation: places between 0 (last) and 100 (first); None where unknown.
    series, peers_series: figures by year. year: the one compared, where the dot stands; the
    newest where there is none. value: the figure of that year; hover: the whole in words.
    notes: what the source says about single figures, by year.
    falls: less is better, so that the smallest figure is drawn on top.
    """

    label: str
    code: str = ""
    percentile: float | None = None
    peers: float | None = None
    nation: float | None = None
    rank: str = ""
    value: str = ""
    hover: str = ""
    is_uncertain: bool = False
    falls: bool = False
    year: int | None = None
    series: tuple[tuple[int, float], ...] = ()
    peers_series: tuple[tuple[int, float], ...] = ()
    breaks: tuple[int, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileWords:
    """What stands on the figures besides the rows."""

    last: str
    first: str
    rank: str
    value: str
    peers: str
    nation: str
    shows: str = ""


def draw_positions(rows: list[ProfileRow], words: ProfileWords) -> go.Figure:
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
            [(n, r.nation, f"{words.nation}") for n, r in enumerate(rows) if r.nation is not None],
            {"symbol": "diamond-open", "size": 8, "color": NATION, "line": {"width": 1.4}},
        ),
        _marks(
            [(n, r.peers, f"{words.peers}") for n, r in enumerate(rows) if r.peers is not None],
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
    layout = _layout(rows, right=label_width(ranks, 11) + 14) | {
        "shapes": [vertical_line(50, dash="dot", width=1)],
        "annotations": [
            *_headings(rows),
            label_on_top(0, words.last, "left"),
            label_on_top(100, words.first, "right"),
            _over_the_numbers(words.rank),
            *(_beside(n, r.rank) for n, r in enumerate(rows) if r.rank),
        ],
        "xaxis": {"range": [-3, 103], "visible": False, "fixedrange": True},
    }
    return build_figure(traces, layout, height=_height(rows), shows=words.shows)


def draw_sparklines(rows: list[ProfileRow], words: ProfileWords) -> go.Figure:
    """Up to ten years of each indicator as a line of its own scale, the peers' median in grey.

    A year without a figure leaves the line open; a short upright mark is a break in the series.
    A dot marks the figure that is written beside the row.
    """
    years = [y for r in rows for y, _v in r.series]
    first, last = (min(years), max(years)) if years else (0, 1)
    own: dict[str, list[Any]] = {"x": [], "y": [], "hover": []}
    peers: dict[str, list[Any]] = {"x": [], "y": [], "hover": []}
    dots: list[tuple[int, float, ProfileRow]] = []
    for n, row in enumerate(rows):
        values = [v for _y, v in (*row.series, *row.peers_series)]
        if not row.series:
            continue
        # The end that is drawn at the lower edge, and the one at the upper.
        low, high = min(values), max(values)
        if row.falls:
            low, high = high, low
        _add_line(own, row.series, n, (low, high), row.notes)
        _add_line(peers, row.peers_series, n, (low, high), {})
        year, value = next((p for p in row.series if p[0] == row.year), row.series[-1])
        dots.append((year, _height_in_row(value, n, low, high), row))
    marks = [
        (year - 0.5, n) for n, r in enumerate(rows) for year in r.breaks if first < year <= last
    ]
    traces = [
        _spark(peers, {"color": washed(NATION, 0.55), "width": 1.4}),
        _spark(own, {"color": BETTER[3], "width": 1.8}),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _n in marks],
            "y": [n for _x, n in marks],
            "hoverinfo": "skip",
            "marker": {
                "symbol": "line-ns-open",
                "size": 11,
                "color": NATION,
                "line": {"width": 1},
            },
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _y, _r in dots],
            "y": [y for _x, y, _r in dots],
            "cliponaxis": False,
            "hovertext": [r.hover for _x, _y, r in dots],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "size": 6,
                "symbol": ["circle-open" if r.is_uncertain else "circle" for _x, _y, r in dots],
                "color": BETTER[3],
            },
        },
    ]
    right = label_width([words.value, *(r.value for r in rows)], 11) + 14
    layout = _layout(rows, right=right) | {
        "annotations": [
            *_headings(rows),
            _over_the_numbers(words.value),
            *(_beside(n, r.value) for n, r in enumerate(rows) if r.value),
        ],
        "xaxis": {
            "range": [first - 0.4, last + 0.4],
            "tickvals": sorted({first, last}),
            "tickformat": "d",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 11},
        },
    }
    return build_figure(traces, layout, height=_height(rows), shows=words.shows)


def _side(percentile: float) -> str:
    return BETTER[3] if percentile > 50 else WORSE[2] if percentile < 50 else NATION


def _stems(places: list[tuple[int, ProfileRow]]) -> list[dict[str, Any]]:
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


def _marks(points: list[tuple[int, float, str]], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _n, x, _h in points],
        "y": [n for n, _x, _h in points],
        "hovertext": [h for _n, _x, h in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": marker,
    }


def _add_line(
    line: dict[str, list[Any]],
    series: tuple[tuple[int, float], ...],
    row: int,
    reach: tuple[float, float],
    notes: Mapping[int, str],
) -> None:
    found = dict(series)
    if not found:
        return
    for year in range(min(found), max(found) + 1):
        value = found.get(year)
        line["x"].append(year)
        line["y"].append(None if value is None else _height_in_row(value, row, *reach))
        note = hover_note(notes.get(year))
        line["hover"].append("" if value is None else f"{year}  {value:,.4g}{note}")
    for key in ("x", "y", "hover"):
        line[key].append(None)


def _height_in_row(value: float, row: int, low: float, high: float) -> float:
    """Rows count downwards, so that the largest figure stands at the upper edge of its row."""
    share = 0.5 if high == low else (value - low) / (high - low)
    return round(row + 0.34 - 0.68 * share, 4)


def _spark(line: dict[str, list[Any]], style: dict[str, Any]) -> dict[str, Any]:
    # A single year between two gaps has no line; the small markers keep it visible.
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": line["x"],
        "y": line["y"],
        "connectgaps": False,
        "line": style,
        "marker": {"size": 2.6, "color": style["color"]},
        "hovertext": line["hover"],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _headings(rows: list[ProfileRow]) -> list[dict[str, Any]]:
    """The pillars' names, set to the left edge in bold over their rows."""
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


def _beside(row: int, text: str) -> dict[str, Any]:
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


def _over_the_numbers(text: str) -> dict[str, Any]:
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


def _layout(rows: list[ProfileRow], right: int) -> dict[str, Any]:
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


def _height(rows: list[ProfileRow]) -> int:
    wraps = any("<br>" in _wrapped(r.label) for r in rows if r.code)
    return max(len(rows), 3) * (ROW_HEIGHT + 11 * wraps) + _TOP + _BOTTOM
