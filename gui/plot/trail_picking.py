"""Which step of which trail lies under the pointer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF

from gui.plot.trails import Trails
from gui.plot.transform import FloatArray, Transform

REACH = 6.0
"""Pixels from a trail within which it is pointed at."""

MOST_VERTICES = 1_000_000
"""Trails of more iterates than this are not looked through at every move of the pointer."""


class TrailPoint(NamedTuple):
    """An iterate of a run."""

    entry: int
    start: int
    step: int


class _Found(NamedTuple):
    distance: float
    point: TrailPoint


def trail_point_at(
    trails: Trails | None, transform: Transform, position: QPointF, step: int
) -> TrailPoint | None:
    """Return the step to which the piece of a trail at a pixel belongs.

    Parameters
    ----------
    trails
        What is shown.
    transform
        Where it lies.
    position
        The pixel.
    step
        The playhead; later pieces are not on the screen.

    Returns
    -------
    TrailPoint or None
        Near an iterate, that iterate; elsewhere the one to which the piece leads. Of
        trails above each other, the one painted last.
    """
    if trails is None or step < 1 or trails.runs * step > MOST_VERTICES:
        return None
    best: _Found | None = None
    for entry in trails.shown_entries():
        for start in range(len(trails.race.starts)):
            found = _nearest(trails, transform, position, entry, start, step)
            if found is not None and (best is None or found.distance <= best.distance):
                best = found
    return best.point if best is not None else None


def _nearest(
    trails: Trails, transform: Transform, position: QPointF, entry: int, start: int, step: int
) -> _Found | None:
    x, y = (values[entry, start, : step + 1] for values in (trails.race.x, trails.race.y))
    pieces = np.flatnonzero(_close(x, y, transform, position))
    if not pieces.size:
        return None
    columns0, rows0 = transform.to_pixels(x[pieces], y[pieces])
    columns1, rows1 = transform.to_pixels(x[pieces + 1], y[pieces + 1])
    distances = _distances(position, columns0, rows0, columns1, rows1)
    if not (distances <= REACH).any():
        return None
    place = int(np.nanargmin(distances))
    to_ends = [
        float(np.hypot(columns[place] - position.x(), rows[place] - position.y()))
        for columns, rows in ((columns0, rows0), (columns1, rows1))
    ]
    is_at_first = to_ends[0] <= REACH and to_ends[0] < to_ends[1] and pieces[place] > 0
    nearest = int(pieces[place]) + (0 if is_at_first else 1)
    return _Found(float(distances[place]), TrailPoint(entry, start, nearest))


def _close(
    x: FloatArray, y: FloatArray, transform: Transform, position: QPointF
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which pieces have the pixel in the rectangle about them; none with a NaN."""
    close = np.ones(len(x) - 1, dtype=np.bool_)
    for values, at, scale in zip(
        (x, y), transform.data(position), (transform.x_scale, transform.y_scale), strict=True
    ):
        reach = REACH / scale
        close &= np.minimum(values[:-1], values[1:]) <= at + reach
        close &= np.maximum(values[:-1], values[1:]) >= at - reach
    return close


def _distances(
    position: QPointF, x0: FloatArray, y0: FloatArray, x1: FloatArray, y1: FloatArray
) -> FloatArray:
    """Return how far a pixel is from each piece."""
    along, up = x1 - x0, y1 - y0
    square = along**2 + up**2
    from_x, from_y = position.x() - x0, position.y() - y0
    share = np.divide(
        from_x * along + from_y * up, square, out=np.zeros_like(square), where=square > 0
    )
    share = np.clip(share, 0.0, 1.0)
    return np.hypot(from_x - share * along, from_y - share * up)
