"""Isolated critical points that no proof reached: regular after all, or degenerate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.circles import Circling, circling
from core.critical_points.clusters import merged
from core.critical_points.critical_set import CriticalSet
from core.critical_points.findings import CriticalPoint, Rectangles, Status
from core.critical_points.floor import lowest_on_floor
from core.critical_points.polishing import polish
from core.critical_points.rounding import simplest
from core.critical_points.zeros import is_regular, vanishes
from core.curvature import Kind
from core.eigen import eigen

FloatArray = npt.NDArray[np.float64]

_STARTS = 9
_MOST_CANDIDATES = 60
_APART, _SAME = 1e-3, 1e-6

_ORIGIN = np.zeros((2, 1))


def isolated_points(
    chart: Chart, boxes: Rectangles, known: FloatArray
) -> tuple[CriticalPoint, ...]:
    """Find the critical points in a small cluster of boxes, and say what they are.

    Parameters
    ----------
    chart
        Its origin lies in the cluster.
    boxes
        In the loss's own coordinates.
    known
        Points close by that need no finding, in the loss's own coordinates.
    """
    low, high = chart.corners(boxes)
    extent = float((high.max(axis=1) - low.min(axis=1)).max())
    middles = (low + high) / 2
    spread = np.unique(np.linspace(0, middles.shape[1] - 1, _STARTS).astype(int))
    starts = np.concatenate((middles.mean(axis=1, keepdims=True), middles[:, spread]), axis=1)
    ends = polish(chart, starts)
    is_near = np.abs(ends - middles.mean(axis=1, keepdims=True)).max(axis=0) <= 2 * extent
    ends = ends[:, is_near & np.isfinite(ends).all(axis=0)]
    zeros = ends[:, merged(ends, max(64 * chart.resolution, extent / 1000))]
    charts = [chart.recentred(simplest(chart, zero)) for zero in zeros.T]
    regular = [one for one in charts if vanishes(one) and is_regular(one)]
    if regular and _adds_up(regular, known):
        fresh = (one for one in regular if not _is_known(one, known))
        return tuple(_regular_point(one, _box(boxes)) for one in fresh)
    return _degenerate(chart, np.concatenate((ends, starts), axis=1), extent, boxes, known)


def separate_points(
    locus: CriticalSet, candidates: FloatArray, known: FloatArray
) -> tuple[CriticalPoint, ...]:
    """Find critical points among places at which an iteration for curves stopped.

    Parameters
    ----------
    locus
        The critical points of the loss.
    candidates
        Shape ``(2, n)``, in the coordinates of its chart.
    known
        As for `isolated_points`.
    """
    chart = locus.chart
    candidates = candidates[:, merged(candidates, _APART)][:, :_MOST_CANDIDATES]
    ends = polish(chart, candidates)
    ends = ends[:, chart.contains(ends, chart.resolution)]
    # On a floor that falls ever so gently every place is almost critical, and none is.
    ends = ends[:, locus.is_level(ends) & locus.holds(ends)]
    charts = [chart.recentred(simplest(chart, end)) for end in ends[:, merged(ends, _SAME)].T]
    critical = [one for one in charts if not _is_known(one, known) and vanishes(one)]
    found = (
        _regular_point(one, None) if is_regular(one) else degenerate_point(one, None, np.inf)
        for one in critical
    )
    return tuple(point for point in found if point.index is not None)


def _adds_up(regular: list[Chart], known: FloatArray) -> bool:
    """Tell whether regular points explain how often the gradient turns round all of them.

    Rounding splits a multiple zero into simple ones, but not in the right numbers.
    """
    determinants = [xx * yy - xy * xy for xx, xy, yy in (one.hessian(_ORIGIN) for one in regular)]
    around = circling(regular[0], largest=0.45 * _distance_to(regular[0], known))
    return around is None or around.index == sum(int(np.sign(each[0])) for each in determinants)


def _degenerate(
    chart: Chart, candidates: FloatArray, extent: float, boxes: Rectangles, known: FloatArray
) -> tuple[CriticalPoint, ...]:
    """Describe the one degenerate point that a small cluster is there for."""
    sizes = np.hypot(*chart.gradient(candidates))
    best = candidates[:, int(np.nanargmin(np.where(np.isfinite(sizes), sizes, np.inf)))]
    refined = lowest_on_floor(chart, best, 2 * extent)
    here = chart.recentred(simplest(chart, refined))
    if _is_known(here, known) or not np.isfinite(here.loss(_ORIGIN)).all():
        return ()
    if not (vanishes(here) and _lies_in(here, boxes)):
        return ()
    return (degenerate_point(here, _box(boxes), _distance_to(here, known)),)


def degenerate_point(
    chart: Chart, box: tuple[float, float, float, float] | None, clear: float
) -> CriticalPoint:
    """Describe a degenerate critical point by what the loss does on circles round it.

    Parameters
    ----------
    chart
        Its origin is the point.
    box
        Where it was looked for.
    clear
        Distance to the next critical point that is known, in parts of the view.
    """
    around = circling(chart, largest=0.45 * clear)
    x, y = chart.centre[:, 0].tolist()
    return CriticalPoint(
        x,
        y,
        float(chart.surface.loss(x, y)),
        eigen(*map(float, chart.surface.hessian(x, y)))[0],
        Kind.DEGENERATE,
        Status.UNDECIDED if around is None else Status.NUMERICAL,
        box,
        index=None if around is None else around.index,
        remark=remark(around),
    )


def remark(around: Circling | None) -> str:
    """Say what circles show, in a sentence that a mathematician would accept."""
    if around is None:
        return "What the loss does on small circles is hidden by rounding, so no more is known."
    start = "On circles of three radii the loss is"
    if around.falls == 0:
        return f"{start} higher than here everywhere: it behaves like a minimum (sampled)."
    if around.rises == 0:
        return f"{start} lower than here everywhere: it behaves like a maximum (sampled)."
    if around.falls == around.rises == 1:
        return (
            f"{start} lower than here on one side and higher on the other: "
            "it is neither a minimum nor a maximum (sampled)."
        )
    directions = f"it falls in {around.falls} directions and rises in {around.rises} (sampled)."
    if around.index == -1:
        return f"On circles of three radii the loss behaves like a saddle: {directions}"
    if around.index == -2:
        return f"A monkey saddle: the gradient turns twice backwards round it, and {directions}"
    return f"On circles of three radii the loss is like a saddle of higher order: {directions}"


def _regular_point(chart: Chart, box: tuple[float, float, float, float] | None) -> CriticalPoint:
    """Describe a regular critical point."""
    x, y = chart.centre[:, 0].tolist()
    eigenvalues = eigen(*map(float, chart.surface.hessian(x, y)))[0]
    kinds = {2: Kind.MINIMUM, 0: Kind.SADDLE, -2: Kind.MAXIMUM}
    kind = kinds[int(np.sign(eigenvalues).sum())]
    index = -1 if kind is Kind.SADDLE else 1
    loss = float(chart.surface.loss(x, y))
    return CriticalPoint(x, y, loss, eigenvalues, kind, Status.NUMERICAL, box, index=index)


def _box(boxes: Rectangles) -> tuple[float, float, float, float]:
    return (
        float(boxes[0].min()), float(boxes[1].max()), float(boxes[2].min()), float(boxes[3].max())
    )  # fmt: skip


def _lies_in(chart: Chart, boxes: Rectangles) -> bool:
    """Tell whether a chart's origin lies in one of some boxes, or close beside it."""
    x, y = chart.centre[:, 0]
    x_min, x_max, y_min, y_max = boxes
    beside, above = (x_max - x_min) / 2, (y_max - y_min) / 2
    inside = (x >= x_min - beside) & (x <= x_max + beside)
    return bool((inside & (y >= y_min - above) & (y <= y_max + above)).any())


def _distance_to(chart: Chart, known: FloatArray) -> float:
    if known.shape[1] == 0:
        return np.inf
    return float(np.hypot(*chart.charted(known)).min())


def _is_known(chart: Chart, known: FloatArray) -> bool:
    return _distance_to(chart, known) <= 1e-9
