"""Certified points as the reader sees them."""

from __future__ import annotations

import numpy as np

from core.critical_points.certificates import Certificates
from core.critical_points.findings import CriticalPoint, Status
from core.curvature import Kind
from core.eigen import eigen
from core.landscape import Surface
from core.scene import View

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


def place_in_list(point: CriticalPoint) -> tuple[int, float, float, float]:
    """Return what a list of points is sorted by: kind, loss, place."""
    order = (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE)
    # Rounded, so that minima that are equally low stand from left to right.
    loss, x, y = (float(f"{value:.6e}") for value in (point.loss, point.x, point.y))
    return order.index(point.kind), loss, x, y
