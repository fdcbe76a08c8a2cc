"""Whether the gradient vanishes at a point, as far as its digits can tell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.eigen import Vector
from core.landscape import Landscape

FloatArray = npt.NDArray[np.float64]

CRITICAL_DISTANCE = 1e-8
"""A point is critical where slopes of the Hessian's size vanish this close to it."""

LAST_DIGITS = 16 * float(np.finfo(np.float64).eps)
"""The same relative to the coordinates, which far from the origin are no finer."""

NEIGHBOURHOOD = 1e-5
"""Distance, relative to the coordinates, within which the Hessian's size is measured."""


def unit(x: float, y: float) -> float:
    """Return the length that distances close to a point are relative to."""
    return max(1.0, abs(x), abs(y))


def hessians_around(landscape: Landscape, x: float, y: float) -> FloatArray:
    """Return the entries xx, xy, yy at a point and at eight close by, shape ``(3, 9)``.

    Where all second derivatives vanish, as on a monkey saddle, rounding leaves a
    Hessian that only the neighbourhood shows to be nothing.
    """
    steps = np.array([0.0, -1.0, 1.0]) * (NEIGHBOURHOOD * unit(x, y))
    hessians = landscape.hessian(x + steps[np.newaxis, :], y + steps[:, np.newaxis])
    return hessians.reshape(3, -1)


def gradient_vanishes(
    landscape: Landscape,
    point: Vector,
    gradient: Vector,
    eigenvectors: tuple[Vector, Vector],
    hessians: FloatArray,
) -> bool:
    """Tell whether a critical point lies so close that digits can't tell it from here.

    It is asked along each eigenvector apart: along the floor of a narrow valley a slope
    counts that would be nothing beside the walls.

    Parameters
    ----------
    landscape
        The loss.
    point, gradient
        Where, and the gradient there.
    eigenvectors
        Of the Hessian there.
    hessians
        Here and close by, as of `hessians_around`.
    """
    vectors = np.array(eigenvectors)
    a, b, c = np.nan_to_num(hessians, nan=0.0, posinf=0.0, neginf=0.0)
    u, v = vectors[:, :1], vectors[:, 1:]
    with np.errstate(over="ignore", invalid="ignore"):
        bend = np.abs(u * u * a + 2 * u * v * b + v * v * c).max(axis=1)
        slope = np.abs(vectors @ np.array(gradient))
        allowed = max(CRITICAL_DISTANCE, LAST_DIGITS * unit(*point)) * bend
        allowed += np.abs(vectors) @ _rounding(landscape, point)
    return bool((slope <= allowed).all())


def _rounding(landscape: Landscape, point: Vector) -> FloatArray:
    """Return by how much rounding may have changed each component of the gradient."""
    bounds = landscape.bounds_around(*point, 0.0)
    widths: FloatArray = bounds.upper[1:3, 0] - bounds.lower[1:3, 0]
    # At a kink the bounds hold the slopes of both sides.
    is_rounding = bounds.is_smooth[1:3, 0] & np.isfinite(widths)
    return np.where(is_rounding, widths, 0.0)
