"""What a step is made of: the vectors that add up to it, and the scale on each axis.

All of it is found in the rule's trees. A product with a number, a sum, the branch of a
condition that holds and a name defined in the same step are looked through, until two
vectors or more are found, or one that can't be divided any further.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from core.explanation.working import Worked
from core.optimizers.language import ASKING, ITERATE
from core.trace import Value
from core.tree import Apply, Node, Symbol

MOST_TERMS = 64
"""Where sums of sums have more terms than these, nobody wants to know them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A vector times numbers: one term of a step."""

    vector: Worked
    above: tuple[Worked, ...] = ()
    """Numbers that multiply it."""
    below: tuple[Worked, ...] = ()
    """Numbers that divide it."""
    is_negative: bool = False
    is_change: bool = False
    """Whether the vector itself is taken off again, as in ``(1 − ηλ)x − x``."""

    @property
    def coefficient(self) -> float:
        """The number that the vector is multiplied by."""
        coefficient = -1.0 if self.is_negative else 1.0
        for factor in self.above:
            coefficient *= factor.number
        for divisor in self.below:
            coefficient = _quotient(coefficient, divisor.number)
        return coefficient - 1.0 if self.is_change else coefficient

    @property
    def value(self) -> Value:
        """The two coordinates of the whole term."""
        first, second = self.vector.value
        return self.coefficient * first, self.coefficient * second

    @property
    def node(self) -> Node:
        """The term as an expression without its sign."""
        factors = [factor.node for factor in (*self.above, self.vector)]
        product = factors[0]
        for factor in factors[1:]:
            product = Apply("multiply", (product, factor))
        for divisor in self.below:
            product = Apply("divide", (product, divisor.node))
        return product


@dataclass(frozen=True, slots=True)
class Scaling:
    """A direction whose two coordinates are multiplied by different numbers."""

    direction: Worked
    is_negative: bool
    scale: Value
    """What each coordinate is multiplied by, without its sign."""
    is_sign: bool
    """Whether nothing but the direction's signs counts."""


def parts_of_step(final: Worked) -> list[Part]:
    """Find the terms that add up to a step.

    Parameters
    ----------
    final
        The last line that assigns the iterate.

    Returns
    -------
    list of Part
        Empty if the next iterate isn't the present one plus something, or has more than
        `MOST_TERMS`.
    """
    terms = _terms(Part(final))
    while (term := _to_expand(terms)) is not None:
        if len(terms) > MOST_TERMS:
            return []
        assert term.vector.definition is not None
        place = terms.index(term)
        terms[place : place + 1] = _terms(replace(term, vector=term.vector.definition))
    origin = _origin(terms)
    if origin is None:
        return []
    rest = [term for term in terms if term is not origin]
    is_plain = not (origin.above or origin.below or origin.is_negative)
    return rest if is_plain else [replace(origin, is_change=True), *rest]


def starts_from_iterate(final: Worked) -> bool:
    """Tell whether the next iterate is made of the present one at all.

    What only decides, or only tells where the loss is asked, doesn't count.
    """
    pending, seen = [final], {final}
    while pending:
        worked = pending.pop()
        if worked.node == Symbol(ITERATE) and worked.definition is None:
            return True
        inside = (worked.definition,) if worked.definition else worked.counted
        inside = inside[1:] if worked.operator == "where" else inside
        if worked.operator not in ASKING:
            pending += set(inside) - seen
            seen |= set(inside)
    return False


def scaling_of(part: Part) -> Scaling | None:
    """Find the direction within a term that is scaled on each axis by itself, if any."""
    match part.vector.node:
        case Apply("sign"):
            return _by_sign(part)
    above, below = _factors(part.vector)
    directions = [factor for factor in above if factor.is_vector and not _is_size(factor)]
    vectors = [factor for factor in (*above, *below) if factor.is_vector]
    if len(directions) != 1 or len(vectors) < 2:
        return None
    first, second = (
        abs(_product(part.coefficient, above, below, directions[0], axis)) for axis in (0, 1)
    )
    return Scaling(directions[0], part.coefficient < 0, (first, second), is_sign=False)


