"""The Taylor model of a loss at a point: a plane or a quadratic, and how far it holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.contours import lines
from core.curvature import TOLERANCE, Hessian, Kind, classify
from core.eigen import Vector, eigen
from core.landscape import Sampling, Surface
from core.scene import View
from core.steadiness import CIRCLE, jumps

FloatArray = npt.NDArray[np.float64]
Order = Literal[1, 2]

SHARE = 0.05
"""The model holds where it errs by at most this part of the loss's change."""

SMALLEST_RADIUS = 1e-4
"""Of the circles that are tried, in parts of the largest."""

CIRCLES, ANGLES = 64, 48
"""How many circles are tried, and at how many angles each is sampled."""

FINER_CIRCLES = 32
"""How many are tried between the last that passes and the first that does not."""

UNDEFINED = "The loss or a derivative of it is undefined here, so that it has no Taylor model."
JUMP = "The loss itself jumps here: no plane and no quadratic follows it."
KINK = "The slope jumps here, at a kink: no plane and no quadratic follows the loss."
ABRUPT = "The curvature jumps here: only the first-order model follows the loss."

_JUMP = 1e-4
"""A derivative that changes at once by less than a tenth of this part of its size is rounding."""

_ROUNDING = 1e-12
"""Distance, relative to the coordinates, within which a point stands for its neighbours."""

_NEIGHBOURHOOD = 1e-3
"""Distance, relative to the coordinates, within which a derivative's size is measured."""


@dataclass(frozen=True, slots=True)
class StationaryPoint:
    """Where a quadratic model has no slope, which is where Newton's method steps to."""

    x: float
    y: float
    value: float
    """The model's value there."""
    kind: Kind
    """What it is of the model: a minimum, a maximum or a saddle."""


