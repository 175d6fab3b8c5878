"""Comparison with a benchmark: dumbbells of one indicator, and small trends of one region each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from scoreboard.charts.theme import (
    BETTER,
    GRID,
    NATION,
    ORDINARY,
    WORSE,
    Drawing,
    build_figure,
    hover_note,
    label_on_top,
    label_width,
    vertical_line,
)
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import status_in_brackets

ROW_HEIGHT = 26
SMALL_HEIGHT = 170
_LABEL, _NOTE = 12, 11


class Dumbbell(NamedTuple):
    """One region against its benchmark, in the indicator's unit; a missing side is not drawn.

    label: the region's name. note: the gap in words, at the right edge. is_better: none where the
    indicator is neither good nor bad. is_uncertain: unconfirmed or estimated, drawn hollow.
    """

    code: str
    label: str
    value: float | None
    reference: float | None
    note: str
    hover: str
    is_better: bool | None
    is_uncertain: bool


@dataclass(frozen=True)
class SmallTrend:
    """One region's line among the others, with what all small trends of a page share.

    own, others, benchmark: rows of year, value, status; others by region; own with note where
    sources say something. years, reach: the common axes, in the unit of the figures. breaks: years
    in which the own series breaks.
    """

    own: pd.DataFrame
    others: Sequence[pd.DataFrame]
    benchmark: pd.DataFrame
    name: str
    benchmark_name: str
    colour: str
    years: tuple[int, int]
    reach: tuple[float, float]
    breaks: tuple[int, ...] = ()


def draw_dumbbells(
    rows: Sequence[Dumbbell], numbers: NumberFormat, benchmark: str, shows: str = ""
) -> Drawing:
    """One row a region: a bar from the benchmark's mark to the region's point, the gap beside it.

    Blue where the region is better, orange where it is worse, grey where neither is meant. One
    benchmark for all is also a dashed line under its name; benchmarks of their own are marks only.
    """
    scaled = [_scaled(row, numbers) for row in rows]
    references = {row.reference for row in scaled if row.reference is not None}
    count = len(scaled)
    low, high = _span([v for row in scaled for v in (row.value, row.reference)])
    lines, names = [], []
    if len(references) == 1:
        at = references.pop()
        share = (at - low) / (high - low)
        # The name leans inwards, so that a long one is not cut at the edge.
        anchor = _anchor(1 - share if numbers.is_rank else share)
        lines.append(vertical_line(at, dash="dash", width=1))
        names.append(label_on_top(at, benchmark, anchor))
    layout = {
        "margin": {
            "l": label_width((row.label for row in scaled), _LABEL) + 12,
            "r": label_width((row.note for row in scaled), _NOTE) + 14,
            "t": 22,
            "b": 24,
        },
        "shapes": lines,
        "annotations": [*names, *(_note(place, row) for place, row in enumerate(scaled))],
        "xaxis": {
            "range": [high, low] if numbers.is_rank else [low, high],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 4,
            "tickangle": 0,
            # Plotly would write 10k, in Chinese too.
            "exponentformat": "none",
            "separatethousands": True,
            "tickfont": {"size": 10},
        },
        "yaxis": {
            "tickvals": list(range(count)),
            "ticktext": [row.label for row in scaled],
            "range": [count - 0.4, -0.6],
            "tickfont": {"size": _LABEL},
            "ticksuffix": " ",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    }
    traces = [*_bars(scaled), _marks(scaled, benchmark), _points(scaled)]
    return build_figure(traces, layout, height=count * ROW_HEIGHT + 50, shows=shows)


def draw_small_trend(trend: SmallTrend, numbers: NumberFormat, shows: str = "") -> Drawing:
    """One region's line in its colour, the others grey behind it, the benchmark dashed."""
    traces = [_line(rows, "", ORDINARY, numbers, width=1.0) for rows in trend.others if len(rows)]
    if len(trend.benchmark):
        traces.append(
            _line(trend.benchmark, trend.benchmark_name, NATION, numbers, width=1.6, dash="dash")
        )
    if len(trend.own):
        traces.append(_line(trend.own, trend.name, trend.colour, numbers, width=2.4, points=True))
    low, high = (v / numbers.divisor for v in trend.reach)
    first, last = trend.years
    layout = {
        "margin": {"l": 44, "r": 8, "t": 6, "b": 24},
        "shapes": [
            vertical_line(year - 0.5, dash="solid", width=2) | {"y1": 0.12, "layer": "above"}
            for year in trend.breaks
            if first < year <= last
        ],
        "xaxis": {
            "range": [first - 0.4, last + 0.4],
            "tickvals": sorted({first, (first + last) // 2, last}),
            "tickformat": "d",
            "showgrid": False,
            "fixedrange": True,
            "tickfont": {"size": 10},
        },
        "yaxis": {
            "range": [high, low] if numbers.is_rank else [low, high],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 4,
            "exponentformat": "none",
            "separatethousands": True,
            "tickfont": {"size": 10},
        },
    }
    return build_figure(traces, layout, height=SMALL_HEIGHT, shows=shows)


def _scaled(row: Dumbbell, numbers: NumberFormat) -> Dumbbell:
    value, reference = (
        None if v is None else float(f"{v / numbers.divisor:.6g}")
        for v in (row.value, row.reference)
    )
    return row._replace(value=value, reference=reference)


def _span(values: list[float | None]) -> tuple[float, float]:
    """From the lowest to the highest, with room for the marks; the axis need not start at zero."""
    present = [v for v in values if v is not None] or [0.0, 1.0]
    low, high = min(present), max(present)
    room = (high - low) * 0.08 or abs(high) * 0.08 or 1.0
    return low - room, high + room


def _anchor(share: float) -> str:
    return "left" if share < 0.3 else "right" if share > 0.7 else "center"


def _colour(row: Dumbbell) -> str:
    if row.is_better is None:
        return NATION
    return BETTER[2] if row.is_better else WORSE[2]


def _bars(rows: Sequence[Dumbbell]) -> list[dict[str, Any]]:
    """The connecting bars, one trace a colour."""
    traces = []
    for colour in dict.fromkeys(_colour(row) for row in rows):
        x: list[float | None] = []
        y: list[int | None] = []
        for place, row in enumerate(rows):
            if _colour(row) == colour and row.value is not None and row.reference is not None:
                x += [row.reference, row.value, None]
                y += [place, place, None]
        if x:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": x,
                    "y": y,
                    "line": {"color": colour, "width": 4},
                    "opacity": 0.55,
                    "hoverinfo": "skip",
                }
            )
    return traces


