"""A loss along a line through a point."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.compiler.arrays import FloatArray
from core.eigen import Vector, eigen

SAMPLES = 241
"""Points of a cut; the one at the middle, and the one at a sixth, fall on a sample."""

NOWHERE: Vector = (math.nan, math.nan)


class Along(enum.Enum):
    """What a cut runs along; the value is its key."""

    GRADIENT = "gradient"
    """Against the gradient, so that positive positions lie downhill."""
    FIRST_EIGENVECTOR = "eigenvector 1"
    SECOND_EIGENVECTOR = "eigenvector 2"
    POINT = "point"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Aim:
    """Which direction is wanted.

    Parameters
    ----------
    along
        What the cut runs along.
    other
        The point it leads to, if that is what it runs along.
    number
        Which of the random directions; the same number is the same direction again.
    """

    along: Along = Along.GRADIENT
    other: Vector = NOWHERE
    number: int = 0


class Ground(Protocol):
    """A loss with its first and second derivatives over arrays."""

    def loss(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the loss at points."""

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the two partial derivatives at points."""

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the second derivatives xx, xy, yy at points."""


@dataclass(frozen=True, eq=False, slots=True)
class Slice:
    """A loss along a line.

    Parameters
    ----------
    point
        Where the position along the line is 0.
    aim
        What direction was wanted.
    direction
        The unit vector of it; NaN where there is none, as at a vanishing gradient.
    loss, gradient
        At the point; the loss is NaN where undefined or infinite.
    slope, bend
        First and second derivative of the loss along the line, at the point.
    positions
        Signed distances from the point, ascending.
    losses, slopes
        At the positions; NaN where undefined or infinite.
    model
        Taylor's polynomial of second order about the point, at the positions.
    problem
        Why there is no line, in a sentence; empty where there is one.
    """

    point: Vector
    aim: Aim
    direction: Vector
    loss: float
    gradient: Vector
    slope: float
    bend: float
    positions: FloatArray
    losses: FloatArray
    slopes: FloatArray
    model: FloatArray
    problem: str

    def at(self, position: float) -> Vector:
        """Return the point of the plane at a position."""
        return (
            self.point[0] + position * self.direction[0],
            self.point[1] + position * self.direction[1],
        )


def cut(ground: Ground, point: Vector, aim: Aim, low: float, high: float) -> Slice:
    """Evaluate a loss along a line through a point, from position `low` to `high`."""
    loss = float(finite(ground.loss(*point)))
    gradient, hessian = _column(ground.gradient(*point)), _column(ground.hessian(*point))
    (gx, gy), (xx, xy, yy) = gradient, hessian
    ux, uy = _direction(point, aim, (gx, gy), (xx, xy, yy))
    positions = np.linspace(low, high, SAMPLES)
    x, y = point[0] + positions * ux, point[1] + positions * uy
    with np.errstate(all="ignore"):
        slope, bend = gx * ux + gy * uy, xx * ux * ux + 2 * xy * ux * uy + yy * uy * uy
        by_x, by_y = ground.gradient(x, y)
        losses, slopes = ground.loss(x, y), by_x * ux + by_y * uy
        model = loss + slope * positions + bend * positions**2 / 2
    return Slice(
        point=point,
        aim=aim,
        direction=(ux, uy),
        loss=loss,
        gradient=(gx, gy),
        slope=slope,
        bend=bend,
        positions=positions,
        losses=finite(losses),
        slopes=finite(slopes),
        model=finite(model),
        problem=_problem(aim.along) if math.isnan(ux) else "",
    )


def _direction(
    point: Vector, aim: Aim, gradient: Vector, hessian: tuple[float, float, float]
) -> Vector:
    match aim.along:
        case Along.GRADIENT:
            return _unit(-gradient[0], -gradient[1])
        case Along.FIRST_EIGENVECTOR:
            return eigen(*hessian)[1][0]
        case Along.SECOND_EIGENVECTOR:
            return eigen(*hessian)[1][1]
        case Along.POINT:
            return _unit(aim.other[0] - point[0], aim.other[1] - point[1])
        case Along.RANDOM:
            angle = np.random.default_rng(aim.number).uniform(0, 2 * math.pi)
            return math.cos(angle), math.sin(angle)


def _unit(x: float, y: float) -> Vector:
    """Return the direction of a vector; NaN where it vanishes or is not finite."""
    largest = max(abs(x), abs(y))
    if largest == 0 or not math.isfinite(x + y):
        return NOWHERE
    # Scaled first: the squares of a tiny gradient would vanish.
    x, y = x / largest, y / largest
    length = math.hypot(x, y)
    return x / length, y / length


def _problem(along: Along) -> str:
    if along is Along.GRADIENT:
        return "The gradient vanishes or is undefined at this point: it has no direction."
    if along is Along.POINT:
        return "The other point is the same: no line is given by one point."
    return "The Hessian is undefined at this point: it has no eigenvectors."


def _column(values: FloatArray) -> list[float]:
    numbers: list[float] = values.tolist()
    return numbers


def finite(values: FloatArray) -> FloatArray:
    """Return the values, NaN in place of those that are infinite."""
    return np.where(np.isfinite(values), values, np.nan)
