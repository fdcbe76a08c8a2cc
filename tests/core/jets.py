"""Second-order jets: value, gradient and Hessian of a tree by forward rules, as an oracle.

Nothing symbolic happens here. Each operator carries its own first and second derivatives,
in extended precision where the platform has it, and where it is not smooth, those of the
side it is evaluated on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from core.tree import Apply, Node, Number, Symbol

Array = npt.NDArray[Any]

_ERF = np.vectorize(math.erf, otypes=[np.longdouble])
_PI = 4 * np.arctan(np.longdouble(1))


@dataclass(frozen=True)
class Jet:
    """Value (n), gradient (2, n) and Hessian (3, n) of a function at n points."""

    value: Array
    gradient: Array
    hessian: Array

    def through(self, value: Array, first: Array, second: Array) -> Jet:
        """Apply the chain rule for a function of this one."""
        x, y = self.gradient
        squares = np.stack((x * x, x * y, y * y))
        return Jet(value, first * self.gradient, first * self.hessian + second * squares)


def jet(
    tree: Node, variables: tuple[str, str], points: Array, parameters: Mapping[str, float]
) -> Jet:
    """Evaluate a tree with its derivatives at points of shape (2, n)."""
    x, y = points
    zeros = np.zeros((3, x.size), np.longdouble)

    def leaf(value: Any, by_x: float = 0, by_y: float = 0) -> Jet:
        gradient = zeros[:2] + np.array([[by_x], [by_y]])
        return Jet(zeros[0] + np.longdouble(value), gradient, zeros)

    def walk(node: Node) -> Jet | Array:
        match node:
            case Number(value):
                return leaf(repr(value))
            case Symbol(name) if name in variables:
                by_x, by_y = float(name == variables[0]), float(name == variables[1])
                return leaf(x if by_x else y, by_x, by_y)
            case Symbol(name):
                return leaf(parameters[name])
            case Apply("pi", _):
                return leaf(_PI)
            case Apply("e", _):
                return leaf(np.exp(np.longdouble(1)))
            case Apply(operator, operands):
                applied: Jet | Array = OPERATORS[operator](*map(walk, operands))
                return applied

    with np.errstate(all="ignore"):
        result = walk(tree)
    assert isinstance(result, Jet)
    return result


def _add(a: Jet, b: Jet) -> Jet:
    return Jet(a.value + b.value, a.gradient + b.gradient, a.hessian + b.hessian)


def _negate(a: Jet) -> Jet:
    return Jet(-a.value, -a.gradient, -a.hessian)


def _multiply(a: Jet, b: Jet) -> Jet:
    (ax, ay), (bx, by) = a.gradient, b.gradient
    crossed = np.stack((2 * ax * bx, ax * by + ay * bx, 2 * ay * by))
    return Jet(
        a.value * b.value,
        a.value * b.gradient + b.value * a.gradient,
        a.value * b.hessian + b.value * a.hessian + crossed,
    )


def _reciprocal(a: Jet) -> Jet:
    return a.through(1 / a.value, -1 / a.value**2, 2 / a.value**3)


def _power(a: Jet, b: Jet) -> Jet:
    if not (b.gradient.any() or b.hessian.any()):
        n, u = b.value, a.value
        return a.through(u**n, n * u ** (n - 1), n * (n - 1) * u ** (n - 2))
    return _exp(_multiply(b, _unary("log")(a)))


def _exp(a: Jet) -> Jet:
    value = np.exp(a.value)
    return a.through(value, value, value)


def _hypot(a: Jet, b: Jet) -> Jet:
    return _unary("sqrt")(_add(_multiply(a, a), _multiply(b, b)))


def _atan2(a: Jet, b: Jet) -> Jet:
    near_axis = np.abs(a.value) > np.abs(b.value)
    upright = _negate(_unary("atan")(_multiply(b, _reciprocal(a))))
    level = _unary("atan")(_multiply(a, _reciprocal(b)))
    slopes = _where(near_axis, upright, level)
    return Jet(np.arctan2(a.value, b.value), slopes.gradient, slopes.hessian)


def _where(truth: Array, a: Jet, b: Jet) -> Jet:
    return Jet(
        np.where(truth, a.value, b.value),
        np.where(truth, a.gradient, b.gradient),
        np.where(truth, a.hessian, b.hessian),
    )


def _unary(name: str) -> Callable[[Jet], Jet]:
    def apply(a: Jet) -> Jet:
        return a.through(*UNARY[name](a.value))

    return apply


def _sigmoid(u: Array) -> tuple[Array, Array, Array]:
    s, rest = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
    return s, s * rest, s * rest * (rest - s)


def _softplus(u: Array) -> tuple[Array, Array, Array]:
    s, slope, _ = _sigmoid(u)
    return np.logaddexp(u, 0), s, slope


def _tanh(u: Array) -> tuple[Array, Array, Array]:
    value, slope = np.tanh(u), 1 / np.cosh(u) ** 2
    return value, slope, -2 * value * slope


def _tan(u: Array) -> tuple[Array, Array, Array]:
    value, slope = np.tan(u), 1 / np.cos(u) ** 2
    return value, slope, 2 * value * slope


def _arc(value: Array, u: Array, sign: int) -> tuple[Array, Array, Array]:
    slope = 1 / np.sqrt((1 - u) * (1 + u))
    return value, sign * slope, sign * u * slope**3


def _logarithm(value: Array, u: Array, base: float) -> tuple[Array, Array, Array]:
    scale = 1 / np.log(np.longdouble(base))
    return value, scale / u, -scale / u**2


def _bell(u: Array) -> tuple[Array, Array, Array]:
    slope = 2 / np.sqrt(_PI) * np.exp(-(u**2))
    return _ERF(u), slope, -2 * u * slope


UNARY: dict[str, Callable[[Array], tuple[Array, Array, Array]]] = {
    "exp": lambda u: (np.exp(u), np.exp(u), np.exp(u)),
    "log": lambda u: (np.log(u), 1 / u, -1 / u**2),
    "log2": lambda u: _logarithm(np.log2(u), u, 2),
    "log10": lambda u: _logarithm(np.log10(u), u, 10),
    "sqrt": lambda u: (np.sqrt(u), 0.5 / np.sqrt(u), -0.25 / (u * np.sqrt(u))),
    "cbrt": lambda u: (np.cbrt(u), 1 / (3 * np.cbrt(u) ** 2), -2 / (9 * np.cbrt(u) ** 5)),
    "sin": lambda u: (np.sin(u), np.cos(u), -np.sin(u)),
    "cos": lambda u: (np.cos(u), -np.sin(u), -np.cos(u)),
    "tan": _tan,
    "asin": lambda u: _arc(np.arcsin(u), u, 1),
    "acos": lambda u: _arc(np.arccos(u), u, -1),
    "atan": lambda u: (np.arctan(u), 1 / (1 + u**2), -2 * u / (1 + u**2) ** 2),
    "sinh": lambda u: (np.sinh(u), np.cosh(u), np.sinh(u)),
    "cosh": lambda u: (np.cosh(u), np.sinh(u), np.cosh(u)),
    "tanh": _tanh,
    "abs": lambda u: (np.abs(u), np.sign(u), 0 * u),
    "sign": lambda u: (np.sign(u), 0 * u, 0 * u),
    "floor": lambda u: (np.floor(u), 0 * u, 0 * u),
    "ceil": lambda u: (np.ceil(u), 0 * u, 0 * u),
    "step": lambda u: (1.0 * (u >= 0), 0 * u, 0 * u),
    "relu": lambda u: (np.maximum(u, 0), 1.0 * (u > 0), 0 * u),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "erf": _bell,
}

OPERATORS: dict[str, Callable[..., Any]] = {
    "add": _add,
    "subtract": lambda a, b: _add(a, _negate(b)),
    "multiply": _multiply,
    "divide": lambda a, b: _multiply(a, _reciprocal(b)),
    "power": _power,
    "negate": _negate,
    "hypot": _hypot,
    "atan2": _atan2,
    "min": lambda *jets: reduce(lambda a, b: _where(a.value <= b.value, a, b), jets),
    "max": lambda *jets: reduce(lambda a, b: _where(a.value >= b.value, a, b), jets),
    "where": _where,
    "less": lambda a, b: a.value < b.value,
    "less_equal": lambda a, b: a.value <= b.value,
    "greater": lambda a, b: a.value > b.value,
    "greater_equal": lambda a, b: a.value >= b.value,
    "equal": lambda a, b: a.value == b.value,
    "not_equal": lambda a, b: a.value != b.value,
    "and": lambda *truths: reduce(np.logical_and, truths),
    "or": lambda *truths: reduce(np.logical_or, truths),
    "not": np.logical_not,
    **{name: _unary(name) for name in UNARY},
}
