"""The text of an update rule, read into one tree a line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import ExpressionError, RuleError
from core.expression import parse_expression
from core.expression.names import UnknownNameError
from core.expression.tokens import tokenize
from core.optimizers.base import Optimizer
from core.optimizers.checks import Budget, refuse_wrong_value
from core.optimizers.equations import Equation, split, why_no_letter
from core.optimizers.facts import hyperparameters
from core.optimizers.language import (
    GIVEN,
    ITERATE,
    RULE_FUNCTIONS,
    vector_names,
    with_matrices_bound,
)
from core.tree import Apply, Node, Symbol

MAXIMUM_TOKENS = 1000

_AT_START = (ITERATE, "g")


@dataclass(frozen=True, slots=True)
class Rule:
    """An update rule: its equations in order, and what the names in them are."""

    assignments: tuple[tuple[str, Node], ...]
    """Name and value of each line; a name may be assigned more than once."""

    state: tuple[str, ...]
    """Names used before they are assigned, in order of first use, and then what else
    has a stated start; they start at zero where `initial` says nothing else."""

    letters: tuple[str, ...]
    """Letters of the method's hyperparameters, in the order of its facts."""

    initial: tuple[tuple[str, Node], ...] = ()
    """State that doesn't start at zero, and at what it starts: an expression in ``x``
    and ``g`` at the start, and in the letters."""

    @property
    def vectors(self) -> frozenset[str]:
        """The names that are vectors; all others are numbers."""
        return vector_names((*self.initial, *self.assignments))


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
        The equations, one a line; ``s(0) = value`` states at what ``s`` starts.
    letters
        Letters of the method's hyperparameters.

    Returns
    -------
    Rule
        Its trees hold the iterate, ``g``, ``t``, the letters and assigned names only,
        and functions of `RULE_FUNCTIONS`.

    Raises
    ------
    RuleError
        If a line is not an equation, assigns what is given, uses a name that is
        neither given nor assigned anywhere, or mistakes a number for a vector; if the
        iterate is never assigned; beyond the limits; and for a letter that is no name.
    """
    _refuse_letters(letters)
    equations = split(text, letters)
    _refuse_without_iterate(text, equations)
    _refuse_too_many_tokens(equations)
    known = {*GIVEN, *letters, *(equation.name for equation in equations)}
    values = [_value(equation, known, letters) for equation in equations]
    _check(equations, values)
    pairs = list(zip(equations, values, strict=True))
    assignments = tuple((line.name, value) for line, value in pairs if not line.is_start)
    initial = tuple((line.name, value) for line, value in pairs if line.is_start)
    state = dict.fromkeys(_used_before_assigned(assignments, {*GIVEN, *letters}))
    state |= dict.fromkeys(name for name, _ in initial)
    return Rule(assignments, tuple(state), letters, initial)


def _refuse_letters(letters: Collection[str]) -> None:
    for letter in letters:
        if reason := why_no_letter(letter):
            message = f"{letter} is {reason}; choose another letter."
            raise RuleError(message, letter, (0, len(letter)), line=0, start=0)


def _refuse_without_iterate(text: str, equations: Sequence[Equation]) -> None:
    if any(equation.name == ITERATE for equation in equations):
        return
    message = "A rule must assign the next iterate, as in x = x - eta g."
    if not equations:
        raise RuleError(message, text.strip(), (0, 0), line=0, start=0)
    last = equations[-1].line
    end = len(last.text)
    raise RuleError(message, last.text, (end, end), line=last.number, start=last.start)


def _value(equation: Equation, known: Collection[str], letters: Collection[str]) -> Node:
    names = {*_AT_START, *letters} if equation.is_start else known
    try:
        tree = parse_expression(equation.value, names, RULE_FUNCTIONS)
    except UnknownNameError as error:
        if equation.is_start and error.name in known:
            message = "A start is stated in x, g and the hyperparameters only."
            raise equation.line.error(message, error.span) from None
        raise equation.line.named(error) from None
    except ExpressionError as error:
        raise equation.line.named(error) from None
    return with_matrices_bound(tree)


def _refuse_too_many_tokens(equations: Sequence[Equation]) -> None:
    count = 0
    for equation in equations:
        try:
            count += len(tokenize(equation.value))
        except ExpressionError as error:
            raise equation.line.named(error) from None
        if count > MAXIMUM_TOKENS:
            message = f"A rule may have at most {MAXIMUM_TOKENS} numbers, names and signs."
            raise equation.line.error(message, (0, len(equation.line.text)))


def _check(equations: Sequence[Equation], values: Sequence[Node]) -> None:
    """Refuse values of a wrong kind, and a rule that asks too much."""
    names = [equation.name for equation in equations]
    vectors = vector_names(list(zip(names, values, strict=True)))
    budget = Budget()
    for equation, value in zip(equations, values, strict=True):
        try:
            refuse_wrong_value(equation.name, value, vectors, equation.line.text)
            budget.charge(equation.name, value, equation.line.text)
        except ExpressionError as error:
            raise equation.line.named(error) from None


def _used_before_assigned(
    assignments: Sequence[tuple[str, Node]], given: Collection[str]
) -> Iterator[str]:
    """Yield the names that are used before they are assigned, in order of use."""
    assigned = set(given)
    for name, value in assignments:
        yield from (symbol for symbol in _symbols(value) if symbol not in assigned)
        assigned.add(name)


def _symbols(node: Node) -> Iterator[str]:
    """Yield the names in a tree from left to right."""
    match node:
        case Symbol(name):
            yield name
        case Apply(_, operands):
            for operand in operands:
                yield from _symbols(operand)
