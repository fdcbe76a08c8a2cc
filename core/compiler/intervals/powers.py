"""Powers of intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

from core.compiler.elementary import floor
from core.compiler.intervals.arithmetic import divide, negate
from core.compiler.intervals.interval import (
    LARGEST,
    Interval,
    Known,
    hull,
    largest,
    negated,
    smallest,
)
from core.compiler.intervals.rounding import down, far_down, far_up, kept_zero, up
from core.compiler.lanes import Lanes, Truths

LARGEST_MULTIPLIED = 1024
"""Largest size of a constant n or n + ½ that is multiplied out."""

Step = Callable[[Lanes], Lanes]
Power = Callable[[Lanes, Lanes], Lanes]


def is_multiplied(exponent: float) -> bool:
    """Tell whether a constant exponent is multiplied out: its bounds are then proved."""
    return abs(exponent) <= LARGEST_MULTIPLIED and (2.0 * exponent).is_integer()


def multiplied(exponent: float) -> Callable[[Interval], Interval]:
    """Return the power with a constant exponent n or n + ½ as a function."""
    return partial(_multiplied, exponent=exponent)


def _multiplied(x: Interval, exponent: float) -> Interval:
    if exponent < 0.0:
        base = _multiplied(x, -exponent)
        quotient = divide(x.like(1.0, 1.0), base)
        return replace(quotient, known=quotient.known.joined(base.known))
    if exponent == 0.0:
        return x.like(1.0, 1.0)
    if not exponent.is_integer():
        return _with_root(x, int(exponent))
    if exponent % 2.0 == 0.0:
        return _even(x, int(exponent))
    return _odd(x, int(exponent))


def _even(x: Interval, n: int) -> Interval:
    far = x.magnitude()
    return Interval(_raised(x.mignitude(), n, _down), kept_zero(_raised(far, n, up), far))


def _odd(x: Interval, n: int) -> Interval:
    return Interval(_odd_end(x.lower, n, _down, up), _odd_end(x.upper, n, up, _down))


def _odd_end(end: Lanes, n: int, inward: Step, outward: Step) -> Lanes:
    size = abs(end)
    below = -_raised(size, n, outward)
    power = (end > 0.0).choose(_raised(size, n, inward), below)
    return kept_zero(power, end)


def _with_root(x: Interval, n: int) -> Interval:
    zero = x.lower.like(0.0)
    low, high = largest(x.lower, zero), largest(x.upper, zero)
    lower = _with_root_end(low, n, _down)
    upper = kept_zero(_with_root_end(high, n, up), high)
    return Interval(lower, upper, Known(x.upper >= 0.0, x.lower >= 0.0, x.lower > 0.0))


def _with_root_end(end: Lanes, n: int, step: Step) -> Lanes:
    root = step(end.sqrt())
    return step(_raised(end, n, step) * root) if n else root


def _raised(x: Lanes, n: int, step: Step) -> Lanes:
    """Return a bound of x^n for x ≥ 0 by repeated squaring."""
    if n == 1:
        return x
    root = _raised(x, n // 2, step)
    power = step(root * root)
    return step(power * x) if n % 2 else power


def _down(x: Lanes) -> Lanes:
    """Return a double below a product that is not negative, itself not negative."""
    return largest(down(x), x.like(0.0))


def fractional(exponent: float, power: Power) -> Callable[[Interval], Interval]:
    """Return the power with a constant exponent that is no integer as a function."""

    def raise_(base: Interval) -> Interval:
        result = _of_sizes(base, base.like(exponent, exponent), power)
        positive = base.lower > 0.0
        total = base.lower >= 0.0 if exponent > 0.0 else positive
        return replace(result, known=Known(base.upper >= 0.0, total, positive))

    return raise_


def general(base: Interval, exponent: Interval, power: Power, is_fixed: bool) -> Interval:
    """Return a power whose exponent is no small constant.

    Parameters
    ----------
    base, exponent
        The operands.
    power
        The elementary function.
    is_fixed
        Whether the exponent is one number on the whole box and around it.
    """
    above = _of_sizes(base, exponent, power)
    below = _of_sizes(negate(base), exponent, power)
    even, odd = _parity(exponent)
    lower = even.choose(below.lower, -below.upper)
    upper = odd.choose(-below.lower, below.upper)
    is_above = base.upper >= 0.0
    is_below = (base.lower < 0.0) & (floor(exponent.upper) >= exponent.lower)
    result = hull(_only(is_above, above), _only(is_below, Interval(lower, upper)))
    total = smooth = base.lower > 0.0
    if is_fixed:
        growing = exponent.lower >= 0.0
        smooth = smooth | ((even | odd) & (growing | base.excludes_zero()))
        total = smooth | (growing & (base.lower >= 0.0))
    return replace(result, known=Known(is_above | is_below, total, smooth))


def _of_sizes(x: Interval, exponent: Interval, power: Power) -> Interval:
    """Return the powers of what is not negative in x, which has its extremes at corners."""
    zero = x.lower.like(0.0)
    low, high = largest(x.lower, zero), largest(x.upper, zero)
    corners = [power(t, s) for t in (low, high) for s in (exponent.lower, exponent.upper)]
    lower = largest(far_down(reduce(smallest, corners)), zero)
    return Interval(lower, far_up(reduce(largest, corners)))


def _parity(exponent: Interval) -> tuple[Truths, Truths]:
    """Return where the exponent is an even integer, and where an odd one."""
    y = exponent.lower
    is_whole = y.equals(exponent.upper) & floor(y).equals(y)
    half = 0.5 * y
    is_even = floor(half).equals(half)
    return is_whole & is_even, is_whole & negated(is_even)


def _only(truth: Truths, part: Interval) -> Interval:
    """Return a part where it exists, elsewhere what a hull takes no notice of."""
    lower, upper = part.lower.like(LARGEST), part.upper.like(-LARGEST)
    return Interval(truth.choose(part.lower, lower), truth.choose(part.upper, upper))
