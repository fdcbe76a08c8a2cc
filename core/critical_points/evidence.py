"""What a cluster of boxes is in which nothing could be proved, by other evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.clusters import components
from core.critical_points.creases import Creases
from core.critical_points.critical_set import CriticalSet
from core.critical_points.curves import critical_curves, distances_to
from core.critical_points.degenerate import isolated_points, separate_points
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    Rectangles,
)
from core.critical_points.flats import flat_boxes
from core.critical_points.kinks import kink_points, may_be_stationary
from core.critical_points.shallow import shallow_points
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]

_APART = 1e-6
_SMALL = 2.0**-20
"""Boxes of an isolated point are smaller than this part of the view."""


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """What a cluster turned out to be; nothing at all where there is no critical point.

    Parameters
    ----------
    points, curves
        Critical points and curves of them.
    flat
        The boxes in which the loss has no slope beyond rounding.
    """

    points: tuple[CriticalPoint, ...] = ()
    curves: tuple[CriticalCurve, ...] = ()
    flat: Rectangles = field(default_factory=lambda: NO_RECTANGLES)


def resolve_cluster(
    surface: Surface, view: View, boxes: Rectangles, is_smooth: bool, known: FloatArray
) -> Evidence:
    """Decide what a connected cluster of undecided boxes holds.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle that the boxes are parts of.
    boxes
        Shape ``(4, n)``: neither proved empty nor proved to hold exactly one point.
    is_smooth
        Whether the loss has no kink, jump or edge of its domain in any of them.
    known
        Critical points nearby that are proved, shape ``(2, m)``; not found again.
    """
    with np.errstate(all="ignore"):
        chart = _chart(surface, view, boxes)
        if _sizes(chart, boxes).max() <= _SMALL:
            return Evidence(_resolved_point(chart, boxes, is_smooth, known))
        is_flat = flat_boxes(surface, view, boxes)
        flat, rest = boxes[:, is_flat], boxes[:, ~is_flat]
        if rest.shape[1] == 0:
            return Evidence(flat=flat)
        points, curves = _resolved_curve(_chart(surface, view, rest), rest, is_smooth, known)
        return Evidence(points, curves, flat)


def _chart(surface: Surface, view: View, boxes: Rectangles) -> Chart:
    """Return the chart whose origin is in the middle of a cluster."""
    x, y = ((low.min() + high.max()) / 2 for low, high in (boxes[:2], boxes[2:]))
    return Chart(surface, view, (float(x), float(y)))


def _resolved_point(
    chart: Chart, boxes: Rectangles, is_smooth: bool, known: FloatArray
) -> tuple[CriticalPoint, ...]:
    """Judge a cluster of boxes so small that they can only hold single points."""
    points = isolated_points(chart, boxes, known)
    if is_smooth:
        return points
    told = tuple(point for point in points if point.index is not None)
    low, high = chart.corners(boxes)
    # So large that rounding doesn't blur the gradients round it; the rest of it is empty.
    low, high = low.min(axis=1) - _SMALL, high.max(axis=1) + _SMALL
    return told or tuple(kink_points(chart, low, high))


def _resolved_curve(
    chart: Chart, boxes: Rectangles, is_smooth: bool, known: FloatArray
) -> tuple[tuple[CriticalPoint, ...], tuple[CriticalCurve, ...]]:
    """Judge a cluster of larger boxes: curves first, then what lies on none of them."""
    locus, reach = CriticalSet(chart), float(_sizes(chart, boxes).max())
    curves, left = critical_curves(locus, boxes, may_end=not is_smooth)
    kinks: tuple[CriticalPoint, ...] = ()
    if not is_smooth:
        creases, kinks = _creased(chart, boxes, curves, reach)
        curves += creases
    left = left[:, _is_away(chart, curves, left, reach)]
    places = np.array([[point.x for point in kinks], [point.y for point in kinks]])
    known = np.concatenate((known, places), axis=1)
    points = separate_points(locus, left, known) + kinks
    floor = left[:, locus.holds(left)]
    if not (points or curves) and floor.size:
        points = tuple(one for one in shallow_points(locus, floor) if _is_new(chart, one, known))
    return points, curves


def _is_new(chart: Chart, point: CriticalPoint, known: FloatArray) -> bool:
    """Tell whether a point is none of those that are known."""
    away = (known - np.array([[point.x], [point.y]])) / chart.size
    return bool((np.hypot(*away) > _APART).all())


def _creased(
    chart: Chart, boxes: Rectangles, curves: tuple[CriticalCurve, ...], reach: float
) -> tuple[tuple[CriticalCurve, ...], tuple[CriticalPoint, ...]]:
    """Find the curves and points at kinks, away from curves that are known."""
    low, high = chart.corners(boxes)
    middles = (low + high) / 2
    is_open = may_be_stationary(chart, middles, reach) & _is_away(chart, curves, middles, reach)
    if not is_open.any():
        return (), ()
    creases, _ = critical_curves(Creases(chart), boxes[:, is_open], may_end=True)
    middles = middles[:, is_open]
    middles = middles[:, _is_away(chart, creases, middles, reach)]
    parts = [middles[:, group] for group in components(middles, reach)]
    points = [
        point
        for part in parts
        for point in kink_points(chart, part.min(axis=1) - reach, part.max(axis=1) + reach)
    ]
    return creases, tuple(points)


def _sizes(chart: Chart, boxes: Rectangles) -> FloatArray:
    low, high = chart.corners(boxes)
    return high - low


def _is_away(
    chart: Chart, curves: tuple[CriticalCurve, ...], points: FloatArray, reach: float
) -> npt.NDArray[np.bool_]:
    """Tell which points are no neighbours of a curve."""
    is_away = np.ones(points.shape[1], dtype=bool)
    for curve in curves:
        is_away &= distances_to(points, chart.charted(curve.points)) > 4 * reach
    return is_away
