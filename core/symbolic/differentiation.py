"""Gradient and Hessian by SymPy: our tree to SymPy's node by node, and back.

Only `Add`, `Mul`, `Pow` and functions are built, each from nodes that exist already; no
text ever reaches SymPy, and nothing is simplified, expanded, factored or solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy

from core.derivatives import Derivatives
from core.errors import DerivationError
from core.program import linearise
from core.symbolic.functions import (
    CONDITIONS,
    OWN_FUNCTIONS,
    Absolute,
    Elementary,
    Expression,
    Maximum,
    Minimum,
    SquaredSecant,
)
from core.symbolic.reading import Reader
from core.tree import Node

__all__ = ["Derivatives", "differentiate"]

LARGEST_RESULT = 20_000
"""Instructions beyond which derivatives would neither compile in time nor be read."""

_SYMPY_FUNCTIONS = {
    name: getattr(sympy, name)
    for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
                 "cosh", "erf")
}  # fmt: skip
_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "undefined": sympy.nan}


def differentiate(tree: Node, variables: tuple[str, str]) -> Derivatives:
    """Differentiate a loss twice.

    Parameters
    ----------
    tree
        The loss.
    variables
        The names of its two variables; every other symbol is held constant.

    Raises
    ------
    DerivationError
        If the derivatives are too large, or hold what is not a real number.
    """
    try:
        return _differentiate(tree, variables)
    except (RecursionError, MemoryError, OverflowError) as error:
        raise DerivationError("The derivatives of this loss are too large to compute.") from error


def _differentiate(tree: Node, variables: tuple[str, str]) -> Derivatives:
    loss = _to_sympy(tree)
    x, y = (_symbol(name) for name in variables)
    gradient = [_derivative(loss, variable) for variable in (x, y)]
    pairs = ((gradient[0], x), (gradient[0], y), (gradient[1], y))
    hessian = [_derivative(first, variable) for first, variable in pairs]
    reader = Reader(with_decimals=_has_decimals(tree))
    nodes = [reader.read(_lowered(result)) for result in (*gradient, *hessian)]
    if len(linearise(nodes).instructions) > LARGEST_RESULT:
        raise DerivationError("The derivatives of this loss are too large to use.")
    kinks = {node for node in loss.atoms(Elementary) if node.kinked}
    return Derivatives(
        gradient=(nodes[0], nodes[1]),
        hessian=(nodes[2], nodes[3], nodes[4]),
        almost_everywhere=any(kink.free_symbols & {x, y} for kink in kinks),
    )


def _derivative(expression: Expression, variable: Expression) -> Expression:
    return _without_sympy_abs(expression.diff(variable))


def _without_sympy_abs(expression: Expression) -> Expression:
    """Replace the `Abs` that SymPy makes of √(u²) by ours, whose derivatives end."""
    if expression.has(sympy.Abs):
        return expression.replace(sympy.Abs, Absolute)
    return expression


def _lowered(expression: Expression) -> Expression:
    if expression.has(SquaredSecant):
        return expression.replace(
            lambda part: isinstance(part, SquaredSecant), lambda part: part.lowered()
        )
    return expression


def _to_sympy(tree: Node) -> Expression:
    """Build SymPy's form of a tree, operands first."""
    built: list[Expression] = []
    program = linearise([tree])
    for operator, argument in program.instructions:
        if isinstance(argument, tuple):
            operands = [built[index] for index in argument]
            built.append(_without_sympy_abs(_apply(operator, operands)))
        elif isinstance(argument, str):
            built.append(_symbol(argument))
        else:
            built.append(_number(argument))
    return built[program.outputs[0]]


def _symbol(name: str) -> Expression:
    return sympy.Symbol(name, real=True)


def _number(value: float) -> Expression:
    """Return the decimal number that a person sees, 0.1 as one tenth, from integers."""
    exact = Fraction(repr(value))
    return sympy.Rational(exact.numerator, exact.denominator)


def _apply(operator: str, operands: Sequence[Expression]) -> Expression:
    match operator, operands:
        case ("add", (first, second)):
            return first + second
        case ("subtract", (first, second)):
            return first - second
        case ("multiply", (first, second)):
            return first * second
        case ("divide", (first, second)):
            return first / second
        case ("power", (base, exponent)):
            return base**exponent
        case ("negate", (operand,)):
            return -operand
        case ("negative_zero", ()):
            return sympy.S.Zero
        case ("min" | "max", (first, *others)):
            return _folded(Minimum if operator == "min" else Maximum, first, others)
    return _call(operator, operands)


def _folded(binary: type[Elementary], first: Expression, others: list[Expression]) -> Expression:
    for other in others:
        first = binary(first, other)
    return first


def _call(name: str, operands: Sequence[Expression]) -> Expression:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    functions = (_SYMPY_FUNCTIONS, OWN_FUNCTIONS, CONDITIONS)
    return next(table[name] for table in functions if name in table)(*operands)


def _has_decimals(tree: Node) -> bool:
    """Tell whether a person wrote decimals, and so expects to read them again."""
    return any(
        operator == "number" and isinstance(value, float) and not value.is_integer()
        for operator, value in linearise([tree]).instructions
    )
