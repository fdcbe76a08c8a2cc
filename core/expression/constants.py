"""The values of the constant parts of a tree, so that what has none is refused at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from core.errors import ExpressionError
from core.tree import Apply, Node, Number

MAXIMUM_BITS = 1024
"""Of a whole power of a constant, counted exactly: symbolic arithmetic writes it out."""

_FUNCTION_BITS = 64.0


class _Constant(NamedTuple):
    """A value, and how many bits it has as an exact fraction, at most."""

    value: float
    bits: float


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b, "negate": lambda a: -a, "power": math.pow,
    "pi": lambda: math.pi, "e": lambda: math.e,
    "exp": math.exp, "log": math.log, "log2": math.log2, "log10": math.log10,
    "sqrt": math.sqrt, "cbrt": math.cbrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "asin": math.asin, "acos": math.acos, "atan": math.atan, "atan2": math.atan2,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "abs": math.fabs,
    "sign": lambda a: float((a > 0) - (a < 0)), "floor": math.floor, "ceil": math.ceil,
    "min": min, "max": max, "erf": math.erf, "hypot": math.hypot,
    "sigmoid": lambda a: 0.5 + 0.5 * math.tanh(a / 2), "relu": lambda a: max(0.0, a),
    "softplus": lambda a: max(0.0, a) + math.log1p(math.exp(-abs(a))),
    "step": lambda a: float(a >= 0),
}  # fmt: skip


def refuse_undefined_constants(tree: Node, text: str) -> None:
    """Refuse a tree with a constant part that is no real number, such as ``sqrt(-1)``.

    Raises
    ------
    ExpressionError
        For an undefined or complex value, one beyond the doubles, a division by zero,
        and a whole power of more than `MAXIMUM_BITS` bits.
    """
    _constant(tree, text)


def _constant(node: Node, text: str) -> _Constant | None:
    """Return the constant that a node is, or None where it depends on a name."""
    if isinstance(node, Number):
        return _Constant(node.value, _bits(node.value))
    if not isinstance(node, Apply):
        return None
    operands: list[_Constant | None] = []
    for operand in node.operands:
        operands.append(_constant(operand, text))  # noqa: PERF401 - a frame less a level
    known = [operand for operand in operands if operand is not None]
    if node.operator == "divide" and operands[1] is not None and operands[1].value == 0:
        raise _error("This divides by zero.", node, text)
    if len(known) < len(operands) or node.operator not in _FUNCTIONS:
        return None
    bits = _exact_bits(node.operator, known)
    if bits > MAXIMUM_BITS:
        raise _error(f"A power may have at most {MAXIMUM_BITS} bits.", node, text)
    return _Constant(_value(node, known, text), bits)


def _value(node: Apply, operands: list[_Constant], text: str) -> float:
    try:
        value = float(_FUNCTIONS[node.operator](*(operand.value for operand in operands)))
    except OverflowError:
        raise _error("This number is too large.", node, text) from None
    except (ValueError, ZeroDivisionError):
        raise _error("This has no real value.", node, text) from None
    if not math.isfinite(value):
        raise _error("This number is too large.", node, text)
    return value


def _exact_bits(operator: str, operands: list[_Constant]) -> float:
    if operator == "power":
        base, exponent = operands
        whole = exponent.value.is_integer()
        return base.bits * abs(exponent.value) if whole else _FUNCTION_BITS
    if operator in ("add", "subtract", "multiply", "divide", "negate"):
        return min(sum(operand.bits for operand in operands), MAXIMUM_BITS)
    return _FUNCTION_BITS


def _bits(value: float) -> float:
    if not math.isfinite(value):
        return _FUNCTION_BITS
    fraction = Fraction(repr(value))
    return math.log2(max(abs(fraction.numerator), fraction.denominator))


def _error(message: str, node: Node, text: str) -> ExpressionError:
    return ExpressionError(message, text, node.span or (0, len(text)))
