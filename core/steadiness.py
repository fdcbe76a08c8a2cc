"""Whether a Hessian says the same close to a point as at it: where not, it decides nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Function = Callable[[FloatArray], FloatArray]
"""From points of shape ``(2, n)`` to components of shape ``(k, n)``."""

TOUCHING = 1e-9
"""Radius of the circle on which a Hessian that jumps at the point has changed."""

_SMOOTH = 0.03
"""A smooth Hessian changes on a hundredth of a radius by 0.01, one like √r by 0.1."""

_ANGLES = np.arange(8) * (np.pi / 4) + 0.1
CIRCLE = np.stack((np.cos(_ANGLES), np.sin(_ANGLES)))
"""Unit vectors in directions that no axis and no diagonal takes; shape ``(2, angles)``."""


def on_circle(function: Function, points: FloatArray, radius: float) -> FloatArray:
    """Evaluate on a circle round each point; shape ``(components, angles, n)``."""
    circles = points[:, np.newaxis] + radius * CIRCLE[..., np.newaxis]
    values = function(circles.reshape(2, -1))
    return values.reshape(len(values), *circles.shape[1:])


def greatest(sizes: FloatArray) -> FloatArray:
    """Return the largest finite size over the angles, for each component."""
    largest: FloatArray = np.where(np.isfinite(sizes), sizes, 0.0).max(axis=1)
    return largest


def jumps(hessian: Function, points: FloatArray, weak: FloatArray, unit: float) -> BoolArray:
    """Tell where a Hessian is not smooth enough for its weaker eigenvalue to count.

    Parameters
    ----------
    hessian
        Its three entries at points.
    points
        Shape ``(2, n)``.
    weak
        Size of the weaker eigenvalue at each point.
    unit
        The length that the circles' radii are relative to.
    """
    near, wider = (_change(hessian, points, radius * unit) for radius in (TOUCHING, 100 * TOUCHING))
    return (near > 0.1 * weak) & (near > _SMOOTH * wider)


def keeps_sign(
    hessian: Function, points: FloatArray, weak: FloatArray, distance: FloatArray, radius: float
) -> BoolArray:
    """Tell where the weaker eigenvalue has one sign wherever the true zero may lie.

    At a simple zero of the gradient the product of the Hessian's rate of change, the
    distance to the true zero and the inverse Hessian tends to 0, at a multiple zero to
    1/2 or more.

    Parameters
    ----------
    hessian, points, weak
        As for `jumps`.
    distance
        How far from each point the true zero may lie.
    radius
        Of the circle on which the rate of change is measured.

    References
    ----------
    L. V. Kantorovich and G. P. Akilov, "Functional Analysis", 1982, chapter XVIII.
    """
    verdict: BoolArray = _change(hessian, points, radius) / radius * distance <= 0.01 * weak
    return verdict


def _change(hessian: Function, points: FloatArray, radius: float) -> FloatArray:
    """Return how much any entry differs at most between a circle and its centre."""
    # Where entries overflow nothing is known, and a change that is NaN says so.
    with np.errstate(over="ignore", invalid="ignore"):
        differences = on_circle(hessian, points, radius) - hessian(points)[:, np.newaxis]
    change: FloatArray = greatest(np.abs(differences)).max(axis=0)
    return change
