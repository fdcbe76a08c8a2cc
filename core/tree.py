"""The small tree that every expression of Fall Line is.

A loss, a schedule and each line of an update rule are the same three kinds of
node. Nodes are immutable and compare by meaning: the span of text they were read
from takes no part. A node may be shared by several parents, so a tree is in
general a directed acyclic graph; walk it through `core.program` where its size
matters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A finite literal, the double nearest to what was typed."""

    value: float
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A variable, a parameter or a state of an update rule, by its plain name."""

    name: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function on its operands."""

    operator: str
    operands: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False)


Node = Number | Symbol | Apply

CONSTANTS = frozenset({"pi", "e", "undefined"})
"""Operators without operands; ``undefined`` is NaN, where no branch applies."""

ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "power", "negate"})
"""All take two operands but ``negate``."""

COMPARISONS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
CONNECTIVES = frozenset({"and", "or", "not"})
BOOLEANS = COMPARISONS | CONNECTIVES | {"true", "false"}
"""Operators whose value is a truth, fit only for the first operand of ``where``."""

Arity = tuple[int, int | None]
"""Smallest and largest number of operands (None: no limit)."""

FUNCTIONS: dict[str, Arity] = {
    "exp": (1, 1), "log": (1, 1), "log2": (1, 1), "log10": (1, 1),
    "sqrt": (1, 1), "cbrt": (1, 1),
    "sin": (1, 1), "cos": (1, 1), "tan": (1, 1),
    "asin": (1, 1), "acos": (1, 1), "atan": (1, 1), "atan2": (2, 2),
    "sinh": (1, 1), "cosh": (1, 1), "tanh": (1, 1),
    "abs": (1, 1), "sign": (1, 1), "floor": (1, 1), "ceil": (1, 1),
    "min": (2, None), "max": (2, None),
    "erf": (1, 1), "sigmoid": (1, 1), "softplus": (1, 1), "relu": (1, 1),
    "step": (1, 1), "hypot": (2, 2), "where": (3, 3),
}  # fmt: skip
"""What an expression may call, by name.

``log`` is the natural one. ``relu(x)`` is max(0, x), ``step(x)`` is 1 from 0 on and
0 before, ``softplus(x)`` is ln(1 + eˣ), ``where(c, a, b)`` is a where the truth c
holds and b elsewhere.
"""
