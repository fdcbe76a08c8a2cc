"""Expressions at a point in the real numbers, read with mpmath as an oracle.

Beside its value, an expression at a point has a route: which way each operation with a
kink or a jump went. Where two points of a box go different ways, the expression is not
smooth on the box.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import reduce
from typing import Any

from mpmath import mp

from core.tree import Apply, Node, Number, Symbol

LARGEST_EXPONENT = 10**5
LARGEST_ANGLE = 10**300


class UndefinedError(Exception):
    """The expression has no value at the point."""


class TooLargeError(Exception):
    """The value, or one on the way to it, is beyond what mpmath should be asked for."""


def _quotient(a: Any, b: Any) -> Any:
    if b == 0:
        raise UndefinedError
    return a / b


def _growing(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def limited(x: Any) -> Any:
        if abs(x) > LARGEST_EXPONENT:
            raise TooLargeError
        return function(x)

    return limited


def _turning(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def limited(x: Any) -> Any:
        if abs(x) > LARGEST_ANGLE:
            raise TooLargeError
        with mp.extraprec(1100):
            return function(x)

    return limited


def _within(function: Callable[[Any], Any], low: Any, high: Any) -> Callable[[Any], Any]:
    def limited(x: Any) -> Any:
        if not low <= x <= high:
            raise UndefinedError
        return function(x)

    return limited


def _logarithm(base: int | None) -> Callable[[Any], Any]:
    def logarithm(x: Any) -> Any:
        if x <= 0:
            raise UndefinedError
        return mp.log(x) if base is None else mp.log(x, base)

    return logarithm


def _power(base: Any, exponent: Any) -> Any:
    is_whole = mp.isint(exponent)
    if (base < 0 and not is_whole) or (base == 0 and exponent < 0):
        raise UndefinedError
    if base and abs(mp.log(abs(base)) * exponent) > LARGEST_EXPONENT:
        raise TooLargeError
    if base < 0:
        size = mp.power(-base, exponent)
        return -size if int(exponent) % 2 else size
    return mp.power(base, exponent)


def _angle(y: Any, x: Any) -> Any:
    if x == 0 and y == 0:
        raise UndefinedError
    return mp.atan2(y, x)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "pi": lambda: +mp.pi,
    "e": lambda: +mp.e,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": _quotient,
    "power": _power,
    "negate": lambda a: -a,
    "exp": _growing(mp.exp),
    "log": _logarithm(None),
    "log2": _logarithm(2),
    "log10": _logarithm(10),
    "sqrt": _within(mp.sqrt, 0, mp.inf),
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "sin": _turning(mp.sin),
    "cos": _turning(mp.cos),
    "tan": _turning(mp.tan),
    "asin": _within(mp.asin, -1, 1),
    "acos": _within(mp.acos, -1, 1),
    "atan": mp.atan,
    "atan2": _angle,
    "sinh": _growing(mp.sinh),
    "cosh": _growing(mp.cosh),
    "tanh": _growing(mp.tanh),
    "abs": abs,
    "sign": mp.sign,
    "floor": mp.floor,
    "ceil": mp.ceil,
    "min": min,
    "max": max,
    "erf": _growing(mp.erf),
    "sigmoid": _growing(lambda x: 1 / (1 + mp.exp(-x))),
    "softplus": _growing(lambda x: mp.log1p(mp.exp(x))),
    "relu": lambda x: max(x, mp.mpf(0)),
    "step": lambda x: mp.mpf(x >= 0),
    "hypot": mp.hypot,
}

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "less": lambda a, b: bool(a < b),
    "less_equal": lambda a, b: bool(a <= b),
    "greater": lambda a, b: bool(a > b),
    "greater_equal": lambda a, b: bool(a >= b),
    "equal": lambda a, b: bool(a == b),
    "not_equal": lambda a, b: bool(a != b),
}

SINGULAR_AT_ZERO = frozenset({"abs", "sign", "relu", "step", "cbrt", "sqrt"})

Route = frozenset[tuple[int, object]]
"""Operations, by identity, and which way each went: `SINGULAR` at a kink or a jump."""

SINGULAR = "singular"
STRAIGHT: Route = frozenset()


class Reading:
    """One point, and the expressions read there, each node once.

    Parameters
    ----------
    values
        The value of each symbol.
    varying
        The symbols that are different elsewhere in the box; where they take no part,
        there is only one way to go.
    """

    def __init__(self, values: Mapping[str, float], varying: Collection[str] = ("x", "y")) -> None:
        self._values = values
        self._varying = varying
        self._known: dict[int, tuple[Any, Route]] = {}

    def read(self, node: Node) -> tuple[Any, Route]:
        """Return the value of an expression and its route."""
        if id(node) not in self._known:
            value, route = self._read(node)
            self._known[id(node)] = value, route if self._varies(node) else STRAIGHT
        return self._known[id(node)]

    def _varies(self, node: Node) -> bool:
        if isinstance(node, Apply):
            return any(self._varies(operand) for operand in node.operands)
        return isinstance(node, Symbol) and node.name in self._varying

    def _read(self, node: Node) -> tuple[Any, Route]:
        match node:
            case Number(value):
                return mp.mpf(value), STRAIGHT
            case Symbol(name):
                return mp.mpf(self._values[name]), STRAIGHT
            case Apply("undefined", _):
                raise UndefinedError
            case Apply("where", (condition, yes, no)):
                truth = self._truth(condition)
                value, route = self.read(yes if truth else no)
                return value, route | {(id(node), truth)}
        parts = [self.read(operand) for operand in node.operands]
        values = [value for value, _ in parts]
        result = FUNCTIONS[node.operator](*values)
        if node.operator in ("min", "max"):
            chosen = values.index(result)
            way = chosen if values.count(result) == 1 else SINGULAR
            return result, parts[chosen][1] | {(id(node), way)}
        route = reduce(lambda a, b: a | b, (part for _, part in parts), STRAIGHT)
        return result, route | _turn(node, values, result) if values else STRAIGHT

    def _truth(self, node: Node) -> bool:
        assert isinstance(node, Apply)
        if node.operator in COMPARISONS:
            a, b = (self.read(operand)[0] for operand in node.operands)
            return COMPARISONS[node.operator](a, b)
        if node.operator in ("true", "false"):
            return node.operator == "true"
        truths = [self._truth(operand) for operand in node.operands]
        if node.operator == "not":
            return not truths[0]
        return all(truths) if node.operator == "and" else any(truths)


def is_one_way(routes: list[Route]) -> bool:
    """Tell whether nothing contradicts that an expression is smooth where these lead."""
    turns = frozenset[tuple[int, object]]().union(*routes)
    operations = {operation for operation, _ in turns}
    return len(operations) == len(turns) and all(way != SINGULAR for _, way in turns)


def _turn(node: Apply, values: list[Any], result: Any) -> Route:
    way = _way(node.operator, values, result)
    return STRAIGHT if way is None else frozenset({(id(node), way)})


def _way(operator: str, values: list[Any], result: Any) -> object:
    first, last = values[0], values[-1]
    if operator in SINGULAR_AT_ZERO:
        return int(mp.sign(first)) or SINGULAR
    match operator:
        case "floor" | "ceil":
            return SINGULAR if result == first else float(result)
        case "asin" | "acos":
            return SINGULAR if abs(first) == 1 else None
        case "divide":
            return int(mp.sign(last))
        case "power":
            is_polynomial = mp.isint(last) and last >= 0
            return SINGULAR if first == 0 and not is_polynomial else None
        case "hypot":
            return SINGULAR if result == 0 else None
        case "atan2" if last <= 0:
            return int(mp.sign(first)) or SINGULAR
        case "tan":
            return float(mp.floor(first / mp.pi + 0.5))
    return None
