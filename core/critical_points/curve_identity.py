"""Which curve of critical points is which, while a parameter or the view changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.critical_points.findings import CriticalCurve, FloatArray
from core.critical_points.places import size_of
from core.scene import View

REACH = 0.1
"""Distance, in parts of the view, that half a curve may go in one change."""

SAMPLES = 24
"""Points of a curve that are compared with another."""


def identified_curves(
    curves: Sequence[CriticalCurve], former: Sequence[CriticalCurve], view: View
) -> tuple[CriticalCurve, ...]:
    """Give each curve the identity it had before, or a new one, which no point has.

    Curves are counted downwards from −1, as points are upwards. Two are the same where
    most of one lies close to the other: curves that cross are close in one point only.

    Parameters
    ----------
    curves
        What is there now.
    former
        What was there, with identities of this kind.
    view
        Its size is the unit of distances.
    """
    distances = np.array([[_distance(curve, old, view) for old in former] for curve in curves])
    distances = distances.reshape(len(curves), len(former))
    identities: dict[int, int] = {}
    while distances.size and distances.min() <= REACH:
        place, other = divmod(int(distances.argmin()), len(former))
        identities[place] = former[other].identity
        distances[place], distances[:, other] = np.inf, np.inf
    fresh = min((old.identity for old in former), default=0)
    for place in range(len(curves)):
        if place not in identities:
            fresh -= 1
            identities[place] = fresh
    return tuple(replace(curve, identity=identities[at]) for at, curve in enumerate(curves))


def _distance(curve: CriticalCurve, other: CriticalCurve, view: View) -> float:
    """Return the median distance of points on a curve from another's, in parts of the view."""
    here, there = _in_view(_sampled(curve.points), view), _in_view(other.points, view)
    away = here[:, :, np.newaxis] - there[:, np.newaxis]
    return float(np.median(np.hypot(*away).min(axis=1)))


def _sampled(points: FloatArray) -> FloatArray:
    places = np.linspace(0, points.shape[1] - 1, SAMPLES).round().astype(int)
    sampled: FloatArray = points[:, np.unique(places)]
    return sampled


def _in_view(points: FloatArray, view: View) -> FloatArray:
    return np.asarray(points / size_of(view), dtype=np.float64)
