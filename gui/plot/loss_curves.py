"""Losses of a race as curves thin enough to paint: one vertex or two for each column."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from core.race import Race
from gui.plot.loss_scale import LossScale, scale_for
from gui.plot.paths import path_of_vertices
from gui.plot.trails import Trails

FloatArray = NDArray[np.float64]

MAXIMUM_BINS = 1024
"""More steps than twice this are drawn as their range in so many stretches."""

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


def paint_curves(image: QImage, area: QRectF, curves: LossCurves) -> Iterator[None]:
    """Paint the curves one by one; each item asks whether to go on."""
    trails = curves.trails
    columns = area.left() + curves.steps * (area.width() / max(1, trails.last_step))
    for entry in reversed(trails.shown_entries()):
        heights = curves.scale.heights(curves.losses[entry])
        rows = area.bottom() - heights * area.height()
        for row in rows:
            _paint_curve(image, trails, entry, columns, row)
            yield


def _paint_curve(
    image: QImage, trails: Trails, entry: int, columns: FloatArray, rows: FloatArray
) -> None:
    finite = np.isfinite(rows)
    joined = finite & np.roll(finite, 1)
    path = path_of_vertices(columns[finite], rows[finite], joined[finite])
    pen = QPen(trails.styles[entry].colour, curve_width(trails))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    winding = np.abs(np.diff(rows[finite])).sum()
    if trails.styles[entry].dash and winding < DASHED_UP_TO * (columns[-1] - columns[0]):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(trails.styles[entry].dash)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, pen)
    painter.end()


def curve_width(trails: Trails) -> float:
    """Return the width of a curve in pixels: the more there are, the thinner.

    Qt strokes up to one pixel fifteen times as fast as anything wider.
    """
    return 2.0 if trails.runs <= 30 else 1.0 if trails.runs <= 150 else 0.8
