"""Kinks at which a loss is extreme or has a pass: points, and curves of them.

Where a loss has no gradient, 0 among the weighted means of the gradients nearby takes the
place of its vanishing (Clarke's condition). It is necessary only, so that circles decide.

References
----------
F. H. Clarke, "Optimization and Nonsmooth Analysis", 1983, sections 2.3 and 2.5; gradients
sampled nearby: J. V. Burke, A. S. Lewis and M. L. Overton, SIAM J. Optim. 15, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.circles import sides
from core.critical_points.clusters import components
from core.critical_points.degenerate import degenerate_point
from core.critical_points.findings import CriticalPoint, Status
from core.critical_points.rounding import roundest
from core.critical_points.zeros import has_gradient, is_continuous
from core.curvature import Kind

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

REMARK = "The loss has a kink here and no gradient."

_ANGLES = np.arange(12) * (np.pi / 6) + 0.1
_CIRCLE = np.stack((np.cos(_ANGLES), np.sin(_ANGLES)))
_BEND = 8.0
_ROUNDING = 1e-12

_CELLS = 12
_FINEST = 2.0**-52
_SHRUNK = 64
"""Times that a region has become smaller before it tells a place."""

_SAME = 1e-12
_MOST_REGIONS = 400
_ORIGIN = np.zeros((2, 1))


def may_be_stationary(
    chart: Chart, points: FloatArray, radius: float, bend: float = _BEND
) -> BoolArray:
    """Tell near which points 0 is among the weighted means of gradients.

    Parameters
    ----------
    chart
        The loss.
    points
        Shape ``(2, n)``.
    radius
        How near.
    bend
        Radians that gradients may turn within one unit of distance along a curved kink.
    """
    rings = np.concatenate((0.4 * radius * _CIRCLE, radius * _CIRCLE, np.zeros((2, 1))), axis=1)
    samples = points[:, np.newaxis] + rings[..., np.newaxis]
    gradients = chart.gradient(samples.reshape(2, -1)).reshape(samples.shape)
    is_zero = (gradients == 0).all(axis=0)
    is_told = np.isfinite(gradients).all(axis=0) & ~is_zero
    angles = np.arctan2(gradients[1], gradients[0])
    # What tells nothing stands beside the first that does, and so widens no gap.
    first = np.take_along_axis(angles, is_told.argmax(axis=0)[np.newaxis], axis=0)
    angles = np.sort(np.where(is_told, angles, np.nan_to_num(first)), axis=0)
    gaps = np.diff(np.concatenate((angles, angles[:1] + 2 * np.pi)), axis=0)
    is_balanced = gaps.max(axis=0) <= np.pi + bend * radius + _ROUNDING
    verdict: BoolArray = is_balanced | (is_zero[:-1].any(axis=0) & is_told.any(axis=0))
    return verdict


def kink_points(chart: Chart, low: FloatArray, high: FloatArray) -> Iterator[CriticalPoint]:
    """Find the stationary kinks in a rectangle of a chart.

    Parameters
    ----------
    chart
        The loss.
    low, high
        Corners of the rectangle, shape ``(2,)``.

    Yields
    ------
    CriticalPoint
        With its kind if circles round it leave no doubt; where the loss passes through
        evenly, nothing.
    """
    regions, found = [(low, high)], np.empty((2, 0))
    enough = float((high - low).max()) / _SHRUNK
    for _ in range(_MOST_REGIONS):
        if not regions:
            return
        low, high = regions.pop()
        extent = float((high - low).max())
        if extent > max(_FINEST, 16 * chart.resolution):
            parts = _narrowed(chart, low, high)
            regions.extend(parts)
            # Where rounding ends the division early, the last region still tells the place.
            if parts or extent > enough:
                continue
        place = roundest(chart, low, high)
        is_new = (np.hypot(*(found - place[:, np.newaxis])) > _SAME).all()
        point = _judged(chart.recentred(place)) if is_new else None
        if point is not None:
            found = np.append(found, place[:, np.newaxis], axis=1)
            yield point


def _narrowed(
    chart: Chart, low: FloatArray, high: FloatArray
) -> list[tuple[FloatArray, FloatArray]]:
    """Return the parts of a rectangle that may hold a stationary kink, if they are small."""
    cell = float((high - low).max()) / _CELLS
    counts = np.maximum(np.ceil((high - low) / cell), 1).astype(int)
    axes = [begin + cell * (np.arange(n) + 0.5) for begin, n in zip(low, counts, strict=True)]
    middles = np.stack([axis.ravel() for axis in np.meshgrid(*axes)])
    kept = middles[:, may_be_stationary(chart, middles, 0.75 * cell, bend=0.0)]
    parts = [kept[:, which] for which in components(kept, cell)]
    rectangles = [(part.min(axis=1) - cell, part.max(axis=1) + cell) for part in parts]
    # A part that doesn't shrink is one of a curve.
    return [
        (begin, end)
        for begin, end in rectangles
        if (end - begin).max() <= 0.75 * (high - low).max()
    ]


def _judged(chart: Chart) -> CriticalPoint | None:
    """Say what a stationary kink at a chart's origin is, if it is anything."""
    inside = chart.contains(_ORIGIN, chart.resolution) & np.isfinite(chart.loss(_ORIGIN))
    if not (inside.all() and is_continuous(chart)):
        return None
    if has_gradient(chart):
        point = degenerate_point(chart, None, np.inf)
        return None if point.index is None else point
    around = sides(chart)
    if around is None or (min(around) > 0 and max(around) < 2):
        return None
    falls, rises = around
    kind = Kind.SADDLE if falls and rises else Kind.MAXIMUM if falls else Kind.MINIMUM
    x, y = chart.centre[:, 0].tolist()
    nothing = (np.nan, np.nan)
    loss = float(chart.surface.loss(x, y))
    return CriticalPoint(x, y, loss, nothing, kind, Status.NUMERICAL, is_kink=True, remark=REMARK)
