"""An interval in each lane, with what is known of the expression on its box."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.compiler.lanes import TRUTH, Lanes, Truths, constant, retyped

LARGEST = 1.7976931348623157e308

Mask = Truths | None
"""A truth in each lane; None where it holds in all of them, whatever the operands."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of an expression on its box, besides bounds."""

    possible: Mask = None
    """False where it is proved to be undefined on the whole box."""
    total: Mask = None
    """Proved to be defined on the whole box."""
    smooth: Mask = None
    """Proved to be analytic on the whole box."""

    def joined(self, other: Known) -> Known:
        """Return what is known of an operation of which both are parts."""
        return Known(
            both(self.possible, other.possible),
            both(self.total, other.total),
            both(self.smooth, other.smooth),
        )

    def parts(self) -> tuple[Mask, Mask, Mask]:
        """Return the three masks."""
        return self.possible, self.total, self.smooth


NOTHING_SPECIAL = Known()
"""Of an operation that is defined and smooth for all operands."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Bounds on an expression over a box.

    The lower bound is never above the largest double and the upper one never below the
    smallest, and neither is NaN; with that alone no sum of bounds becomes NaN.
    """

    lower: Lanes
    upper: Lanes
    known: Known = NOTHING_SPECIAL

    def like(self, lower: float, upper: float) -> Interval:
        """Return constant bounds."""
        return Interval(self.lower.like(lower), self.lower.like(upper))

    def excludes_zero(self) -> Truths:
        """Return where 0 is not in the interval."""
        return (self.lower > 0.0) | (self.upper < 0.0)

    def is_zero(self) -> Truths:
        """Return where the interval is the number 0."""
        return self.lower.equals(0.0) & self.upper.equals(0.0)

    def magnitude(self) -> Lanes:
        """Return the largest absolute value."""
        return largest(abs(self.lower), abs(self.upper))

    def mignitude(self) -> Lanes:
        """Return the smallest absolute value."""
        return largest(largest(self.lower, -self.upper), self.lower.like(0.0))

    def where_possible(self) -> Interval:
        """Return the interval with the whole line where nothing is defined."""
        possible = self.known.possible
        if possible is None:
            return self
        lower = possible.choose(self.lower, self.lower.like(-math.inf))
        upper = possible.choose(self.upper, self.upper.like(math.inf))
        return replace(self, lower=lower, upper=upper)


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A condition over a box: certainly true, certainly false, or neither."""

    yes: Truths
    no: Truths


def smallest(a: Lanes, b: Lanes) -> Lanes:
    """Return the smaller of two numbers that are not NaN."""
    return (a < b).choose(a, b)


def largest(a: Lanes, b: Lanes) -> Lanes:
    """Return the larger of two numbers that are not NaN."""
    return (a > b).choose(a, b)


def hull(a: Interval, b: Interval) -> Interval:
    """Return bounds on both."""
    return Interval(smallest(a.lower, b.lower), largest(a.upper, b.upper))


def both(a: Mask, b: Mask) -> Mask:
    """Return where both hold."""
    if a is None or b is None:
        return a or b
    return a & b


def either(a: Mask, b: Mask) -> Mask:
    """Return where one holds."""
    return None if a is None or b is None else a | b


def negated(mask: Truths) -> Truths:
    """Return where it does not hold."""
    return Truths(mask.builder, mask.builder.not_(mask.value))


def always(like: Lanes | Truths, truth: bool = True) -> Truths:
    """Return a truth that is the same in each lane."""
    return Truths(like.builder, constant(retyped(like.value.type, TRUTH), truth))
