"""The losses that everything is measured on, from a polynomial to a page of exponentials."""

from __future__ import annotations


def twelve_gaussians() -> str:
    """Return a sum of twelve hollows of different depth and width on a grid."""
    centres = [(2 * column - 3, 2 * row - 2) for column in range(4) for row in range(3)]
    return "".join(
        f"-1.{number}exp(-({square('x', x)}+{square('y', y)})/{number + 1})"
        for number, (x, y) in enumerate(centres)
    )


def square(variable: str, centre: int) -> str:
    """Return the squared distance along one axis as text."""
    return f"({variable}{-centre:+d})^2"


LOSSES = {
    "bowl": "x^2 / 20 + y^2",
    "Rosenbrock": "(1 - x)^2 + 100 (y - x^2)^2",
    "Himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "Beale": "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
    "Ackley": "-20 exp(-0.2 sqrt(0.5 (x^2 + y^2))) - exp(0.5 (cos(2 pi x) + cos(2 pi y))) + e + 20",
    "Rastrigin": "20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)",
    "12 Gaussians": twelve_gaussians(),
}

COEFFICIENTS = {
    "bowl": "20",
    "Rosenbrock": "100",
    "Himmelblau": "11",
    "Beale": "1.5",
    "Ackley": "0.2",
    "Rastrigin": "10",
    "12 Gaussians": "1.0",
}
"""A number in each loss that may as well be another one."""


def another(loss: str, number: int) -> str:
    """Return nearly the same loss as text, of which nothing is kept compiled."""
    coefficient = COEFFICIENTS[loss]
    point = "" if "." in coefficient else "."
    return LOSSES[loss].replace(coefficient, f"{coefficient}{point}{number:04d}1", 1)
