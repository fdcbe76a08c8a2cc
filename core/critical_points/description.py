"""Certified points as the reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.critical_points.certificates import Certificates
from core.critical_points.findings import CriticalPoint, Status
from core.curvature import Kind
from core.eigen import eigen
from core.landscape import Surface
from core.scene import View

LAST_DIGITS = 1e-14
"""Of a coordinate whose size is 1; what a point may be moved by without being another."""

FEW_DIGITS = 12
"""A coordinate that can be written with so many digits is meant to be that number."""


def certified_points(
    surface: Surface, view: View, certificates: Certificates
) -> tuple[CriticalPoint, ...]:
    """Describe the certified points that lie in a view, edges included.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle.
    certificates
        What is proved; points outside the view are left out.
    """
    x_min, y_min, x_max, y_max = certificates.boxes
    inside = (
        (x_max >= view.x_min) & (x_min <= view.x_max)
        & (y_max >= view.y_min) & (y_min <= view.y_max)
    )  # fmt: skip
    chosen = certificates.chosen(inside)
    places = np.array(
        [
            [_simplest(*sides) for sides in zip(low, high, strict=True)]
            for low, high in zip(chosen.boxes[:2].tolist(), chosen.boxes[2:].tolist(), strict=True)
        ]
    ).reshape(2, -1)
    losses, hessians = surface.loss(*places), surface.hessian(*places)
    return tuple(
        _described(chosen, place, (x, y, loss), (xx, xy, yy))
        for place, (x, y, loss, xx, xy, yy) in enumerate(
            np.concatenate((places, losses[np.newaxis], hessians)).T.tolist()
        )
    )


def _described(
    certificates: Certificates,
    place: int,
    point: tuple[float, float, float],
    hessian: tuple[float, float, float],
) -> CriticalPoint:
    x_min, y_min, x_max, y_max = certificates.boxes[:, place].tolist()
    is_saddle = certificates.determinants[place] < 0
    extremum = Kind.MINIMUM if certificates.bends[place] > 0 else Kind.MAXIMUM
    return CriticalPoint(
        *point,
        eigenvalues=eigen(*hessian)[0],
        kind=Kind.SADDLE if is_saddle else extremum,
        status=Status.CERTIFIED,
        box=(x_min, x_max, y_min, y_max),
        index=-1 if is_saddle else 1,
    )


def _simplest(low: float, high: float) -> float:
    """Return a number of few digits between two, as true as any other, or else the middle."""
    if low <= 0.0 <= high:
        return 0.0
    middle = low + (high - low) / 2
    if not low <= float(f"{middle:.{FEW_DIGITS}g}") <= high:
        return middle
    candidates = (float(f"{middle:.{digits}g}") for digits in range(1, FEW_DIGITS + 1))
    return next((number for number in candidates if low <= number <= high), middle)


def at_round_places(surface: Surface, points: Sequence[CriticalPoint]) -> list[CriticalPoint]:
    """Move points that are not proved to numbers of few digits, where that is no worse.

    Parameters
    ----------
    surface
        The loss.
    points
        Each is moved within its box, or by a few last digits where it has none, if the
        gradient there is no longer than where it was found.
    """
    return [_at_round_place(surface, point) for point in points]


def _at_round_place(surface: Surface, point: CriticalPoint) -> CriticalPoint:
    blur = LAST_DIGITS * max(1.0, abs(point.x), abs(point.y))
    around = (point.x - blur, point.x + blur, point.y - blur, point.y + blur)
    x_min, x_max, y_min, y_max = point.box or around
    x, y = _simplest(x_min, x_max), _simplest(y_min, y_max)
    for place in ((x, y), (point.x, y), (x, point.y)):
        if point.is_kink or _slope(surface, *place) <= _slope(surface, point.x, point.y):
            return _moved(surface, point, *place)
    return point


def _slope(surface: Surface, x: float, y: float) -> float:
    return float(np.hypot(*surface.gradient(x, y)))


def _moved(surface: Surface, point: CriticalPoint, x: float, y: float) -> CriticalPoint:
    loss = float(surface.loss(x, y))
    if point.is_kink:
        return replace(point, x=x, y=y, loss=loss) if loss <= point.loss else point
    eigenvalues, _ = eigen(*surface.hessian(x, y).tolist())
    return replace(point, x=x, y=y, loss=loss, eigenvalues=eigenvalues)


def place_in_list(point: CriticalPoint) -> tuple[int, float, float, float]:
    """Return what a list of points is sorted by: kind, loss, place."""
    order = (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE)
    # Rounded, so that minima that are equally low stand from left to right.
    loss, x, y = (float(f"{value:.6e}") for value in (point.loss, point.x, point.y))
    return order.index(point.kind), loss, x, y