def _terms(part: Part) -> list[Part]:
    """Split a term as far as sums, numbers and branches reach."""
    match part.vector.node, part.vector.operands:
        case Apply("add"), (left, right):
            return _terms(replace(part, vector=left)) + _terms(replace(part, vector=right))
        case Apply("subtract"), (left, right):
            return _terms(replace(part, vector=left)) + _negated(replace(part, vector=right))
        case Apply("negate"), (operand,):
            return _negated(replace(part, vector=operand))
        case Apply("multiply"), (left, right) if _is_number(left):
            return _terms(replace(part, vector=right, above=(*part.above, left)))
        case Apply("multiply"), (left, right) if _is_number(right):
            return _terms(replace(part, vector=left, above=(*part.above, right)))
        case Apply("divide"), (left, right) if _is_number(right):
            return _terms(replace(part, vector=left, below=(*part.below, right)))
        case Apply("where"), (condition, yes, no) if len(set(condition.value)) == 1:
            return _terms(replace(part, vector=yes if condition.number else no))
    # A weight of nothing, such as that of a decay turned off, is no part.
    return [] if part.coefficient == 0.0 else [part]


def _negated(part: Part) -> list[Part]:
    return _terms(replace(part, is_negative=not part.is_negative))


def _to_expand(terms: list[Part]) -> Part | None:
    """Return the term whose name must be looked through next."""
    defined = [term for term in terms if term.vector.definition]
    origin = _origin(terms)
    if origin is None:
        return defined[0] if defined else None
    rest = [term for term in terms if term is not origin]
    return rest[0] if len(rest) == 1 and rest[0] in defined else None


def _origin(terms: list[Part]) -> Part | None:
    """Return the term that is the iterate where the step began, at best without factors."""
    found = [
        term
        for term in terms
        if term.vector.node == Symbol(ITERATE) and term.vector.definition is None
    ]
    return min(found, key=lambda term: len(term.above) + len(term.below), default=None)


def _is_number(worked: Worked) -> bool:
    return not worked.is_vector and not math.isnan(worked.number)


def _by_sign(part: Part) -> Scaling:
    (direction,) = part.vector.operands
    first, second = (
        abs(length / size) if size else 0.0
        for length, size in zip(part.value, direction.value, strict=True)
    )
    return Scaling(direction, part.coefficient < 0, (first, second), is_sign=True)


def _factors(worked: Worked) -> tuple[list[Worked], list[Worked]]:
    """List what multiplies and what divides in a product."""
    match worked.node, worked.operands:
        # What a Hessian acts on is turned by it, not scaled.
        case Apply("multiply" | "divide" as operator), (left, right) if left.operator != "hess":
            (above, below), (other_above, other_below) = _factors(left), _factors(right)
            if operator == "divide":
                other_above, other_below = other_below, other_above
            return above + other_above, below + other_below
    return [worked], []


@lru_cache(maxsize=256)
def _is_size(worked: Worked) -> bool:
    """Tell whether a factor is never negative, whatever the numbers in it."""
    match worked.node, worked.operands:
        case Apply("sqrt" | "abs" | "exp"), _:
            return True
        case Apply("power"), (_, exponent):
            return exponent.number % 2 == 0
        case Apply("add" | "multiply" | "divide" | "max"), operands:
            return all(_is_size(operand) or _is_positive(operand) for operand in operands)
    return worked.definition is not None and _is_size(worked.definition)


def _is_positive(worked: Worked) -> bool:
    return not worked.is_vector and worked.number >= 0


def _product(
    start: float, above: list[Worked], below: list[Worked], direction: Worked, axis: int
) -> float:
    """Multiply and divide everything but the direction, on one axis."""
    product = start
    for factor in above:
        product *= 1.0 if factor is direction else factor.value[axis]
    for divisor in below:
        product = _quotient(product, divisor.value[axis])
    return product


def _quotient(above: float, below: float) -> float:
    return above / below if below else math.copysign(math.inf, above)
