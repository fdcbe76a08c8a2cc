"""Sums, products and quotients of intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from core.compiler.double_double import split, two_product
from core.compiler.intervals.interval import Interval, Known, largest, negated, smallest
from core.compiler.intervals.rounding import down, enclosed, kept_zero, sum_above, sum_below, up
from core.compiler.lanes import Lanes, Truths


def add(a: Interval, b: Interval) -> Interval:
    """Return a + b."""
    return Interval(sum_below(a.lower, b.lower), sum_above(a.upper, b.upper))


def negate(a: Interval) -> Interval:
    """Return -a, with all that is known of a."""
    return replace(a, lower=-a.upper, upper=-a.lower)


def subtract(a: Interval, b: Interval) -> Interval:
    """Return a - b."""
    return add(a, negate(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """Return a b."""
    product = enclosed(*_extremes(a, b, lambda x, y: x * y))
    product = _with_certain_sign(product, a, b)
    return _zero_where(product, a.is_zero() | b.is_zero())


def multiply_fixed(a: Interval, b: Interval) -> Interval:
    """Return a b for numbers rather than ranges, exact where the product of two doubles is.

    So an exponent that is twice a parameter stays an integer.
    """
    product, is_exact = _exact_product(a.lower, b.lower)
    return _exactly(is_exact & _are_numbers(a, b), product, multiply(a, b))


def divide_fixed(a: Interval, b: Interval) -> Interval:
    """Return a / b for numbers rather than ranges, exact where the quotient is a double."""
    quotient = a.lower / b.lower
    product, is_exact = _exact_product(quotient, b.lower)
    is_exact = is_exact & _are_numbers(a, b) & product.equals(a.lower)
    return _exactly(is_exact, quotient, divide(a, b))


def _are_numbers(a: Interval, b: Interval) -> Truths:
    return a.lower.equals(a.upper) & b.lower.equals(b.upper)


def _exact_product(a: Lanes, b: Lanes) -> tuple[Lanes, Truths]:
    """Return a product and where it is known to be exact.

    The error is found exactly if a factor has no more than 26 bits and nothing
    overflows or vanishes.
    """
    product, error = two_product(a, b)
    is_short = split(a)[1].equals(0.0) | split(b)[1].equals(0.0)
    is_ordinary = (abs(product) > 2.0**-900) & (abs(product) < 2.0**900)
    return product, error.equals(0.0) & is_short & is_ordinary


def _exactly(is_exact: Truths, value: Lanes, bounds: Interval) -> Interval:
    lower, upper = is_exact.choose(value, bounds.lower), is_exact.choose(value, bounds.upper)
    return replace(bounds, lower=lower, upper=upper)


def square(a: Interval) -> Interval:
    """Return a², which is never negative."""
    near, far = a.mignitude(), a.magnitude()
    lower = largest(down(near * near), near.like(0.0))
    return Interval(lower, kept_zero(up(far * far), far))


def divide(a: Interval, b: Interval) -> Interval:
    """Return a / b: where b holds 0, what is left is a half line or the whole one."""
    quotient = enclosed(*_extremes(a, b, lambda x, y: x / y))
    quotient = _with_certain_sign(quotient, a, b)
    regular = b.excludes_zero()
    pole = _beside_pole(a, b)
    lower = regular.choose(quotient.lower, pole.lower)
    upper = regular.choose(quotient.upper, pole.upper)
    possible = negated(b.is_zero())
    quotient = _zero_where(Interval(lower, upper), a.is_zero() & possible)
    return replace(quotient, known=Known(possible, regular, regular))


def _extremes(
    a: Interval, b: Interval, combine: Callable[[Lanes, Lanes], Lanes]
) -> tuple[Lanes, Lanes]:
    """Return the smallest and the largest value at the corners.

    What is NaN there, 0 · ∞ or ∞ / ∞, is the limit of values of which 0 is one bound.
    """
    corners = [combine(x, y) for x in (a.lower, a.upper) for y in (b.lower, b.upper)]
    corners = [corner.is_nan().choose(0.0, corner) for corner in corners]
    return reduce(smallest, corners), reduce(largest, corners)


def _with_certain_sign(result: Interval, a: Interval, b: Interval) -> Interval:
    """Keep a product of operands that don't change their sign on its side of 0."""
    rising, falling = (a.lower >= 0.0, b.lower >= 0.0), (a.upper <= 0.0, b.upper <= 0.0)
    same = (rising[0] & rising[1]) | (falling[0] & falling[1])
    opposite = (rising[0] & falling[1]) | (falling[0] & rising[1])
    lower = same.choose(largest(result.lower, result.lower.like(0.0)), result.lower)
    upper = opposite.choose(smallest(result.upper, result.upper.like(0.0)), result.upper)
    return Interval(lower, upper)


def _zero_where(result: Interval, vanishing: Truths) -> Interval:
    return Interval(vanishing.choose(0.0, result.lower), vanishing.choose(0.0, result.upper))


def _beside_pole(a: Interval, b: Interval) -> Interval:
    """Return a / b for a b that holds 0: away from 0 only on one of its sides, or on both."""
    above, below = b.lower >= 0.0, b.upper <= 0.0
    end = above.choose(b.upper, b.lower)
    one_sided = (above | below) & negated(b.is_zero())
    positive = (a.lower >= 0.0) & one_sided
    negative = (a.upper <= 0.0) & one_sided
    bound = positive.choose(a.lower, a.upper) / end
    is_rising = (positive & above) | (negative & below)
    is_falling = (positive & below) | (negative & above)
    lower = is_rising.choose(largest(down(bound), bound.like(0.0)), bound.like(-math.inf))
    upper = is_falling.choose(smallest(up(bound), bound.like(0.0)), bound.like(math.inf))
    return Interval(lower, upper)
