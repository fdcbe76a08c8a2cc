"""Which critical point is which, while a parameter or the view changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.critical_points.certificates import newton
from core.critical_points.findings import CriticalPoint, FloatArray, Survey
from core.critical_points.places import places_of, size_of
from core.curvature import Kind
from core.landscape import Surface
from core.scene import View

SAME = 1e-5
"""Distance, in parts of the view, within which a Newton iteration names its point."""

NEIGHBOURHOOD = 0.1
"""Distance, in parts of the view, that a point may go in one change if it is not followed."""

LONGEST_STEP = 0.02
"""Of the iteration that follows a point, in parts of the view."""

MEETING = 0.25
"""Distance, in parts of the view, between two points that may have met."""


def followed(surface: Surface, view: View, before: Survey | None) -> FloatArray:
    """Return where Newton's iteration leads from each point that was known before.

    Parameters
    ----------
    surface
        The loss as it is now.
    view
        Its size is the unit of the longest step.
    before
        What was known; of the same loss its points stay where they are.
    """
    places = places_of(before.points if before is not None else ())
    if before is None or before.surface is surface or not before.points:
        return places
    return newton(surface, places, LONGEST_STEP * size_of(view))


def identified(
    points: Sequence[CriticalPoint],
    surface: Surface,
    view: View,
    before: Survey | None,
    arrivals: FloatArray,
) -> tuple[tuple[CriticalPoint, ...], str]:
    """Give each point the identity it had before, or a new one.

    Where a former point leads tells which of the new ones it has become; what that does
    not tell the distance does.

    Parameters
    ----------
    points
        What is there now.
    surface
        The loss that they belong to.
    view
        Its size is the unit of distances.
    before
        What was there.
    arrivals
        Where the former points lead, from `followed`.

    Returns
    -------
    tuple
        The points in the same order, and a sentence on those that are gone; empty where
        none is, or where the loss is the same.
    """
    former = before.points if before is not None else ()
    pairs = _matches(former, points, arrivals, view)
    is_same_loss = before is not None and before.surface is surface
    fresh = 1 + max((point.identity for point in former), default=0)
    named = []
    for place, point in enumerate(points):
        if place in pairs:
            old = former[pairs[place]]
            # What is proved already stays as it is, to the last digit.
            is_known = is_same_loss and old.status is point.status and old.kind is point.kind
            named.append(old if is_known else replace(point, identity=old.identity))
        else:
            named.append(replace(point, identity=fresh))
            fresh += 1
    if before is None or is_same_loss:
        return tuple(named), ""
    gone = [point for place, point in enumerate(former) if place not in pairs.values()]
    new = [point for place, point in enumerate(named) if place not in pairs]
    return tuple(named), _news(
        [point for point in gone if view.contains(point.x, point.y)], new, view
    )


def _matches(
    former: Sequence[CriticalPoint],
    points: Sequence[CriticalPoint],
    arrivals: FloatArray,
    view: View,
) -> dict[int, int]:
    """Return the place among the former points of each point that was there."""
    if not former or not points:
        return {}
    then, now = places_of(former), places_of(points)
    unit = size_of(view)[:, :, np.newaxis]
    arrival = np.abs((now[:, :, np.newaxis] - arrivals[:, np.newaxis]) / unit).max(axis=0)
    distance = np.abs((now[:, :, np.newaxis] - then[:, np.newaxis]) / unit).max(axis=0)
    kinds = np.equal.outer(_kinds(points), _kinds(former))
    reached = (arrival <= SAME) & (distance <= MEETING)
    pairs: dict[int, int] = {}
    for allowed in (reached & kinds, reached, (distance <= NEIGHBOURHOOD) & kinds):
        _match_nearest(pairs, np.where(allowed, distance, np.inf))
    return pairs


def _match_nearest(pairs: dict[int, int], distance: FloatArray) -> None:
    """Match new points with former ones, the nearest first, as far as a distance is finite."""
    taken = set(pairs.values())
    new, old = np.nonzero(np.isfinite(distance))
    order = np.argsort(distance[new, old], kind="stable")
    for place, former in zip(new[order].tolist(), old[order].tolist(), strict=True):
        if place not in pairs and former not in taken:
            pairs[place] = former
            taken.add(former)


def _news(gone: list[CriticalPoint], new: list[CriticalPoint], view: View) -> str:
    if pair := _met(gone, view):
        return "{} and {} met near {} and vanished.".format(*_described(pair))
    if pair := _met(new, view):
        return "{} and {} appeared near {}.".format(*_described(pair))
    return ""


def _met(points: list[CriticalPoint], view: View) -> tuple[CriticalPoint, CriticalPoint] | None:
    """Return the extremum and the saddle that lie closest together, if they may have met."""
    extrema = [point for point in points if point.kind in (Kind.MINIMUM, Kind.MAXIMUM)]
    saddles = [point for point in points if point.kind is Kind.SADDLE]
    reach = MEETING * max(view.x_max - view.x_min, view.y_max - view.y_min)
    pairs = [(a, b) for a in extrema for b in saddles if _distance(a, b) <= reach]
    return min(pairs, key=lambda pair: _distance(*pair), default=None)


def _described(pair: tuple[CriticalPoint, CriticalPoint]) -> tuple[str, str, str]:
    first, second = pair
    x, y = ((a + b) / 2 for a, b in ((first.x, second.x), (first.y, second.y)))
    place = f"({x:z.3g}, {y:z.3g})".replace("-", "−")
    return f"A {first.kind.value}", f"a {second.kind.value}", place


def _distance(first: CriticalPoint, second: CriticalPoint) -> float:
    return float(np.hypot(first.x - second.x, first.y - second.y))


def _kinds(points: Sequence[CriticalPoint]) -> npt.NDArray[np.int64]:
    order = list(Kind)
    return np.array([order.index(point.kind) for point in points])
