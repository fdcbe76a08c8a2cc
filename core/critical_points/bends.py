"""How functions bend, and what sums of parts make of the bends of those."""

from __future__ import annotations

from typing import NamedTuple

Range = tuple[float, float]
"""Lower and upper bound."""

_LOGARITHMS = frozenset({"log", "log2", "log10"})
_BENT_UP = frozenset({"exp", "softplus", "relu"})
"""Convex and growing everywhere."""
_BOWLS = frozenset({"abs", "cosh"})
"""Convex, falling before 0 and growing after it."""
_S_SHAPED = frozenset({"tanh", "atan", "erf", "sigmoid", "cbrt"})
"""Growing, convex before 0 and concave after it."""


class Bend(NamedTuple):
    """What is proved of a part of a loss: that it is convex, concave, or as affine both."""

    is_convex: bool
    is_concave: bool


UNKNOWN = Bend(is_convex=False, is_concave=False)
CONVEX = Bend(is_convex=True, is_concave=False)
CONCAVE = Bend(is_convex=False, is_concave=True)
AFFINE = Bend(is_convex=True, is_concave=True)


class Outer(NamedTuple):
    """A function of one argument over a range of it: its bend, and whether it is monotone."""

    bend: Bend
    grows: bool = False
    falls: bool = False


def both(first: Bend, second: Bend) -> Bend:
    """Return the bend of a sum."""
    return Bend(first.is_convex and second.is_convex, first.is_concave and second.is_concave)


def negated(bend: Bend) -> Bend:
    """Return the bend of minus a part."""
    return Bend(bend.is_concave, bend.is_convex)


def function_of_one(operator: str, argument: Range) -> Outer:
    """Return how a function of one argument bends over a range of it."""
    lower, upper = argument
    is_before, is_after = upper <= 0, lower >= 0
    if operator in _BENT_UP:
        return Outer(CONVEX, grows=True)
    if operator in _BOWLS:
        return Outer(CONVEX, grows=is_after, falls=is_before)
    if operator in _S_SHAPED:
        return Outer(Bend(is_before, is_after), grows=True)
    if operator == "sinh":
        return Outer(Bend(is_after, is_before), grows=True)
    if (operator == "sqrt" and lower >= 0) or (operator in _LOGARITHMS and lower > 0):
        return Outer(CONCAVE, grows=True)
    return Outer(UNKNOWN)


def power(base: Range, exponent: Range) -> Outer:
    """Return how a power with a constant exponent bends as a function of its base."""
    (lower, upper), (least, greatest) = base, exponent
    if least == greatest and least >= 2 and least % 2 == 0:
        return Outer(CONVEX, grows=lower >= 0, falls=upper <= 0)
    if least >= 1 and lower >= 0:
        return Outer(CONVEX, grows=True)
    if least >= 0 and greatest <= 1 and lower >= 0:
        return Outer(CONCAVE, grows=True)
    if greatest <= 0 and lower > 0:
        return Outer(CONVEX, falls=True)
    return Outer(UNKNOWN)


def exponential(base: Range) -> Outer:
    """Return how a power with a constant base bends as a function of its exponent."""
    lower, upper = base
    return Outer(CONVEX, grows=lower >= 1, falls=upper <= 1) if lower > 0 else Outer(UNKNOWN)
