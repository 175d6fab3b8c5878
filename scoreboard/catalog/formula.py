"""Reads the formulas of derived indicators: the one parser behind Python and SQL."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Literal, TypeVar

Operator = Literal["+", "-", "*", "/"]
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_Result = TypeVar("_Result")


def fold_formula(
    formula: str,
    of_code: Callable[[str], _Result],
    of_number: Callable[[float], _Result],
    of_operation: Callable[[Operator, _Result, _Result], _Result],
) -> _Result:
    """What a formula comes to, from the inside out: codes, numbers, then each operation on two.

    formula: indicator codes, numbers, + - * / and brackets. Raises ValueError when it holds
    anything else.

    >>> fold_formula("a / (b + 2)", str, str, lambda sign, left, right: f"({left} {sign} {right})")
    '(a / (b + 2.0))'
    """

    def fold(node: ast.expr) -> _Result:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return of_operation(_OPERATORS[type(node.op)], fold(node.left), fold(node.right))
        if isinstance(node, ast.Name):
            return of_code(node.id)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return of_number(float(node.value))
        raise ValueError(f"formula {formula!r} may hold codes, numbers, + - * / and brackets only")

    try:
        tree = ast.parse(formula, mode="eval")
    except SyntaxError as error:
        raise ValueError(f"formula {formula!r} cannot be read") from error
    return fold(tree.body)


def codes_in(formula: str) -> tuple[str, ...]:
    """The codes of a formula, each once, in the order of appearance.

    >>> codes_in("rd / gdp + 0 * rd")
    ('rd', 'gdp')
    """
    found: list[str] = []
    fold_formula(formula, found.append, lambda _: None, lambda *_: None)
    return tuple(dict.fromkeys(found))
