"""What stands out in a step: limits that act, conditions, corrections, points elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.explanation.working import Worked
from core.notation.labels import formula_label
from core.optimizers.language import ASKING, MEASURING
from core.schedules import STEP
from core.trace import Value
from core.tree import Apply, Node, Number, Symbol

_NOTICEABLE = 1.01
"""Corrections that enlarge by less are over."""


class Observation(NamedTuple):
    """A part of a rule as text, and whether it holds or acts in this step."""

    text: str
    holds: bool
    value: float


def deciding_condition(lines: Iterable[Worked]) -> Observation | None:
    """Return the last condition that looked at the loss or at a length, else at the step.

    A switch that a person set decides nothing anew.
    """
    found = [
        worked.operands[0]
        for worked in _visited(lines)
        if _operator(worked) == "where" and not worked.operands[0].is_vector
    ]
    measured = [condition for condition in found if _is_measured(condition)]
    timed = [condition for condition in found if STEP in names_in(condition.node)]
    if not (measured or timed):
        return None
    last = (measured or timed)[-1]
    return Observation(formula_label(last.node), bool(last.number), last.number)


def limits(lines: Iterable[Worked]) -> list[Observation]:
    """List the numbers that are held below a constant, such as a clipped norm."""
    found = []
    for worked in _visited(lines):
        constants = [operand for operand in worked.operands if isinstance(operand.node, Number)]
        is_limit = _operator(worked) == "min" and not worked.is_vector
        if is_limit and len(worked.operands) == 2 and constants:
            acts = worked.number != constants[0].number
            found.append(Observation(formula_label(worked.node), acts, worked.number))
    return found


def bias_corrections(lines: Iterable[Worked]) -> list[tuple[str, float]]:
    """List what is divided by a number below 1 that depends on the step, and how it grows."""
    found = []
    for worked in _visited(lines):
        if _operator(worked) == "divide":
            above, below = worked.operands
            is_correction = above.is_vector and not below.is_vector and STEP in names_in(below.node)
            if is_correction and 0 < below.number < 1 / _NOTICEABLE:
                found.append((formula_label(above.node), 1 / below.number))
    return found


def points_elsewhere(iterate: Value, lines: Iterable[Worked]) -> list[Value]:
    """List the points at which the gradient was taken, other than the iterate."""
    return [
        worked.operands[0].value
        for worked in _visited(lines)
        if _operator(worked) == "grad" and worked.operands[0].value != iterate
    ]


def names_in(node: Node) -> set[str]:
    """Return the names that occur in a part of a rule."""
    match node:
        case Symbol(name):
            return {name}
        case Apply(_, operands):
            return set().union(*map(names_in, operands))
    return set()


def _visited(lines: Iterable[Worked]) -> Iterator[Worked]:
    """Yield the parts that counted: of each choice only the branch that was taken."""
    for worked in lines:
        yield worked
        inside: Sequence[Worked] = worked.operands
        if _operator(worked) == "where" and len(set(inside[0].value)) == 1:
            inside = (inside[0], inside[1] if inside[0].number else inside[2])
        yield from _visited(inside)


def _is_measured(worked: Worked) -> bool:
    name = _operator(worked)
    return name in ASKING or name in MEASURING or any(map(_is_measured, worked.operands))


def _operator(worked: Worked) -> str:
    return worked.node.operator if isinstance(worked.node, Apply) else ""
