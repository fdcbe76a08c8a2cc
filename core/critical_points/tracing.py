"""Following a curve from one of its points, step by step, to its end or round to its start."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_FIRST_STEP = 2.0**-7
_LONGEST_STEP = 2.0**-4
_SHORTEST_STEP = 2.0**-20
_MOST_STEPS = 1500
_WIDEST_TURN = 0.25
"""Radians from one point to the next."""

_STRAY = 0.1
"""How far the corrected point may lie from the predicted one, in steps."""

_DOUBTFUL = 0.1
_BETWEEN = np.array([0.25, 0.5, 0.75])
_EDGE = 1e-9
_EDGE_ROUNDS = 4


class Locus(Protocol):
    """A set of curves that can be followed."""

    @property
    def chart(self) -> Chart:
        """The loss."""

    def onto(self, points: FloatArray, iterations: int) -> FloatArray:
        """Move points of shape ``(2, n)`` onto the nearest curve."""

    def directions(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return unit tangents of shape ``(2, n)``, and from 0 to 1 how doubtful each is."""

    def holds(self, points: FloatArray) -> BoolArray:
        """Tell which points lie on a curve, roughly."""

    def is_level(self, points: FloatArray) -> BoolArray:
        """Tell which points of a curve are critical as far as arithmetic can tell."""

    def is_kink(self, points: FloatArray) -> bool:
        """Tell whether the loss has a kink along a curve."""

    def would_show_slope(self, points: FloatArray) -> bool:
        """Tell whether a small slope along a curve could be told from rounding."""


def trace(locus: Locus, start: FloatArray) -> tuple[FloatArray, bool]:
    """Follow a curve both ways from a point on it.

    A tangent predicts the next point, bent as the curve was; the locus corrects it. At a
    crossing, where there is no tangent, it goes straight on.

    Parameters
    ----------
    locus
        What to follow.
    start
        Shape ``(2,)``.

    Returns
    -------
    tuple
        Points in order, and whether the last is the first.

    References
    ----------
    E. L. Allgower and K. Georg, "Numerical Continuation Methods", 1990, chapter 2.
    """
    tangent = locus.directions(start[:, np.newaxis])[0][:, 0]
    forward, is_closed = _follow(locus, start, tangent)
    if is_closed:
        return forward, True
    backward, is_closed = _follow(locus, start, -tangent)
    if is_closed:
        return backward, True
    return np.concatenate((backward[:, :0:-1], forward), axis=1), False


def refined(locus: Locus, points: FloatArray) -> FloatArray:
    """Put points between those of a curve where it turns, and all of them on it exactly."""
    steps = np.diff(points)
    headings = steps / np.hypot(*steps)
    if headings.shape[1] > 1:
        turns = np.abs(np.diff(np.unwrap(np.arctan2(headings[1], headings[0]))))
        bent = np.maximum(np.append(turns, turns[-1]), np.insert(turns, 0, turns[0])) > 0.02
        points = _with_points_between(points, bent)
    moved = locus.onto(points, 25)
    is_near = np.hypot(*(moved - points)) <= _LONGEST_STEP / 4
    points = np.where(is_near, moved, points)
    inside = locus.chart.contains(points, _EDGE)
    inside[[0, -1]] = True
    return points[:, inside]


def _with_points_between(points: FloatArray, bent: BoolArray) -> FloatArray:
    """Insert points on cubics with the curve's tangents into the bent steps."""
    lengths = np.hypot(*np.diff(points))
    tangents = np.gradient(points, np.append(0.0, np.cumsum(lengths)), axis=1)
    a, b = points[:, :-1, np.newaxis], points[:, 1:, np.newaxis]
    from_a, to_b = (
        (lengths * side)[..., np.newaxis] for side in (tangents[:, :-1], tangents[:, 1:])
    )
    t = _BETWEEN
    # Hermite's cubic.
    between = (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * from_a
    between += (3 * t**2 - 2 * t**3) * b + (t**3 - t**2) * to_b
    both = np.concatenate((a, between), axis=2)
    chosen = np.stack((np.full_like(bent, True), bent, bent, bent), axis=1)
    return np.concatenate((both[:, chosen], points[:, -1:]), axis=1)


def _follow(locus: Locus, start: FloatArray, tangent: FloatArray) -> tuple[FloatArray, bool]:
    """Follow a curve one way, to the view's edge, its end, or its start."""
    chart, points, step, bend = locus.chart, [start], _FIRST_STEP, np.zeros(2)
    while len(points) < _MOST_STEPS and step > _SHORTEST_STEP:
        here = points[-1]
        ahead = here + step * tangent + step * step / 2 * bend
        there = locus.onto(ahead[:, np.newaxis], 3)
        stray = float(np.hypot(*(there[:, 0] - ahead))) / step
        heading = _heading(locus, there, there[:, 0] - here, tangent)
        if not (stray <= _STRAY and heading is not None and locus.holds(there)[0]):
            step /= 2
            continue
        if not chart.contains(there, _EDGE)[0]:
            points.extend(_at_edge(locus, here, there[:, 0]))
            break
        turn = float(np.arccos(np.clip(heading @ tangent, -1, 1)))
        if turn > _WIDEST_TURN:
            step /= 2
            continue
        if len(points) > 2 and _passes(start, here, there[:, 0]):
            return np.stack((*points, start), axis=1), True
        points.append(there[:, 0])
        bend, tangent = (heading - tangent) / step, heading
        if turn < 0.4 * _WIDEST_TURN and stray < 0.2 * _STRAY:
            step = min(1.6 * step, _LONGEST_STEP)
    return np.stack(points, axis=1), False


def _heading(
    locus: Locus, there: FloatArray, moved: FloatArray, tangent: FloatArray
) -> FloatArray | None:
    """Return the direction in which to go on: the tangent, at a crossing straight ahead."""
    directions, doubt = locus.directions(there)
    heading: FloatArray = directions[:, 0] * np.copysign(1.0, directions[:, 0] @ tangent)
    if doubt[0] < _DOUBTFUL and heading @ tangent > 0.9:
        return heading
    straight: FloatArray = moved / np.hypot(*moved)
    return straight if straight @ tangent > 0.995 else None


def _at_edge(locus: Locus, here: FloatArray, ahead: FloatArray) -> list[FloatArray]:
    """Return where a curve leaves the view, if that can be told from where it is now."""
    chart = locus.chart
    lower, upper = chart.lower[:, 0], chart.upper[:, 0]
    leaves = (ahead < lower - _EDGE) | (ahead > upper + _EDGE)
    for _ in range(_EDGE_ROUNDS):
        way = ahead - here
        room = np.where(way > 0, upper - here, lower - here)[leaves] / way[leaves]
        share = float(room.min())
        if not 0 < share < np.inf:
            return []
        on_edge = np.clip(here + share * way, lower, upper)
        # Corrected, it lies a little beside the edge; the chord to there meets it again.
        ahead = locus.onto(on_edge[:, np.newaxis], 3)[:, 0]
    there = np.clip(ahead, lower, upper)
    is_on = bool(locus.holds(there[:, np.newaxis])[0])
    return [there] if is_on and np.hypot(*(there - here)) > _EDGE else []


def _passes(start: FloatArray, here: FloatArray, there: FloatArray) -> bool:
    """Tell whether a step passes over the start again."""
    way = there - here
    length = float(np.hypot(*way))
    along = float((start - here) @ way) / length
    beside = float(np.hypot(*(start - here - along / length * way)))
    return 0 < along <= length and beside <= _STRAY * length
