"""The gradient and the Hessian of a loss over boxes, and what Krawczyk's operator proves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import FloatArray
from core.landscape import Surface

BoolArray = npt.NDArray[np.bool_]

_ROUNDING = 2.0**-48
"""More than the few roundings of a bound below amount to, relative to its terms."""

_SMALLEST = 5e-324


@dataclass(frozen=True, eq=False, slots=True)
class Enclosures:
    """Bounds of a loss and its derivatives over boxes; the last axis counts the boxes.

    Parameters
    ----------
    lower, upper
        Of loss, the gradient's two and the Hessian's three entries; shape ``(6, n)``.
    is_defined
        Whether the loss and its gradient may have a value anywhere in the box.
    is_smooth
        Whether the loss is proved to be twice continuously differentiable all over it.
    """

    lower: FloatArray
    upper: FloatArray
    is_defined: BoolArray
    is_smooth: BoolArray

    @property
    def steepest(self) -> FloatArray:
        """A bound on the size of the gradient's entries, shape ``(n,)``."""
        bound: FloatArray = np.maximum(-self.lower[1:3], self.upper[1:3]).max(axis=0)
        return bound

    def may_vanish(self) -> BoolArray:
        """Tell where the gradient's bounds leave room for zero."""
        holds_zero = (self.lower[1:3] <= 0.0) & (self.upper[1:3] >= 0.0)
        verdict: BoolArray = holds_zero.all(axis=0) & self.is_defined
        return verdict


def enclose(surface: Surface, lower: FloatArray, upper: FloatArray) -> Enclosures:
    """Bound a loss and its derivatives over boxes.

    Parameters
    ----------
    surface
        The loss.
    lower, upper
        Corners of the boxes, shape ``(2, n)``; equal for points.
    """
    bounds = surface.interval_function()(lower, upper, parameters=surface.parameter_values)
    is_defined: BoolArray = np.logical_and.reduce(bounds.is_defined[:3], axis=0)
    is_smooth: BoolArray = np.logical_and.reduce(bounds.is_smooth, axis=0)
    return Enclosures(bounds.lower, bounds.upper, is_defined, is_smooth)


@dataclass(frozen=True, eq=False, slots=True)
class Krawczyk:
    """What Krawczyk's operator says of boxes; arrays of shape ``(n,)``.

    Parameters
    ----------
    is_empty
        The box is proved to hold no zero of the gradient.
    is_single
        It is proved to hold exactly one, at which the Hessian is regular.
    shift
        Half the sides, shape ``(2, n)``, of a box about the centre that holds every zero
        of the box.
    """

    is_empty: BoolArray
    is_single: BoolArray
    shift: FloatArray


def krawczyk(surface: Surface, lower: FloatArray, upper: FloatArray, over: Enclosures) -> Krawczyk:
    """Apply Krawczyk's operator K(X) = c − Y g(c) + (I − Y H(X)) (X − c) to boxes.

    Parameters
    ----------
    surface
        The loss, whose gradient is g.
    lower, upper
        Corners of the boxes X, shape ``(2, n)``; c are their centres.
    over
        What `enclose` says of the same boxes; H is the Hessian in it, Y a numerical
        inverse of its middle.

    References
    ----------
    R. Krawczyk, "Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken",
    Computing 4, 1969; A. Neumaier, "Interval Methods for Systems of Equations", 1990,
    theorems 5.1.8 and 5.1.9: no zero of X lies outside K(X), and X holds exactly one
    where K(X) lies in its interior.
    """
    with np.errstate(all="ignore"):
        centre = lower + (upper - lower) / 2
        inner = np.minimum(centre - lower, upper - centre) * (1 - _ROUNDING)
        outer = np.maximum(centre - lower, upper - centre) * (1 + _ROUNDING)
        at = enclose(surface, centre, centre)
        low, high = at.lower[1:3], at.upper[1:3]
        inverse = _inverse(over)
        step, step_radius = _product(inverse, low / 2 + high / 2, high / 2 - low / 2)
        spread = _deviation(inverse, over)
        radius = step_radius + _sum(spread[:, 0] * outer[0] + spread[:, 1] * outer[1]) + _SMALLEST
        away = _plain_distance(over, at, outer)
        is_smooth = over.is_smooth & np.isfinite(radius).all(axis=0)
        reach = np.abs(step) + radius
        is_single = is_smooth & (reach < inner).all(axis=0)
        is_empty = is_smooth & (np.abs(step) - radius > outer).any(axis=0)
        is_empty |= over.is_smooth & (away > 0).any(axis=0)
        return Krawczyk(is_empty, is_single, reach)


def _plain_distance(over: Enclosures, at: Enclosures, outer: FloatArray) -> FloatArray:
    """Return by how much the mean value form keeps the gradient from zero, shape ``(2, n)``."""
    sizes = np.maximum(np.abs(over.lower[3:]), np.abs(over.upper[3:]))
    reach = _sum(np.stack((sizes[0] * outer[0] + sizes[1] * outer[1],
                           sizes[1] * outer[0] + sizes[2] * outer[1])))  # fmt: skip
    slope = np.maximum(at.lower[1:3], -at.upper[1:3])
    distance: FloatArray = slope * (1 - _ROUNDING) - reach
    return np.where(np.isfinite(distance), distance, -1.0)


def _inverse(over: Enclosures) -> FloatArray:
    """Return inverses of the Hessians' middles, shape ``(2, 2, n)``."""
    a, b, c = over.lower[3:] / 2 + over.upper[3:] / 2
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.abs(c))
    a, b, c = a / scale, b / scale, c / scale
    determinant = (a * c - b * b) * scale
    inverse: FloatArray = np.array([[c, -b], [-b, a]]) / determinant
    return inverse


def _product(
    matrix: FloatArray, middle: FloatArray, radius: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return middle and radius of a matrix times a vector of intervals."""
    sizes, radius = np.abs(matrix), radius + 4 * _SMALLEST
    product = matrix[:, 0] * middle[0] + matrix[:, 1] * middle[1]
    lost = _ROUNDING * (sizes[:, 0] * np.abs(middle[0]) + sizes[:, 1] * np.abs(middle[1]))
    spread = sizes[:, 0] * radius[0] + sizes[:, 1] * radius[1]
    return product, _sum(spread + lost)


def _deviation(inverse: FloatArray, over: Enclosures) -> FloatArray:
    """Return bounds on the sizes of the entries of I − Y H, shape ``(2, 2, n)``."""
    low, high = over.lower[3:], over.upper[3:]
    middle, radius = low / 2 + high / 2, high / 2 - low / 2
    columns = []
    for column, (first, second) in enumerate(((0, 1), (1, 2))):
        pair = [first, second]
        product, spread = _product(inverse, middle[pair], radius[pair])
        product[column] -= 1.0
        columns.append(np.abs(product) * (1 + _ROUNDING) + spread + _ROUNDING)
    return np.stack(columns, axis=1)


def _sum(terms: FloatArray) -> FloatArray:
    """Return a sum of sizes, raised by what rounding may have taken from it."""
    raised: FloatArray = terms * (1 + _ROUNDING) + _SMALLEST
    return raised
