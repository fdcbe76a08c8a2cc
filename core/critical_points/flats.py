"""Where a loss has no slope that arithmetic could see, as far out on a Gaussian's tail."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import Rectangles
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_ROUNDING = 2.0**-60
"""A change of the loss over the whole view, relative to it, that is no change."""

_UNDERFLOW, _SMALLEST = 1e-290, 1e-318
_REACH = 8
"""A plateau is this many boxes wide at least; a multiple zero of high order is not."""

_CORNERS = np.array([[0, -1, -1, 1, 1], [0, -1, 1, -1, 1]])[:, :, np.newaxis]
_SAMPLES = 17


def flat_boxes(surface: Surface, view: View, boxes: Rectangles) -> BoolArray:
    """Tell in which boxes of a cluster neither gradient nor Hessian is more than rounding.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle that the boxes are parts of.
    boxes
        Shape ``(4, n)``.
    """
    is_flat = _is_flat(surface, view, boxes, 1.0)
    if is_flat.any():
        # Near x¹⁰ = 0 the loss is as level as on a plateau, but only there.
        is_broad = _is_flat(surface, view, boxes[:, is_flat], 2.0 * _REACH)
        is_flat &= is_broad.any()
    return is_flat


def _is_flat(surface: Surface, view: View, boxes: Rectangles, stretch: float) -> BoolArray:
    """Judge by the middle and the corners of boxes, stretched about the middle."""
    x_min, x_max, y_min, y_max = boxes
    along = (x_min + x_max) / 2 + stretch * (x_max - x_min) / 2 * _CORNERS[0]
    up = (y_min + y_max) / 2 + stretch * (y_max - y_min) / 2 * _CORNERS[1]
    x, y = np.clip(along, view.x_min, view.x_max), np.clip(up, view.y_min, view.y_max)
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    allowed = np.maximum(_ROUNDING * np.abs(surface.loss(x, y)), _tiny(surface, view))
    gradients = (
        np.abs(surface.gradient(x, y)) * np.array([width, height])[:, np.newaxis, np.newaxis]
    )
    bends = np.array([width * width, width * height, height * height])[:, np.newaxis, np.newaxis]
    hessians = np.abs(surface.hessian(x, y)) * bends
    level = (gradients <= allowed).all(axis=0) & (hessians <= allowed).all(axis=0)
    verdict: BoolArray = level.all(axis=0)
    return verdict


def _tiny(surface: Surface, view: View) -> float:
    """Return a change of the loss that has underflowed beside those elsewhere in the view."""
    x = np.linspace(view.x_min, view.x_max, _SAMPLES)
    y = np.linspace(view.y_min, view.y_max, _SAMPLES)
    gradients = np.abs(surface.gradient(x[np.newaxis, :], y[:, np.newaxis]))
    largest = float(gradients[np.isfinite(gradients)].max(initial=0.0))
    size = max(view.x_max - view.x_min, view.y_max - view.y_min)
    return max(_UNDERFLOW * min(1.0, largest * size), _SMALLEST)
