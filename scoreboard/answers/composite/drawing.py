"""The figures of the composite page: ranks with their ranges, ladder, parts, what moves ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoreboard.analysis.composite.ladder import LIMITS
from scoreboard.charts.theme import (
    GRID,
    GROUPS,
    NATION,
    ORDINARY,
    SEQUENTIAL,
    Drawing,
    build_figure,
    draw_band,
    label_width,
    vertical_line,
    washed,
)

ROW_HEIGHT = 17
_TOP, _BOTTOM = 34, 26
SHARES_ROW = 44
YEARS_HEIGHT = 320
_LABEL_HEIGHT = 15


@dataclass(frozen=True)
class RangeRow:
    """A region with a point and the range around it, both on one axis."""

    code: str
    label: str
    value: float
    low: float
    high: float
    hover: str


@dataclass(frozen=True)
class ScoreLine:
    """A region's scores over the years; hollow: years that rest on fewer indicators."""

    name: str
    colour: str
    years: list[int]
    scores: list[float]
    hollow: list[bool]
    hover: list[str]


def draw_rank_ranges(
    rows: Sequence[RangeRow], chosen: dict[str, str], unclear: set[str], count: int, shows: str
) -> Drawing:
    """Ranks as points with the range that holds 90 % of the draws, first on top.

    chosen: colours by region; unclear: regions that the chosen one cannot be told from, a shade
    darker than the rest. count: how many regions are ranked.
    """
    step = next(step for step in (1, 5, 10, 50, 100) if count <= 12 * step or step == 100)
    ticks = [1, *range(step, count + 1, step)] if step > 1 else list(range(1, count + 1))
    layout = _row_layout([row.label for row in rows]) | {
        "xaxis": {
            "range": [0.2, count + 0.8],
            "tickvals": ticks,
            "side": "top",
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        }
    }
    traces = _ranges(rows, chosen, unclear, half=0.3)
    return build_figure(traces, layout, height=_height(len(rows)), shows=shows)


def draw_ladder(
    rows: Sequence[RangeRow],
    chosen: dict[str, str],
    unclear: set[str],
    shows: str,
) -> Drawing:
    """Scores relative to the mean as 100, with the limits of the ladder's groups as lines.

    A row's label says its rung.
    """
    low = min([row.low for row in rows], default=0.0)
    high = max([row.high for row in rows], default=150.0)
    start, end = min(low, LIMITS[0]) - 6, max(high, LIMITS[-1]) + 8
    layout = _row_layout([row.label for row in rows]) | {
        "shapes": [
            vertical_line(limit, dash="dash" if limit == 100 else "dot", width=1.2)
            for limit in LIMITS
        ],
        "xaxis": {
            "range": [start, end],
            # The dashed mean has no number: on a phone it would touch the others.
            "tickvals": [limit for limit in LIMITS if limit != 100],
            "tickangle": 0,
            "tickfont": {"size": 11},
            "side": "top",
            "zeroline": False,
            "showgrid": False,
            "fixedrange": True,
        },
    }
    traces = _ranges(rows, chosen, unclear, half=(end - start) / 250)
    return build_figure(traces, layout, height=_height(len(rows)), shows=shows)


def draw_contributions(
    parts: pd.DataFrame,
    labels: dict[str, str],
    names: dict[str, str],
    chosen: dict[str, str],
    shows: str,
) -> Drawing:
    """What each group of indicators adds to the weighted mean, as stacked bars.

    parts: one row a region, first on top, one column a group. labels: the regions' labels; names:
    of the groups. A chosen region's label stands in its colour.
    """
    places = list(range(len(parts)))
    colours = _group_colours(len(parts.columns))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": names[group],
            "y": places,
            "x": [round(float(v), 2) for v in parts[group]],
            # The outline holds the light ones on white paper.
            "marker": {"color": colour, "line": {"color": NATION, "width": 0.6}},
            "width": 0.74,
            "hovertext": [labels[code] for code in parts.index],
            "hovertemplate": f"%{{hovertext}}  {names[group]} %{{x:.1f}}<extra></extra>",
            "customdata": list(parts.index),
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }
        for group, colour in zip(parts.columns, colours, strict=True)
    ]
    texts = [_coloured(labels[code], chosen.get(code)) for code in parts.index]
    layout = _row_layout([labels[code] for code in parts.index], texts) | {
        "barmode": "stack",
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "font": {"size": 11},
        },
        "xaxis": {"rangemode": "tozero", "gridcolor": GRID, "fixedrange": True, "nticks": 6},
    }
    # Two lines of legend where the screen is narrow.
    layout["margin"] = layout["margin"] | {"t": 46, "b": _BOTTOM}
    height = _height(len(parts)) + 12 + _BOTTOM - 8
    return build_figure(traces, layout, height=height, shows=shows)


def draw_shares(
    labels: Sequence[str],
    whole: Sequence[float],
    own: Sequence[float] | None,
    names: tuple[str, str],
    colour: str,
    shows: str,
) -> Drawing:
    """How much of the variance of ranks each assumption explains, of all regions and of one.

    whole, own: 0 to 1, one an assumption; own is none where the region's rank never moves. names:
    of the two series.
    """
    series = [(names[0], whole, ORDINARY)]
    if own is not None:
        series.append((names[1], own, colour))
    offset = 0.2 if own is not None else 0.0
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": [row - offset + 2 * offset * place for row in range(len(labels))],
            "x": [round(share * 100, 1) for share in shares],
            "width": 0.36,
            "marker": {"color": shade},
            "text": [f"{share * 100:.0f}%" for share in shares],
            "textposition": "outside",
            "textfont": {"size": 11},
            "cliponaxis": False,
            "hovertemplate": "%{x:.1f}%<extra></extra>",
        }
        for place, (name, shares, shade) in enumerate(series)
    ]
    most = max([share * 100 for _name, shares, _shade in series for share in shares], default=1)
    layout = _row_layout(labels) | {
        "showlegend": own is not None,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 11}},
        "xaxis": {"range": [0, max(most, 5) * 1.18], "visible": False, "fixedrange": True},
    }
    height = SHARES_ROW * len(labels) + _TOP + 12
    return build_figure(traces, layout, height=height, shows=shows)


