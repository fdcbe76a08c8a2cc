"""The curvature of a loss at a point: eigenvalues, eigenvectors, and what they mean."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from core.eigen import Vector, eigen
from core.landscape import Landscape

Hessian = tuple[float, float, float]
"""The entries xx, xy, yy."""

TOLERANCE = 1e-11
"""An eigenvalue below this part of the Hessian's size counts as zero."""

CRITICAL_DISTANCE = 1e-8
"""A point is critical where a slope of the Hessian's size vanishes this close to it."""

_NEIGHBOURHOOD = 1e-5
"""Distance, relative to the coordinates, within which the Hessian's size is measured."""


class Kind(enum.Enum):
    """What a critical point is; the value is the word that the reader sees."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


@dataclass(frozen=True, slots=True)
class Curvature:
    """What is known of a loss at one point.

    Parameters
    ----------
    x, y, loss
        The point and the loss there.
    gradient
        By x and by y.
    hessian
        xx, xy, yy.
    eigenvalues
        Of the Hessian, ascending.
    eigenvectors
        Unit vectors in the order of the eigenvalues.
    condition_number
        Ratio of the eigenvalues' sizes; infinite where the Hessian is singular.
    kind
        What the eigenvalues would make of a critical point.
    is_critical
        Whether the gradient vanishes, as far as can be told.
    sentence
        The shape in plain words and, at a critical point, what it means for descent.
    """

    x: float
    y: float
    loss: float
    gradient: Vector
    hessian: Hessian
    eigenvalues: Vector
    eigenvectors: tuple[Vector, Vector]
    condition_number: float
    kind: Kind
    is_critical: bool
    sentence: str

    @property
    def is_finite(self) -> bool:
        """Whether loss, gradient and Hessian are all finite here."""
        return all(map(math.isfinite, (self.loss, *self.gradient, *self.hessian)))


def curvature_at(landscape: Landscape, x: float, y: float) -> Curvature:
    """Describe the curvature of a loss at any point.

    Parameters
    ----------
    landscape
        The loss with its derivatives.
    x, y
        The point; not necessarily a critical one.
    """
    loss = float(landscape.loss(x, y))
    gx, gy = map(float, landscape.gradient(x, y))
    hessian, size = _hessian_and_size(landscape, x, y)
    eigenvalues, eigenvectors = eigen(*hessian)
    kind = classify(eigenvalues, size)
    reach = CRITICAL_DISTANCE * max(1.0, abs(x), abs(y))
    is_critical = math.hypot(gx, gy) <= reach * size
    if all(map(math.isfinite, (loss, gx, gy, *hessian))):
        sentence = _sentence(kind, is_critical, eigenvalues, eigenvectors, size)
    else:
        sentence = "The loss has no curvature here: it or a derivative is undefined."
    return Curvature(
        x=x,
        y=y,
        loss=loss,
        gradient=(gx, gy),
        hessian=hessian,
        eigenvalues=eigenvalues,
        eigenvectors=eigenvectors,
        condition_number=_condition_number(eigenvalues, size),
        kind=kind,
        is_critical=is_critical,
        sentence=sentence,
    )


def classify(eigenvalues: Vector, scale: float) -> Kind:
    """Name a critical point by the signs of its eigenvalues.

    Parameters
    ----------
    eigenvalues
        Of the Hessian, ascending.
    scale
        Size of the Hessian at the point and around it. An eigenvalue that is tiny
        beside it, or NaN, has no sign that could be relied on.
    """
    smallest, largest = eigenvalues
    tolerance = TOLERANCE * scale
    if smallest > tolerance:
        return Kind.MINIMUM
    if largest < -tolerance:
        return Kind.MAXIMUM
    if smallest < -tolerance and largest > tolerance:
        return Kind.SADDLE
    return Kind.DEGENERATE


def stability_limit(eigenvalues: Vector) -> float:
    """Return the learning rate from which gradient descent diverges on the quadratic model.

    It is 2/λ for the largest eigenvalue λ, and infinite where none is positive.

    References
    ----------
    B. T. Polyak, "Introduction to Optimization", 1987, section 1.4, theorem 3.
    """
    return 2 / eigenvalues[1] if eigenvalues[1] > 0 else math.inf


def best_learning_rate(eigenvalues: Vector) -> float | None:
    """Return the rate at which gradient descent contracts most on the quadratic model.

    It is 2/(λ₁ + λ₂), or None where the model has no minimum.

    References
    ----------
    B. T. Polyak, "Introduction to Optimization", 1987, section 1.4, theorem 3.
    """
    return 2 / (eigenvalues[0] + eigenvalues[1]) if eigenvalues[0] > 0 else None


def _hessian_and_size(landscape: Landscape, x: float, y: float) -> tuple[Hessian, float]:
    """Return the Hessian here, and the largest of its entries here and close by.

    Where all second derivatives vanish, as on a monkey saddle, rounding leaves a
    Hessian that only the neighbourhood shows to be nothing.
    """
    distance = _NEIGHBOURHOOD * max(1.0, abs(x), abs(y))
    steps = np.array([0.0, -distance, distance])
    hessians = landscape.hessian(x + steps[np.newaxis, :], y + steps[:, np.newaxis])
    xx, xy, yy = map(float, hessians[:, 0, 0])
    sizes = np.abs(hessians[np.isfinite(hessians)])
    return (xx, xy, yy), float(sizes.max(initial=0.0))


def _condition_number(eigenvalues: Vector, size: float) -> float:
    smaller, larger = sorted(map(abs, eigenvalues))
    if math.isnan(smaller):
        return math.nan
    return larger / smaller if smaller > TOLERANCE * size else math.inf


def _sentence(
    kind: Kind,
    is_critical: bool,
    eigenvalues: Vector,
    eigenvectors: tuple[Vector, Vector],
    size: float,
) -> str:
    lower, upper = map(_direction, eigenvectors)
    ways = f"falls along {lower}, rises along {upper}"
    match kind, is_critical:
        case Kind.MINIMUM, True:
            return "Minimum. Rises in every direction: descent comes to rest here."
        case Kind.MINIMUM, False:
            return f"Bowl-shaped here: bends upwards every way, most along {upper}."
        case Kind.MAXIMUM, True:
            return "Maximum. Falls in every direction: the slightest push sends descent away."
        case Kind.MAXIMUM, False:
            return f"Dome-shaped here: bends downwards every way, most along {lower}."
        case Kind.SADDLE, True:
            return (
                f"Saddle. {ways.capitalize()}. Plain descent slows here; "
                "an eigenvector step or noise leaves it."
            )
        case Kind.SADDLE, False:
            return f"Saddle-shaped here: {ways}."
    return _degenerate_sentence(is_critical, eigenvalues, (lower, upper), size)


def _degenerate_sentence(
    is_critical: bool, eigenvalues: Vector, directions: tuple[str, str], size: float
) -> str:
    lower, upper = directions
    rises, falls = (
        eigenvalue > TOLERANCE * size for eigenvalue in (eigenvalues[1], -eigenvalues[0])
    )
    flat = f"flat along {lower if rises else upper}" if rises or falls else "flat every way"
    if is_critical:
        return f"Degenerate. To second order it is {flat}: higher derivatives decide."
    if rises:
        return f"Valley-shaped here: {flat}, rises across."
    if falls:
        return f"Ridge-shaped here: {flat}, falls across."
    return "Straight here: the slope does not change, to second order."


def _direction(vector: Vector) -> str:
    """Write a unit vector with two decimals and a true minus sign."""
    x, y = (f"{component:z.2f}".replace("-", "−") for component in vector)
    return f"({x}, {y})"
