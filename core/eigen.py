"""Eigenvalues and eigenvectors of a symmetric 2×2 matrix in closed form."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

Vector = tuple[float, float]

_NOTHING: Vector = (math.nan, math.nan)


def eigen(xx: float, xy: float, yy: float) -> tuple[Vector, tuple[Vector, Vector]]:
    """Decompose a symmetric 2×2 matrix.

    The eigenvalue of larger size is a sum without cancellation, the other one the exact
    determinant over it, so both are right to a few units of the last place.

    Returns
    -------
    tuple
        The eigenvalues in ascending order, and for each a unit eigenvector whose first
        component that is not zero is positive; NaN where an entry is not finite.
    """
    if not all(map(math.isfinite, (xx, xy, yy))):
        return _NOTHING, (_NOTHING, _NOTHING)
    exponent = math.frexp(max(map(abs, (xx, xy, yy))))[1]
    a, b, c = (math.ldexp(entry, -exponent) for entry in (xx, xy, yy))
    if b == 0.0:  # also what is nothing beside the others
        horizontal, vertical = (1.0, 0.0), (0.0, 1.0)
        return (
            ((xx, yy), (horizontal, vertical)) if xx <= yy else ((yy, xx), (vertical, horizontal))
        )
    half = a / 2 - c / 2
    radius = math.hypot(half, b)
    first = (a + c) / 2 + math.copysign(radius, a + c)
    second = float(Fraction(a) * Fraction(c) - Fraction(b) ** 2) / first
    lower, upper = sorted((_scaled(first, exponent), _scaled(second, exponent)))
    return (lower, upper), _eigenvectors(half, b, radius)


def _eigenvectors(half: float, b: float, radius: float) -> tuple[Vector, Vector]:
    """Return the eigenvectors of ((half, b), (b, −half)), for −radius and +radius."""
    long = math.sqrt(0.5 + 0.5 * abs(half) / radius)
    short = b / (2 * radius * long)
    upper = (long, short) if half >= 0 else (short, long)
    return _pointing_right((-upper[1], upper[0])), _pointing_right(upper)


def _pointing_right(vector: Vector) -> Vector:
    x, y = vector
    return (-x, -y) if x < 0 or (x == 0 and y < 0) else vector


def _scaled(value: float, exponent: int) -> float:
    """Return value·2ᵉ, infinite where it overflows."""
    with np.errstate(over="ignore", under="ignore"):
        return float(np.ldexp(value, exponent))