def _marks(rows: Sequence[Dumbbell], benchmark: str) -> dict[str, Any]:
    """The benchmark of each row, as a short upright mark."""
    drawn = [(place, row) for place, row in enumerate(rows) if row.reference is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": benchmark,
        "x": [row.reference for _place, row in drawn],
        "y": [place for place, _row in drawn],
        "marker": {
            "symbol": "line-ns-open",
            "size": 14,
            "color": NATION,
            "line": {"width": 2.5, "color": NATION},
        },
        "hoverinfo": "skip",
    }


def _points(rows: Sequence[Dumbbell]) -> dict[str, Any]:
    """The regions' values; hollow where they are unconfirmed or estimated."""
    drawn = [(place, row) for place, row in enumerate(rows) if row.value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for _place, row in drawn],
        "y": [place for place, _row in drawn],
        "text": [row.hover for _place, row in drawn],
        "customdata": [row.code for _place, row in drawn],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": 11,
            "color": [_colour(row) for _place, row in drawn],
            "symbol": ["circle-open" if row.is_uncertain else "circle" for _place, row in drawn],
            "line": {"width": 2, "color": [_colour(row) for _place, row in drawn]},
        },
        "unselected": {"marker": {"opacity": 1}},
    }


def _note(place: int, row: Dumbbell) -> dict[str, Any]:
    """The gap at the right edge, in its row."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6,
        "y": place,
        "text": row.note,
        "showarrow": False,
        "font": {"size": _NOTE},
    }


def _line(
    rows: pd.DataFrame,
    name: str,
    colour: str,
    numbers: NumberFormat,
    *,
    width: float,
    dash: str = "solid",
    points: bool = False,
) -> dict[str, Any]:
    """A line over the years; a missing year is a gap, an uncertain figure a hollow point."""
    found = {
        int(y): (float(v), str(s))
        for y, v, s in zip(rows["year"], rows["value"], rows["status"], strict=True)
    }
    years = list(range(min(found), max(found) + 1))
    words = [status_in_brackets(found[y][1], numbers.language) if y in found else "" for y in years]
    trace: dict[str, Any] = {
        "type": "scatter",
        # A single figure has no line, and would be invisible without its point.
        "mode": "lines+markers" if points or len(found) == 1 else "lines",
        "x": years,
        "y": [float(f"{found[y][0] / numbers.divisor:.5g}") if y in found else None for y in years],
        "connectgaps": False,
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {
            "color": colour,
            "size": 5,
            "symbol": ["circle-open" if word else "circle" for word in words],
        },
    }
    if not name:
        return trace | {"hoverinfo": "skip"}
    if "note" in rows:
        said = dict(zip(rows["year"].astype(int), map(hover_note, rows["note"]), strict=True))
        words = [word + said.get(year, "") for word, year in zip(words, years, strict=True)]
    template = f"{name} %{{x}}  %{{y:,.4~r}} {numbers.unit}%{{text}}<extra></extra>"
    return trace | {"name": name, "text": words, "hovertemplate": template}
