"""Sine, cosine and tangent of intervals."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.compiler.elementary import ceil, floor
from core.compiler.intervals.interval import Interval, Known, largest, smallest
from core.compiler.intervals.rounding import far_down, far_up, kept_zero
from core.compiler.lanes import Lanes, Truths

Function = Callable[[Lanes], Lanes]

TURNS_ERROR = 2.0**-51
"""Relative to the number of turns: more than a product and a sum of doubles lose."""


def sin(x: Interval, function: Function) -> Interval:
    """Return the sine, which is largest at a quarter turn and smallest at three."""
    return _wave(x, function, 0.25)


def cos(x: Interval, function: Function) -> Interval:
    """Return the cosine, which is largest at 0 and smallest at half a turn."""
    return _wave(x, function, 0.0)


def tan(x: Interval, function: Function) -> Interval:
    """Return the tangent, which rises between its poles."""
    low, high = function(x.lower), function(x.upper)
    between = _passes_none(x, 1.0 / math.pi, 0.5)
    lower = between.choose(kept_zero(far_down(low), low), low.like(-math.inf))
    upper = between.choose(kept_zero(far_up(high), high), high.like(math.inf))
    return Interval(lower, upper, Known(total=between, smooth=between))


def _wave(x: Interval, function: Function, crest: float) -> Interval:
    first, last = function(x.lower), function(x.upper)
    low, high = smallest(first, last), largest(first, last)
    lower = largest(kept_zero(far_down(low), low), low.like(-1.0))
    upper = smallest(kept_zero(far_up(high), high), high.like(1.0))
    turn = 0.5 / math.pi
    lower = _passes_none(x, turn, crest + 0.5).choose(lower, low.like(-1.0))
    upper = _passes_none(x, turn, crest).choose(upper, high.like(1.0))
    return Interval(lower, upper)


def _passes_none(x: Interval, scale: float, offset: float) -> Truths:
    """Return where no x · scale - offset in the interval is an integer, for certain."""
    low, high = x.lower * scale, x.upper * scale
    low = (low - offset) - (TURNS_ERROR * abs(low) + TURNS_ERROR)
    high = (high - offset) + (TURNS_ERROR * abs(high) + TURNS_ERROR)
    return ceil(low) > floor(high)
