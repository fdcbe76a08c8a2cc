"""Which step of which trail lies under the pointer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from core.race import Race
from gui.plot.trails import Trails
from gui.plot.transform import FloatArray, Transform

REACH = 6.0
"""Pixels from a trail within which it is pointed at."""

SHARPNESS = 0.5
"""Pixels by which a trail must be nearer than one painted above it."""

STRETCH = 64
"""Pieces of a trail that are looked at together, if the pointer is near them at all."""

MOST_STRETCHES = 500
"""Where more lie under the pointer, as where all runs converge, only the nearest count."""

MOST_VERTICES = 4_000_000
"""Trails of more iterates than this are not looked through."""

IntegerArray = NDArray[np.intp]


class TrailPoint(NamedTuple):
    """An iterate of a run."""

    entry: int
    start: int
    step: int


class TrailPicker:
    """Finds trails under the pointer, at every move of it.

    It remembers of the last race the rectangles about its stretches, so that only the
    few stretches near the pointer are looked at closely.
    """

    def __init__(self) -> None:
        self._race: Race | None = None
        self._boxes: FloatArray = np.empty(0)

    def point_at(
        self, trails: Trails | None, transform: Transform, position: QPointF, step: int
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
        if trails is None or trails.race.x.size > MOST_VERTICES:
            return None
        if trails.race is not self._race:
            self._race, self._boxes = trails.race, _boxes(trails.race)
        stretches = _stretches_at(self._boxes, trails.shown_entries(), transform, position)
        return _nearest(trails.race, stretches, transform, position, step)


def _boxes(race: Race) -> FloatArray:
    """Return the least and greatest x and y, shape ``(4, entries, starts, stretches)``."""
    firsts = np.arange(0, max(1, race.steps), STRETCH)
    lasts = np.minimum(firsts + STRETCH, race.steps)
    return np.stack([
        extreme(extreme.reduceat(values, firsts, axis=2), values[:, :, lasts])
        for values in (race.x, race.y)
        for extreme in (np.fmin, np.fmax)
    ])  # fmt: skip


def _stretches_at(
    boxes: FloatArray, entries: list[int], transform: Transform, position: QPointF
) -> IntegerArray:
    """Return entry, start and number of the stretches near a pixel, in painting order."""
    x, y = transform.data(position)
    low_x, high_x, low_y, high_y = boxes[:, entries]
    with np.errstate(invalid="ignore", over="ignore"):
        beside = np.maximum(low_x - x, x - high_x) * transform.x_scale
        above = np.maximum(low_y - y, y - high_y) * transform.y_scale
    distances = np.maximum(np.maximum(beside, above), 0.0)
    # A stretch that has no values is near to nothing.
    found = np.array(np.nonzero(distances <= REACH))
    if found.shape[1] > MOST_STRETCHES:
        later_first = -np.arange(found.shape[1])
        order = np.lexsort((later_first, distances[tuple(found)]))
        found = found[:, np.sort(order[:MOST_STRETCHES])]
    found[0] = np.array(entries, np.intp)[found[0]]
    return found


def _nearest(
    race: Race, stretches: IntegerArray, transform: Transform, position: QPointF, step: int
) -> TrailPoint | None:
    places = stretches[2][:, np.newaxis] * STRETCH + np.arange(STRETCH)
    stretch, within = np.nonzero(places < min(step, race.steps))
    entry, start, piece = *stretches[:2, stretch], places[stretch, within]
    pixels = [
        transform.to_pixels(race.x[entry, start, end], race.y[entry, start, end])
        for end in (piece, piece + 1)
    ]
    columns, rows = np.stack(pixels, axis=1)
    distances = _distances(position, columns, rows)
    near = np.flatnonzero(distances <= REACH)
    if not near.size:
        return None
    ranks = np.floor(distances[near] / SHARPNESS)
    top = near[np.flatnonzero(ranks == ranks.min())[-1]]
    own = near[(entry[near] == entry[top]) & (start[near] == start[top])]
    best = own[np.argmin(distances[own])]
    to_ends = np.hypot(columns[:, best] - position.x(), rows[:, best] - position.y())
    is_at_first = to_ends[0] <= REACH and to_ends[0] < to_ends[1] and piece[best] > 0
    nearest = int(piece[best]) + (0 if is_at_first else 1)
    return TrailPoint(int(entry[best]), int(start[best]), nearest)


def _distances(position: QPointF, columns: FloatArray, rows: FloatArray) -> FloatArray:
    """Return how far a pixel is from each piece, given both ends; NaN where one has no place."""
    along, up = columns[1] - columns[0], rows[1] - rows[0]
    square = along**2 + up**2
    from_x, from_y = position.x() - columns[0], position.y() - rows[0]
    share = np.divide(
        from_x * along + from_y * up, square, out=np.zeros_like(square), where=square > 0
    )
    share = np.clip(share, 0.0, 1.0)
    distances: FloatArray = np.hypot(from_x - share * along, from_y - share * up)
    return distances
