"""The contour lines of a Taylor model as dashes in pixels, thinned where they crowd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from core.taylor import StationaryPoint, TaylorModel
from gui.plot.segments import Segments, clip, dash, paths_of
from gui.plot.transform import Transform

FloatArray = NDArray[np.float64]

DASH = (7.0, 4.5)
"""Pixels of dash and gap."""
LEAST_SPACING = 5.0
"""Pixels between lines; where they lie closer, only every second, fourth … one is drawn."""


@dataclass(frozen=True, eq=False, slots=True)
class TaylorPicture:
    """A model and what is drawn of it."""

    model: TaylorModel
    levels: FloatArray
    """Those of the landscape's own contour lines."""
    lines: Sequence[Sequence[FloatArray]]
    """For each level the model's lines, each of shape (points, 2) in data coordinates."""
    stationary: StationaryPoint | None
    radius: float
    """How far the model holds; infinite where it does so all over the view."""


def dashes(picture: TaylorPicture, transform: Transform) -> list[QPainterPath]:
    """Return the dashes of the model's contour lines that are seen."""
    if not any(picture.lines):
        return []
    segments = _thinned(*_segments(picture, transform))
    return paths_of(dash(clip(segments, 0.0, 0.0, transform.width, transform.height), DASH))


def _segments(picture: TaylorPicture, transform: Transform) -> tuple[Segments, FloatArray]:
    """Return the segments of all lines in pixels, and how far each is from its neighbours.

    The distance of a segment is that to the nearest lines that may take its place: a
    level whose place in the list is divisible by 2ᵏ stays while every 2ᵏth is drawn.
    """
    levels = [(place, line) for place, level in enumerate(picture.lines) for line in level]
    points = np.concatenate([line for _, line in levels]).T
    ends = np.cumsum([len(line) for _, line in levels])
    goes_on = np.ones(points.shape[1], dtype=np.bool_)
    goes_on[ends - 1] = False
    first = np.flatnonzero(goes_on)
    x, y = transform.to_pixels(*points)
    along = np.cumsum(np.hypot(x[first + 1] - x[first], y[first + 1] - y[first]))
    joined = np.diff(first, prepend=-2) == 1
    start = np.concatenate(([0.0], along[:-1]))
    segments = Segments(x[first], y[first], x[first + 1], y[first + 1], start, along, joined)

    by_x, by_y = picture.model.slope(*points[:, first])
    slope = np.hypot(by_x / transform.x_scale, by_y / transform.y_scale)
    owners = np.repeat([place for place, _ in levels], np.diff(ends, prepend=0) - 1)
    with np.errstate(divide="ignore", over="ignore"):
        return segments, _distances(picture.levels)[owners] / slope


def _distances(levels: FloatArray) -> FloatArray:
    """Return how far each level is from those that may take its place."""
    if len(levels) == 1:
        return np.array([np.inf])
    places = np.arange(len(levels))
    strides = np.where(places > 0, places & -places, len(levels))
    return strides * np.gradient(levels)


def _thinned(segments: Segments, spacing: FloatArray) -> Segments:
    """Leave out the segments of lines that lie too close."""
    kept = spacing >= LEAST_SPACING
    follows = segments.joined.copy()
    follows[1:] &= kept[:-1]
    return Segments(
        segments.x0[kept], segments.y0[kept], segments.x1[kept], segments.y1[kept],
        segments.start[kept], segments.end[kept], follows[kept],
    )  # fmt: skip
