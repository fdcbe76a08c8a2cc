"""Conditions over a box, and what chooses between values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from core.compiler.intervals.interval import (
    Interval,
    Known,
    Mask,
    Verdict,
    always,
    both,
    either,
    hull,
    largest,
    negated,
    smallest,
)
from core.compiler.lanes import Truths


def compared(operator: str, a: Interval, b: Interval, is_fixed: bool) -> Verdict:
    """Compare two intervals.

    A verdict holds on the box and around it, so that operands which touch decide
    nothing; unless they are fixed, the same numbers on every box.
    """
    total = both(a.known.total, b.known.total)
    below, above = a.upper < b.lower, a.lower > b.upper
    if operator in ("equal", "not_equal"):
        same = a.lower.equals(a.upper) & b.lower.equals(b.upper) & a.lower.equals(b.lower)
        equal = same if is_fixed else always(below, truth=False)
        verdict = _decided(equal, below | above, total)
        return verdict if operator == "equal" else opposite(verdict)
    if operator.startswith("greater"):
        a, b, below, above = b, a, above, below
    if is_fixed and operator.endswith("equal"):
        below = a.upper <= b.lower
    elif is_fixed:
        above = a.lower >= b.upper
    return _decided(below, above, total)


def _decided(yes: Truths, no: Truths, total: Mask) -> Verdict:
    return Verdict(yes, no) if total is None else Verdict(yes & total, no & total)


def of_number(x: Interval) -> Verdict:
    """Read a number as a truth: only 0 is false."""
    return _decided(x.excludes_zero(), x.is_zero(), x.known.total)


def opposite(verdict: Verdict) -> Verdict:
    """Return the negation."""
    return Verdict(verdict.no, verdict.yes)


def all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the conjunction."""
    return reduce(lambda a, b: Verdict(a.yes & b.yes, a.no | b.no), verdicts)


def any_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the disjunction."""
    return reduce(lambda a, b: Verdict(a.yes | b.yes, a.no & b.no), verdicts)


def where(condition: Verdict, yes: Interval, no: Interval) -> Interval:
    """Return the branch that is taken, and bounds on both where that is undecided."""
    either_way = hull(yes, no)
    return Interval(
        condition.yes.choose(yes.lower, condition.no.choose(no.lower, either_way.lower)),
        condition.yes.choose(yes.upper, condition.no.choose(no.upper, either_way.upper)),
        _known_of_branches(condition, yes.known, no.known),
    )


def _known_of_branches(condition: Verdict, yes: Known, no: Known) -> Known:
    never = always(condition.yes, truth=False)
    return Known(
        _taken(condition, yes.possible, no.possible, either(yes.possible, no.possible)),
        _taken(condition, yes.total, no.total, both(yes.total, no.total)),
        _taken(condition, yes.smooth, no.smooth, never),
    )


def _taken(condition: Verdict, yes: Mask, no: Mask, otherwise: Mask) -> Mask:
    if yes is None and no is None and otherwise is None:
        return None
    undecided = negated(condition.yes | condition.no)
    parts = (both(condition.yes, yes), both(condition.no, no), both(undecided, otherwise))
    return reduce(either, parts)


def minimum(a: Interval, b: Interval) -> Interval:
    """Return the smaller of two values."""
    result = Interval(smallest(a.lower, b.lower), smallest(a.upper, b.upper))
    return replace(result, known=_extreme(a.known, b.known, a.upper < b.lower, b.upper < a.lower))


def maximum(a: Interval, b: Interval) -> Interval:
    """Return the larger of two values."""
    result = Interval(largest(a.lower, b.lower), largest(a.upper, b.upper))
    return replace(result, known=_extreme(a.known, b.known, a.lower > b.upper, b.lower > a.upper))


def _extreme(a: Known, b: Known, is_first: Truths, is_second: Truths) -> Known:
    first = both(both(is_first, a.smooth), b.total)
    second = both(both(is_second, b.smooth), a.total)
    return Known(both(a.possible, b.possible), both(a.total, b.total), either(first, second))
