"""Numbers as unevaluated sums of two doubles, and the exact operations below them.

Sources: Dekker, "A floating-point technique for extending the available precision"
(1971); Muller et al., "Handbook of Floating-Point Arithmetic", chapters 4 and 14.
"""

from __future__ import annotations

from core.compiler.lanes import Lanes

Pair = tuple[Lanes, Lanes]
"""High part and low part; the high part is their sum rounded to a double."""

UPPER_HALF = -(2**27)
"""Mask that keeps the upper 26 bits of a significand."""


def two_sum(a: Lanes, b: Lanes) -> Pair:
    """Return a + b exactly, whatever their sizes."""
    total = a + b
    b_part = total - a
    return total, (a - (total - b_part)) + (b - b_part)


def fast_two_sum(a: Lanes, b: Lanes) -> Pair:
    """Return a + b exactly where |a| ≥ |b| or a = 0."""
    total = a + b
    return total, b - (total - a)


def fast_two_difference(a: Lanes, b: Lanes) -> Pair:
    """Return a - b exactly where |a| ≥ |b| or a is a multiple of the last place of b."""
    difference = a - b
    return difference, (a - difference) - b


def split(a: Lanes) -> Pair:
    """Return the upper 26 and the lower 27 bits of the significand, exactly."""
    upper = (a.bits() & UPPER_HALF).as_double()
    return upper, a - upper


def two_product(a: Lanes, b: Lanes) -> Pair:
    """Return a · b to 2^-106 of its size, away from overflow and underflow."""
    product = a * b
    a_high, a_low = split(a)
    b_high, b_low = split(b)
    error = a_high * b_high - product
    return product, ((error + a_high * b_low) + a_low * b_high) + a_low * b_low


def multiply(a: Pair, b: Pair) -> Pair:
    """Return the product of two pairs to about 2^-102 of its size."""
    product, error = two_product(a[0], b[0])
    return fast_two_sum(product, error + (a[0] * b[1] + a[1] * b[0]))


def divide(a: Pair, b: Pair) -> Pair:
    """Return the quotient of two pairs to about 2^-102 of its size."""
    reciprocal = 1.0 / b[0]
    quotient = a[0] * reciprocal
    product, error = two_product(quotient, b[0])
    remainder = ((a[0] - product) - error) + (a[1] - quotient * b[1])
    return fast_two_sum(quotient, remainder * reciprocal)


def add(a: Pair, b: Pair) -> Pair:
    """Return the sum of two pairs to about 2^-104 of the larger."""
    total, error = two_sum(a[0], b[0])
    return fast_two_sum(total, error + (a[1] + b[1]))
