"""Bounds that stay bounds after rounding.

Every operation rounds to the nearest double; one step down or up from there encloses
the exact value. The step is computed as x ∓ (φ|x| + η), which reaches at least the
neighbouring double (S. M. Rump, P. Zimmermann, S. Boldo & G. Melquiond, "Computing
predecessor and successor in rounding to nearest", BIT 49, 2009).
"""

from __future__ import annotations

from core.compiler.double_double import two_sum
from core.compiler.intervals.interval import LARGEST, Interval, largest, smallest
from core.compiler.lanes import Lanes

UNIT = 2.0**-53
STEP = UNIT * (1.0 + 2.0 * UNIT)
SMALLEST = 5e-324

MARGIN = 2.0**-50
"""At least 4 units in the last place, twice the largest error that is tested for."""
SMALLEST_MARGIN = 4.0 * SMALLEST


def down(x: Lanes) -> Lanes:
    """Return a double below a correctly rounded value, or -∞."""
    x = smallest(x, x.like(LARGEST))
    return x - (STEP * abs(x) + SMALLEST)


def up(x: Lanes) -> Lanes:
    """Return a double above a correctly rounded value, or ∞."""
    x = largest(x, x.like(-LARGEST))
    return x + (STEP * abs(x) + SMALLEST)


def far_down(x: Lanes) -> Lanes:
    """Return a lower bound from the value of an elementary function."""
    x = smallest(x, x.like(LARGEST))
    return x - (MARGIN * abs(x) + SMALLEST_MARGIN)


def far_up(x: Lanes) -> Lanes:
    """Return an upper bound from the value of an elementary function."""
    x = largest(x, x.like(-LARGEST))
    return x + (MARGIN * abs(x) + SMALLEST_MARGIN)


def sum_below(a: Lanes, b: Lanes) -> Lanes:
    """Return a lower bound of a + b, the sum itself where it is exact."""
    total, error = two_sum(a, b)
    return (error >= 0.0).choose(total, down(total))


def sum_above(a: Lanes, b: Lanes) -> Lanes:
    """Return an upper bound of a + b, the sum itself where it is exact."""
    total, error = two_sum(a, b)
    return (error <= 0.0).choose(total, up(total))


def kept_zero(bound: Lanes, value: Lanes) -> Lanes:
    """Return the bound, but 0 where the value is an exact 0."""
    return value.equals(0.0).choose(0.0, bound)


def enclosed(low: Lanes, high: Lanes) -> Interval:
    """Return bounds on everything between two rounded values."""
    return Interval(down(low), up(high))
