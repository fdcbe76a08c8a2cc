"""Random trees for property tests."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from core.tree import FUNCTIONS, Apply, Node, Number, Symbol

_COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
_ARITHMETIC = ("add", "subtract", "multiply", "divide", "power", "negate", "negate")
_CALLS = tuple(sorted(FUNCTIONS))


@st.composite
def literals(draw: st.DrawFn) -> Number:
    """Draw a number that the language can write, but not zero."""
    whole = st.integers(min_value=1, max_value=20).map(float)
    size = draw(whole | st.floats(min_value=1e-9, max_value=1e9))
    return Number(draw(st.sampled_from((size, -size))))


@st.composite
def trees(draw: st.DrawFn, names: Sequence[str] = ("x", "y"), depth: int = 4) -> Node:
    """Draw a tree whose value is a number, without constant parts but literals, π and e.

    Other constant parts may have no value, and the parser refuses those.
    """
    kind = draw(st.sampled_from(("name", "arithmetic", "arithmetic", "call"))) if depth else "name"
    if kind == "name":
        return Symbol(draw(st.sampled_from(names)))
    operator = draw(st.sampled_from(_ARITHMETIC if kind == "arithmetic" else _CALLS))
    smaller = trees(names, depth - 1)
    if operator == "negate" or FUNCTIONS.get(operator) == (1, 1):
        return Apply(operator, (draw(smaller),))
    pair = draw(_pairs(names, depth - 1))
    if operator == "where":
        return Apply("where", (draw(truths(names, depth - 1)), *pair))
    return Apply(operator, pair)


@st.composite
def truths(draw: st.DrawFn, names: Sequence[str] = ("x", "y"), depth: int = 2) -> Node:
    """Draw a condition."""
    kind = draw(st.sampled_from(("comparison", "and", "or", "not"))) if depth else "comparison"
    if kind == "comparison":
        operator = draw(st.sampled_from(_COMPARISONS))
        return Apply(operator, draw(_pairs(names, min(depth, 1))))
    smaller = truths(names, depth - 1)
    return Apply(kind, (draw(smaller),) if kind == "not" else (draw(smaller), draw(smaller)))


@st.composite
def _pairs(draw: st.DrawFn, names: Sequence[str], depth: int) -> tuple[Node, Node]:
    """Draw two operands of which at most one is a constant."""
    tree = draw(trees(names, depth))
    constants = st.sampled_from((Apply("pi", ()), Apply("e", ())))
    other: Node = draw(st.one_of(trees(names, depth), literals(), constants))
    return draw(st.sampled_from(((tree, other), (other, tree))))
