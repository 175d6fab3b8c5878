"""Axes: where a value lies, which numbers stand beside, grid and title.

Ticks and their numbers follow the rules of Plotly (`src/plots/cartesian/axes.js`: autoTicks,
autoTickRound, numFormat), so that a picture has those of the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scoreboard.reports.drawing.known import UnknownFeatureError, check_keys, one_of
from scoreboard.reports.drawing.svg import INK, LINE_HEIGHT, block_size, element, label, paint

DEFAULT_SIZE = 13  # of the text of all figures, see static/components/figure.js
_PAD = 3  # between an axis and its numbers
_PADDING = 0.05  # of the span, where the axis finds its range itself
_GRID = "#eeeeee"
_LINE = "#444444"
_MINUS = "\N{MINUS SIGN}"
_PREFIXES = {3: "k", 6: "M", 9: "B", 12: "T"}
_KEYS = (
    "anchor autorange domain dtick exponentformat fixedrange gridcolor nticks range rangemode "
    "separatethousands showgrid side tickangle tickfont tickformat tickmode ticksuffix "
    "ticktext tickvals title type visible zeroline zerolinecolor"
)


class Box(NamedTuple):
    """A rectangle in pixels, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Tick(NamedTuple):
    """A number at an axis, and how it is written."""

    value: float
    text: str


@dataclass(frozen=True)
class PlotAxis:
    """An axis laid over a part of the figure.

    low, high: what stands at its left or lower end and at the other; powers of ten where is_log.
    start, end: the pixels of these ends.
    """

    spec: dict[str, Any] = field(repr=False)
    is_upright: bool
    start: float
    end: float
    low: float
    high: float

    @property
    def is_log(self) -> bool:
        """Whether it counts in powers of ten."""
        return bool(self.spec.get("type") == "log")

    @property
    def is_visible(self) -> bool:
        """Whether numbers, title and grid are drawn."""
        return bool(self.spec.get("visible", True))

    @property
    def size(self) -> float:
        """The size of its numbers."""
        return float(self.spec.get("tickfont", {}).get("size", DEFAULT_SIZE))

    def place(self, value: float) -> float:
        """The pixel of a value of the data; not a number for one that a power cannot reach."""
        if not self.is_log:
            return self.place_linear(value)
        return self.place_linear(math.log10(value)) if value > 0 else math.nan

    def place_linear(self, position: float) -> float:
        """The pixel of a position as a note gives it: of a logarithmic axis the power of ten."""
        share = (position - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[Tick]:
        """The numbers within the range, in the order of the axis."""
        if "tickvals" in self.spec:
            found = self._given_ticks()
        else:
            found = [Tick(value, self._written(value)) for value in self._round_values()]
        ends = sorted((self.start, self.end))
        return [t for t in found if ends[0] - 0.5 <= self.place(t.value) <= ends[1] + 0.5]

    def _given_ticks(self) -> list[Tick]:
        values = self.spec["tickvals"]
        texts = self.spec.get("ticktext") or [self._written(value) for value in values]
        return [Tick(v, str(t)) for v, t in zip(values, texts, strict=True)]

    def _step(self) -> float:
        if "dtick" in self.spec:
            return float(self.spec["dtick"])
        length = abs(self.end - self.start)
        count = self.spec.get("nticks") or min(max(length / (40 if self.is_upright else 80), 4), 9)
        # Plotly leaves one more interval to an axis that was not told how many.
        count = count if self.spec.get("nticks") else count + 1
        rough = abs(self.high - self.low) / count
        base = 10.0 ** math.floor(math.log10(rough))
        return next(base * k for k in (1, 2, 5, 10) if base * k >= rough * (1 - 1e-9))

    def _round_values(self) -> list[float]:
        if self.is_log:
            raise UnknownFeatureError("a logarithmic axis without tickvals is not drawn")
        step = self._step()
        low, high = sorted((self.low, self.high))
        first = math.ceil(low / step - 1e-9)
        return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]

    def _written(self, value: float) -> str:
        form = one_of(self.spec.get("tickformat", ""), ("", "d", ",.6~r"), "a number format")
        if form == "d":
            return f"{value:.0f}".replace("-", _MINUS)
        if form:
            return _significant(value, 6).replace("-", _MINUS)
        return self._rounded(value)

    def _rounded(self, value: float) -> str:
        """A number as Plotly writes it where no format is given: 0.25, 1000, 10,000 or 20k."""
        step = self._step()
        decimals = 2 - math.floor(math.log10(step) + 0.01)
        exponent = 0
        reach = max(abs(self.low), abs(self.high))
        order = math.floor(math.log10(reach) + 0.01)
        form = one_of(self.spec.get("exponentformat", "B"), ("none", "B"), "an exponent format")
        if abs(order) > 3 and form == "B":
            exponent = 3 * round((order - 1) / 3)
            if exponent < 0:
                raise UnknownFeatureError("an axis of thousandths needs a number format")
        found = f"{abs(value) / 10**exponent:,.{max(decimals + exponent, 0)}f}"
        if "." in found:
            found = found.rstrip("0").rstrip(".")
        if len(found) == 5 and "." not in found and not self.spec.get("separatethousands"):
            found = found.replace(",", "")
        sign = _MINUS if value < 0 and found.strip("0.,") else ""
        return sign + found + (_PREFIXES[exponent] if exponent and value else "")


