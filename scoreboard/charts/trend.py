"""The trend: chosen regions over the years, the nation dashed, the middle half as a band."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from scoreboard.catalog.models import Indicator, Language, SeriesBreak
from scoreboard.charts.theme import (
    GRID,
    NATION,
    Drawing,
    build_figure,
    draw_band,
    hover_note,
    vertical_line,
)
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import status_in_brackets

HEIGHT = 320
_LABEL_HEIGHT = 15


class _End(NamedTuple):
    """Where a line ends, and the name that stands there."""

    value: float
    year: int
    name: str
    colour: str


def draw_trend(
    regions: pd.DataFrame,
    nation: pd.DataFrame,
    names: dict[str, str],
    colours: dict[str, str],
    measure: NumberFormat,
    indicator: Indicator,
    year: int,
    shows: str = "",
) -> Drawing:
    """Lines of the chosen regions; a missing year is a gap, an uncertain value a hollow point.

    regions: one row per region_code, year with value, status, for every region of the level
    (they make the band between the quarters); nation: the same for the nation, empty when its
    figure is a total that would flatten the picture. colours: the chosen regions.
    """
    _ = translator(measure.language)
    traces = _band(regions, measure)
    ends: list[_End] = []
    lines = [(nation, _("Nation"), NATION, "dash")] if len(nation) else []
    for code, colour in colours.items():
        series = regions[regions["region_code"] == code]
        if len(series):
            lines.append((series, names[code], colour, "solid"))
    for series, name, colour, dash in lines:
        trace = _line(series, name, colour, measure, dash)
        traces.append(trace)
        ends.append(_End(trace["y"][-1], trace["x"][-1], name, colour))
    breaks = _breaks(indicator, regions, {*colours, *nation["region_code"]})
    layout = {
        "margin": {"l": 52, "r": 96, "t": 8, "b": 30},
        "shapes": [
            vertical_line(year, dash="solid", width=6, colour=GRID),
            *(_break_line(mark) for mark in breaks),
        ],
        "annotations": [
            *(_break_note(mark, measure.language) for mark in breaks),
            *_end_labels(traces, ends, reverse=measure.is_rank),
        ],
        "xaxis": _year_axis(pd.concat([regions["year"], nation["year"]])),
        "yaxis": {
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "autorange": "reversed" if measure.is_rank else True,
            "nticks": 6,
        },
    }
    return build_figure(traces, layout, height=HEIGHT, shows=shows)


def mark_earlier(
    figure: Drawing,
    earlier: pd.DataFrame,
    names: dict[str, str],
    colours: dict[str, str],
    measure: NumberFormat,
) -> Drawing:
    """The trend with an open diamond where a region's value stood before a release revised it.

    earlier: one row a value of the regions in colours: region_code, year, release_id (the one that
    revised it), value_before in the catalog's unit. An empty one leaves the figure as it is. A
    slip far off, which would flatten the lines, stands as a triangle at the edge.
    """
    if earlier.empty:
        return figure
    _ = translator(measure.language)
    said = _("{region} {year}, before release {number}: {value}")
    drawn = [v for trace in figure["data"] for v in trace["y"] if v is not None]
    low, high = min(drawn), max(drawn)
    reach = (high - low) or abs(high) or 1.0
    values = (earlier["value_before"] / measure.divisor).tolist()
    symbols = [
        "triangle-up-open"
        if value > high + reach
        else "triangle-down-open"
        if value < low - reach
        else "diamond-open"
        for value in values
    ]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": earlier["year"].tolist(),
        "y": [float(f"{min(max(v, low - reach), high + reach):.5g}") for v in values],
        "text": [
            said.format(
                region=names[row.region_code],
                year=row.year,
                number=row.release_id,
                value=measure.text(row.value_before),
            )
            for row in earlier.itertuples()
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": symbols,
            "size": 9,
            "color": [colours[code] for code in earlier["region_code"]],
        },
    }
    return {**figure, "data": [*figure["data"], marks]}


def _year_axis(years: pd.Series) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "tickformat": "d",
        # Eight years stand upright beside each other on a phone.
        "tickfont": {"size": 12},
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }
    if years.empty:
        return axis
    first, last = int(years.min()), int(years.max())
    step = 1 if last - first <= 7 else 2 if last - first <= 16 else 5
    return axis | {"range": [first - 0.3, last + 0.3], "dtick": step}


def _band(regions: pd.DataFrame, measure: NumberFormat) -> list[dict[str, Any]]:
    """The band that holds the middle half of the regions, for years with enough of them."""
    if measure.is_rank or regions.empty:
        return []

    values = (regions["value"] / measure.divisor).to_numpy()
    by_year = {year: values[places] for year, places in regions.groupby("year").indices.items()}
    most = max(len(found) for found in by_year.values())
    # A year that few have reported would shift the band, not the regions.
    years = [y for y, found in sorted(by_year.items()) if len(found) >= max(8, most / 2)]
    if len(years) < 2:
        return []
    lower, upper = np.array([np.quantile(by_year[y], [0.25, 0.75]) for y in years]).round(3).T
    return draw_band(years, lower, upper)


def _line(
    series: pd.DataFrame, name: str, colour: str, measure: NumberFormat, dash: str
) -> dict[str, Any]:
    notes = series["note"] if "note" in series else [""] * len(series)
    figures = zip(series["year"], series["value"], series["status"], notes, strict=True)
    found = {int(y): (float(v), str(s), hover_note(n)) for y, v, s, n in figures}
    years = list(range(min(found), max(found) + 1))
    # A year without a value breaks the line.
    values = [float(f"{found[y][0] / measure.divisor:.5g}") if y in found else None for y in years]
    words = [status_in_brackets(found[y][1], measure.language) if y in found else "" for y in years]
    texts = [w + found[y][2] if y in found else "" for y, w in zip(years, words, strict=True)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": years,
        "y": values,
        "connectgaps": False,
        "line": {"color": colour, "width": 2.4 if dash == "solid" else 1.8, "dash": dash},
        "marker": {
            "color": colour,
            "size": 6 if dash == "solid" else 4,
            "symbol": ["circle-open" if word else "circle" for word in words],
        },
        "text": texts if any(texts) else "",
        "hovertemplate": f"{name} %{{x}}  %{{y:,.4~r}} {measure.unit}%{{text}}<extra></extra>",
    }


def _breaks(indicator: Indicator, regions: pd.DataFrame, drawn: set[str]) -> list[SeriesBreak]:
    """The breaks that concern a line that is drawn, in years that are drawn."""
    years = set(regions["year"])
    return [
        mark
        for mark in indicator.breaks
        if mark.year in years and (not mark.region_codes or drawn & set(mark.region_codes))
    ]


def _break_line(mark: SeriesBreak) -> dict[str, Any]:
    """A short mark where the series is not comparable with the years before."""
    line = vertical_line(mark.year - 0.5, dash="solid", width=2)
    return line | {"y1": 0.12, "layer": "above"}


def _break_note(mark: SeriesBreak, language: Language) -> dict[str, Any]:
    """An invisible text that carries the note: shapes have no hover text of their own."""
    return {
        "x": mark.year - 0.5,
        "y": 0.06,
        "yref": "paper",
        "text": "    ",
        "hovertext": f"{mark.year}: {mark.text[language]}",
        "showarrow": False,
    }


def _end_labels(
    traces: list[dict[str, Any]], ends: list[_End], *, reverse: bool
) -> list[dict[str, Any]]:
    """Names at the ends of the lines, pushed apart where they would cover each other."""
    values = [v for trace in traces for v in trace["y"] if v is not None]
    if not ends:
        return []
    per_pixel = ((max(values) - min(values)) or 1.0) / (HEIGHT - 60)
    labels, floor = [], float("-inf")
    for end in sorted(ends):
        place = max(end.value, floor)
        floor = place + _LABEL_HEIGHT * per_pixel
        shift = (place - end.value) / per_pixel
        labels.append(
            {
                "x": end.year,
                "xanchor": "left",
                "xshift": 8,
                "y": end.value,
                "yshift": -shift if reverse else shift,
                "text": end.name,
                "showarrow": False,
                "font": {"size": 12, "color": end.colour},
            }
        )
    return labels
