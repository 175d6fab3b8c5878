"""All regions × rules at a glance: colour and shape say what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from scoreboard.answers.diagnosis.words import finding_word
from scoreboard.catalog import Language
from scoreboard.charts.theme import (
    GRID,
    NATION,
    WORSE,
    Drawing,
    build_figure,
    label_width,
    vertical_line,
)

ROW = 20
_HEAD = 12
# State and severity to colour, outline and Plotly symbol: each differs in shape as well.
_LOOKS: dict[tuple[str, int], tuple[str, str, str, int]] = {
    ("fires", 3): (WORSE[3], WORSE[3], "square", 13),
    ("fires", 2): (WORSE[2], WORSE[2], "square", 10),
    ("fires", 1): (WORSE[1], WORSE[2], "square", 7),
    ("borderline", 1): ("rgba(0,0,0,0)", WORSE[2], "diamond-open", 9),
    ("silent", 0): (NATION, NATION, "circle", 3),
    ("missing", 0): (NATION, NATION, "line-ew-open", 7),
}


class Cell(NamedTuple):
    """One region under one rule, with the sentence for those who point at it."""

    region_code: str
    rule_code: str
    state: str
    severity: int
    hover: str


def draw_glance(
    cells: Sequence[Cell],
    regions: Mapping[str, str],
    rules: Mapping[str, str],
    chosen: str,
    language: Language,
    groups: Sequence[int] = (),
) -> Drawing:
    """Regions from top to bottom, rules from left to right, one mark each.

    cells: those without one stay blank. regions, rules: names by code, in the order drawn.
    chosen: the region that the page is about, on a band. groups: how many rules belong together,
    from left to right, with a line between them. Larger and darker is more severe; a
    diamond is on the line, a dot was not found, a dash cannot be judged.
    """
    rows, columns = list(regions), list(rules)
    traces = [
        _trace([c for c in cells if (c.state, c.severity) == look], look, rows, columns, language)
        for look in _LOOKS
    ]
    head = label_width(rules.values(), _HEAD)
    layout: dict[str, Any] = {
        "margin": {"l": label_width(regions.values(), 12) + 14, "r": 6, "t": head + 14, "b": 6},
        "xaxis": {
            "side": "top",
            "tickvals": list(range(len(columns))),
            "ticktext": list(rules.values()),
            "tickangle": -90,
            "tickfont": {"size": _HEAD},
            "range": [-0.6, len(columns) - 0.4],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": list(regions.values()),
            "tickfont": {"size": 12},
            "ticksuffix": " ",
            "range": [len(rows) - 0.4, -0.6],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": ([_band(rows.index(chosen))] if chosen in regions else [])
        + [vertical_line(end - 0.5, dash="solid", width=1) for end in accumulate(groups[:-1])],
    }
    height = ROW * max(len(rows), 2) + head + 24
    return build_figure(traces, layout, height=height, shows=f"glance|{chosen}|{len(rows)}")


def _trace(
    cells: Sequence[Cell],
    look: tuple[str, int],
    rows: Sequence[str],
    columns: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    colour, outline, symbol, size = _LOOKS[look]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": finding_word(look[0], look[1], language),
        "x": [columns.index(c.rule_code) for c in cells],
        "y": [rows.index(c.region_code) for c in cells],
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": outline if symbol.endswith("open") else colour,
            "line": {"color": outline, "width": 1.4 if symbol.endswith("open") else 0},
        },
        "hovertext": [c.hover for c in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [c.region_code for c in cells],
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _band(row: int) -> dict[str, Any]:
    """A wash behind the row of the region that the page is about."""
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": row - 0.5,
        "y1": row + 0.5,
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": "rgba(209, 73, 11, 0.12)",
    }
