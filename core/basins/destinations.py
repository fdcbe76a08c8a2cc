"""The places where runs end, and which of them each run has come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.compiler.arrays import FloatArray
from core.critical_points.certificates import certify, newton
from core.critical_points.description import certified_points, place_in_list
from core.critical_points.findings import CriticalCurve, CriticalPoint, Status, Survey
from core.distinct import distinct_columns
from core.landscape import Surface
from core.outcome import IntegerArray
from core.scene import View

NOWHERE = -1
"""Stands for the destination of a run that has come to none."""

MOST_CANDIDATES = 400
"""Most places, the most frequented ones, from which critical points are sought."""

MOST_PLACES = 2000
"""Most points into which a curve is divided."""


@dataclass(frozen=True, eq=False, slots=True)
class Destination:
    """A critical point, or a curve of them, at which runs may end.

    Parameters
    ----------
    name
        What the reader calls it, such as ``minimum``.
    places
        The point, or points along the curve, shape ``(2, n)``.
    loss
        The loss there.
    status
        How sure it is.
    """

    name: str
    places: FloatArray
    loss: float
    status: Status

    @property
    def x(self) -> float:
        """The point's coordinate, or that of a point in the middle of the curve."""
        return float(self.places[0, self.places.shape[1] // 2])

    @property
    def y(self) -> float:
        """The same along y."""
        return float(self.places[1, self.places.shape[1] // 2])


def destinations_of(survey: Survey, radius: FloatArray) -> tuple[Destination, ...]:
    """Return what runs may end at: the points of a survey in its order, then its curves.

    Parameters
    ----------
    survey
        What is known of the critical points.
    radius
        How close along x and y, shape ``(2,)``, a run has to come; a curve is divided as
        finely.
    """
    points = tuple(map(_at_point, survey.points))
    return points + tuple(_along_curve(curve, radius) for curve in survey.curves)


def _at_point(point: CriticalPoint) -> Destination:
    return Destination(point.name, np.array([[point.x], [point.y]]), point.loss, point.status)


def _along_curve(curve: CriticalCurve, radius: FloatArray) -> Destination:
    along = (np.abs(np.diff(curve.points, axis=1)) / radius[:, np.newaxis]).max(axis=0)
    reached = np.concatenate(([0.0], np.cumsum(along)))
    at = np.linspace(0.0, reached[-1], int(min(MOST_PLACES, 2 * reached[-1] + 2)))
    places = np.stack([np.interp(at, reached, axis) for axis in curve.points])
    return Destination(curve.name, places, curve.loss, curve.status)


def nearest(
    destinations: Sequence[Destination], ends: FloatArray, radius: FloatArray
) -> IntegerArray:
    """Return for each end the index of the nearest destination within the radius.

    Parameters
    ----------
    destinations
        The places to choose from.
    ends
        Shape ``(2, n)``.
    radius
        Along x and y, shape ``(2,)``; distances are measured in parts of it.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)``; `NOWHERE` for an end that is near none of them.
    """
    order = np.argsort(ends[0], kind="stable")
    x, y = ends[:, order]
    found = np.full(x.shape, NOWHERE)
    least = np.ones(x.shape)
    for number, destination in enumerate(destinations):
        first = np.searchsorted(x, destination.places[0] - radius[0], "left")
        last = np.searchsorted(x, destination.places[0] + radius[0], "right")
        for place, begin, end in zip(destination.places.T, first, last, strict=True):
            near = slice(begin, end)
            aside = np.abs(x[near] - place[0]) / radius[0]
            distance = np.maximum(aside, np.abs(y[near] - place[1]) / radius[1])
            is_nearer = distance <= least[near]
            found[near][is_nearer], least[near][is_nearer] = number, distance[is_nearer]
    result = np.empty_like(found)
    result[order] = found
    return result


def discovered(
    surface: Surface, view: View, ends: FloatArray, radius: FloatArray
) -> tuple[Destination, ...]:
    """Return the critical points that are proved to lie close to where runs have ended.

    Parameters
    ----------
    surface
        The loss.
    view
        Points outside it are left out.
    ends
        Where runs rest that are near no destination, shape ``(2, n)``.
    radius
        How close, along x and y.
    """
    if not ends.size:
        return ()
    cells = np.floor(ends / radius[:, np.newaxis])
    representatives, counts = distinct_columns(cells)
    frequented = representatives[np.argsort(-counts, kind="stable")[:MOST_CANDIDATES]]
    starts = ends[:, frequented]
    with np.errstate(all="ignore"):
        zeros = newton(surface, starts, radius[:, np.newaxis])
        is_close = (np.abs(zeros - starts) <= radius[:, np.newaxis]).all(axis=0)
        proved = certify(surface, view, zeros[:, is_close])
        points = certified_points(surface, view, proved)
    return tuple(map(_at_point, sorted(points, key=place_in_list)))
