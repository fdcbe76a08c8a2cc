"""Coordinates in which a loss looks alike whatever its scale and the view's proportions."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import Rectangles
from core.critical_points.places import size_of
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]

_RADII = np.array([2.0**-9, 2.0**-5])
"""Of the circles, in parts of the view, on which the gradient's size is measured."""

_ANGLES = np.arange(8) * (np.pi / 4) + 0.1
_DIRECTIONS = np.stack((np.cos(_ANGLES), np.sin(_ANGLES)))


class Chart:
    """A loss in coordinates relative to a centre, in which the view is one unit wide and high.

    A step means the same along x and y, and close to the centre points are told apart far
    below the resolution of the loss's own coordinates where these are small. Losses are
    multiplied by a power of 2 that makes the gradient's size about 1, so that squares
    neither overflow nor underflow.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle.
    centre
        The origin, in the loss's coordinates.
    """

    def __init__(self, surface: Surface, view: View, centre: tuple[float, float]) -> None:
        self.surface = surface
        self.view = view
        self.centre = np.array(centre)[:, np.newaxis]
        self.size = size_of(view)
        self.lower = (np.array([[view.x_min], [view.y_min]]) - self.centre) / self.size
        self.upper = (np.array([[view.x_max], [view.y_max]]) - self.centre) / self.size
        width, height = self.size[:, 0]
        self._hessian_scale = np.array([[width * width], [width * height], [height * height]])
        nearby = np.abs(self.centre) / self.size
        self.resolution = 4 * np.finfo(float).eps * float(0.01 + nearby.max())
        """Distance within which rounded coordinates near the centre can't tell points apart."""
        self.exponent = _exponent(surface, self.centre, self.size)
        """Losses of this chart are the loss's own times 2 to minus this."""

    def recentred(self, point: FloatArray) -> Chart:
        """Return the chart whose origin is a point of this one, of shape ``(2,)``."""
        x, y = self.in_view(point[:, np.newaxis])[:, 0].tolist()
        return Chart(self.surface, self.view, (x, y))

    def in_view(self, points: FloatArray) -> FloatArray:
        """Return the loss's own coordinates of points of shape ``(2, n)``."""
        inside: FloatArray = self.centre + self.size * points
        return inside

    def charted(self, points: FloatArray) -> FloatArray:
        """Return this chart's coordinates of points of shape ``(2, n)`` in the loss's own."""
        charted: FloatArray = (points - self.centre) / self.size
        return charted

    def corners(self, boxes: Rectangles) -> tuple[FloatArray, FloatArray]:
        """Return the lower and the upper corners of boxes in the loss's own coordinates."""
        return self.charted(boxes[[0, 2]]), self.charted(boxes[[1, 3]])

    def contains(self, points: FloatArray, margin: float = 0.0) -> npt.NDArray[np.bool_]:
        """Tell which points lie in the view, or no further outside than a margin."""
        inside = (points >= self.lower - margin) & (points <= self.upper + margin)
        verdict: npt.NDArray[np.bool_] = inside.all(axis=0)
        return verdict

    def loss(self, points: FloatArray) -> FloatArray:
        """Return losses of shape ``(n,)``."""
        losses: FloatArray = np.ldexp(self.surface.loss(*self.in_view(points)), -self.exponent)
        return losses

    def gradient(self, points: FloatArray) -> FloatArray:
        """Return gradients of shape ``(2, n)``."""
        gradients = self.surface.gradient(*self.in_view(points))
        scaled: FloatArray = np.ldexp(gradients, -self.exponent) * self.size
        return scaled

    def hessian(self, points: FloatArray) -> FloatArray:
        """Return Hessians of shape ``(3, n)``, as xx, xy, yy."""
        entries = self.surface.hessian(*self.in_view(points))
        scaled: FloatArray = np.ldexp(entries, -self.exponent) * self._hessian_scale
        return scaled


def _exponent(surface: Surface, centre: FloatArray, size: FloatArray) -> int:
    """Return the exponent of the gradient's size about the centre."""
    circles = _RADII[:, np.newaxis] * _DIRECTIONS[:, np.newaxis]
    x, y = centre[..., np.newaxis] + size[..., np.newaxis] * circles
    sizes = np.abs(surface.gradient(x, y) * size[:, :, np.newaxis])
    return math.frexp(float(sizes[np.isfinite(sizes)].max(initial=0.0)))[1]
