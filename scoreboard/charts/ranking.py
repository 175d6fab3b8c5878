"""The ranking: one bar a region, the chosen in their colours, the national value as a line."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from scoreboard.charts.theme import (
    ORDINARY,
    Drawing,
    build_figure,
    hover_note,
    label_on_top,
    label_width,
    vertical_line,
    washed,
)
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import status_in_brackets

ROW_HEIGHT = 17
# Room for a number beside a bar, as a share of the longest: a letter on a phone takes so much.
_LETTER = 0.04
_GAP = "⋯"
_INVISIBLE = "rgba(0,0,0,0)"


class _Bar(NamedTuple):
    """One row of the ranking as it is drawn; a gap has no value."""

    label: str
    value: float | None
    fill: str
    outline: str
    text: str
    hover: str
    note: str
    code: str


def draw_ranking(
    rows: pd.DataFrame,
    measure: NumberFormat,
    colours: dict[str, str],
    nation: float | None,
    shows: str = "",
    *,
    is_ranked: bool = True,
) -> Drawing:
    """Regions from first to last, as horizontal bars that start at zero.

    rows: sorted by rank; region_code, name, value, rank, status, note (where there is one),
    and order, the place in the whole ranking. Provisional and estimated values are outlined and
    only washed with colour. A row of dots stands for regions left out. nation: drawn as a dashed
    line when given (only where it is of the regions' own size). is_ranked: whether places are
    written.
    """
    bars: list[_Bar] = []
    last_order = 0
    for place, row in enumerate(rows.itertuples()):
        # Equal ranks leave numbers out too; `order` counts rows, so it only jumps at a gap.
        if place and row.order > last_order + 1:
            bars.append(_Bar(_GAP, None, _INVISIBLE, _INVISIBLE, "", "", "", ""))
        last_order = row.order
        status = status_in_brackets(row.status, measure.language)
        is_chosen = row.region_code in colours
        colour = colours.get(row.region_code, ORDINARY)
        bars.append(
            _Bar(
                label=f"{row.rank:.0f}  {row.name}" if is_ranked else str(row.name),
                value=float(f"{row.value / measure.divisor:.5g}"),  # finer than a screen
                fill=washed(colour, 0.55 if is_chosen else 0.22) if status else colour,
                outline=colour,
                text=measure.number(row.value),
                hover=f"{row.name}{status}",
                note=hover_note(getattr(row, "note", "")),
                code=row.region_code,
            )
        )
    lines, names = [], []
    at = None
    if nation is not None:
        _ = translator(measure.language)
        at = nation / measure.divisor
        lines.append(vertical_line(at, dash="dash", width=1))
        names.append(label_on_top(at, f"{_('Nation')} {measure.number(nation)}"))
    count = len(bars)
    layout = {
        "margin": {"l": label_width((b.label for b in bars), 12) + 12, "r": 8, "t": 22, "b": 8},
        "shapes": lines,
        "annotations": names,
        "xaxis": {
            "range": _reach([bar.value for bar in bars], _room(bars)),
            "visible": False,
            "fixedrange": True,
        },
        "yaxis": {
            "tickvals": list(range(count)),
            "ticktext": [bar.label for bar in bars],
            "range": [count - 0.4, -0.6],
            "tickfont": {"size": 12},
            "ticksuffix": " ",
            "fixedrange": True,
            "showgrid": False,
        },
    }
    height = max(count, 4) * ROW_HEIGHT + 50
    return build_figure([_trace(bars, measure.unit, at)], layout, height=height, shows=shows)


def _trace(bars: list[_Bar], unit: str, line: float | None) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "x": [bar.value for bar in bars],
        "marker": {
            "color": [bar.fill for bar in bars],
            "line": {"color": [bar.outline for bar in bars], "width": 1.2},
        },
        "text": [bar.text for bar in bars],
        "textposition": _beside([bar.value for bar in bars], line, _room(bars)),
        "textfont": {"size": 11},
        # Plotly shrinks what stands inside a bar unless told not to.
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [
            f"{bar.hover}  {bar.text} {unit}{bar.note}" if bar.hover else "" for bar in bars
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [bar.code for bar in bars],
        "width": 0.72,
        # A click chooses a region; it must not make the other bars fade.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _room(bars: list[_Bar]) -> float:
    """The share of the longest bar that the longest number takes."""
    return _LETTER * max((len(bar.text) for bar in bars), default=0)


def _beside(values: list[float | None], line: float | None, share: float) -> list[str]:
    """Numbers stand beside their bars; inside where the national line would run through them."""
    present = [v for v in values if v is not None]
    room = (max([0.0, *present]) - min([0.0, *present])) * share
    return [
        "inside"
        if v is not None and line is not None and room < v <= line < v + room
        else "outside"
        for v in values
    ]


def _reach(values: list[float | None], share: float) -> list[float]:
    """From zero (or the lowest) to the highest, with room for the numbers beside the bars."""
    present = [v for v in values if v is not None]
    low, high = min([0.0, *present]), max([0.0, *present])
    room = (high - low or 1.0) * share
    return [low - (room if low < 0 else 0), high + room]
