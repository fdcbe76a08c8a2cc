"""What a rule must not say, found before it runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.errors import ExpressionError
from core.optimizers.language import ASKING, DRAWING, ITERATE, MEASURING, Kind, kind_of
from core.tree import Apply, Node, Symbol

MAXIMUM_EVALUATIONS = 24
MAXIMUM_DRAWS = 16


def refuse_wrong_value(name: str, value: Node, vectors: Collection[str], text: str) -> None:
    """Refuse a value of a wrong kind, in itself or for the name that takes it.

    Parameters
    ----------
    name
        What is assigned.
    value
        Its new value.
    vectors
        Names that are vectors.
    text
        What `value` was read from.

    Raises
    ------
    ExpressionError
        For a matrix that multiplies no vector, a number where a function takes a
        vector, and a number as the next iterate.
    """
    if _is_matrix(value):
        raise _lone_matrix(value, text)
    if name == ITERATE and kind_of(value, vectors) is Kind.NUMBER:
        message = "The next iterate must be a vector, as in x - eta g; this is a number."
        raise _error(message, value, text)
    for node in _applications(value):
        _refuse_wrong_operands(node, vectors, text)


class Budget:
    """How often a rule may ask the loss and chance in one step."""

    def __init__(self) -> None:
        self._evaluations = 0
        self._draws = 0
        self._has_moved = False

    def charge(self, name: str, value: Node, text: str) -> None:
        """Count what a line asks; raises an `ExpressionError` once it is too much."""
        for node in _applications(value):
            # The loss and its derivatives at the iterate are known to begin with.
            is_known = node.operands == (Symbol(ITERATE),) and not self._has_moved
            self._evaluations += node.operator in ASKING and not is_known
            self._draws += node.operator in DRAWING
            if self._evaluations > MAXIMUM_EVALUATIONS:
                message = f"A rule may ask at most {MAXIMUM_EVALUATIONS} times at other points."
                raise _error(message, node, text)
            if self._draws > MAXIMUM_DRAWS:
                raise _error(f"A rule may draw at most {MAXIMUM_DRAWS} times.", node, text)
        self._has_moved |= name == ITERATE


def _refuse_wrong_operands(node: Apply, vectors: Collection[str], text: str) -> None:
    if node.operator in ASKING or node.operator in MEASURING:
        for operand in node.operands:
            if kind_of(operand, vectors) is Kind.NUMBER:
                message = f"{node.operator} takes a vector such as x or g, not a number."
                raise _error(message, operand, text)
    operands = node.operands
    if node.operator == "multiply" and _is_matrix(operands[0]):
        if kind_of(operands[1], vectors) is Kind.NUMBER:
            message = "A Hessian multiplies a vector, as in hess(x) g, not a number."
            raise _error(message, operands[1], text)
        operands = operands[1:]
    for operand in operands:
        if _is_matrix(operand):
            raise _lone_matrix(operand, text)


def _is_matrix(node: Node) -> bool:
    return kind_of(node, ()) is Kind.MATRIX


def _lone_matrix(node: Node, text: str) -> ExpressionError:
    return _error("A Hessian can only multiply a vector, as in hess(x) g.", node, text)


def _error(message: str, node: Node, text: str) -> ExpressionError:
    return ExpressionError(message, text, node.span or (0, len(text)))


def _applications(node: Node) -> Iterator[Apply]:
    """Yield the applied operators of a tree, from left to right."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, Apply):
            yield node
            pending.extend(reversed(node.operands))