def lay_axis(name: str, spec: dict[str, Any], plot: Box, values: Iterable[float]) -> PlotAxis:
    """An axis over its part of the figure; without a range of its own it spans the values.

    name: x or y, with a number behind it. values: what the traces show along it, and 0 where a bar
    or an area starts there.
    """
    check_keys(spec, _KEYS, f"the axis {name}")
    one_of(spec.get("type", "linear"), ("linear", "log"), "the type of an axis")
    one_of(spec.get("tickmode", "array"), ("array",), "the tickmode of an axis")
    is_upright = name.startswith("y")
    first, last = spec.get("domain", (0, 1))
    if is_upright:
        start, end = (plot.y + plot.height * (1 - share) for share in (first, last))
    else:
        start, end = (plot.x + plot.width * share for share in (first, last))
    low, high = spec["range"] if "range" in spec else _own_range(spec, list(values))
    return PlotAxis(spec, is_upright, start, end, low, high)


def _own_range(spec: dict[str, Any], values: list[float]) -> tuple[float, float]:
    """From the lowest to the highest value with a little room; from zero where it is asked for."""
    if spec.get("type") == "log":
        values = [math.log10(value) for value in values if value > 0]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    mode = one_of(spec.get("rangemode", "normal"), ("normal", "tozero"), "the mode of a range")
    if mode == "tozero":
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * _PADDING or 1.0
    low = low if mode == "tozero" and low == 0 else low - room
    high = high if mode == "tozero" and high == 0 else high + room
    given = one_of(spec.get("autorange", True), (True, "reversed"), "the autorange of an axis")
    return (high, low) if given == "reversed" else (low, high)


def draw_grid(axis: PlotAxis, across: PlotAxis) -> str:
    """The lines behind the data: one a tick, and a darker one at zero where it is asked for."""
    if not axis.is_visible:
        return ""
    spec, lines = axis.spec, []
    if spec.get("showgrid", True):
        colour = spec.get("gridcolor", _GRID)
        at_zero = spec.get("zeroline", True) and "ticktext" not in spec
        lines = [
            _rule(axis, across, axis.place(tick.value), colour)
            for tick in axis.ticks()
            if tick.value or not at_zero
        ]
    crosses = min(axis.low, axis.high) < 0 < max(axis.low, axis.high)
    if spec.get("zeroline", True) and crosses and "ticktext" not in spec and not axis.is_log:
        lines.append(_rule(axis, across, axis.place(0), spec.get("zerolinecolor", _LINE)))
    return "".join(lines)


def _rule(axis: PlotAxis, across: PlotAxis, at: float, colour: str) -> str:
    ends = {"x1": across.start, "x2": across.end, "y1": at, "y2": at}
    if not axis.is_upright:
        ends = {"x1": at, "x2": at, "y1": across.start, "y2": across.end}
    return element("line", **ends, **paint("stroke", colour))


def draw_numbers(axis: PlotAxis, across: PlotAxis) -> str:
    """The numbers or names of an axis and its title."""
    if not axis.is_visible:
        return ""
    texts = [_number(axis, across, tick) for tick in axis.ticks()]
    title = axis.spec.get("title", {})
    if title.get("text"):
        texts.append(_title(axis, across, title))
    return "".join(texts)


def _number(axis: PlotAxis, across: PlotAxis, tick: Tick) -> str:
    at, size = axis.place(tick.value), axis.size
    if axis.is_upright:
        gap = _PAD + (3 if axis.spec.get("ticksuffix") else 0)
        return label(tick.text, across.start - gap, at, size, anchor="end")
    is_on_top = one_of(axis.spec.get("side", "bottom"), ("bottom", "top"), "a side") == "top"
    edge = across.end - _PAD if is_on_top else across.start + _PAD
    angle = axis.spec.get("tickangle", 0)
    if angle:
        one_of(angle, (-90,), "the angle of numbers")
        return label(
            tick.text, at, edge, size, anchor="start" if is_on_top else "end", turned=angle
        )
    return label(tick.text, at, edge, size, anchor="middle", level="bottom" if is_on_top else "top")


def _title(axis: PlotAxis, across: PlotAxis, title: dict[str, Any]) -> str:
    check_keys(title, "text font standoff", "the title of an axis")
    size = title.get("font", {}).get("size", DEFAULT_SIZE)
    middle = (axis.start + axis.end) / 2
    standoff = title.get("standoff", 8)
    if axis.is_upright:
        wide = max((block_size(tick.text, axis.size)[0] for tick in axis.ticks()), default=0)
        at = across.start - _PAD - wide - standoff
        return label(title["text"], at, middle, size, anchor="middle", level="bottom", turned=-90)
    at = across.start + _PAD + LINE_HEIGHT * axis.size + standoff
    return label(title["text"], middle, at, size, anchor="middle", level="top", colour=INK)


def _significant(value: float, digits: int) -> str:
    """A number with so many significant digits at most, in full: 12,500 or 0.05."""
    if value == 0:
        return "0"
    decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    found = f"{value:,.{decimals}f}"
    return found.rstrip("0").rstrip(".") if "." in found else found
