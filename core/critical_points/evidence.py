"""What a cluster of boxes is in which nothing could be proved, by other evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.critical_points.chart import Chart
from core.critical_points.degenerate import isolated_points
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    Rectangles,
)
from core.critical_points.flats import flat_boxes
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]

_SMALL = 2.0**-20
"""Boxes of an isolated point are smaller than this part of the view."""


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """What a cluster turned out to be; nothing at all where there is no critical point.

    Parameters
    ----------
    points, curves
        Critical points and curves of them.
    flat
        The boxes in which the loss has no slope beyond rounding.
    """

    points: tuple[CriticalPoint, ...] = ()
    curves: tuple[CriticalCurve, ...] = ()
    flat: Rectangles = field(default_factory=lambda: NO_RECTANGLES)


def resolve_cluster(
    surface: Surface, view: View, boxes: Rectangles, is_smooth: bool, known: FloatArray
) -> Evidence:
    """Decide what a connected cluster of undecided boxes holds.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle that the boxes are parts of.
    boxes
        Shape ``(4, n)``: neither proved empty nor proved to hold exactly one point.
    is_smooth
        Whether the loss has no kink, jump or edge of its domain in any of them.
    known
        Critical points nearby that are proved, shape ``(2, m)``; not found again.
    """
    with np.errstate(all="ignore"):
        is_flat = flat_boxes(surface, view, boxes)
        rest = boxes[:, ~is_flat]
        if rest.shape[1] == 0:
            return Evidence(flat=boxes)
        x, y = (rest[:2].min() + rest[:2].max()) / 2, (rest[2:].min() + rest[2:].max()) / 2
        chart = Chart(surface, view, (float(x), float(y)))
        points = isolated_points(chart, rest, known)
        return Evidence(points, (), boxes[:, is_flat])
