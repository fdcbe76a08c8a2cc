"""The equations of a step with its numbers in place of names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.explanation.working import Worked
from core.notation.rules import WIDEST, worked_mathml
from core.notation.vector_calls import COLUMN, COORDINATEWISE
from core.notation.widths import width
from core.optimizers.language import ASKING, DRAWING, MEASURING
from core.optimizers.rule import Rule
from core.trace import Value
from core.tree import Apply, Node, Number, Symbol

DIGITS = 4
"""Significant digits: enough to compute the step again by hand."""

_LETTER_DIGITS = 6
"""Of hyperparameters, since 0.9999 is not 1."""

_ANSWERS = ASKING.keys() | DRAWING.keys()
"""Functions of whose operands a reader could make nothing by hand."""


def numbers_mathml(rule: Rule, lines: Sequence[Worked]) -> tuple[str, ...]:
    """Typeset each line of a rule with the numbers of one step, and its value.

    Of a choice only the branch that was taken is shown. What the loss answered and what
    was drawn stands as its value, and so do norms and products of vectors where the line
    would be too wide.
    """
    vectors = rule.vectors
    return tuple(
        _line(name, name in vectors, line, rule.letters)
        for (name, _), line in zip(rule.assignments, lines, strict=True)
    )


def _line(name: str, is_vector: bool, line: Worked, letters: Sequence[str]) -> str:
    result = _value(line.value, line.is_vector)
    markup = worked_mathml(name, is_vector, _with_numbers(line, letters, _ANSWERS), result)
    if width(markup) <= WIDEST:
        return markup
    short = _with_numbers(line, letters, _ANSWERS | MEASURING.keys())
    return worked_mathml(name, is_vector, short, result)


def _with_numbers(worked: Worked, letters: Sequence[str], valued: Collection[str]) -> Node:
    match worked.node:
        case Number():
            return worked.node
        case Symbol(name) if name in letters:
            return _number(worked.number, _LETTER_DIGITS)
        case Symbol():
            return _value(worked.value, worked.is_vector)
        case Apply("where"):
            condition, yes, no = worked.operands
            if condition.value[0] == condition.value[1]:
                return _with_numbers(yes if condition.number else no, letters, valued)
            return _value(worked.value, True)
        case Apply(name) if name in valued:
            return _value(worked.value, worked.is_vector)
        case Apply("multiply", (Apply("hess"), _)):
            return _value(worked.value, True)
    operands = tuple(_with_numbers(operand, letters, valued) for operand in worked.operands)
    is_coordinatewise = worked.node.operator == "multiply" and all(
        operand.is_vector for operand in worked.operands
    )
    return Apply(COORDINATEWISE if is_coordinatewise else worked.node.operator, operands)


def _value(value: Value, is_vector: bool) -> Node:
    if not is_vector:
        return _number(value[0], DIGITS)
    return Apply(COLUMN, (_number(value[0], DIGITS), _number(value[1], DIGITS)))


def _number(value: float, digits: int) -> Number:
    return Number(float(f"{value:.{digits}g}"))
