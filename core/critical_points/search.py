"""The critical points of a loss in a rectangle: a search from many starts at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.critical_points.clusters import merged, on_curves, thinned
from core.critical_points.findings import CriticalPoint
from core.critical_points.judgement import RADIUS, judge
from core.critical_points.newton import UnitSquare, polish, search
from core.curvature import Kind, classify
from core.eigen import eigen
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]

STARTS = 97
"""Along each side of the view."""

DAMPED_STARTS = 33
"""Along each side, of iterations that are damped so as to meet curves."""

_CURVE_DAMPING = 0.1

_SLOPES = 12
"""Along each side, of gradients that tell what the loss is like elsewhere."""

_BATCH = 4096
"""Starts iterated together: few enough to stay in cache, and to be cancelled between."""

_SAME = 1e-6
"""Distance, in parts of the view, below which two regular points are one."""

_NEIGHBOURS = 1 / 48
"""Distance, in parts of the view, at which points of a curve follow each other."""

_SPACING = 1 / 12
"""Between the points, in parts of the view, that stand for a curve of critical points."""


def find_critical_points(
    landscape: Surface, view: View, cancelled: Callable[[], bool] = lambda: False
) -> list[CriticalPoint]:
    """Find the critical points of a loss in a rectangle.

    Parameters
    ----------
    landscape
        The loss with its derivatives.
    view
        The rectangle, edges included.
    cancelled
        Asked now and then whether the result is still wanted.

    Returns
    -------
    list of CriticalPoint
        Minima first, then saddles, maxima and degenerate points; the lowest loss first
        within each kind. A curve of critical points is represented by a few of its own.

    Raises
    ------
    Cancelled
        If `cancelled` says so.
    """
    with np.errstate(all="ignore"):
        square = UnitSquare(landscape, view)
        points, is_regular = _judged(square, _candidates(square, cancelled))
        found = _described(landscape, square.in_view(points), is_regular)
    return sorted(found, key=_place_in_list)


def _candidates(square: UnitSquare, cancelled: Callable[[], bool]) -> FloatArray:
    """Search from a fine grid, and from a coarse one for curves of critical points."""
    found = []
    for along_side, least_damping in ((STARTS, 0.0), (DAMPED_STARTS, _CURVE_DAMPING)):
        starts = _grid(along_side)
        for begin in range(0, starts.shape[1], _BATCH):
            if cancelled():
                raise Cancelled
            ends = search(square, starts[:, begin : begin + _BATCH], least_damping)
            found.append(ends[:, merged(ends, _SAME)])
    candidates = np.concatenate(found, axis=1)
    return candidates[:, merged(candidates, _SAME)]


def _grid(along_side: int) -> FloatArray:
    side = np.linspace(0.0, 1.0, along_side)
    return np.stack([axis.ravel() for axis in np.meshgrid(side, side)])


def _judged(square: UnitSquare, candidates: FloatArray) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Polish candidates, and return the critical points with whether they are regular."""
    polished = polish(square, candidates)
    near = (np.abs(polished - 0.5) <= 0.5 + square.resolution).all(axis=0)
    points = np.clip(polished[:, near], 0.0, 1.0)
    judgement = judge(square, points, square.gradient(_grid(_SLOPES)))
    regular = points[:, judgement.is_critical & judgement.is_regular]
    regular = regular[:, merged(regular, _SAME)]
    degenerate = _represented(points[:, judgement.is_critical & ~judgement.is_regular])
    is_regular = np.arange(regular.shape[1] + degenerate.shape[1]) < regular.shape[1]
    return np.concatenate((regular, degenerate), axis=1), is_regular


def _represented(degenerate: FloatArray) -> FloatArray:
    """Let one point stand for each degenerate one, and a few for each curve of them."""
    curved = on_curves(degenerate, _NEIGHBOURS, longest=4)
    curves, isolated = degenerate[:, curved], degenerate[:, ~curved]
    few = curves[:, thinned(curves, _SPACING)]
    return np.concatenate((few, isolated[:, thinned(isolated, 4 * RADIUS)]), axis=1)


def _described(
    landscape: Surface, points: FloatArray, is_regular: npt.NDArray[np.bool_]
) -> list[CriticalPoint]:
    losses, hessians = landscape.loss(*points), landscape.hessian(*points)
    return [
        _critical_point(x, y, loss, hessian, regular)
        for (x, y), loss, hessian, regular in zip(
            points.T.tolist(), losses.tolist(), hessians.T.tolist(), is_regular, strict=True
        )
        if np.isfinite(loss)
    ]


def _critical_point(
    x: float, y: float, loss: float, hessian: list[float], regular: bool
) -> CriticalPoint:
    eigenvalues, _ = eigen(*hessian)
    scale = max(map(abs, hessian))
    kind = classify(eigenvalues, scale) if regular else Kind.DEGENERATE
    return CriticalPoint(x, y, loss, eigenvalues, kind)


def _place_in_list(point: CriticalPoint) -> tuple[int, float, float, float]:
    order = (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE)
    # Rounded, so that minima that are equally low stand from left to right.
    return order.index(point.kind), float(f"{point.loss:.6e}"), point.x, point.y
