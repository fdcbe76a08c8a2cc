"""Straight pieces of lines in pixels: clipping and dashing many at once.

Qt would walk a dash pattern along a trail that leaves the screen for the horizon, and
can't carry the pattern's phase from one frame's piece to the next for hundreds of
trails in one path. Here both are a few array operations.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from gui.plot.paths import VERTICES_A_PATH, path_of_vertices

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segments:
    """Straight pieces, each array of shape (segments,).

    `start` and `end` are the lengths of the trail, in pixels, at the two ends. `joined`
    is True where a segment begins at the end of the one before it.
    """

    x0: FloatArray
    y0: FloatArray
    x1: FloatArray
    y1: FloatArray
    start: FloatArray
    end: FloatArray
    joined: BoolArray

    def part(self, which: slice) -> Segments:
        """Return a contiguous part of the segments."""
        return Segments(
            self.x0[which], self.y0[which], self.x1[which], self.y1[which],
            self.start[which], self.end[which], self.joined[which],
        )  # fmt: skip


def clip(segments: Segments, left: float, top: float, right: float, bottom: float) -> Segments:
    """Cut segments to a rectangle; those outside, and those with NaN, are dropped.

    The method is Liang and Barsky's (1984), over arrays.
    """
    dx, dy = segments.x1 - segments.x0, segments.y1 - segments.y0
    enter, leave = np.zeros_like(dx), np.ones_like(dx)
    inside = np.isfinite(dx) & np.isfinite(dy)
    edges = (
        (-dx, segments.x0 - left),
        (dx, right - segments.x0),
        (-dy, segments.y0 - top),
        (dy, bottom - segments.y0),
    )
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for slope, distance in edges:
            ratio = distance / slope
            enter = np.where(slope < 0, np.maximum(enter, ratio), enter)
            leave = np.where(slope > 0, np.minimum(leave, ratio), leave)
            inside &= (slope != 0) | (distance >= 0)
        inside &= enter <= leave
    return _between(segments, enter, leave, inside)


def _between(
    segments: Segments, enter: FloatArray, leave: FloatArray, inside: BoolArray
) -> Segments:
    whole = inside & (enter == 0.0) & (leave == 1.0)
    if whole.all():
        return segments
    joined = segments.joined.copy()
    joined[1:] &= inside[:-1] & (leave[:-1] == 1.0)
    joined &= enter == 0.0
    kept = np.flatnonzero(inside)
    enter, leave = enter[kept], leave[kept]
    x0, y0, start = segments.x0[kept], segments.y0[kept], segments.start[kept]
    dx, dy = segments.x1[kept] - x0, segments.y1[kept] - y0
    length = segments.end[kept] - start
    return Segments(
        x0 + enter * dx, y0 + enter * dy, x0 + leave * dx, y0 + leave * dy,
        start + enter * length, start + leave * length, joined[kept],
    )  # fmt: skip


def dash(segments: Segments, pattern: Sequence[float]) -> Segments:
    """Cut segments along a dash pattern whose phase is the length of the trail.

    Parameters
    ----------
    segments
        Clipped segments.
    pattern
        Lengths of dash and gap in turn, in pixels; empty leaves the line solid.
    """
    if not len(pattern) or not len(segments.x0):
        return segments
    marks = np.cumsum(pattern)
    first, last = (_mark_index(at, marks) for at in (segments.start, segments.end))
    counts = (last - first + 1).astype(np.intp)
    owner = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    mark = first[owner] + place
    on = mark % 2 == 0
    owner, place, mark = owner[on], place[on], mark[on]
    start, end = segments.start[owner], segments.end[owner]
    begins = np.maximum(_mark_position(mark, marks), start)
    ends = np.minimum(_mark_position(mark + 1, marks), end)
    joined = segments.joined[owner] & (place == 0)
    joined[1:] &= owner[1:] == owner[:-1] + 1
    joined[1:] &= ends[:-1] == end[:-1]
    return _cut(segments, owner, begins, np.maximum(begins, ends), joined)


def _mark_index(position: FloatArray, marks: FloatArray) -> NDArray[np.int64]:
    """Return how many ends of dashes and gaps lie at or before a position."""
    period = marks[-1]
    turns = np.floor(position / period)
    within = np.searchsorted(marks, position - turns * period, side="right")
    index: NDArray[np.int64] = (turns * len(marks)).astype(np.int64) + within
    return index


def _mark_position(index: NDArray[np.int64], marks: FloatArray) -> FloatArray:
    """Return where the dash or gap of an index begins."""
    begins = np.concatenate(([0.0], marks[:-1]))
    turns, within = np.divmod(index, len(marks))
    position: FloatArray = turns * marks[-1] + begins[within]
    return position


def _cut(
    segments: Segments,
    owner: NDArray[np.intp],
    begins: FloatArray,
    ends: FloatArray,
    joined: BoolArray,
) -> Segments:
    start = segments.start[owner]
    length = segments.end[owner] - start
    x0, y0 = segments.x0[owner], segments.y0[owner]
    dx, dy = segments.x1[owner] - x0, segments.y1[owner] - y0
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(length > 0, (begins - start) / length, 0.0)
        high = np.where(length > 0, (ends - start) / length, 1.0)
    return Segments(
        x0 + low * dx, y0 + low * dy, x0 + high * dx, y0 + high * dy, begins, ends, joined
    )


def paths_of(segments: Segments) -> list[QPainterPath]:
    """Build painter paths of finite segments, joined where they continue."""
    opens = ~segments.joined
    if not len(opens):
        return []
    opens[0] = True
    # A line of n segments has n + 1 vertices: one opens it, one ends each segment.
    ends = np.cumsum(opens) + np.arange(len(opens))
    count = int(ends[-1]) + 1
    x, y = np.empty(count), np.empty(count)
    joined = np.zeros(count, dtype=np.bool_)
    x[ends], y[ends], joined[ends] = segments.x1, segments.y1, True
    starts = ends[opens] - 1
    x[starts], y[starts] = segments.x0[opens], segments.y0[opens]
    # The time to fill a path grows with its square, so many lines make several paths.
    group = starts // VERTICES_A_PATH
    cuts = [*starts[np.flatnonzero(np.diff(group, prepend=-1))].tolist(), count]
    return [
        path_of_vertices(x[low:high], y[low:high], joined[low:high])
        for low, high in itertools.pairwise(cuts)
    ]
