"""Four losses with their Hessians by hand, and a run of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.expression import parse_loss
from core.landscape import Surface

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Advance = Callable[[int, Vector], Vector]
"""From the step, from 1, and the iterate to the next iterate; it may remember."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A loss, and what a method may ask of it.

    Value and gradient are the race's own, which have tests of their own: what circles
    a minimum magnifies every rounding of them.
    """

    name: str
    text: str
    hessian: Callable[[Vector], Matrix]
    starts: tuple[tuple[float, float], ...]
    rate: float
    """A learning rate with which gradient descent converges."""

    @property
    def surface(self) -> Surface:
        """The loss as it is raced on."""
        return Surface(parse_loss(self.text), {})


class Run:
    """One run of a method: its problem, its start, and the start's index."""

    def __init__(self, problem: Problem, index: int) -> None:
        self._surface = problem.surface
        self.hessian = problem.hessian
        self.start: Vector = np.array(problem.starts[index])
        self.index = index

    def loss(self, p: Vector) -> float:
        """Return the loss at a point."""
        return float(self._surface.loss(*p))

    def gradient(self, p: Vector) -> Vector:
        """Return the gradient at a point."""
        return self._surface.gradient(*p)

    def follow(self, advance: Advance, steps: int) -> npt.NDArray[np.float64]:
        """Return the iterates, shape ``(steps + 1, 2)``."""
        path = [self.start]
        for t in range(1, steps + 1):
            path.append(advance(t, path[-1]))
        return np.array(path)


def _rosenbrock(p: Vector) -> Matrix:
    x, y = p
    return np.array([[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200.0]])


def _himmelblau(p: Vector) -> Matrix:
    x, y = p
    xy = 4 * (x + y)
    return np.array([[12 * x**2 + 4 * y - 42, xy], [xy, 12 * y**2 + 4 * x - 26]])


def _saddle(p: Vector) -> Matrix:
    return np.array([[2.0, 0.5], [0.5, 3 * p[1] ** 2 - 1]])


def _ravine(_: Vector) -> Matrix:
    return np.array([[0.1, 0.0], [0.0, 2.0]])


PROBLEMS = (
    Problem(
        "rosenbrock",
        "(1-x)^2 + 100(y-x^2)^2",
        _rosenbrock,
        ((-1.2, 1.0), (0.5, 0.75)),
        0.0008,
    ),
    Problem(
        "himmelblau",
        "(x^2+y-11)^2 + (x+y^2-7)^2",
        _himmelblau,
        ((0.5, -0.5), (-3.0, 4.0)),
        0.005,
    ),
    Problem("saddle", "x^2 + x y/2 + y^4/4 - y^2/2", _saddle, ((1.0, 0.01), (-0.2, 0.05)), 0.05),
    Problem("ravine", "x^2/20 + y^2", _ravine, ((-7.0, 2.0), (3.0, -1.0)), 0.3),
)
