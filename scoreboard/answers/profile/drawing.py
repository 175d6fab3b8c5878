"""A region's profile: ten years of each indicator as small lines, level with its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoreboard.charts.positions import (
    PositionRow,
    PositionWords,
    beside,
    headings,
    height,
    over_the_numbers,
    rows_layout,
)
from scoreboard.charts.theme import (
    BETTER,
    NATION,
    Drawing,
    build_figure,
    hover_note,
    label_width,
    washed,
)


@dataclass(frozen=True)
class ProfileRow(PositionRow):
    """One row of both figures: an indicator, or the heading of a pillar (without a code).

    series, peers_series: figures by year. year: the one compared, where the dot stands; the
    newest where there is none. value: the figure of that year. notes: what the source says about
    single figures, by year. falls: less is better, so that the smallest figure is drawn on top.
    """

    value: str = ""
    falls: bool = False
    year: int | None = None
    series: tuple[tuple[int, float], ...] = ()
    peers_series: tuple[tuple[int, float], ...] = ()
    breaks: tuple[int, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileWords(PositionWords):
    """What stands on the figures besides the rows."""

    value: str = ""


def draw_sparklines(rows: list[ProfileRow], words: ProfileWords) -> Drawing:
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
    layout = rows_layout(rows, right=right) | {
        "annotations": [
            *headings(rows),
            over_the_numbers(words.value),
            *(beside(n, r.value) for n, r in enumerate(rows) if r.value),
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
    return build_figure(traces, layout, height=height(rows), shows=words.shows)


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
