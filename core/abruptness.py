"""Whether a loss, its slope or its curvature changes abruptly at a point."""

from __future__ import annotations

import enum
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.eigen import Vector
from core.landscape import Landscape
from core.steadiness import TOUCHING, greatest, jumps, on_circle
from core.vanishing import unit

FloatArray = npt.NDArray[np.float64]

_STEADY = 0.3
"""What leaps changes within a hundredth of a radius by as much, what is a root by a tenth."""

_NOTHING = 1e-9
"""A change below this part of the values is rounding."""

_ROUNDING = 1e-12
"""Distance, relative to the coordinates, within which a point stands for its neighbours."""


class Abruptness(enum.Enum):
    """What changes abruptly."""

    LOSS = "loss"
    SLOPE = "slope"
    CURVATURE = "curvature"


def abruptness(landscape: Landscape, x: float, y: float, weak: float) -> Abruptness | None:
    """Say what changes abruptly at a point, the lowest derivative first.

    Where interval arithmetic proves the loss analytic, nothing does. Elsewhere it is
    sampled: on a circle of the radius 1e-9 and on one a hundred times as large.

    Parameters
    ----------
    landscape
        The loss.
    x, y
        The point.
    weak
        Size of the Hessian's weaker eigenvalue there.
    """
    length = unit(x, y)
    if landscape.bounds_around(x, y, _ROUNDING * length).is_smooth.all():
        return None
    point = (x, y)
    if _leaps(lambda points: landscape.loss(*points)[np.newaxis], point):
        return Abruptness.LOSS
    if _leaps(lambda points: landscape.gradient(*points), point):
        return Abruptness.SLOPE
    at = np.array(point)[:, np.newaxis]
    bends = jumps(lambda points: landscape.hessian(*points), at, np.array([weak]), length)
    return Abruptness.CURVATURE if bends.all() else None


def _leaps(function: Callable[[FloatArray], FloatArray], point: Vector) -> bool:
    """Tell whether a function leaps from one value to another at a point."""
    at, length = np.array(point)[:, np.newaxis], unit(*point)
    with np.errstate(over="ignore", invalid="ignore"):
        here = function(at)[:, np.newaxis]
        wide = on_circle(function, at, 100 * TOUCHING * length)
        near = greatest(np.abs(on_circle(function, at, TOUCHING * length) - here)).max()
        wider = greatest(np.abs(wide - here)).max()
    return bool(near > _STEADY * wider and near > _NOTHING * greatest(np.abs(wide)).max())
