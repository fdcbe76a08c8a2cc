"""What a rule may call besides the functions of every expression, and what is a vector."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence

from core.tree import Apply, Arity, Node, Symbol

ITERATE = "x"
GIVEN = (ITERATE, "g", "t")
"""What every rule may use: the iterate, its gradient, and the step, from 1."""

ASKING: dict[str, Arity] = {
    "grad": (1, 1), "loss": (1, 1), "hess": (1, 1),
    "eigenvalue1": (1, 1), "eigenvalue2": (1, 1), "eigenvector1": (1, 1), "eigenvector2": (1, 1),
}  # fmt: skip
"""Functions of a point, which ask the loss."""

MEASURING: dict[str, Arity] = {"norm": (1, 1), "dot": (2, 2)}
DRAWING: dict[str, Arity] = {"normal": (0, 0), "uniform": (0, 0)}

RULE_FUNCTIONS: dict[str, Arity] = ASKING | MEASURING | DRAWING
"""What a line of a rule may call, by name.

Of a point: ``grad`` is the gradient as the entry sees it, ``loss`` the loss, ``hess`` the
Hessian, which only multiplies a vector; ``eigenvalue1`` ≤ ``eigenvalue2`` are the Hessian's,
``eigenvector1`` and ``eigenvector2`` of length 1 belong to them. ``norm`` and ``dot`` are
Euclidean. ``normal()`` and ``uniform()`` are two fresh random numbers, one a coordinate.
"""

_NUMBERS = frozenset({"loss", "eigenvalue1", "eigenvalue2", "norm", "dot"})
_VECTORS = frozenset({"grad", "eigenvector1", "eigenvector2", *DRAWING})


class Kind(enum.IntEnum):
    """What a value is; a condition is a number, or a vector if it differs by coordinate."""

    NUMBER = 0
    VECTOR = 1
    MATRIX = 2


Lines = Sequence[tuple[str, Node]]


def kind_of(node: Node, vectors: Collection[str]) -> Kind:
    """Infer the kind of a value.

    Parameters
    ----------
    node
        An expression of a rule.
    vectors
        Names that are vectors; all others are numbers.
    """
    match node:
        case Symbol(name):
            return Kind(name in vectors)
        case Apply("hess"):
            return Kind.MATRIX
        case Apply(operator) if operator in _NUMBERS:
            return Kind.NUMBER
        case Apply(operator) if operator in _VECTORS:
            return Kind.VECTOR
        case Apply(_, operands):
            kinds = [kind_of(operand, vectors) for operand in operands]
            return min(max(kinds, default=Kind.NUMBER), Kind.VECTOR)
    return Kind.NUMBER


def vector_names(lines: Lines) -> frozenset[str]:
    """List the names that are vectors: what is given as one, and what any line makes one.

    Parameters
    ----------
    lines
        Names and values, those of the start among them. A name is a vector everywhere
        if it is one anywhere, and what is computed from it may be one as well.
    """
    vectors, known = frozenset({ITERATE, "g"}), 0
    while known < len(vectors):
        known = len(vectors)
        made = {name for name, value in lines if kind_of(value, vectors)}
        vectors |= made
    return vectors


def with_matrices_bound(node: Node) -> Node:
    """Let a Hessian act on what follows it: ``eta hess(x) g`` is ``eta (hess(x) g)``."""
    if not isinstance(node, Apply):
        return node
    operands = tuple(map(with_matrices_bound, node.operands))
    node = Apply(node.operator, operands, node.span)
    match node:
        case Apply("multiply", (Apply("multiply", (left, Apply("hess") as hess)), right)):
            if isinstance(right, Apply) and right.operator == "hess":
                return node  # What follows the two belongs to the second first.
            place = (hess.span or (0, 0))[0], (right.span or (0, 0))[1]
            acted = Apply("multiply", (hess, right), place)
            return with_matrices_bound(Apply("multiply", (left, acted), node.span))
    return node
