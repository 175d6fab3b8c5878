"""The scatter: a point a region, sized by its people, with the line and the nation's figures."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.answers.model import Figure, figure_part
from scoreboard.answers.relations.scatter import Axis, Scatter
from scoreboard.answers.relations.words import furthest
from scoreboard.charts.points import no_fading, padded, point_labels, short
from scoreboard.charts.theme import (
    GRID,
    NATION,
    ORDINARY,
    ORDINARY_EDGE,
    SEQUENTIAL,
    Drawing,
    build_figure,
    chosen_colours,
    hover_note,
    vertical_line,
)
from scoreboard.language import in_brackets, translator
from scoreboard.text.sentences import span_text, status_in_brackets

HEIGHT = 560
_PEER = SEQUENTIAL[3]
# Diameters in pixels. The area goes by the population; of many regions points are smaller.
_LEAST, _MOST, _MOST_OF_MANY, _MANY = 5.0, 30.0, 16.0, 400
# So many of those furthest from the line are named on either side.
_NAMED = 3


def scatter_of(found: Scatter) -> Figure:
    """The scatter with its title and notes."""
    _ = translator(found.language)
    title = _("{y} by {x}, {when}").format(
        y=found.y.indicator.name[found.language],
        x=found.x.indicator.name[found.language],
        when=found.when,
    )
    notes = [_("a point a region")]
    if found.people_year is not None:
        notes.append(_("its area: population {year}").format(year=found.people_year))
    if found.line is not None:
        notes.append(_("dashed: least squares"))
    if found.peers:
        notes.append(_("blue: regions like the first chosen one in structure"))
    notes.append(_("hollow: preliminary, estimated or unconfirmed"))
    notes.append(_("a click opens the profile"))
    return figure_part("relations_scatter", draw_scatter(found), title, title, tuple(notes))


def draw_scatter(found: Scatter) -> Drawing:
    """Points of all regions, peers and chosen ones on top; the line behind them."""
    x, y = found.x, found.y
    marks = _marks(found)
    rows = found.rows.assign(
        at=x.drawn(found.rows["value_x"]),
        up=y.drawn(found.rows["value_y"]),
        size=_sizes(found.rows["people"]),
        mark_x=marks["x"],
        mark_y=marks["y"],
        # What the sources say of most points is sent once, not with each of thousands.
        is_usual=(marks == marks.mode().iloc[0]).all(axis=1),
        is_open=found.rows[["status_x", "status_y"]].isin(list("EPU")).any(axis=1),
        colour=_colours(found),
    )
    on_top = rows["colour"].map({ORDINARY: 0, _PEER: 1}).fillna(2)
    across = padded(pd.concat([rows["at"], _nation(x)]))
    upwards = padded(pd.concat([rows["up"], _nation(y)]))
    traces = [_line(found, across, upwards)] if found.line is not None else []
    kinds = rows.groupby([on_top, "is_open", "is_usual", "year_x", "year_y"])
    traces += [_points(found, group) for _, group in kinds]
    layout = {
        "margin": {"l": 56, "r": 12, "t": 44, "b": 48},
        "annotations": [
            _upright(found),
            *_labels(found, rows, (across, upwards)),
            *_nation_names(found, across, upwards),
        ],
        "shapes": _nation_lines(found),
        "xaxis": _axis(x, across) | {"title": {"text": _title(found, x), "font": {"size": 12}}},
        "yaxis": _axis(y, upwards),
    }
    return build_figure(traces, layout, height=HEIGHT, shows=found.token)


def _colours(found: Scatter) -> list[str]:
    """The colour of each row: that of its choice, of a peer, or of all others."""
    colours = dict.fromkeys(found.peers, _PEER) | chosen_colours(list(found.choice.regions))
    return [colours.get(code, ORDINARY) for code in found.rows["region_code"]]


def _sizes(people: pd.Series) -> pd.Series:
    """Diameters: the area goes by the population; a region without one has the smallest point."""
    most = _MOST if len(people) <= _MANY else _MOST_OF_MANY
    sizes = most * np.sqrt(people / people.max())
    return sizes.clip(lower=_LEAST).fillna(_LEAST).round(1)


def _marks(found: Scatter) -> pd.DataFrame:
    """What stands under the two figures of each point: their status, and what the sources say."""
    rows = found.rows
    return pd.DataFrame(
        {
            side: [
                status_in_brackets(status, found.language) + hover_note(note)
                for status, note in zip(rows[f"status_{side}"], rows[f"note_{side}"], strict=True)
            ]
            for side in ("x", "y")
        },
        index=rows.index,
    )


def _points(found: Scatter, rows: pd.DataFrame) -> dict[str, Any]:
    """The points of one kind: all others, peers or chosen ones; certain or not; of which years."""
    is_open, is_crowd = bool(rows["is_open"].iloc[0]), len(found.rows) > _MANY
    plain = rows["colour"].iloc[0] in (ORDINARY, _PEER)
    colour = rows["colour"].iloc[0] if plain else rows["colour"].tolist()
    opacity = (0.45 if is_crowd else 0.75) if colour == ORDINARY else 0.95
    edge = ORDINARY_EDGE if colour == ORDINARY else colour
    common, remarks = {}, pd.Series("", index=rows.index)
    for axis, name in ((found.y, "y"), (found.x, "x")):
        marks = rows[f"mark_{name}"]
        common[name] = marks.iloc[0] if len(set(marks)) == 1 else ""
        if not common[name]:
            shown = axis.indicator.name[found.language]
            remarks += [f"<br>{shown}{mark}" if mark else "" for mark in marks]
    lines = "".join(
        f"<br>{axis.indicator.name[found.language]}"
        f"{in_brackets(str(int(rows[f'year_{name}'].iloc[0])), found.language)}"
        f"  %{{{name}:,.4~r}} {axis.numbers.unit}{common[name]}"
        for axis, name in ((found.y, "y"), (found.x, "x"))
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [short(v / found.x.numbers.divisor) for v in rows["value_x"]],
        "y": [short(v / found.y.numbers.divisor) for v in rows["value_y"]],
        "text": [found.names[code] for code in rows["region_code"]],
        "hovertext": remarks.tolist() if remarks.any() else "",
        "customdata": rows["region_code"].tolist(),
        "hovertemplate": f"<b>%{{text}}</b>{lines}%{{hovertext}}<extra></extra>",
        "marker": {
            "color": edge if is_open else colour,
            "size": rows["size"].tolist(),
            "symbol": "circle-open" if is_open else "circle",
            "line": {"width": 1.4 if is_open else 0.5, "color": edge if is_open else "#ffffff"},
            "opacity": opacity,
        },
        **no_fading(opacity),
    }


def _line(found: Scatter, across: list[float], upwards: list[float]) -> dict[str, Any]:
    """The fitted line from edge to edge of the axes as drawn."""
    assert found.line is not None
    ends = np.array(across)
    if found.line.slope:
        # Where it leaves by the top or the bottom, it ends there.
        crossings = (np.array(upwards) - found.line.intercept) / found.line.slope
        ends = np.clip(ends, crossings.min(), crossings.max())
    heights = found.line.at(ends)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [float(v) for v in found.x.value(ends) / found.x.numbers.divisor],
        "y": [float(v) for v in found.y.value(heights) / found.y.numbers.divisor],
        "line": {"color": NATION, "width": 1.4, "dash": "dash"},
        "hoverinfo": "skip",
    }


def _labels(
    found: Scatter, rows: pd.DataFrame, reach: tuple[list[float], list[float]]
) -> list[dict[str, Any]]:
    """Names of the chosen, the peers and those furthest from the line, as far as there is room."""
    there = set(rows["region_code"])
    wanted = [code for code in (*found.choice.regions, *found.peers) if code in there]
    if found.line is not None:
        order = furthest(found).index
        wanted += [*order[:_NAMED], *order[::-1][:_NAMED]]
    wanted += [rows.loc[rows[side].idxmax(), "region_code"] for side in ("at", "up") if len(rows)]
    codes = list(dict.fromkeys(wanted))
    named = rows.set_index("region_code").loc[codes]
    colours = [NATION if colour == ORDINARY else colour for colour in named["colour"]]
    names = [found.names[code] for code in codes]
    return point_labels(names, named["at"], named["up"], reach, colours, named["size"].tolist())


def _axis(axis: Axis, reach: list[float]) -> dict[str, Any]:
    """An axis with numbers as the page writes them; Plotly would write k and M."""
    ticks = {"tickvals": _powers(reach), "tickmode": "array"} if axis.is_log else {"nticks": 7}
    return {
        "type": "log" if axis.is_log else "linear",
        "range": reach,
        "tickformat": ",.6~r",
        **ticks,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def _title(found: Scatter, axis: Axis) -> str:
    """The indicator of an axis with its unit, and its years where these are several."""
    unit = in_brackets(axis.numbers.unit, found.language)
    years = f" {span_text(axis.years, found.language)}" if found.is_mixed else ""
    return axis.indicator.name[found.language] + unit + years


def _upright(found: Scatter) -> dict[str, Any]:
    """The title of the vertical axis, on top of it where it can be read without turning."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -50}
    place |= {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 20}
    words = {"text": _title(found, found.y), "showarrow": False, "font": {"size": 12}}
    return place | words


