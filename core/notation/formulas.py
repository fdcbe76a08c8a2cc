"""The formulas that stand on the screen, as MathML."""

from __future__ import annotations

from core.derivatives import Derivatives
from core.expression import Formula
from core.notation.markup import to_mathml
from core.tree import Node, Symbol


def loss_mathml(formula: Formula) -> str:
    """Return ``L = …`` as the loss was understood."""
    return f"<mrow><mi>L</mi><mo>=</mo>{to_mathml(formula.tree)}</mrow>"


def derivative_mathml(formula: Formula, derivatives: Derivatives) -> list[str]:
    """Return a line for each first and each different second partial derivative."""
    first, second = formula.variables
    gradient = zip((first, second), derivatives.gradient, strict=True)
    pairs = zip(
        ((first, first), (first, second), (second, second)), derivatives.hessian, strict=True
    )
    lines = [_equation(_first(name), slope) for name, slope in gradient]
    lines += [_equation(_second(*names), bend) for names, bend in pairs]
    return lines


def _equation(left: str, right: Node) -> str:
    return f"<mrow>{left}<mo>=</mo>{to_mathml(right)}</mrow>"


def _first(name: str) -> str:
    return f"<mfrac><mrow><mo>∂</mo><mi>L</mi></mrow>{_differential(name)}</mfrac>"


def _second(one: str, other: str) -> str:
    above = "<mrow><msup><mo>∂</mo><mn>2</mn></msup><mi>L</mi></mrow>"
    if one == other:
        below = f"<mrow><mo>∂</mo><msup>{to_mathml(Symbol(one))}<mn>2</mn></msup></mrow>"
    else:
        below = f"<mrow>{_differential(one)}{_differential(other)}</mrow>"
    return f"<mfrac>{above}{below}</mfrac>"


def _differential(name: str) -> str:
    return f"<mrow><mo>∂</mo>{to_mathml(Symbol(name))}</mrow>"
