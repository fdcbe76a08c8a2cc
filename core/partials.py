"""The partial derivatives of each operation, multiplied onto what comes from above."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from core.tree import Apply, Node, Number

ONE, TWO, ZERO = Number(1.0), Number(2.0), Number(0.0)

Partial = Callable[[Node, Node, Node], Node]
"""From the adjoint of an operation, its operand and its value to the operand's adjoint."""


def apply(operator: str, *operands: Node) -> Node:
    """Return an operation."""
    return Apply(operator, operands)


def times(first: Node, second: Node) -> Node:
    """Return a product, plain where a factor is 1."""
    if first == ONE:
        return second
    return first if second == ONE else apply("multiply", first, second)


def _square(node: Node) -> Node:
    return apply("power", node, TWO)


def _over(divisor: Callable[[Node, Node], Node], sign: int = 1) -> Partial:
    """Return a partial that divides; the divisor is made of operand and value."""

    def partial(above: Node, u: Node, f: Node) -> Node:
        quotient = apply("divide", above, divisor(u, f))
        return quotient if sign > 0 else apply("negate", quotient)

    return partial


def _times(factor: Callable[[Node, Node], Node]) -> Partial:
    return lambda above, u, f: times(above, factor(u, f))


def _root_of_one_less_square(u: Node, _: Node) -> Node:
    # The product stays accurate next to 1, where the square would not.
    return apply("sqrt", times(apply("subtract", ONE, u), apply("add", ONE, u)))


OF_ONE: dict[str, Partial] = {
    "negate": lambda above, u, f: apply("negate", above),
    "exp": _times(lambda u, f: f),
    "log": _over(lambda u, f: u),
    "log2": _over(lambda u, f: times(u, Number(math.log(2.0)))),
    "log10": _over(lambda u, f: times(u, Number(math.log(10.0)))),
    "sqrt": _over(lambda u, f: times(TWO, f)),
    "cbrt": _over(lambda u, f: times(Number(3.0), _square(f))),
    "sin": _times(lambda u, f: apply("cos", u)),
    "cos": lambda above, u, f: apply("negate", times(above, apply("sin", u))),
    "tan": _times(lambda u, f: apply("add", ONE, _square(f))),
    "asin": _over(_root_of_one_less_square),
    "acos": _over(_root_of_one_less_square, sign=-1),
    "atan": _over(lambda u, f: apply("add", ONE, _square(u))),
    "sinh": _times(lambda u, f: apply("cosh", u)),
    "cosh": _times(lambda u, f: apply("sinh", u)),
    "tanh": _over(lambda u, f: _square(apply("cosh", u))),
    "abs": _times(lambda u, f: apply("sign", u)),
    "erf": _times(
        lambda u, f: times(
            Number(2.0 / math.sqrt(math.pi)), apply("exp", apply("negate", _square(u)))
        )
    ),
    "sigmoid": _times(lambda u, f: times(f, apply("sigmoid", apply("negate", u)))),
    "softplus": _times(lambda u, f: apply("sigmoid", u)),
}
"""Smooth functions of one operand, and the absolute value."""

FLAT = frozenset({"sign", "floor", "ceil", "step"})
"""Their derivative is zero almost everywhere."""


def partials(node: Apply, above: Node) -> Sequence[Node]:
    """Return what each operand of a smooth operation receives from above."""
    operator, operands = node.operator, node.operands
    if operator in OF_ONE:
        return [OF_ONE[operator](above, operands[0], node)]
    if operator in FLAT:
        return [ZERO]
    first, second = operands
    match operator:
        case "add":
            return [above, above]
        case "subtract":
            return [above, apply("negate", above)]
        case "multiply":
            return [times(above, second), times(above, first)]
        case "divide":
            slope = apply("divide", times(above, node), second)
            return [apply("divide", above, second), apply("negate", slope)]
        case "power":
            return _of_power(node, above)
        case "hypot":
            return [times(above, apply("divide", leg, node)) for leg in operands]
        case _:
            return _of_angle(first, second, above)


def _of_power(node: Apply, above: Node) -> list[Node]:
    base, exponent = node.operands
    if exponent == ZERO:
        # The power is 1 even at 0, where the rule's 0 · 0⁻¹ would be undefined.
        return [ZERO, ZERO]
    slope = times(above, times(exponent, _lower_power(base, exponent)))
    return [slope, times(above, times(node, apply("log", base)))]


def _lower_power(base: Node, exponent: Node) -> Node:
    if not isinstance(exponent, Number):
        return apply("power", base, apply("subtract", exponent, ONE))
    if exponent == ONE:
        return ONE
    return base if exponent == TWO else apply("power", base, Number(exponent.value - 1.0))


def _of_angle(y: Node, x: Node, above: Node) -> list[Node]:
    # Divided by the distance twice: its square could overflow or vanish.
    distance = apply("hypot", y, x)
    rise = apply("divide", apply("divide", times(above, x), distance), distance)
    run = apply("divide", apply("divide", times(above, y), distance), distance)
    return [rise, apply("negate", run)]
