"""Where a valley that is almost level is lowest, or a ridge highest, along its length.

Where the gradient along a floor is some 10⁻¹² of what it is across, neither Newton's method
nor a proof finds the place; following the floor does.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.findings import CriticalPoint
from core.critical_points.rounding import simplest
from core.critical_points.tracing import Locus, trace
from core.curvature import Kind
from core.eigen import eigen
from core.spectrum import spectrum

FloatArray = npt.NDArray[np.float64]

_BISECTIONS = 50


def shallow_points(locus: Locus, seeds: FloatArray) -> tuple[CriticalPoint, ...]:
    """Find where the loss is level along a floor that is not level all along.

    Parameters
    ----------
    locus
        What the floor belongs to, as if it were critical.
    seeds
        Points on the floor, shape ``(2, n)``; the one from the middle is followed.
    """
    floor, _ = trace(locus, seeds[:, seeds.shape[1] // 2])
    if floor.shape[1] < 2:
        return ()
    floor = locus.onto(floor, 25)
    slopes = _slopes(locus, floor, np.gradient(floor, axis=1))
    # A slope that rounding may have made tells no direction.
    signs = np.where(locus.is_level(floor), 0.0, np.sign(slopes))
    turns = [
        (before, after)
        for before, after in itertools.pairwise(np.flatnonzero(signs))
        if signs[before] != signs[after]
    ]
    if not turns:
        return ()
    first, second = np.array(turns).T
    places = _bisected(locus, floor[:, first], floor[:, second], signs[first])
    charts = [locus.chart.recentred(simplest(locus.chart, place)) for place in places.T]
    return tuple(
        _described(chart, is_lowest)
        for chart, is_lowest in zip(charts, signs[first] < 0, strict=True)
    )


def _described(chart: Chart, is_lowest: bool) -> CriticalPoint:
    """Describe a place where the loss is lowest or highest along a floor or a crest."""
    strongest = spectrum(chart.hessian(np.zeros((2, 1)))).values[1, 0]
    is_valley = bool(strongest > 0)
    where = "floor of an almost level valley" if is_valley else "crest of an almost level ridge"
    extreme = "lowest" if is_lowest else "highest"
    kind = "a saddle" if is_valley != is_lowest else "a minimum" if is_lowest else "a maximum"
    x, y = chart.centre[:, 0].tolist()
    return CriticalPoint(
        x,
        y,
        float(chart.surface.loss(x, y)),
        eigen(*map(float, chart.surface.hessian(x, y)))[0],
        Kind.DEGENERATE,
        index=1 if is_valley == is_lowest else -1,
        remark=f"Along the {where} the loss is {extreme} here: it behaves like {kind} (sampled).",
    )


def _bisected(locus: Locus, low: FloatArray, high: FloatArray, signs: FloatArray) -> FloatArray:
    """Narrow down where the slope along a floor changes its sign."""
    ahead = high - low
    for _ in range(_BISECTIONS):
        middle = locus.onto((low + high) / 2, 3)
        is_before = np.sign(_slopes(locus, middle, ahead)) == signs
        low, high = np.where(is_before, middle, low), np.where(is_before, high, middle)
    return locus.onto((low + high) / 2, 25)


def _slopes(locus: Locus, points: FloatArray, ahead: FloatArray) -> FloatArray:
    """Return the gradient along the floor, positive where the loss rises ahead."""
    tangents, _ = locus.directions(points)
    tangents = tangents * np.sign((tangents * ahead).sum(axis=0))
    slopes: FloatArray = (locus.chart.gradient(points) * tangents).sum(axis=0)
    return slopes
