"""What stands out in a step: limits that act, conditions, corrections, points elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
        if worked.operator == "where" and not worked.operands[0].is_vector
    ]
    measured = [condition for condition in found if _is_measured(condition)]
    timed = [condition for condition in found if STEP in names_in(condition.node)]
    if not (measured or timed):
        return None
    last = (measured or timed)[-1]
    return Observation(formula_label(last.node), bool(last.number), last.number)


def limits(lines: Iterable[Worked]) -> list[Observation]:
    """List the factors that cut a length, such as ``min(1, c/norm(g))``."""
    return [
        Observation(formula_label(worked.node), worked.number < 1.0, worked.number)
        for worked in _visited(lines)
        if _is_cut(worked.node)
    ]


def bias_corrections(lines: Iterable[Worked], zeros: Collection[str]) -> list[tuple[str, float]]:
    """List what is divided by 1 − βᵗ, and how many times as large that makes it.

    Parameters
    ----------
    lines
        The step's lines.
    zeros
        The state that starts at zero.
    """
    found = []
    for worked in _visited(lines):
        match worked.node:
            case Apply("divide", (Symbol(name), Apply("subtract", (Number(1.0), share)))):
                below = worked.operands[1].number
                if name in zeros and _is_power_of_step(share) and 0 < below < 1 / _NOTICEABLE:
                    found.append((formula_label(worked.operands[0].node), 1 / below))
    return found


def points_elsewhere(iterate: Value, lines: Iterable[Worked]) -> list[Value]:
    """List the points at which the gradient was taken, other than the iterate, each once."""
    points = dict.fromkeys(
        worked.operands[0].value for worked in _visited(lines) if worked.operator == "grad"
    )
    return [point for point in points if point != iterate]


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
        yield from _visited(worked.counted)


def _is_measured(worked: Worked) -> bool:
    is_asked = worked.operator in ASKING or worked.operator in MEASURING
    return is_asked or any(map(_is_measured, worked.operands))


def _is_cut(node: Node) -> bool:
    match node:
        case Apply("min", (Number(1.0), other) | (other, Number(1.0))):
            match other:
                case Apply("divide", (_, Apply("norm"))):
                    return True
    return False


def _is_power_of_step(node: Node) -> bool:
    return isinstance(node, Apply) and node.operator == "power" and STEP in names_in(node)
