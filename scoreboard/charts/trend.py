"""The trend: chosen regions over the years, the nation dashed, the middle half as a band."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from scoreboard.catalog.models import Indicator
from scoreboard.charts.theme import BAND, GRID, NATION, frame
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import status_in_brackets

HEIGHT = 320
_LABEL_HEIGHT = 15


def draw_trend(
    regions: pd.DataFrame,
    nation: pd.DataFrame,
    names: dict[str, str],
    colours: dict[str, str],
    measure: Measure,
    indicator: Indicator,
    year: int,
) -> go.Figure:
    """Lines of the chosen regions; a missing year is a gap, an uncertain value a hollow point.

    regions: one row per region_code, year with value, status, for every region of the level
    (they make the band between the quarters); nation: the same for the nation, empty when its
    figure is a total that would flatten the picture. colours: the chosen regions.
    """
    figure = frame(HEIGHT, right=96, bottom=30)
    ends: list[tuple[float, str, str]] = []
    _add_band(figure, regions, measure)
    if not nation.empty:
        _ = translator(measure.language)
        ends += _add_line(figure, nation, _("Nation"), NATION, measure, dash="dash")
    for code, colour in colours.items():
        series = regions[regions["region_code"] == code]
        if not series.empty:
            ends += _add_line(figure, series, names[code], colour, measure)
    _add_breaks(figure, indicator, regions, {*colours, *nation["region_code"]}, measure)
    drawn = pd.concat([regions["year"], nation["year"]])
    if not drawn.empty:
        first, last = int(drawn.min()), int(drawn.max())
        figure.update_xaxes(range=[first - 0.3, last + 0.3])
        figure.add_vline(x=year, line={"color": GRID, "width": 6}, layer="below")
    _label_ends(figure, ends)
    is_rank = measure.is_rank
    figure.update_xaxes(dtick=_step(drawn), tickformat="d", showgrid=False, fixedrange=True)
    figure.update_yaxes(
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        autorange="reversed" if is_rank else True,
        nticks=6,
    )
    return figure


def _step(years: pd.Series) -> int:
    span = 1 if years.empty else int(years.max() - years.min())
    return 1 if span <= 7 else 2 if span <= 16 else 5


def _add_band(figure: go.Figure, regions: pd.DataFrame, measure: Measure) -> None:
    """The band that holds the middle half of the regions, for years with enough of them."""
    if measure.is_rank or regions.empty:
        return
    grouped = (regions["value"] / measure.divisor).groupby(regions["year"])
    lower, upper = grouped.quantile(0.25), grouped.quantile(0.75)
    sizes = grouped.size()
    # A year that few have reported would shift the band, not the regions.
    years = sizes.index[(sizes >= 8) & (sizes >= sizes.max() / 2)].tolist()
    if len(years) < 2:
        return
    figure.add_scatter(
        x=years + years[::-1],
        y=upper[years].tolist() + lower[years].tolist()[::-1],
        fill="toself",
        fillcolor=BAND,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )


def _add_line(
    figure: go.Figure,
    series: pd.DataFrame,
    name: str,
    colour: str,
    measure: Measure,
    dash: str = "solid",
) -> list[tuple[float, str, str]]:
    """Draws one line and returns where its label belongs: (height, name, colour)."""
    by_year = series.set_index("year").sort_index()
    years = range(int(by_year.index.min()), int(by_year.index.max()) + 1)
    whole = by_year.reindex(years)
    scaled = (whole["value"] / measure.divisor).round(6)
    uncertain = whole["status"].map(
        lambda s: isinstance(s, str) and bool(status_in_brackets(s, measure.language))
    )
    figure.add_scatter(
        x=list(years),
        y=[None if pd.isna(v) else v for v in scaled],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.4 if dash == "solid" else 1.8, "dash": dash},
        marker={
            "color": colour,
            "size": 6 if dash == "solid" else 4,
            "symbol": ["circle-open" if u else "circle" for u in uncertain],
        },
        hovertext=[
            ""
            if pd.isna(row.value)
            else f"{name} {row.Index}  {measure.text(row.value)}"
            f"{status_in_brackets(row.status, measure.language)}"
            for row in whole.itertuples()
        ],
        hoverinfo="text",
    )
    return [(float(scaled.dropna().iloc[-1]), name, colour)]


def _add_breaks(
    figure: go.Figure,
    indicator: Indicator,
    regions: pd.DataFrame,
    drawn: set[str],
    measure: Measure,
) -> None:
    """A short mark where the series is not comparable with the years before."""
    years = set(regions["year"])
    for mark in indicator.breaks:
        concerns_drawn = not mark.region_codes or set(mark.region_codes) & drawn
        if mark.year not in years or not concerns_drawn:
            continue
        figure.add_shape(
            type="line",
            x0=mark.year - 0.5,
            x1=mark.year - 0.5,
            y0=0,
            y1=0.12,
            yref="paper",
            line={"color": NATION, "width": 2},
        )
        # An invisible point carries the note: shapes have no hover text of their own.
        figure.add_annotation(
            x=mark.year - 0.5,
            y=0.06,
            yref="paper",
            text="    ",
            hovertext=f"{mark.year}: {mark.text[measure.language]}",
            showarrow=False,
        )


def _label_ends(figure: go.Figure, ends: list[tuple[float, str, str]]) -> None:
    """Names at the ends of the lines, pushed apart where they would cover each other."""
    if not ends:
        return
    values = [v for trace in figure.data for v in (trace.y or ()) if v is not None]
    span = (max(values) - min(values)) or 1.0
    per_pixel = span / (HEIGHT - 60)
    reversed_axis = -1 if figure.layout.yaxis.autorange == "reversed" else 1
    floor = float("-inf")
    for value, name, colour in sorted(ends, key=lambda e: e[0]):
        place = max(value, floor)
        floor = place + _LABEL_HEIGHT * per_pixel
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            y=value,
            yshift=reversed_axis * (place - value) / per_pixel,
            text=name,
            showarrow=False,
            font={"size": 12, "color": colour},
        )
