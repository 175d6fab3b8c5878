"""Works out a derived indicator for given figures of its parts, as the release does for all."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate_formula(formula: str, values: Mapping[str, float]) -> float | None:
    """The result of a catalog formula; none when a part is missing or a divisor is zero.

    formula: numbers, indicator codes, + - * / and brackets, as the catalog checks. values: the
    figure of each code, of one region and year.

    >>> evaluate_formula("a / (a + b) * 100", {"a": 1.0, "b": 3.0})
    25.0
    """
    try:
        return _work_out(ast.parse(formula, mode="eval").body, values)
    except (KeyError, ZeroDivisionError):
        return None


def _work_out(node: ast.expr, values: Mapping[str, float]) -> float:
    if isinstance(node, ast.BinOp):
        left, right = _work_out(node.left, values), _work_out(node.right, values)
        return _OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    raise ValueError(f"{ast.dump(node)} has no place in a formula")
