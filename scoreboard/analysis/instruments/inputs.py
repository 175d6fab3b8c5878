"""Whether what was entered lies in the ranges of the founding papers, as data for a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog.instruments import Instrument

# unreadable: no number, or none that can be entered, so the default counts; below, above: of
# the paper's range, but counted; total: shares that do not sum to 100, nothing can be shared.
ProblemKind = Literal["unreadable", "below", "above", "total"]
_CLOSE = 1e-6


@dataclass(frozen=True)
class InputProblem:
    """One thing about the inputs that the user must know.

    codes: the inputs concerned. value: what was entered, or the sum of the shares. low, high:
    the limits passed (100 for both in a total).
    """

    kind: ProblemKind
    codes: tuple[str, ...]
    value: float
    low: float
    high: float

    @property
    def stops(self) -> bool:
        """Whether there is no result because of it."""
        return self.kind == "total"


def complete_inputs(
    instrument: Instrument, entered: Mapping[str, float]
) -> tuple[dict[str, float], tuple[InputProblem, ...]]:
    """The values to calculate with: what was entered, else the defaults.

    Numbers that cannot be entered (none that ends, beyond least or most, half a project or year)
    give the default and a problem; unknown codes are left out.
    """
    values, problems = dict(instrument.defaults), []
    for item in instrument.inputs:
        value = entered.get(item.code)
        if value is None:
            continue
        if item.accepts(value):
            values[item.code] = float(value)
        else:
            problems.append(InputProblem("unreadable", (item.code,), value, item.least, item.most))
    return values, tuple(problems)


def check_inputs(instrument: Instrument, values: Mapping[str, float]) -> tuple[InputProblem, ...]:
    """What lies outside the papers' ranges, and shares that do not sum to 100.

    values: by input, as complete_inputs gives them.
    """
    found = []
    for item in instrument.inputs:
        low = -math.inf if item.low is None else item.low
        high = math.inf if item.high is None else item.high
        value = values[item.code]
        if value < low - _CLOSE:
            found.append(InputProblem("below", (item.code,), value, low, high))
        elif value > high + _CLOSE:
            found.append(InputProblem("above", (item.code,), value, low, high))
    for group in instrument.totals:
        total = sum(values[code] for code in group)
        if abs(total - 100) > _CLOSE:
            found.append(InputProblem("total", group, total, 100, 100))
    return tuple(found)


def encode_inputs(instrument: Instrument, values: Mapping[str, float]) -> str | None:
    """What differs from the defaults as it stands in the link; none when nothing does."""
    changed = [
        f"{item.code}:{values[item.code]:.10g}"
        for item in instrument.inputs
        if abs(values[item.code] - item.default) > 1e-9
    ]
    return ",".join(changed) or None