@dataclass(frozen=True, slots=True)
class TaylorModel:
    """The Taylor polynomial L + gᵀd + ½dᵀHd of a loss, d being the way from the point.

    Parameters
    ----------
    x, y, loss
        The point and the loss there.
    gradient, hessian
        By x and by y; xx, xy, yy.
    order
        1 leaves the Hessian out.
    """

    x: float
    y: float
    loss: float
    gradient: Vector
    hessian: Hessian
    order: Order

    def value(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the model at points, of the shape that `x` and `y` broadcast to."""
        dx, dy = np.asarray(x, np.float64) - self.x, np.asarray(y, np.float64) - self.y
        with np.errstate(over="ignore", invalid="ignore"):
            value = self.loss + (self.gradient[0] * dx + self.gradient[1] * dy)
            if self.order == 2:
                xx, xy, yy = self.hessian
                value = value + (xx * dx * dx / 2 + xy * dx * dy + yy * dy * dy / 2)
        return value

    def slope(self, x: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
        """Return the model's own gradient at points, of shape ``(2, *shape)``."""
        dx, dy = np.asarray(x, np.float64) - self.x, np.asarray(y, np.float64) - self.y
        xx, xy, yy = self.hessian if self.order == 2 else (0.0, 0.0, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):
            by_x = self.gradient[0] + xx * dx + xy * dy
            by_y = self.gradient[1] + xy * dx + yy * dy
        return np.stack((by_x, by_y))

    def stationary_point(self) -> StationaryPoint | None:
        """Return where the model has no slope; None for a plane and a singular Hessian.

        It is the point that Newton's method steps to from the centre, with no damping.

        References
        ----------
        J. Nocedal and S. J. Wright, "Numerical Optimization", 2006, section 2.2.
        """
        (lower, upper), (first, second) = eigen(*self.hessian)
        largest = max(abs(lower), abs(upper))
        if self.order == 1 or not min(abs(lower), abs(upper)) > TOLERANCE * largest:
            return None
        dx = dy = 0.0
        for value, vector in ((lower, first), (upper, second)):
            along = -(self.gradient[0] * vector[0] + self.gradient[1] * vector[1]) / value
            dx, dy = dx + along * vector[0], dy + along * vector[1]
        x, y = self.x + dx, self.y + dy
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        return StationaryPoint(x, y, float(self.value(x, y)), classify((lower, upper), largest))

    def radius(self, surface: Surface, reach: float, share: float = SHARE) -> float:
        """Return how far from the point the model can be relied on, as samples show it.

        A circle about the point passes if the model's greatest error on it is at most
        `share` of the loss's greatest change on it, |L(q) − L(p)|. The radius is that of
        the largest circle up to which every one passes. It does not depend on the level
        or the unit of the loss, and not on its sign. Each circle is sampled at 48 angles,
        so that what lies between them is not seen: nothing is proved.

        Parameters
        ----------
        surface
            The loss that is modelled.
        reach
            The largest radius to try.
        share
            The part of the loss's change that is allowed as error.

        Returns
        -------
        float
            Infinite where the model holds up to `reach`, and 0 where it fails on the
            smallest circle, of 1e-4 `reach`: so the first order does at a critical point.
        """
        radii = reach * np.geomspace(SMALLEST_RADIUS, 1.0, CIRCLES)
        passed = self._passes(surface, radii, share)
        if passed.all():
            return math.inf
        failed = int(np.argmin(passed))
        if failed == 0:
            return 0.0
        finer = np.linspace(radii[failed - 1], radii[failed], FINER_CIRCLES)
        return float(finer[max(0, int(np.argmin(self._passes(surface, finer, share))) - 1)])

    def _passes(self, surface: Surface, radii: FloatArray, share: float) -> npt.NDArray[np.bool_]:
        """Tell for each circle whether the model errs little on it; where undefined, not."""
        angles = np.arange(ANGLES) * (2 * math.pi / ANGLES)
        x = self.x + radii[:, np.newaxis] * np.cos(angles)
        y = self.y + radii[:, np.newaxis] * np.sin(angles)
        loss, model = surface.loss(x, y), self.value(x, y)
        with np.errstate(invalid="ignore", over="ignore"):
            error = np.abs(model - loss).max(axis=1)
            change = np.abs(loss - self.loss).max(axis=1)
            rounding = 16 * np.finfo(np.float64).eps * np.abs(loss).max(axis=1)
            errs_little = error <= share * change + rounding
        passes: npt.NDArray[np.bool_] = errs_little & np.isfinite(error)
        return passes

    def contour_lines(
        self, view: View, levels: FloatArray, columns: int = 128, rows: int = 80
    ) -> list[list[FloatArray]]:
        """Trace the model's contour lines over a view, as `core.contours.lines` does.

        Parameters
        ----------
        view
            The rectangle.
        levels
            Those of the loss's own lines, so that the two can be compared.
        columns, rows
            Of the grid on which the model is sampled.
        """
        x = np.linspace(view.x_min, view.x_max, columns)
        y = np.linspace(view.y_min, view.y_max, rows)
        values = self.value(x[np.newaxis, :], y[:, np.newaxis])
        return lines(Sampling(view, values, 0), levels)


def taylor_model(surface: Surface, x: float, y: float, order: Order) -> TaylorModel | str:
    """Expand a loss at a point.

    Parameters
    ----------
    surface
        The loss.
    x, y
        The point to expand it at.
    order
        1 for a plane, 2 for a quadratic.

    Returns
    -------
    TaylorModel or str
        The model, or a sentence that says why there is none.
    """
    loss = float(surface.loss(x, y))
    gx, gy = map(float, surface.gradient(x, y))
    xx, xy, yy = map(float, surface.hessian(x, y)) if order == 2 else (0.0, 0.0, 0.0)
    if not all(map(math.isfinite, (loss, gx, gy, xx, xy, yy))):
        return UNDEFINED
    if not _is_smooth(surface, x, y):
        if _jumps_at(lambda *at: surface.loss(*at)[np.newaxis], x, y):
            return JUMP
        if _jumps_at(surface.gradient, x, y):
            return KINK
        if order == 2 and _jumps_at(surface.hessian, x, y):
            return ABRUPT
    return TaylorModel(x, y, loss, (gx, gy), (xx, xy, yy), order)


def _is_smooth(surface: Surface, x: float, y: float) -> bool:
    """Tell whether the loss is proved analytic at a point and its nearest neighbours."""
    point, beside = np.array([[x], [y]]), _ROUNDING * max(1.0, abs(x), abs(y))
    bounds = surface.interval_function()
    return bool(bounds(point - beside, point + beside, surface.parameter_values).is_smooth.all())


def _jumps_at(
    derivative: Callable[[FloatArray, FloatArray], FloatArray], x: float, y: float
) -> bool:
    """Tell whether a derivative changes at once when its point is left."""
    point, unit = np.array([[x], [y]]), max(1.0, abs(x), abs(y))
    around = point + _NEIGHBOURHOOD * unit * CIRCLE
    sizes = np.abs(derivative(around[0], around[1]))
    size = np.array([sizes[np.isfinite(sizes)].max(initial=0.0)])
    return bool(jumps(lambda at: derivative(*at), point, _JUMP * size, unit).all())
