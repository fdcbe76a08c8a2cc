"""Curves of critical points: found in a cluster, followed, and listed once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from core.critical_points.findings import CriticalCurve, Rectangles
from core.critical_points.naming import described
from core.critical_points.tracing import Locus, refined, trace
from core.distinct import distinct_columns
from core.steadiness import on_circle

FloatArray = npt.NDArray[np.float64]

_MOST_SEEDS = 300
_MOST_CURVES = 60
_MOST_ALONE = 12
"""Seeds that lie on no curve, before none is expected any more."""

_MOSTLY = 0.9
"""Part of its points at which a curve must be level; where it crosses another it may seem not."""

_OWN = 0.3
"""Part of its points that a curve must have to itself."""

_BESIDE = 2.0**-13

_HALVINGS = 20

_AT_EDGE = 1e-9
_PLAIN_LENGTH = 1 / 8
"""In parts of the view, of the level part of a curve that slopes from there on."""


def critical_curves(
    locus: Locus, boxes: Rectangles, may_end: bool
) -> tuple[tuple[CriticalCurve, ...], FloatArray]:
    """Find the curves of critical points that pass through a cluster of boxes.

    Parameters
    ----------
    locus
        What the curves belong to; its chart's origin lies in the cluster.
    boxes
        In the loss's own coordinates.
    may_end
        Whether the loss is not smooth here, so that a curve may end inside the view or
        the loss jump on it.

    Returns
    -------
    tuple
        The curves, each to the view's edge, and zeros of the gradient that lie on none of
        them, or almost, shape ``(2, n)``, in the chart's coordinates.
    """
    chart = locus.chart
    low, high = chart.corners(boxes)
    reach = max(float((high - low).max()), 2.0**-10)
    seeds = locus.onto(_spread((low + high) / 2, reach), 25)
    seeds = seeds[:, chart.contains(seeds, reach / 4) & np.isfinite(chart.loss(seeds))]
    seeds = np.clip(seeds, chart.lower, chart.upper)
    is_level = locus.is_level(seeds) & locus.holds(seeds)
    curves, left = _followed(locus, seeds[:, is_level], reach, may_end)
    others = seeds[:, ~is_level]
    curves = _distinct(curves, reach)
    for curve in curves:
        others = others[:, distances_to(others, curve[0]) > 2 * reach]
    listed = [described(locus, points, is_closed) for points, is_closed in curves]
    told = tuple(curve for curve in listed if curve is not None)
    return told, np.concatenate((left, others), axis=1)


def _followed(
    locus: Locus, seeds: FloatArray, reach: float, may_end: bool
) -> tuple[list[tuple[FloatArray, bool]], FloatArray]:
    """Follow a curve from each seed that no curve before has passed."""
    curves: list[tuple[FloatArray, bool]] = []
    alone: list[FloatArray] = []
    steepness = np.abs(on_circle(locus.chart.gradient, seeds, _BESIDE)).max(axis=(0, 1))
    # The further from a crossing, the steeper it is beside the curve.
    seeds = seeds[:, np.argsort(-np.nan_to_num(steepness))]
    for _ in range(_MOST_CURVES):
        if seeds.shape[1] == 0 or len(alone) == _MOST_ALONE:
            break
        rough, is_closed = trace(locus, seeds[:, 0])
        if _length(rough) < 4 * reach and not is_closed:
            alone.append(seeds[:, 0])
            near = np.hypot(*(seeds - seeds[:, :1])) <= 2 * reach
        else:
            points = refined(locus, rough)
            near = distances_to(seeds, points) <= 2 * reach
            near[0] = True
            if may_end and not is_closed:
                parts = [part for part in _parts(locus, points) if _length(part) >= 4 * reach]
                curves += [(part, False) for part in parts]
            elif _is_critical(locus, points):
                curves.append((points, is_closed))
        seeds = seeds[:, ~near]
    return curves, np.array(alone).reshape(-1, 2).T


def _parts(locus: Locus, points: FloatArray) -> list[FloatArray]:
    """Cut a curve where the loss jumps, and take off ends from which on it slopes."""
    losses, is_level = locus.chart.loss(points), locus.is_level(points)
    tolerance = _level_tolerance(locus, points, losses, np.nanmedian)
    is_step = np.abs(np.diff(losses)) > tolerance
    jumps = np.flatnonzero(is_step & is_level[:-1] & is_level[1:]) + 1
    pieces = [_without_slopes(locus, piece) for piece in np.split(points, jumps, axis=1)]
    parts = []
    for place, piece in enumerate(pieces):
        if not _is_critical(locus, piece):
            continue
        part = [piece]
        if place > 0:
            part.insert(0, _last_level(locus, piece[:, :1], pieces[place - 1][:, -1:], tolerance))
        if place < len(jumps):
            part.append(_last_level(locus, piece[:, -1:], pieces[place + 1][:, :1], tolerance))
        parts.append(_without_repeats(np.concatenate(part, axis=1)))
    return parts


def _without_repeats(points: FloatArray) -> FloatArray:
    """Leave out points that are where the one before is."""
    moves = np.hypot(*np.diff(points)) > 0
    return points[:, np.append(True, moves)]


def _last_level(locus: Locus, here: FloatArray, ahead: FloatArray, tolerance: float) -> FloatArray:
    """Return how far towards another point of its curve the loss is what it is at one."""
    level, end = locus.chart.loss(here), here
    for _ in range(_HALVINGS):
        middle = locus.onto((end + ahead) / 2, 3)
        if np.abs(locus.chart.loss(middle) - level).max() <= tolerance:
            end = middle
        else:
            ahead = middle
    return end


def _without_slopes(locus: Locus, points: FloatArray) -> FloatArray:
    """Take off what is not level before and after the level part of a curve, if it is plain.

    Where a loss such as y²⁰ is level to rounding only, it is plain neither by its length nor
    by a slope that is exactly zero.
    """
    level = np.flatnonzero(locus.is_level(points))
    if level.size < 2:
        return points
    part = points[:, level[0] : level[-1] + 1]
    tangents, _ = locus.directions(part)
    slopes = (locus.chart.gradient(part) * tangents).sum(axis=0)
    is_on_edge = ~locus.chart.contains(part[:, [0, -1]], -_AT_EDGE)
    is_plain = (slopes == 0).all() or (is_on_edge.any() and _length(part) >= _PLAIN_LENGTH)
    return part if is_plain else points


def _distinct(curves: list[tuple[FloatArray, bool]], reach: float) -> list[tuple[FloatArray, bool]]:
    """Leave out curves that run along longer ones."""
    kept: list[tuple[FloatArray, bool]] = []
    for curve in sorted(curves, key=lambda curve: -_length(curve[0])):
        away = np.ones(curve[0].shape[1], dtype=bool)
        for other, _ in kept:
            away &= distances_to(curve[0], other) > reach
        if away.mean() > _OWN:
            kept.append(curve)
    return kept


def _length(points: FloatArray) -> float:
    return float(np.hypot(*np.diff(points)).sum())


def _is_critical(locus: Locus, points: FloatArray) -> bool:
    """Tell whether a curve is critical and level all along, but for its crossings."""
    return bool(locus.is_level(points).mean() > _MOSTLY) and _is_level(locus, points)


def _is_level(locus: Locus, points: FloatArray) -> bool:
    """Tell whether the loss is the same all along a curve, as far as rounding shows it."""
    losses = locus.chart.loss(points)
    tolerance = _level_tolerance(locus, points, losses, np.nanmax)
    return bool(np.nanmax(losses) - np.nanmin(losses) <= tolerance)


def _level_tolerance(
    locus: Locus,
    points: FloatArray,
    losses: FloatArray,
    typical: Callable[[FloatArray], np.floating[Any]],
) -> float:
    """Return by how much a loss may differ between points at which rounding says it is equal."""
    chart = locus.chart
    digits = np.finfo(float).eps * np.hypot(*points).max() + chart.resolution
    moved = np.abs(on_circle(lambda at: chart.loss(at)[np.newaxis], points, digits) - losses)
    slopes = np.abs(on_circle(chart.gradient, points, _BESIDE))
    rounding = np.finfo(float).eps * np.nanmax(np.abs(losses)) + digits * np.nanmax(slopes)
    return float(100 * rounding + 8 * typical(moved))


def _spread(points: FloatArray, reach: float) -> FloatArray:
    """Choose some of many points, none far from all of these."""
    while points.shape[1] > _MOST_SEEDS:
        cells = np.floor(points / reach)
        points = points[:, np.sort(distinct_columns(cells)[0])]
        reach *= 2
    return points


def distances_to(points: FloatArray, curve: FloatArray) -> FloatArray:
    """Return how far each point is from a curve of straight pieces."""
    begins, ways = curve[:, :-1, np.newaxis], np.diff(curve)[..., np.newaxis]
    away = points[:, np.newaxis] - begins
    share = np.clip((away * ways).sum(axis=0) / (ways * ways).sum(axis=0), 0, 1)
    distances: FloatArray = np.hypot(*(away - share * ways)).min(axis=0)
    return distances
