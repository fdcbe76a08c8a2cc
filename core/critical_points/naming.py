"""What a curve of critical points is called, and what a reader should know of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.findings import CriticalCurve, Status
from core.critical_points.tracing import Locus

FloatArray = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int64]

VALLEY, RIDGE, NEITHER = "valley", "ridge", "curve of critical points"

KINK = "The loss has a kink along it and no gradient."
ROUNDED = "As far as rounding lets one tell, the loss is level along it."

_BESIDE, _CLOSE = 2.0**-13, 2.0**-18
"""How far beside the curve, in parts of the view, the slope is measured."""

_MOST_PLACES = 4
_SECTIONS = 33


def described(locus: Locus, points: FloatArray, is_closed: bool) -> CriticalCurve | None:
    """Name a curve of critical points by what the loss does across it.

    Parameters
    ----------
    locus
        What the curve belongs to.
    points
        In order along the curve, shape ``(2, n)``, in the coordinates of its chart.
    is_closed
        Whether the last point is the first.

    Returns
    -------
    CriticalCurve or None
        None where the loss is level across as well, as on the edge of a plateau.
    """
    chart, is_sure = locus.chart, locus.would_show_slope(points)
    signs = across(chart, points)
    # At a crossing and at an end there is nothing to be told.
    kinds = np.where((signs == 0).any(axis=0), 0, signs.sum(axis=0) + 3)
    present = sorted(set(kinds.tolist()) - {0})
    if np.count_nonzero(kinds) < kinds.size / 2:
        return None
    name = {(5,): VALLEY, (1,): RIDGE}.get(tuple(present), NEITHER)
    sentences = [_remark(name, is_closed, present, _changes(chart, points, kinds))]
    sentences += [KINK] * locus.is_kink(points) + [ROUNDED] * (not is_sure)
    own = chart.in_view(np.clip(points, chart.lower, chart.upper))
    losses = chart.surface.loss(*own)
    loss = float(losses[np.nanargmin(np.abs(losses))]) + 0.0
    status = Status.NUMERICAL if is_sure else Status.UNDECIDED
    return CriticalCurve(own, loss, name, is_closed, " ".join(sentences), status)


def across(chart: Chart, points: FloatArray) -> Signs:
    """Tell on which sides of a curve the loss rises (1) and falls (−1), shape ``(2, n)``.

    It is 0 where it is not the same close by and less close, as beside another curve.
    """
    ahead = np.gradient(points, axis=1)
    normals = np.stack((-ahead[1], ahead[0])) / np.hypot(*ahead)
    wide, narrow = (_signs(chart, points, normals, beside) for beside in (_BESIDE, _CLOSE))
    return np.where(wide == -narrow, 0, wide)


def _signs(chart: Chart, points: FloatArray, normals: FloatArray, beside: float) -> Signs:
    slopes = [
        side * (chart.gradient(points + side * beside * normals) * normals).sum(axis=0)
        for side in (-1, 1)
    ]
    signs: Signs = np.sign(np.nan_to_num(np.stack(slopes))).astype(np.int64)
    return signs


def _remark(name: str, is_closed: bool, present: list[int], places: list[str]) -> str:
    curve = "closed curve" if is_closed else "curve"
    if name in (VALLEY, RIDGE):
        extremum = "minimum" if name == VALLEY else "maximum"
        return (
            f"Every point of this {curve} is a {extremum} of equal loss, "
            "degenerate along the curve (sampled)."
        )
    if present == [3]:
        return (
            f"Across this {curve} the loss rises on one side and falls on the other: "
            "its points are neither minima nor maxima (sampled)."
        )
    where = f" It changes at {', '.join(places)}." if 0 < len(places) <= _MOST_PLACES else ""
    words = {5: "a valley", 1: "a ridge", 3: "neither, falling to one side,"}
    parts = " and ".join(f"{words[kind]} on one part" for kind in reversed(present))
    return f"This {curve} is {parts} (sampled).{where}"


def _changes(chart: Chart, points: FloatArray, kinds: Signs) -> list[str]:
    """Return the places along a curve where it turns from one kind into another."""
    told = np.flatnonzero(kinds)
    places = []
    for before, after in zip(told[:-1].tolist(), told[1:].tolist(), strict=True):
        if kinds[before] != kinds[after]:
            x, y = chart.in_view(_change(chart, points[:, before : after + 1]))[:, 0].tolist()
            places.append(f"({_short(x, chart)}, {_short(y, chart)})")
    return places


def _change(chart: Chart, piece: FloatArray) -> FloatArray:
    """Narrow down where a piece of a curve changes its kind; shape ``(2, 1)``."""
    for _ in range(3):
        place = np.linspace(0, piece.shape[1] - 1, _SECTIONS)
        nodes = np.arange(piece.shape[1])
        fine = np.stack([np.interp(place, nodes, axis) for axis in piece])
        kinds = across(chart, fine).sum(axis=0)
        first = int(np.argmax(kinds != kinds[0]))
        if first == 0:
            break
        piece = fine[:, first - 1 : first + 1]
    middle: FloatArray = piece.mean(axis=1, keepdims=True)
    return middle


def _short(value: float, chart: Chart) -> str:
    """Write a coordinate to a thousandth of the view."""
    rounded = round(value, max(0, 3 - int(np.floor(np.log10(chart.size.max())))))
    return f"{rounded + 0.0:g}".replace("-", "−")
