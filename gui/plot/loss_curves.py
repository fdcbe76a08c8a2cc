"""Losses of a race as curves thin enough to paint: one vertex or two for each column."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from core.drawing.blending import LANES
from core.drawing.lines import Brush, Canvas, Lines, Pixels, Plane
from core.errors import Cancelled
from core.race import Race
from gui.plot.loss_scale import LossScale, scale_for
from gui.plot.trails import Trails

FloatArray = NDArray[np.float64]

MAXIMUM_BINS = 1024
"""More steps than twice this are drawn as their range in so many stretches."""

VERTICES_A_SLICE = 50_000
"""Painted between two looks at whether anyone still waits."""

DASHED_UP_TO = 12.0
"""Curves longer than this many widths of the chart wind too much for dashes."""


class Quantity(enum.Enum):
    """What of a run is drawn against the step."""

    LOSS = "loss"
    GRADIENT_NORM = "gradient norm"


@dataclass(frozen=True, eq=False, slots=True)
class LossCurves:
    """The curves of a race and the axis that suits them.

    Attributes
    ----------
    steps
        The vertices' places on the axis of steps, shape (vertices,).
    losses
        Shape (entries, starts, vertices), NaN beyond a run's end.
    """

    trails: Trails
    steps: FloatArray
    losses: FloatArray
    scale: LossScale
    quantity: Quantity = Quantity.LOSS
    """What `losses` really holds."""


@dataclass(frozen=True, eq=False, slots=True)
class CurvesRequest:
    """What is to be painted, and where."""

    trails: Trails
    quantity: Quantity
    area: QRectF
    """Where the curves lie, in logical pixels."""
    size: tuple[int, int]
    """Width and height of the image, in logical pixels."""
    ratio: float
    """Device pixels to a logical one."""


@dataclass(frozen=True, eq=False, slots=True)
class PaintedCurves:
    """Curves and the picture of them."""

    request: CurvesRequest
    curves: LossCurves
    pixels: Pixels

    def image(self) -> QImage:
        """Return the picture, which lives as long as this does."""
        height, width = self.pixels.shape
        kind = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self.pixels.data, width, height, self.pixels.strides[0], kind)
        image.setDevicePixelRatio(self.request.ratio)
        return image


def loss_curves(trails: Trails, quantity: Quantity = Quantity.LOSS) -> LossCurves:
    """Reduce the losses of a race and choose their axis from those that are seen."""
    losses = values_of(trails.race, quantity)
    with np.errstate(invalid="ignore"):
        steps, reduced = _reduce(losses)
    shown = trails.shown_entries()
    scale = scale_for(reduced[shown], losses[shown, :, 0])
    return LossCurves(trails, steps, reduced, scale, quantity)


def values_of(race: Race, quantity: Quantity, steps: NDArray[np.int64] | None = None) -> FloatArray:
    """Return a quantity of every run, at every step or at one of its own.

    Parameters
    ----------
    race
        The runs.
    quantity
        What of them.
    steps
        Shape (entries, starts); without it the result has every step.
    """

    def at(field: FloatArray) -> FloatArray:
        if steps is None:
            return field
        return np.take_along_axis(field, steps[:, :, None], axis=2)[:, :, 0]

    if quantity is Quantity.LOSS:
        return at(race.loss)
    with np.errstate(invalid="ignore", over="ignore"):
        norm: FloatArray = np.hypot(at(race.gradient_x), at(race.gradient_y))
    return norm


def _reduce(losses: FloatArray) -> tuple[FloatArray, FloatArray]:
    count = losses.shape[2]
    if count <= 2 * MAXIMUM_BINS:
        return np.arange(count, dtype=np.float64), losses
    stretch = -(-count // MAXIMUM_BINS)
    begins = np.arange(0, count, stretch)
    # fmax and fmin pass over NaN, so that the last stretch of a run is kept.
    highest = np.fmax.reduceat(losses, begins, axis=2)
    lowest = np.fmin.reduceat(losses, begins, axis=2)
    steps = np.repeat(begins.astype(np.float64), 2)
    steps[1::2] += stretch / 2
    return steps, np.stack((highest, lowest), axis=-1).reshape(*losses.shape[:2], -1)


def painted(request: CurvesRequest, cancelled: Callable[[], bool] = lambda: False) -> PaintedCurves:
    """Paint the curves of a race; any thread may, and holds the interpreter lock but briefly.

    Raises
    ------
    Cancelled
        If `cancelled` came true before they were done.
    """
    curves = loss_curves(request.trails, request.quantity)
    width, height = (round(side * request.ratio) for side in request.size)
    pixels = np.zeros((height, max(width, LANES)), np.uint32)
    lines = _lines(Canvas(pixels), request, curves)
    stretch = max(1, VERTICES_A_SLICE // max(1, lines.count))
    for end in range(stretch, curves.steps.size + stretch, stretch):
        if cancelled():
            raise Cancelled
        lines.advance(end)
    return PaintedCurves(request, curves, pixels)


def _lines(canvas: Canvas, request: CurvesRequest, curves: LossCurves) -> Lines:
    """Return the curves of all entries, the first on top, as lines to be painted."""
    trails, area = request.trails, request.area
    columns = area.left() + curves.steps * (area.width() / max(1, trails.last_step))
    x, y, brushes = [], [], []
    for entry in reversed(trails.shown_entries()):
        heights = curves.scale.heights(curves.losses[entry])
        rows = area.bottom() - heights * area.height()
        for which, brush in _brushes(request, entry, columns, rows):
            if which.any():
                y.append(np.ascontiguousarray(rows[which]))
                x.append(np.broadcast_to(columns, y[-1].shape))
                brushes.append(brush)
    plane = Plane(x_scale=request.ratio, y_scale=request.ratio)
    return Lines(canvas, plane, x, y, brushes)


def _brushes(
    request: CurvesRequest, entry: int, columns: FloatArray, rows: FloatArray
) -> tuple[tuple[NDArray[np.bool_], Brush], ...]:
    """Tell which curves of an entry wind little enough for dashes, and how each kind looks."""
    style = request.trails.styles[entry]
    winding = np.nansum(np.abs(np.diff(rows)), axis=1)
    is_dashed = (winding < DASHED_UP_TO * (columns[-1] - columns[0])) & bool(style.dash)
    red, green, blue = style.colour.redF(), style.colour.greenF(), style.colour.blueF()
    solid = Brush(
        (red, green, blue, style.colour.alphaF()), curve_width(request.trails) * request.ratio
    )
    dashed = replace(solid, dash=tuple(length * solid.width for length in style.dash))
    return (is_dashed, dashed), (~is_dashed, solid)


def curve_width(trails: Trails) -> float:
    """Return the width of a curve in pixels: the more there are, the thinner."""
    return 2.0 if trails.runs <= 30 else 1.0 if trails.runs <= 150 else 0.8
