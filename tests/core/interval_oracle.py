"""Intervals by mpmath, as a second opinion on what ours prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath

from core.adjoint import reverse_gradient
from core.critical_points import CriticalPoint
from core.landscape import Surface
from core.program import linearise
from core.tree import Node

iv = mpmath.iv

OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda a: -a,
    "power": lambda a, b: a ** int(b.mid),
    "sin": iv.sin,
    "cos": iv.cos,
    "exp": iv.exp,
    "log": iv.log,
    "tanh": lambda a: (iv.exp(2 * a) - 1) / (iv.exp(2 * a) + 1),
    "cosh": lambda a: (iv.exp(a) + iv.exp(-a)) / 2,
    "sqrt": iv.sqrt,
    "pi": lambda: iv.pi,
    "e": lambda: iv.e,
}


def evaluate(outputs: list[Node], symbols: Mapping[str, Any]) -> list[Any]:
    """Evaluate trees over intervals of 100 digits."""
    program = linearise(outputs)
    values: list[Any] = []
    for operator, argument in program.instructions:
        if isinstance(argument, str):
            values.append(symbols[argument])
        elif isinstance(argument, tuple):
            values.append(OPERATIONS[operator](*(values[place] for place in argument)))
        else:
            values.append(iv.mpf(argument))
    return [values[place] for place in program.outputs]


def holds_exactly_one(surface: Surface, point: CriticalPoint) -> bool:
    """Tell whether Krawczyk's operator maps a point's box into its interior."""
    assert point.box is not None
    variables = surface.formula.variables
    tree = surface.formula.tree
    gradient = reverse_gradient(tree, variables)
    (xx, xy), (_, yy) = (reverse_gradient(part, variables) for part in gradient)
    x_min, x_max, y_min, y_max = point.box
    box = (iv.mpf([x_min, x_max]), iv.mpf([y_min, y_max]))
    centre = tuple(iv.mpf((side.a + side.b).a / 2) for side in box)
    a, b, c = evaluate([xx, xy, yy], dict(zip(variables, box, strict=True)))
    at = evaluate(list(gradient), dict(zip(variables, centre, strict=True)))
    p, q, r = (iv.mpf(entry.mid) for entry in (a, b, c))
    determinant = iv.mpf((p * r - q * q).mid)
    inverse = ((r / determinant, -q / determinant), (-q / determinant, p / determinant))
    hessian = ((a, b), (b, c))
    inside = True
    for i in range(2):
        image = centre[i] - sum(inverse[i][k] * at[k] for k in range(2))
        for j in range(2):
            product = sum(inverse[i][k] * hessian[k][j] for k in range(2))
            image += ((1 if i == j else 0) - product) * (box[j] - centre[j])
        inside &= bool(image.a > box[i].a and image.b < box[i].b)
    return inside
