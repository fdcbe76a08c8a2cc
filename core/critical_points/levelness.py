"""Where a loss is level: over whole cells, or along a group of them."""

from __future__ import annotations

import numpy as np

from core.critical_points.cells import Cells
from core.critical_points.enclosures import BoolArray, Enclosures
from core.critical_points.findings import FloatArray
from core.landscape import Surface
from core.scene import View

LEVELS_OF_FLATNESS = (5, 8)
"""Parts of the view between these levels that have no slope to speak of are flat."""

NO_SLOPE = 1e-280
"""A gradient this small has been lost in underflow where others in the view are of size 1."""

SAMPLES = 17
"""Along each side of the view, of gradients that tell their usual size."""

NEGLIGIBLE = 2.0**-60
"""What a flat loss may change across the view, relative to its size."""

SETTLING_STEPS = 40
"""Of an iteration towards a curve: a multiple zero is approached by a constant factor."""


def is_flat(over: Enclosures, cells: Cells, underflow: float) -> BoolArray:
    """Tell over which cells the loss has no slope beyond rounding.

    Parameters
    ----------
    over
        Bounds of the loss and its gradient over the cells.
    cells
        The cells.
    underflow
        What `underflow_of` says of their view.
    """
    coarsest, finest = LEVELS_OF_FLATNESS
    if cells.level < coarsest:
        is_level: BoolArray = over.steepest == 0.0
        return is_level
    reach = cells.size.max() * 2.0**cells.level
    size = np.minimum(np.abs(over.lower[0]), np.abs(over.upper[0]))
    with np.errstate(over="ignore"):
        negligible = (over.steepest * reach <= NEGLIGIBLE * size) & np.isfinite(over.steepest)
    # Close to a multiple zero even a curved loss changes by next to nothing.
    negligible &= cells.level <= finest
    flat: BoolArray = (over.steepest <= underflow) | negligible
    return flat


def underflow_of(surface: Surface, view: View) -> float:
    """Return the size of a gradient that has been lost in underflow, beside others in a view."""
    x = np.linspace(view.x_min, view.x_max, SAMPLES)
    y = np.linspace(view.y_min, view.y_max, SAMPLES)
    slopes = np.abs(surface.gradient(x[np.newaxis, :], y[:, np.newaxis]))
    return NO_SLOPE * min(1.0, float(slopes[np.isfinite(slopes)].max(initial=0.0)))


def is_critical_all_along(surface: Surface, group: Cells) -> bool:
    """Tell whether the gradient vanishes, as far as rounding lets it, close to each cell."""
    few = group.chosen(np.arange(group.count) % max(1, group.count // 32) == 0)
    lower, upper = few.bounds()
    centres = lower + (upper - lower) / 2
    points = _settled(surface, centres)
    near = (np.abs(points - centres) <= 3 * few.size).all(axis=0)
    with np.errstate(all="ignore"):
        slopes, before = surface.gradient(*points), surface.gradient(*centres)
        vanishes = np.hypot(*slopes) <= 1e-10 * np.hypot(*before)
    return bool((near & vanishes).mean() > 0.6)


def _settled(surface: Surface, points: FloatArray) -> FloatArray:
    """Return where damped Newton steps, which keep along a valley, come to rest."""
    for _ in range(SETTLING_STEPS):
        with np.errstate(all="ignore"):
            a, b, c = surface.hessian(*points)
            gx, gy = surface.gradient(*points)
            damping = 1e-8 * (a * a + 2 * b * b + c * c)
            # Solves (H² + δ) s = −H g.
            p, q, r = a * a + b * b + damping, b * (a + c), b * b + c * c + damping
            u, v = a * gx + b * gy, b * gx + c * gy
            steps = np.stack((q * v - r * u, q * u - p * v)) / (p * r - q * q)
        points = np.where(np.isfinite(steps).all(axis=0), points + steps, points)
    return points
