"""Elementary functions of intervals: our own doubles at the ends, and a margin.

The largest error of each function is measured, not proved; the margin is twice the
error that the tests hold it to. What is exact has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce

from core.compiler.elementary import ceil, floor
from core.compiler.elementary import sign as sign_of
from core.compiler.elementary import step as step_of
from core.compiler.intervals import periodic
from core.compiler.intervals.interval import Interval, Known, Mask, both, largest, negated, smallest
from core.compiler.intervals.rounding import down, far_down, far_up, kept_zero, up
from core.compiler.lanes import Lanes, Truths

PI_ABOVE = math.nextafter(math.pi, math.inf)

Function = Callable[..., Lanes]
Rule = Callable[..., Interval]


@dataclass(frozen=True, slots=True)
class Monotone:
    """A function that rises all the way, or falls."""

    domain: tuple[float, float] = (-math.inf, math.inf)
    range: tuple[float, float] = (-math.inf, math.inf)
    is_falling: bool = False
    has_zeros: bool = True
    """Whether a computed 0 is exact."""
    has_edge: bool = False
    """Whether it is defined at the ends of its domain."""
    zero_is_steep: bool = False


MONOTONE = {
    "exp": Monotone(range=(0.0, math.inf), has_zeros=False),
    "log": Monotone(domain=(0.0, math.inf)),
    "log2": Monotone(domain=(0.0, math.inf)),
    "log10": Monotone(domain=(0.0, math.inf)),
    "cbrt": Monotone(zero_is_steep=True),
    "asin": Monotone(domain=(-1.0, 1.0), has_edge=True),
    "acos": Monotone(domain=(-1.0, 1.0), range=(0.0, PI_ABOVE), is_falling=True, has_edge=True),
    "atan": Monotone(),
    "sinh": Monotone(),
    "tanh": Monotone(range=(-1.0, 1.0)),
    "erf": Monotone(range=(-1.0, 1.0)),
    "sigmoid": Monotone(range=(0.0, 1.0), has_zeros=False),
    "softplus": Monotone(range=(0.0, math.inf), has_zeros=False),
}


def rise(x: Interval, function: Function, facts: Monotone) -> Interval:
    """Return a monotone function of what lies in its domain."""
    low, high = _restricted(x, *facts.domain)
    first, last = function(low), function(high)
    if facts.is_falling:
        first, last = last, first
    lower, upper = far_down(first), far_up(last)
    if facts.has_zeros:
        lower, upper = kept_zero(lower, first), kept_zero(upper, last)
    lower = largest(lower, lower.like(facts.range[0]))
    upper = smallest(upper, upper.like(facts.range[1]))
    return Interval(lower, upper, _known(x, facts))


def _restricted(x: Interval, low: float, high: float) -> tuple[Lanes, Lanes]:
    first, last = x.lower, x.upper
    if low > -math.inf:
        first, last = largest(first, first.like(low)), largest(last, last.like(low))
    if high < math.inf:
        first, last = smallest(first, first.like(high)), smallest(last, last.like(high))
    return first, last


def _known(x: Interval, facts: Monotone) -> Known:
    low, high = facts.domain
    possible: Mask = None
    inside: Mask = None
    edged: Mask = None
    if low > -math.inf:
        possible, inside, edged = x.upper >= low, x.lower > low, x.lower >= low
    if high < math.inf:
        possible = both(possible, x.lower <= high)
        inside, edged = both(inside, x.upper < high), both(edged, x.upper <= high)
    total = edged if facts.has_edge else inside
    smooth = both(inside, x.excludes_zero()) if facts.zero_is_steep else inside
    return Known(possible, total, smooth)


def sqrt(x: Interval) -> Interval:
    """Return the square root, which is correctly rounded."""
    zero = x.lower.like(0.0)
    low, high = largest(x.lower, zero), largest(x.upper, zero)
    lower = largest(down(low.sqrt()), zero)
    upper = kept_zero(up(high.sqrt()), high)
    return Interval(lower, upper, Known(x.upper >= 0.0, x.lower >= 0.0, x.lower > 0.0))


def cosh(x: Interval, function: Function) -> Interval:
    """Return the hyperbolic cosine, least at 0."""
    lower, upper = far_down(function(x.mignitude())), far_up(function(x.magnitude()))
    return Interval(largest(lower, lower.like(1.0)), upper)


def absolute(x: Interval) -> Interval:
    """Return |x|, which has a kink at 0."""
    return Interval(x.mignitude(), x.magnitude(), Known(smooth=x.excludes_zero()))


def relu(x: Interval) -> Interval:
    """Return max(0, x)."""
    zero = x.lower.like(0.0)
    lower, upper = largest(x.lower, zero), largest(x.upper, zero)
    return Interval(lower, upper, Known(smooth=x.excludes_zero()))


def sign(x: Interval) -> Interval:
    """Return the sign, at 0 everything from -1 to 1."""
    one = x.lower.like(1.0)
    lower = (x.lower > 0.0).choose(1.0, -one)
    upper = (x.upper < 0.0).choose(-1.0, one)
    return Interval(lower, upper, Known(smooth=x.excludes_zero()))


def step(x: Interval) -> Interval:
    """Return the unit step, at 0 everything from 0 to 1."""
    zero = x.lower.like(0.0)
    lower = (x.lower > 0.0).choose(1.0, zero)
    upper = (x.upper < 0.0).choose(0.0, zero.like(1.0))
    return Interval(lower, upper, Known(smooth=x.excludes_zero()))


def rounded_down(x: Interval) -> Interval:
    """Return the floor; at an integer also what it is just below."""
    lower, upper = ceil(x.lower) - 1.0, floor(x.upper)
    return Interval(lower, upper, Known(smooth=lower.equals(upper) & _has_fractions(x)))


def rounded_up(x: Interval) -> Interval:
    """Return the ceiling; at an integer also what it is just above."""
    lower, upper = ceil(x.lower), floor(x.upper) + 1.0
    return Interval(lower, upper, Known(smooth=lower.equals(upper) & _has_fractions(x)))


def _has_fractions(x: Interval) -> Truths:
    return (x.lower > -(2.0**52)) & (x.upper < 2.0**52)


def hypot(x: Interval, y: Interval, function: Function) -> Interval:
    """Return the distance of a point from the origin, where it has a kink."""
    near = function(x.mignitude(), y.mignitude())
    far = function(x.magnitude(), y.magnitude())
    lower = largest(far_down(near), near.like(0.0))
    smooth = x.excludes_zero() | y.excludes_zero()
    return Interval(lower, kept_zero(far_up(far), far), Known(smooth=smooth))


def atan2(y: Interval, x: Interval, function: Function) -> Interval:
    """Return the angle of a point: of a box beside the cut, between those of its corners."""
    corners = [function(rise, run) for rise in (y.lower, y.upper) for run in (x.lower, x.upper)]
    beside = (x.lower > 0.0) | y.excludes_zero()
    lower, upper = far_down(reduce(smallest, corners)), far_up(reduce(largest, corners))
    lower = beside.choose(lower, lower.like(-PI_ABOVE))
    upper = beside.choose(upper, upper.like(PI_ABOVE))
    total = negated((x.lower <= 0.0) & (x.upper >= 0.0)) | y.excludes_zero()
    return Interval(lower, upper, Known(total=total, smooth=beside))


def _between_ends(x: Interval, function: Function) -> Interval:
    return Interval(function(x.lower), function(x.upper))


def _with_function(rule: Callable[..., Interval], function: Function) -> Rule:
    return lambda *operands: rule(*operands, function)


def of_elementary(name: str, function: Function) -> Rule:
    """Return the rule that encloses an elementary function, given its code for doubles."""
    if name in MONOTONE:
        return partial(rise, function=function, facts=MONOTONE[name])
    return _with_function(NOT_MONOTONE[name], function)


NOT_MONOTONE: dict[str, Callable[..., Interval]] = {
    "cosh": cosh,
    "hypot": hypot,
    "atan2": atan2,
    "sin": periodic.sin,
    "cos": periodic.cos,
    "tan": periodic.tan,
}
"""Rules that take the function's code for doubles last."""

EXACT: dict[str, Rule] = {
    "sqrt": sqrt,
    "abs": absolute,
    "relu": relu,
    "sign": sign,
    "step": step,
    "floor": rounded_down,
    "ceil": rounded_up,
}
"""Rules that need no other code."""

EXACT_FIXED: dict[str, Rule] = {
    name: partial(_between_ends, function=function)
    for name, function in (("sign", sign_of), ("step", step_of), ("floor", floor), ("ceil", ceil))
}
"""Rules of what jumps, for operands that are the same on every box."""
