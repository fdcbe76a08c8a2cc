"""A second, slow reading of expressions, in NumPy, as an oracle.

It shares nothing with the compiler but the trees: one NumPy call for each node.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from core.tree import Apply, Node, Number, Symbol

Array = npt.NDArray[Any]
"""Doubles, or truths where a comparison was read."""

_ERF = np.vectorize(math.erf, otypes=[np.float64])


def _where(truth: Array, yes: Array, no: Array) -> Array:
    # A truth hyperparameter comes as a number.
    return np.where(truth.astype(bool), yes, no)


def _sigmoid(x: Array) -> Array:
    size = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + size), size / (1 + size))


def _softplus(x: Array) -> Array:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


OPERATORS: dict[str, Callable[..., npt.ArrayLike]] = {
    "pi": lambda: np.float64(math.pi),
    "e": lambda: np.float64(math.e),
    "undefined": lambda: np.float64(math.nan),
    "true": lambda: np.bool_(True),
    "false": lambda: np.bool_(False),
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "negate": np.negative,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "and": lambda *truths: reduce(np.logical_and, truths),
    "or": lambda *truths: reduce(np.logical_or, truths),
    "not": np.logical_not,
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "min": lambda *operands: reduce(np.minimum, operands),
    "max": lambda *operands: reduce(np.maximum, operands),
    "erf": _ERF,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": lambda x: np.maximum(x, 0.0),
    "step": lambda x: np.heaviside(x, 1.0),
    "hypot": np.hypot,
    "where": _where,
}


Operators = Callable[[Apply], Callable[..., npt.ArrayLike]]
"""From an application to the function that computes it from its operands' values."""


def by_numpy(node: Apply) -> Callable[..., npt.ArrayLike]:
    """Return NumPy's own function for an operator."""
    return OPERATORS[node.operator]


def read_expressions(trees: Sequence[Node], values: Mapping[str, npt.ArrayLike]) -> list[Array]:
    """Evaluate trees over arrays; a node that several share is evaluated once."""
    known: dict[int, Array] = {}

    def read(node: Node) -> Array:
        if id(node) not in known:
            known[id(node)] = read_new(node)
        return known[id(node)]

    def read_new(node: Node) -> Array:
        match node:
            case Number(value):
                return np.asarray(np.float64(value))
            case Symbol(name):
                return np.asarray(values[name])
            case Apply(operator, operands):
                return np.asarray(OPERATORS[operator](*map(read, operands)))

    with np.errstate(all="ignore"):
        return [read(tree) for tree in trees]