def draw_score_years(
    band: pd.DataFrame,
    lines: Sequence[ScoreLine],
    breaks: dict[int, str],
    year: int,
    shows: str,
) -> Drawing:
    """Scores over the years on one scale; the band holds the middle half of the regions.

    band: one row a year with low and high. A missing year breaks a line. breaks: by year, what
    changed; short marks carry it as hover text.
    """
    years = [int(y) for y in band["year"]]
    traces = draw_band(years, band["low"].round(2).tolist(), band["high"].round(2).tolist())
    traces += [_year_trace(line) for line in lines]
    first, last = min(years), max(years)
    marks = [vertical_line(y - 0.5, dash="solid", width=2) | {"y1": 0.12} for y in breaks]
    layout = {
        "margin": {"l": 40, "r": label_width((i.name for i in lines), 12) + 20, "t": 8, "b": 30},
        "shapes": [vertical_line(year, dash="solid", width=6, colour=GRID), *marks],
        "annotations": [
            *(_break_note(y, text) for y, text in breaks.items()),
            *_end_names(lines, band),
        ],
        "xaxis": {
            "range": [first - 0.3, last + 0.3],
            "dtick": 1 if last - first <= 7 else 2,
            "tickformat": "d",
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "nticks": 6},
    }
    return build_figure(traces, layout, height=YEARS_HEIGHT, shows=shows)


def _ranges(
    rows: Sequence[RangeRow], chosen: dict[str, str], unclear: set[str], half: float
) -> list[dict[str, Any]]:
    """Bars for the ranges and points for the values; a range of nothing is still seen."""
    places = list(range(len(rows)))
    colours = [
        chosen.get(row.code, SEQUENTIAL[3] if row.code in unclear else ORDINARY) for row in rows
    ]
    lows = [min(row.low, row.value) - half for row in rows]
    highs = [max(row.high, row.value) + half for row in rows]
    shared = {
        "y": places,
        "hovertext": [row.hover for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [row.code for row in rows],
    }
    bars = shared | {
        "type": "bar",
        "orientation": "h",
        "base": lows,
        "x": [high - low for low, high in zip(lows, highs, strict=True)],
        "width": 0.5,
        "marker": {"color": [washed(colour, 0.42) for colour in colours]},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    points = shared | {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in rows],
        "marker": {"color": colours, "size": 8},
        "unselected": {"marker": {"opacity": 1}},
    }
    return [bars, points]


def _row_layout(labels: Sequence[str], texts: Sequence[str] | None = None) -> dict[str, Any]:
    """Rows from top to bottom with a label each."""
    return {
        "margin": {"l": label_width(labels, 12) + 12, "r": 10, "t": _TOP, "b": 8},
        "yaxis": {
            "tickvals": list(range(len(labels))),
            "ticktext": list(texts or labels),
            "range": [len(labels) - 0.4, -0.6],
            "tickfont": {"size": 12},
            "ticksuffix": " ",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    }


def _height(rows: int) -> int:
    return max(rows, 4) * ROW_HEIGHT + _TOP + 8


def _coloured(label: str, colour: str | None) -> str:
    return f'<b><span style="color:{colour}">{label}</span></b>' if colour else label


def _group_colours(count: int) -> list[str]:
    """Groups are kinds, not steps of a scale: a hue each."""
    return [GROUPS[k % len(GROUPS)] for k in range(count)]


def _year_trace(line: ScoreLine) -> dict[str, Any]:
    found = dict(
        zip(line.years, zip(line.scores, line.hollow, line.hover, strict=True), strict=True)
    )
    years = list(range(min(found), max(found) + 1))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": years,
        "y": [round(found[y][0], 2) if y in found else None for y in years],
        "connectgaps": False,
        "line": {"color": line.colour, "width": 2.4},
        "marker": {
            "color": line.colour,
            "size": 6,
            "symbol": ["circle-open" if y in found and found[y][1] else "circle" for y in years],
        },
        "hovertext": [found[y][2] if y in found else "" for y in years],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _break_note(year: int, text: str) -> dict[str, Any]:
    """An invisible text that carries the note: shapes have no hover text of their own."""
    return {
        "x": year - 0.5,
        "y": 0.06,
        "yref": "paper",
        "text": "    ",
        "hovertext": f"{year}: {text}",
        "showarrow": False,
    }


def _end_names(lines: Sequence[ScoreLine], band: pd.DataFrame) -> list[dict[str, Any]]:
    """Names at the ends of the lines, pushed apart where they would cover each other."""
    values = [v for line in lines for v in line.scores] + band["low"].tolist()
    if not lines:
        return []
    per_pixel = ((max(values) - min(values)) or 1.0) / (YEARS_HEIGHT - 60)
    labels, floor = [], float("-inf")
    for line in sorted(lines, key=lambda entry: entry.scores[-1]):
        place = max(line.scores[-1], floor)
        floor = place + _LABEL_HEIGHT * per_pixel
        labels.append(
            {
                "x": line.years[-1],
                "xanchor": "left",
                "xshift": 8,
                "y": line.scores[-1],
                "yshift": (place - line.scores[-1]) / per_pixel,
                "text": line.name,
                "showarrow": False,
                "font": {"size": 12, "color": line.colour if line.colour != ORDINARY else NATION},
            }
        )
    return labels
