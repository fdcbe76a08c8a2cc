"""Clusters of boxes as a division of the view leaves them, about known points and curves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.critical_points.evidence import Evidence, resolve_cluster
from core.critical_points.findings import Rectangles
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]
Nearness = Callable[[FloatArray, FloatArray], FloatArray]
"""Distance from points to a curve, at least near it."""

SQUARE = View()
UNEVEN = View(x_min=-2.0, x_max=1.7, y_min=-1.8, y_max=2.3)
NONE_KNOWN: FloatArray = np.empty((2, 0))


def surface(text: str) -> Surface:
    """Read a loss."""
    return Surface(parse_loss(text), {})


def about(view: View, x: float, y: float, depth: int = 30, wide: int = 1) -> Rectangles:
    """Return the boxes about a point after so many halvings, more of them along x."""
    width, height = ((high - low) / 2.0**depth for low, high in _sides(view))
    columns = np.floor((x - view.x_min) / width) + np.arange(-wide, wide + 1)
    rows = np.floor((y - view.y_min) / height) + np.arange(-1, 2)
    left, below = (axis.ravel() for axis in np.meshgrid(columns, rows))
    x_min, y_min = view.x_min + left * width, view.y_min + below * height
    return np.stack((x_min, x_min + width, y_min, y_min + height))


def along(view: View, nearness: Nearness, depth: int = 10) -> Rectangles:
    """Return the boxes within two box widths of a curve."""
    cells = (np.arange(2**depth) + 0.5) / 2**depth
    (x_min, x_max), (y_min, y_max) = _sides(view)
    x, y = np.meshgrid(x_min + cells * (x_max - x_min), y_min + cells * (y_max - y_min))
    half_width, half_height = (x_max - x_min) / 2 ** (depth + 1), (y_max - y_min) / 2 ** (depth + 1)
    is_near = nearness(x, y) <= 4 * max(half_width, half_height)
    x, y = x[is_near], y[is_near]
    return np.stack((x - half_width, x + half_width, y - half_height, y + half_height))


def resolve(text: str, view: View, boxes: Rectangles, is_smooth: bool = True) -> Evidence:
    """Judge a cluster in which nothing is known."""
    return resolve_cluster(surface(text), view, boxes, is_smooth, NONE_KNOWN)


def _sides(view: View) -> tuple[tuple[float, float], tuple[float, float]]:
    return (view.x_min, view.x_max), (view.y_min, view.y_max)
