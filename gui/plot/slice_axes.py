"""The axes of a slice's chart: which losses are seen, and where curves lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from core.slices import Slice
from gui.plot.paths import short_paths_of_lines
from gui.plot.ticks import ticks
from gui.plot.transform import FloatArray
from gui.theme import Theme

PIXELS_A_TICK = (70.0, 38.0)
"""Along the positions, and along the losses."""

TOWERING = 12.0
"""Losses outside the middle four fifths by this many times their spread are cut off."""

LARGEST = 1e306
"""Losses beyond, and differences below its inverse, leave doubles no room for an axis."""

NEARBY = 2.0
"""Heights of the area beyond its edges to which far losses are brought, for the painter."""


@dataclass(frozen=True, slots=True)
class SliceAxes:
    """Positions and losses at the edges of a rectangle."""

    area: QRectF
    left: float
    right: float
    low: float
    high: float

    def point(self, position: float, loss: float) -> QPointF:
        """Return where a position and a loss lie; far beyond the edges, just beyond them."""
        return QPointF(self.column(position), self.row(loss))

    def column(self, position: float) -> float:
        """Return where a position lies."""
        share = (position - self.left) / (self.right - self.left)
        return self.area.left() + share * self.area.width()

    def row(self, loss: float) -> float:
        """Return where a loss lies; what is far outside is brought closer, for the painter."""
        share = (loss - self.low) / (self.high - self.low)
        return self.area.bottom() - min(max(share, -NEARBY), 1 + NEARBY) * self.area.height()

    def position(self, column: float) -> float:
        """Return the position at a column, on the nearer edge for one outside."""
        share = min(max((column - self.area.left()) / self.area.width(), 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    def holds(self, place: QPointF) -> bool:
        """Tell whether a place lies inside, edges included."""
        return self.area.adjusted(-1, -1, 1, 1).contains(place)

    def curve(self, positions: FloatArray, losses: FloatArray) -> list[QPainterPath]:
        """Return a curve in pieces: what is undefined is a gap and not joined by a line."""
        known = np.isfinite(losses)
        columns = self.area.left() + (positions - self.left) / (self.right - self.left) * (
            self.area.width()
        )
        with np.errstate(over="ignore"):
            shares = (losses - self.low) / (self.high - self.low)
        shares = np.clip(shares, -NEARBY, 1 + NEARBY)
        places = np.stack((columns, self.area.bottom() - shares * self.area.height()), axis=1)
        ends = np.flatnonzero(np.diff(known, prepend=False, append=False))
        pieces = [places[first:last] for first, last in zip(ends[::2], ends[1::2], strict=True)]
        return short_paths_of_lines(pieces)

    def tangent(self, loss: float, slope: float) -> QLineF:
        """Return the straight line through a loss at position 0, as far as it is seen."""
        spread = self.high - self.low
        ends = [self.left, self.right]
        if abs(slope) * (self.right - self.left) > spread:
            bounds = sorted((bound - loss) / slope for bound in (self.low, self.high))
            ends = [min(max(end, bounds[0]), bounds[1]) for end in ends]
        return QLineF(*(self.point(end, loss + slope * end) for end in ends))


def loss_range(line: Slice) -> tuple[float, float]:
    """Return the losses at the lower and the upper edge, poles cut off."""
    losses = np.clip(line.losses[np.isfinite(line.losses)], -LARGEST, LARGEST)
    low, few, most, high = np.quantile(losses, (0.0, 0.1, 0.9, 1.0)).tolist()
    if most > few:
        low = max(low, few - TOWERING * (most - few))
        high = min(high, most + TOWERING * (most - few))
    if math.isfinite(line.loss):
        here = min(max(line.loss, -LARGEST), LARGEST)
        low, high = min(low, here), max(high, here)
    spread = high - low
    if spread <= max(1e-12 * max(abs(low), abs(high)), 1 / LARGEST):
        spread = max(abs(low), 1.0)
    return low - 0.08 * spread, high + 0.08 * spread


def paint_grid(painter: QPainter, axes: SliceAxes, theme: Theme, name: str) -> None:
    """Paint the levels of round losses, round positions, and the name of the positions."""
    area, metrics = axes.area, QFontMetricsF(painter.font())
    grid, text = QPen(QColor(theme.line), 1.0), QColor(theme.muted)
    for tick in ticks(axes.low, axes.high, round(area.height() / PIXELS_A_TICK[1])):
        row = axes.row(tick.value)
        painter.setPen(grid)
        painter.drawLine(QPointF(area.left(), row), QPointF(area.right(), row))
        painter.setPen(text)
        left = area.left() - 7 - metrics.horizontalAdvance(tick.text)
        painter.drawText(QPointF(left, row + metrics.capHeight() / 2), tick.text)
    baseline = area.bottom() + metrics.ascent() + 6
    for tick in ticks(axes.left, axes.right, round(area.width() / PIXELS_A_TICK[0])):
        column = axes.column(tick.value)
        painter.setPen(grid)
        painter.drawLine(QPointF(column, area.bottom()), QPointF(column, area.bottom() + 4))
        painter.setPen(text)
        half = metrics.horizontalAdvance(tick.text) / 2
        painter.drawText(QPointF(column - half, baseline), tick.text)
    half = metrics.horizontalAdvance(name) / 2
    painter.drawText(QPointF(area.center().x() - half, baseline + metrics.height()), name)
