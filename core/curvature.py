"""The curvature of a loss at a point: eigenvalues, eigenvectors, and what they mean."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from core.abruptness import Abruptness, abruptness
from core.definiteness import proved_signs
from core.eigen import Vector, eigen
from core.landscape import Landscape
from core.shape_words import (
    ABRUPT,
    ABRUPT_AT_CRITICAL_POINT,
    FLAT,
    JUMP,
    KINK,
    UNDEFINED,
    Signs,
    shape,
)
from core.spectrum import spectrum
from core.steadiness import keeps_sign
from core.vanishing import NEIGHBOURHOOD, gradient_vanishes, hessians_around, unit

Hessian = tuple[float, float, float]
"""The entries xx, xy, yy."""

TOLERANCE = 1e-11
"""An eigenvalue below this part of the Hessian's size counts as zero."""


class Kind(enum.Enum):
    """What a critical point is; the value is the word that the reader sees."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


_KINDS = {(1, 1): Kind.MINIMUM, (-1, -1): Kind.MAXIMUM, (-1, 1): Kind.SADDLE}

_NO_SLOPE = {Abruptness.LOSS: JUMP, Abruptness.SLOPE: KINK}


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
    signs
        Of the eigenvalues, ascending; 0 where one is nothing or its sign is in doubt.
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
    signs: Signs
    is_critical: bool
    sentence: str

    @property
    def kind(self) -> Kind:
        """What the eigenvalues would make of a critical point."""
        return _KINDS.get(self.signs, Kind.DEGENERATE)

    @property
    def is_convex(self) -> bool | None:
        """Whether the loss is convex close to the point; None where that is in doubt."""
        return None if 0 in self.signs and -1 not in self.signs else self.signs == (1, 1)

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
    gradient: Vector = tuple(landscape.gradient(x, y).tolist())
    hessians = hessians_around(landscape, x, y)
    hessian: Hessian = tuple(hessians[:, 0].tolist())
    if not all(map(math.isfinite, (loss, *gradient, *hessian))):
        return _without_curvature(x, y, loss, gradient, hessian, UNDEFINED)
    eigenvalues, eigenvectors = eigen(*hessian)
    abrupt = abruptness(landscape, x, y, min(map(abs, eigenvalues)))
    if abrupt in _NO_SLOPE:
        return _without_curvature(x, y, loss, (math.nan,) * 2, (math.nan,) * 3, _NO_SLOPE[abrupt])
    is_critical = gradient_vanishes(landscape, (x, y), gradient, eigenvectors, hessians)
    size = float(np.abs(hessians[np.isfinite(hessians)]).max(initial=0.0))
    signs = _proved_signs(landscape, x, y) or _signs(eigenvalues, TOLERANCE * size)
    if abrupt or (is_critical and _is_multiple(landscape, (x, y), gradient, hessian)):
        signs = _without_weaker(signs, eigenvalues)
    if abrupt:
        sentence = ABRUPT_AT_CRITICAL_POINT if is_critical else ABRUPT
    elif gradient == (0.0, 0.0) and size == 0.0:
        sentence = FLAT
    else:
        sentence = shape(signs, is_critical, eigenvectors)
    return Curvature(
        x=x,
        y=y,
        loss=loss,
        gradient=gradient,
        hessian=hessian,
        eigenvalues=eigenvalues,
        eigenvectors=eigenvectors,
        condition_number=_condition_number(eigenvalues, signs),
        signs=signs,
        is_critical=is_critical,
        sentence=sentence,
    )


def _without_curvature(
    x: float, y: float, loss: float, gradient: Vector, hessian: Hessian, sentence: str
) -> Curvature:
    eigenvalues, eigenvectors = eigen(math.nan, math.nan, math.nan)
    return Curvature(
        x=x,
        y=y,
        loss=loss,
        gradient=gradient,
        hessian=hessian,
        eigenvalues=eigenvalues,
        eigenvectors=eigenvectors,
        condition_number=math.nan,
        signs=(0, 0),
        is_critical=False,
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
    return _KINDS.get(_signs(eigenvalues, TOLERANCE * scale), Kind.DEGENERATE)


def _signs(eigenvalues: Vector, tolerance: float) -> Signs:
    lower, upper = (int(value > tolerance) - int(value < -tolerance) for value in eigenvalues)
    return lower, upper


def _proved_signs(landscape: Landscape, x: float, y: float) -> Signs | None:
    """Return the eigenvalues' signs beyond rounding, or None where the loss may not be smooth."""
    bounds = landscape.bounds_around(x, y, 0.0)
    if not bounds.is_smooth[:, 0].all():
        return None
    return proved_signs(bounds.lower[3:, 0].tolist(), bounds.upper[3:, 0].tolist())


def _without_weaker(signs: Signs, eigenvalues: Vector) -> Signs:
    """Leave the weaker eigenvalue no sign."""
    lower, upper = signs
    return (0, upper) if abs(eigenvalues[0]) <= abs(eigenvalues[1]) else (lower, 0)


def _is_multiple(landscape: Landscape, point: Vector, gradient: Vector, hessian: Hessian) -> bool:
    """Tell whether a critical point may be a multiple one that rounding has split."""
    at, length = np.array(point)[:, np.newaxis], unit(*point)
    with np.errstate(all="ignore"):
        here = spectrum(np.array(hessian)[:, np.newaxis])
        steps = here.components(np.array(gradient)[:, np.newaxis]) / here.values
        distance = np.abs(steps).max(axis=0) + np.finfo(float).eps * length
        is_simple = keeps_sign(
            lambda points: landscape.hessian(*points),
            at,
            here.weak,
            distance,
            NEIGHBOURHOOD * length,
        )
    return not is_simple.all()


def _condition_number(eigenvalues: Vector, signs: Signs) -> float:
    smaller, larger = sorted(map(abs, eigenvalues))
    if math.isnan(smaller):
        return math.nan
    return larger / smaller if 0 not in signs and smaller > 0 else math.inf
