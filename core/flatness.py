"""How flat a loss is about a point: how far it may be left before the loss has risen."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.landscape import Surface

FloatArray = npt.NDArray[np.float64]

DIRECTIONS = 64
NEAREST, FARTHEST = 1e-15, 1e4
"""Radii looked at, relative to the point's coordinates or to 1, whichever is larger."""

_RADII = np.geomspace(NEAREST, FARTHEST, 240)
_REFINEMENTS = 2
_PARTS = 48

_ANGLES = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
_COSINES, _SINES = np.cos(_ANGLES), np.sin(_ANGLES)


def flatness_radius(surface: Surface, x: float, y: float, rise: float) -> float:
    """Return the radius within which the loss stays at most `rise` above its value at a point.

    It is sampled: the loss is looked at in 64 directions on 240 circles, each a fifth larger
    than the one before, and between the last circle that stays below and the next on 96
    more. A wall thinner than that goes unseen. In a bowl with the sharpness λmax the
    result is √(2 rise/λmax), to second order.

    Parameters
    ----------
    surface
        The loss.
    x, y
        The point.
    rise
        Positive.

    Returns
    -------
    float
        Infinite if the loss stays below as far as circles reach; 0 if it exceeds the rise
        already on the smallest; NaN where the loss is not finite at the point. Where the
        loss is undefined it does not stay below.
    """
    level = float(surface.loss(x, y)) + rise
    if not math.isfinite(level):
        return math.nan
    radii: FloatArray = _RADII * max(1.0, abs(x), abs(y))
    inside = 0.0
    for _ in range(1 + _REFINEMENTS):
        is_below = _stays_below(surface, (x, y), radii, level)
        if is_below.all():
            return math.inf
        first = int(np.argmin(is_below))
        if first == 0:
            return inside
        inside = float(radii[first - 1])
        radii = np.linspace(inside, radii[first], _PARTS)
    return inside


def _stays_below(
    surface: Surface, point: tuple[float, float], radii: FloatArray, level: float
) -> npt.NDArray[np.bool_]:
    x = point[0] + radii[:, np.newaxis] * _COSINES
    y = point[1] + radii[:, np.newaxis] * _SINES
    is_below: npt.NDArray[np.bool_] = np.all(surface.loss(x, y) <= level, axis=1)
    return is_below
