"""Works out a derived indicator for given figures of its parts, as the release does for all."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from scoreboard.catalog.formula import fold_formula

_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def evaluate_formula(formula: str, values: Mapping[str, float]) -> float | None:
    """The result of a catalog formula; None when a part is missing or a divisor is zero.

    formula: numbers, indicator codes, + - * / and brackets, as the catalog checks. values: the
    figure of each code, of one region and year; NaN is missing. None as well when the result is
    infinite.

    >>> evaluate_formula("a / (a + b) * 100", {"a": 1.0, "b": 3.0})
    25.0
    """
    try:
        result = fold_formula(
            formula,
            values.__getitem__,
            float,
            lambda sign, left, right: _OPERATIONS[sign](left, right),
        )
    except (KeyError, ZeroDivisionError):
        return None
    return result if math.isfinite(result) else None
