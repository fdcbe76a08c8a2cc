"""How often a gradient turns round along the edge of a rectangle, proved by intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.critical_points.enclosures import enclose
from core.landscape import Surface

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Rectangle = tuple[float, float, float, float]
"""x_min, x_max, y_min, y_max."""

_FIRST_SEGMENTS = 16
"""Segments that each side is cut into at first."""

_FINEST = 44
"""How often a segment may be halved: down to 2⁻⁴⁸ of a side."""

_MOST_SEGMENTS = 4096
"""Undecided segments beyond which a gradient is taken to vanish all along a stretch."""

_UNDECIDED, _EAST, _NORTH, _WEST, _SOUTH = -1, 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A place on an edge that keeps the turns of the gradient from being counted.

    Parameters
    ----------
    x, y
        The place: the gradient can't be told from zero, or may not be continuous there.
    is_smooth
        Whether the loss is proved smooth there, so that it is the former.
    """

    x: float
    y: float
    is_smooth: bool


@dataclass(frozen=True, eq=False, slots=True)
class _Segments:
    """Pieces of an edge: where each begins on the way round, and its ends in the plane.

    Parameters
    ----------
    position
        From 0 to 4, a side for each unit.
    begin, end
        Shape ``(2, n)``.
    """

    position: FloatArray
    begin: FloatArray
    end: FloatArray

    def __getitem__(self, chosen: BoolArray) -> _Segments:
        return _Segments(self.position[chosen], self.begin[:, chosen], self.end[:, chosen])

    def halves(self, length: float) -> _Segments:
        """Cut each in two; `length` is that of the halves, in units of `position`."""
        middle = self.begin / 2 + self.end / 2
        return _Segments(
            np.concatenate((self.position, self.position + length)),
            np.concatenate((self.begin, middle), axis=1),
            np.concatenate((middle, self.end), axis=1),
        )


def turning_number(surface: Surface, rectangle: Rectangle) -> int | Obstacle:
    """Return how often the gradient of a loss turns round along the edge of a rectangle.

    The edge is halved until on every segment one component of the gradient has one sign,
    so that the gradient stays in an open half-plane: east, north, west or south.
    Neighbours share a point, so their half-planes are at most a quarter turn apart, and
    the quarters add up to a whole number without an angle being computed. Where the loss
    is smooth inside, the number is the sum of the indices of its critical points.

    Parameters
    ----------
    surface
        The loss.
    rectangle
        Its edge is followed anticlockwise.

    Returns
    -------
    int or Obstacle
        Full turns, anticlockwise ones positive; or what is in the way of a proof.

    References
    ----------
    J. Milnor, "Topology from the Differentiable Viewpoint", 1965, section 6.
    F. Stenger, "Computing the topological degree of a mapping in Rⁿ", Numerische
    Mathematik 25, 1975, for sufficiently refined edges.
    """
    segments, length = _sides(rectangle), 1 / _FIRST_SEGMENTS
    positions: list[FloatArray] = []
    half_planes: list[IntArray] = []
    for _ in range(_FINEST):
        found, is_smooth = _half_planes(surface, segments)
        decided = found != _UNDECIDED
        positions.append(segments.position[decided])
        half_planes.append(found[decided])
        if decided.all():
            return _turns(np.concatenate(positions), np.concatenate(half_planes))
        segments, is_smooth = segments[~decided], is_smooth[~decided]
        if len(is_smooth) > _MOST_SEGMENTS:
            break
        length /= 2
        segments = segments.halves(length)
    x, y = segments.begin[:, 0] / 2 + segments.end[:, 0] / 2
    return Obstacle(float(x), float(y), bool(is_smooth[0]))


def _sides(rectangle: Rectangle) -> _Segments:
    """Cut the four sides into segments, anticlockwise from the corner lowest in x and y."""
    x_min, x_max, y_min, y_max = rectangle
    x = np.linspace(x_min, x_max, _FIRST_SEGMENTS + 1)
    y = np.linspace(y_min, y_max, _FIRST_SEGMENTS + 1)
    sides = (
        (x, np.full_like(x, y_min)),
        (np.full_like(y, x_max), y),
        (x[::-1], np.full_like(x, y_max)),
        (np.full_like(y, x_min), y[::-1]),
    )
    return _Segments(
        np.arange(4 * _FIRST_SEGMENTS) / _FIRST_SEGMENTS,
        np.concatenate([np.stack(side)[:, :-1] for side in sides], axis=1),
        np.concatenate([np.stack(side)[:, 1:] for side in sides], axis=1),
    )


def _half_planes(surface: Surface, segments: _Segments) -> tuple[IntArray, BoolArray]:
    """Return the half-plane that holds the gradient on each segment, and if it is smooth."""
    lower = np.minimum(segments.begin, segments.end)
    upper = np.maximum(segments.begin, segments.end)
    over = enclose(surface, lower, upper)
    (below_x, below_y), (above_x, above_y) = over.lower[1:3], over.upper[1:3]
    half_planes = np.select(
        (~over.is_smooth, below_x > 0, below_y > 0, above_x < 0, above_y < 0),
        (_UNDECIDED, _EAST, _NORTH, _WEST, _SOUTH),
        _UNDECIDED,
    )
    return half_planes, over.is_smooth


def _turns(positions: FloatArray, half_planes: IntArray) -> int:
    """Add up the quarter turns from each segment to the next, and from the last to the first."""
    along = half_planes[np.argsort(positions)]
    quarters = (np.roll(along, -1) - along + 1) % 4 - 1
    return int(quarters.sum()) // 4
