"""The elementary functions as straight-line code of our own.

Each emitter appends instructions for operands that are doubles or vectors of doubles
of any width, calls nothing outside the module, and rounds every operation as written:
the same operands give the same bits in every lane, at every width and on every
processor. ``docs/accuracy.md`` states the largest errors found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from llvmlite import ir

from core.compiler import (
    exponential,
    inverse_trigonometric,
    logarithm,
    randomness,
    special,
    trigonometric,
)
from core.compiler.lanes import Lanes
from core.compiler.power import power

Emitter = Callable[..., ir.Value]
"""``emitter(builder, *operands)`` appends the function and returns its value."""


def absolute(x: Lanes) -> Lanes:
    """Return |x|."""
    return abs(x)


def sqrt(x: Lanes) -> Lanes:
    """Return the square root."""
    return x.sqrt()


def sign(x: Lanes) -> Lanes:
    """Return 1, 0 or -1; NaN stays."""
    signed = (x > 0.0).choose(1.0, (x < 0.0).choose(-1.0, x.like(0.0)))
    return x.is_nan().choose(x, signed)


def step(x: Lanes) -> Lanes:
    """Return 1 from 0 on and 0 before; NaN stays."""
    return x.is_nan().choose(x, (x >= 0.0).choose(1.0, x.like(0.0)))


def relu(x: Lanes) -> Lanes:
    """Return max(0, x); NaN stays."""
    return (x <= 0.0).choose(0.0, x)


def floor(x: Lanes) -> Lanes:
    """Return the largest integer not above x."""
    nearest = _nearest_integer(x)
    below = (nearest > x).choose(nearest - 1.0, nearest)
    return _integers_kept(x, below)


def ceil(x: Lanes) -> Lanes:
    """Return the smallest integer not below x."""
    nearest = _nearest_integer(x)
    above = (nearest < x).choose(nearest + 1.0, nearest)
    return _integers_kept(x, above)


def minimum(*operands: Lanes) -> Lanes:
    """Return the smallest operand, NaN if one is."""
    return reduce(lambda a, b: ((a < b) | a.is_nan()).choose(a, b), operands)


def maximum(*operands: Lanes) -> Lanes:
    """Return the largest operand, NaN if one is."""
    return reduce(lambda a, b: ((a > b) | a.is_nan()).choose(a, b), operands)


def _nearest_integer(x: Lanes) -> Lanes:
    """Return an integer next to x where |x| < 2^52: beyond 2^52 doubles have no fraction."""
    return ((abs(x) + 2.0**52) - 2.0**52).with_sign_of(x)


def _integers_kept(x: Lanes, integer: Lanes) -> Lanes:
    """Return the integer, with the sign of x at zero, or x where it has no fraction."""
    signed = (integer.bits() | x.sign()).as_double()
    return (abs(x) < 2.0**52).choose(signed, x)


def _emitter(function: Callable[..., Lanes]) -> Emitter:
    def emit(builder: ir.IRBuilder, *operands: ir.Value) -> ir.Value:
        return function(*(Lanes(builder, operand) for operand in operands)).value

    return emit


def _pair_emitter(function: Callable[..., tuple[Lanes, Lanes]]) -> Emitter:
    def emit(builder: ir.IRBuilder, *operands: ir.Value) -> ir.Value:
        parts = function(*(Lanes(builder, operand) for operand in operands))
        kind = ir.LiteralStructType([part.value.type for part in parts])
        pair = ir.Constant(kind, ir.Undefined)
        for place, part in enumerate(parts):
            pair = builder.insert_value(pair, part.value, place)
        return pair

    return emit


FUNCTIONS: dict[str, Emitter] = {
    "exp": _emitter(exponential.exp),
    "log": _emitter(logarithm.log),
    "log2": _emitter(logarithm.log2),
    "log10": _emitter(logarithm.log10),
    "sqrt": _emitter(sqrt),
    "cbrt": _emitter(special.cbrt),
    "sin": _emitter(trigonometric.sin),
    "cos": _emitter(trigonometric.cos),
    "tan": _emitter(trigonometric.tan),
    "asin": _emitter(inverse_trigonometric.asin),
    "acos": _emitter(inverse_trigonometric.acos),
    "atan": _emitter(inverse_trigonometric.atan),
    "atan2": _emitter(inverse_trigonometric.atan2),
    "sinh": _emitter(exponential.sinh),
    "cosh": _emitter(exponential.cosh),
    "tanh": _emitter(exponential.tanh),
    "abs": _emitter(absolute),
    "sign": _emitter(sign),
    "floor": _emitter(floor),
    "ceil": _emitter(ceil),
    "min": _emitter(minimum),
    "max": _emitter(maximum),
    "erf": _emitter(special.erf),
    "sigmoid": _emitter(exponential.sigmoid),
    "softplus": _emitter(exponential.softplus),
    "relu": _emitter(relu),
    "step": _emitter(step),
    "hypot": _emitter(special.hypot),
    "power": _emitter(power),
}
"""Name of a function of the language, or ``power``, → its emitter."""

RANDOM_WORDS: dict[str, Emitter] = {
    "first_word": _emitter(randomness.first_word),
    "second_word": _emitter(randomness.second_word),
}
"""Functions of a place, a seed, a draw, a step and a run, that only rules draw from."""

PAIRS: dict[str, Emitter] = {"sin_and_cos": _pair_emitter(trigonometric.sin_and_cos)}
"""What gives two results at once."""

SMALL_FUNCTIONS = frozenset({"sqrt", "abs", "sign", "floor", "ceil", "min", "max", "relu", "step"})
"""A few instructions each, fit to be written out at every use."""
