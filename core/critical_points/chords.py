"""Chords that lie below a loss, which prove it not convex where it has kinks or jumps."""

from __future__ import annotations

import numpy as np

from core.critical_points.enclosures import enclose
from core.critical_points.findings import Convexity, FloatArray, Verdict
from core.critical_points.places import size_of
from core.critical_points.words import direction_in_words, place_in_words
from core.landscape import Surface
from core.scene import View

_SIDE = 32
"""Chords have their middles on a grid of so many by so many places."""

_OFF = 0.137
"""The grid is shifted by this part of its spacing, away from kinks on round numbers."""

_LONGEST = 8
"""Half a chord is 1, 2, 4 up to so many spacings long."""

_DIRECTIONS = ((1, 0), (0, 1), (1, 1), (1, -1))

_ROUNDING = 2.0**-50
"""More than the relative error of the sum of two numbers."""


def chord_below(surface: Surface, view: View) -> Convexity | None:
    """Return a place where a loss lies above the middle of a chord, proved by intervals.

    Of those that are tried the one is taken above which the loss rises most.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle that holds the chords.
    """
    step = size_of(view) / _SIDE
    middles, halves = _chords(np.array([[view.x_min], [view.y_min]]), step)
    loss = [enclose(surface, ends, ends) for ends in (middles, middles - halves, middles + halves)]
    middle, first, second = loss
    with np.errstate(invalid="ignore", over="ignore"):
        mean = first.upper[0] / 2 + second.upper[0] / 2
        size = np.abs(first.upper[0]) + np.abs(second.upper[0])
        height = middle.lower[0] - mean - _ROUNDING * (size + np.abs(middle.lower[0]))
    is_defined = np.logical_and.reduce([each.is_smooth for each in loss])
    height = np.where(is_defined & np.isfinite(height), height, 0.0)
    best = int(height.argmax())
    if height[best] <= 0:
        return None
    (x, y), along = middles[:, best].tolist(), halves[:, best] / np.hypot(*halves[:, best])
    direction = (float(along[0]), float(along[1]))
    where = f"along {direction_in_words(*direction)} at {place_in_words(x, y, view)}"
    sentence = f"Not convex: it lies above its own chord {where}."
    return Convexity(Verdict.NOT_CONVEX, sentence, (x, y), direction)


def _chords(corner: FloatArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the middles of chords and the ways from there to their ends, each ``(2, n)``."""
    middles, halves = [], []
    length = 1
    while length <= _LONGEST:
        along = np.arange(length, _SIDE - length) + _OFF
        grid = np.stack([side.ravel() for side in np.meshgrid(along, along)])
        for direction in _DIRECTIONS:
            middles.append(corner + step * grid)
            halves.append(np.broadcast_to(step * length * np.array([direction]).T, grid.shape))
        length *= 2
    return np.concatenate(middles, axis=1), np.concatenate(halves, axis=1)
