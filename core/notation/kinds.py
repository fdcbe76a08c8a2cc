"""Which parts of an update rule are vectors: these are printed in bold."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.tree import Apply, Node, Number, Symbol

ALWAYS_VECTORS = frozenset({"x", "g"})
"""The iterate and its gradient."""

_NUMBERS = frozenset({"loss", "norm", "dot", "eigenvalue1", "eigenvalue2", "hess"})
"""Functions whose value is a number or a matrix."""

_VECTORS = frozenset({"grad", "eigenvector1", "eigenvector2", "normal", "uniform"})


def is_vector(node: Node, vectors: Collection[str]) -> bool:
    """Tell whether a part of a rule is a vector, given the names that are."""
    match node:
        case Number():
            return False
        case Symbol(name):
            return name in vectors
        case Apply(operator, _) if operator in _VECTORS:
            return True
        case Apply(operator, _) if operator in _NUMBERS:
            return False
        case Apply(_, operands):
            return any(is_vector(operand, vectors) for operand in operands)


def vector_names(equations: Iterable[tuple[str, Node]]) -> frozenset[str]:
    """Find the names that stand for vectors, from what is assigned to them."""
    equations = list(equations)
    found = set(ALWAYS_VECTORS)
    for _ in equations:
        found |= {name for name, value in equations if is_vector(value, found)}
    return frozenset(found)