def _powers(reach: list[float]) -> list[float]:
    """Round values on a logarithmic axis: 1, 2 and 5 times powers of ten, or all digits of few."""
    exponents = range(math.floor(reach[0]), math.ceil(reach[1]) + 1)
    there: list[float] = []
    for digits in ((1,), (1, 2, 5), (1, 2, 3, 4, 5, 6, 7, 8, 9)):
        values = [digit * 10.0**exponent for exponent in exponents for digit in digits]
        there = [value for value in values if reach[0] <= math.log10(value) <= reach[1]]
        if len(there) >= 4:
            break
    return there


def _nation(axis: Axis) -> pd.Series:
    """Where the nation stands on an axis; empty where it is not drawn."""
    if axis.nation is None or (axis.is_log and axis.nation <= 0):
        return pd.Series(dtype=float)
    return pd.Series(axis.drawn([axis.nation]))


def _nation_lines(found: Scatter) -> list[dict[str, Any]]:
    """The nation's figures as dotted lines across and upwards."""
    lines = []
    for axis in (found.x, found.y):
        if _nation(axis).empty:
            continue
        assert axis.nation is not None
        line = vertical_line(axis.nation / axis.numbers.divisor, dash="dot", width=1)
        if axis is found.y:
            ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": line["x0"], "y1": line["x0"]}
            line = {**line, **ends, "yref": "y"}
        lines.append(line)
    return lines


def _nation_names(
    found: Scatter, across: list[float], upwards: list[float]
) -> list[dict[str, Any]]:
    """The word for the nation at the end of each of its lines."""
    name = translator(found.language)("Nation")
    font = {"size": 11, "color": NATION}
    common = {"text": name, "showarrow": False, "font": font}
    x, y = _nation(found.x), _nation(found.y)
    above = {"x": x.max(), "y": upwards[1], "yanchor": "bottom", "xanchor": "center"}
    beside = {"x": across[1], "y": y.max(), "xanchor": "right", "yanchor": "bottom"}
    return [common | place for place, known in ((above, len(x)), (beside, len(y))) if known]
