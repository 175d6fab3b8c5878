"""Pictures of the policy instruments: who gets what, where a cap binds, when savings catch up."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scoreboard.analysis.instruments.pilot_subsidy import subsidy_of
from scoreboard.charts.theme import CHOSEN, GRID, NATION, Drawing, build_figure, washed
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat, count_years

ROW = 52
_OWN = CHOSEN[0]
# First what is paid or reached, then what comes on top or is left.
_SEGMENTS = ("#4688bf", _OWN)


class Segment(NamedTuple):
    """One piece of a bar: its size, what is written in it, and whether it is only what is left."""

    value: float
    text: str
    is_rest: bool = False


class Stack(NamedTuple):
    """One bar with its name, made of pieces; low and high mark a range on it where given."""

    label: str
    segments: tuple[Segment, ...]
    low: float | None = None
    high: float | None = None


def draw_stacks(stacks: list[Stack], shows: str) -> Drawing:
    """Horizontal bars of one or more pieces from zero, names above, what they are written inside.

    A range is drawn as a grey bracket under the bar. Pieces too small for their text carry it on
    hovering; the first piece's text then stands in the name above.
    """
    count = len(stacks)
    longest = max((sum(s.value for s in stack.segments) for stack in stacks), default=0.0)
    reach = max(longest, *(stack.high or 0.0 for stack in stacks)) or 1.0
    pieces = max((len(stack.segments) for stack in stacks), default=0)
    traces = [_pieces(stacks, place, reach) for place in range(pieces)]
    traces += [_bracket(y, stack) for y, stack in enumerate(stacks) if stack.high is not None]
    layout = {
        "margin": {"l": 4, "r": 8, "t": 4, "b": 8},
        "barmode": "stack",
        "xaxis": {"range": [0, reach * 1.03], "visible": False, "fixedrange": True},
        "yaxis": {"range": [count - 0.45, -0.75], "visible": False, "fixedrange": True},
        "annotations": [_name(y, stack, reach) for y, stack in enumerate(stacks)],
    }
    return build_figure(traces, layout, height=count * ROW + 24, shows=shows)


def draw_subsidy(
    cost: float, rate_pct: float, cap: float, money: NumberFormat, shows: str
) -> Drawing:
    """The subsidy by the cost of a project: rising with the rate, flat from where the cap binds."""
    _ = translator(money.language)
    turn = cap / (rate_pct / 100) if rate_pct else cost
    reach = max(1.6 * cost, 1.6 * turn, 1.0)
    costs = sorted({0.0, min(turn, reach), reach})
    subsidies = [subsidy_of(x, rate_pct, cap) for x in costs]
    here = subsidy_of(cost, rate_pct, cap)
    divisor, unit = _step(reach, money)
    layout = {
        "margin": {"l": 52, "r": 20, "t": 24, "b": 44},
        "xaxis": _axis(_("Cost of the pilot project ({unit})").format(unit=unit))
        | {"range": [0, reach / divisor]},
        "yaxis": _axis(_("Subsidy ({unit})").format(unit=unit))
        | {"range": [0, max(cap, here, 1.0) * 1.25 / divisor]},
        "annotations": [
            {
                "x": cost / divisor,
                "y": here / divisor,
                "text": f"<b>{money.text(here)}</b>",
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 8,
                "yshift": -4,
                "font": {"size": 13, "color": _OWN},
            },
            {
                "x": reach / divisor,
                "y": cap / divisor,
                "text": _("cap {amount}").format(amount=money.text(cap)),
                "showarrow": False,
                "xanchor": "right",
                "yanchor": "bottom",
                "font": {"size": 11, "color": NATION},
            },
        ],
    }
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [round(x / divisor, 4) for x in costs],
            "y": [round(y / divisor, 4) for y in subsidies],
            "line": {"color": _SEGMENTS[0], "width": 2.6},
            "hoverinfo": "skip",
        },
        _point(cost / divisor, here / divisor, money.text(here)),
    ]
    return build_figure(traces, layout, height=300, shows=shows)


def draw_payback(
    saved_a_year: float, public_money: float, years: float | None, money: NumberFormat, shows: str
) -> Drawing:
    """What firms save over the years against the public money put in, and where the lines meet."""
    _ = translator(money.language)
    reach = min(max(2.0 * (years or 5.0), 2.0), 40.0)
    span = np.linspace(0.0, reach, 2)
    top = max(public_money, saved_a_year * reach, 1.0)
    divisor, unit = _step(top, money)
    names = [
        (reach, saved_a_year * reach, _("saved by firms"), _SEGMENTS[0], "bottom"),
        (0.0, public_money, _("public money"), NATION, "bottom"),
    ]
    traces: list[dict[str, Any]] = [
        _straight(span, saved_a_year * span / divisor, _SEGMENTS[0], "solid"),
        _straight(span, np.full(2, public_money / divisor), NATION, "dash"),
    ]
    if years is not None and years <= reach:
        traces.append(
            _point(
                years,
                public_money / divisor,
                count_years(years, money.language),
            )
        )
    layout = {
        "margin": {"l": 52, "r": 20, "t": 24, "b": 44},
        "xaxis": _axis(_("Years")) | {"range": [0, reach]},
        "yaxis": _axis(unit) | {"range": [0, top * 1.15 / divisor]},
        "annotations": [
            {
                "x": x,
                "y": y / divisor,
                "text": text,
                "showarrow": False,
                "xanchor": "right" if x else "left",
                "yanchor": anchor,
                "xshift": 0 if x else 6,
                "font": {"size": 12, "color": colour},
            }
            for x, y, text, colour, anchor in names
        ],
    }
    return build_figure(traces, layout, height=300, shows=shows)


def _pieces(stacks: list[Stack], place: int, reach: float) -> dict[str, Any]:
    """The pieces of one place of all bars, so that the places stack."""
    rows = [
        (y, stack.segments[place]) for y, stack in enumerate(stacks) if place < len(stack.segments)
    ]
    colours = [
        washed(NATION, 0.28) if segment.is_rest else _SEGMENTS[min(place, 1)]
        for _y, segment in rows
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y for y, _segment in rows],
        "x": [round(segment.value, 4) for _y, segment in rows],
        "width": 0.44,
        "marker": {"color": colours},
        "text": [segment.text if _fits(segment, reach) else "" for _y, segment in rows],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {
            "size": 12,
            "color": ["#2b2b2b" if segment.is_rest else "#ffffff" for _y, segment in rows],
        },
        "hovertext": [segment.text for _y, segment in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _fits(segment: Segment, reach: float) -> bool:
    """Whether a piece is long enough for its text on a phone, some 340 pixels wide."""
    width = sum(12 if ord(letter) > 0x2E7F else 7 for letter in segment.text) + 8
    return segment.value / reach * 330 >= width


def _name(y: int, stack: Stack, reach: float) -> dict[str, Any]:
    """A bar's name above it, followed by what did not fit into its pieces."""
    outside = [s.text for s in stack.segments if s.text and not _fits(s, reach)]
    text = "  ".join([f"<b>{stack.label}</b>", *outside])
    return {
        "x": 0,
        "y": y - 0.26,
        "xanchor": "left",
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": 12},
    }


def _bracket(y: int, stack: Stack) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [stack.low, stack.high],
        "y": [y + 0.34, y + 0.34],
        "line": {"color": NATION, "width": 2},
        "marker": {"color": NATION, "size": 9, "symbol": "line-ns-open"},
        "hoverinfo": "skip",
    }


def _straight(x: np.ndarray, y: np.ndarray, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x.round(4).tolist(),
        "y": y.round(4).tolist(),
        "line": {"color": colour, "width": 2.4, "dash": dash},
        "hoverinfo": "skip",
    }


def _point(x: float, y: float, text: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(x, 4)],
        "y": [round(y, 4)],
        "text": [text],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": _OWN, "size": 12},
    }


def _step(top: float, money: NumberFormat) -> tuple[float, str]:
    """The unit that suits an axis which reaches up to `top`: 亿元 rather than six digits."""
    return next((step for step in money.steps if top >= step[0]), money.steps[-1])


def _axis(title: str) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 12}, "standoff": 6},
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "rangemode": "tozero",
        "nticks": 6,
        "exponentformat": "none",
        "separatethousands": True,
        "tickfont": {"size": 11},
    }
