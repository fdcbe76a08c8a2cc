"""The text of an update rule, read into one tree a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.errors import ExpressionError
from core.expression import parse_expression
from core.expression.names import canonical
from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters
from core.tree import CONSTANTS, FUNCTIONS, Apply, Node, Symbol

ITERATE = "x"
GIVEN = (ITERATE, "g", "t")
"""What every rule may use: the iterate, its gradient, and the step, from 1."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NOT_ASSIGNMENT = frozenset("<>!=")


@dataclass(frozen=True, slots=True)
class Rule:
    """An update rule: its equations in order, and what the names in them are."""

    assignments: tuple[tuple[str, Node], ...]
    """Name and value of each line; a name may be assigned more than once."""

    state: tuple[str, ...]
    """Names used before they are assigned, in order of first use; they start at zero."""

    letters: tuple[str, ...]
    """Letters of the method's hyperparameters, in the order of its facts."""

    initial: tuple[tuple[str, Node], ...] = ()
    """State that doesn't start at zero, and at what it starts: an expression in ``x``
    and ``g`` at the start, and in the letters."""


@dataclass(frozen=True, slots=True)
class _Equation:
    """One line of a rule, cut at its equals sign."""

    number: int
    line: str
    name: str
    value_start: int


def rule_of(optimizer: Optimizer) -> Rule:
    """Read the update rule of a method; raises as `parse_rule` does."""
    letters = tuple(fact.letter for fact in hyperparameters(optimizer))
    return parse_rule(optimizer.rule, letters)


@lru_cache
def parse_rule(text: str, letters: tuple[str, ...]) -> Rule:
    """Read an update rule.

    Parameters
    ----------
    text
        The equations, one a line.
    letters
        Letters of the method's hyperparameters.

    Returns
    -------
    Rule
        Its trees hold the iterate, ``g``, ``t``, the letters and assigned names only.

    Raises
    ------
    ExpressionError
        If a line is not an equation, assigns what is given, or uses a name that is
        neither given nor assigned anywhere; or if the iterate is never assigned. The
        error's text is the line, without its indentation.
    """
    lines = _lines(text)
    equations = [_split(number, line, letters) for number, line in lines]
    assigned = {equation.name for equation in equations}
    if ITERATE not in assigned:
        last = lines[-1][1] if lines else ""
        message = "A rule must assign the next iterate, as in x = x - eta g."
        raise ExpressionError(message, last, (len(last), len(last)))
    given = {*GIVEN, *letters}
    names = given | assigned
    assignments = tuple((equation.name, _value(equation, names)) for equation in equations)
    return Rule(assignments, _state(assignments, given), letters)


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their numbers from 1."""
    lines = (line.strip() for line in text.strip().splitlines())
    return [(number, line) for number, line in enumerate(lines, 1) if line]


def _split(number: int, line: str, letters: Collection[str]) -> _Equation:
    sign = line.find("=")
    if sign < 0 or line[sign + 1 : sign + 2] == "=" or line[sign - 1] in _NOT_ASSIGNMENT:
        message = f"Line {number}: Expected an equation, as in x = x - eta g."
        raise ExpressionError(message, line, (0, len(line)))
    left = line[:sign].rstrip()
    name = canonical(left)
    if not _NAME.fullmatch(name):
        message = f"Line {number}: Expected a single name before the equals sign."
        raise ExpressionError(message, line, (0, max(len(left), 1)))
    if reason := _why_fixed(name, letters):
        message = f"Line {number}: {name} is {reason} and can't be assigned; choose another name."
        raise ExpressionError(message, line, (0, len(left)))
    return _Equation(number, line, name, sign + 1)


def _why_fixed(name: str, letters: Collection[str]) -> str:
    if name in letters:
        return "a hyperparameter"
    if name in FUNCTIONS or name in CONSTANTS:
        return "a function or constant"
    return "given at each step" if name in GIVEN and name != ITERATE else ""


def _value(equation: _Equation, names: Collection[str]) -> Node:
    # Blanks in place of the left side keep every span true to the whole line.
    blanks = " " * equation.value_start
    try:
        return parse_expression(blanks + equation.line[equation.value_start :], names)
    except ExpressionError as error:
        message = f"Line {equation.number}: {error.message}"
        raise ExpressionError(message, equation.line, error.span) from None


def _state(assignments: tuple[tuple[str, Node], ...], given: Collection[str]) -> tuple[str, ...]:
    state: dict[str, None] = {}
    assigned = set(given)
    for name, value in assignments:
        state.update(dict.fromkeys(symbol for symbol in _symbols(value) if symbol not in assigned))
        assigned.add(name)
    return tuple(state)


def _symbols(node: Node) -> Iterator[str]:
    """Yield the names in a tree from left to right."""
    match node:
        case Symbol(name):
            yield name
        case Apply(_, operands):
            for operand in operands:
                yield from _symbols(operand)
