"""Our trees and the data file's meanings as SymPy expressions, for comparison in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from core.tree import Apply, Node, Number, Symbol

_FUNCTIONS: dict[str, Any] = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b, "power": lambda a, b: a**b, "negate": lambda a: -a,
    "pi": lambda: sympy.pi, "e": lambda: sympy.E,
    "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt,
    "log2": lambda a: sympy.log(a) / sympy.log(2), "log10": lambda a: sympy.log(a) / sympy.log(10),
    "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "atan": sympy.atan,
    "tanh": sympy.tanh, "cosh": sympy.cosh, "abs": sympy.Abs, "sign": sympy.sign,
    "min": sympy.Min, "max": sympy.Max, "relu": lambda a: sympy.Max(0, a),
    "softplus": lambda a: sympy.log(1 + sympy.exp(a)),
    "hypot": lambda a, b: sympy.sqrt(a**2 + b**2),
    "less": sympy.Lt, "less_equal": sympy.Le, "greater": sympy.Gt,
    "where": lambda c, a, b: sympy.Piecewise((a, c), (b, True)),
}  # fmt: skip


def to_sympy(node: Node) -> Any:
    """Build the SymPy expression of a tree, its literals exact."""
    match node:
        case Number(value):
            return sympy.Rational(repr(value))
        case Symbol(name):
            return sympy.Symbol(name, real=True)
        case Apply(operator, operands):
            return _FUNCTIONS[operator](*map(to_sympy, operands))


def expected_value(meaning: str, names: Sequence[str]) -> Any:
    """Read a meaning from our own data file, which is trusted, in SymPy's notation."""
    return sympy.sympify(meaning, locals={name: sympy.Symbol(name, real=True) for name in names})
