"""The loss along a line: curve, tangent, quadratic model, and where steps land."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.slices import Along, Landing, Slice
from gui.numbers import format_number
from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.plot.ticks import power_of_ten, ticks
from gui.plot.transform import FloatArray
from gui.theme import LIGHT, OKABE_ITO, Theme

LOSS_COLOUR, MODEL_COLOUR = OKABE_ITO[0], OKABE_ITO[1]
MODEL_DASH = [5.0, 3.0]
PIXELS_A_TICK = (70.0, 38.0)
LEAST_GAP = 26.0
"""Pixels between the marks of two steps, or of a step and the point."""

TOWERING = 12.0
"""Losses outside the middle four fifths by this many times their spread are cut off."""

WHEEL_STEP = 1.2
LARGEST_TURN = 10


@dataclass(frozen=True, slots=True)
class _Axes:
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
        return self.area.bottom() - min(max(share, -2.0), 3.0) * self.area.height()

    def position(self, column: float) -> float:
        """Return the position at a column, on the nearer edge for one outside."""
        share = min(max((column - self.area.left()) / self.area.width(), 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    def holds(self, place: QPointF) -> bool:
        """Tell whether a place lies inside, edges included."""
        return self.area.adjusted(-1, -1, 1, 1).contains(place)


class SliceChart(QWidget):
    """Paints one slice; the pointer reads it and the wheel asks for another extent."""

    pointed_at = Signal(float)
    """The position under the pointer; NaN once it has left."""
    zoomed = Signal(float)
    """By which factor the extent shall grow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sliceChart")
        self.setAccessibleName(self.tr("Loss along the line"))
        self.setToolTip(
            self.tr("Point at the curve to see where it is on the plot; "
                    "the wheel changes the extent.")
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._theme = LIGHT
        self._line: Slice | None = None
        self._landings: tuple[Landing, ...] = ()
        self._chosen: float | None = None
        self._pointed = math.nan

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_slice(self, line: Slice | None, landings: Sequence[Landing]) -> None:
        """Show a slice with the landing places of steps, or none."""
        self._line, self._landings = line, tuple(landings)
        self.update()

    def set_chosen(self, size: float | None) -> None:
        """Let the landing place of one step size stand out, or none."""
        self._chosen = size
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for a curve and the numbers of either axis."""
        return QSize(340, round(14 * self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(220, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Read the curve under the pointer."""
        if self._line is not None and not self._line.problem:
            self._point_at(self._axes(self._line).position(event.position().x()))

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802
        """Stop reading the curve."""
        self._point_at(math.nan)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Ask for a larger or a smaller extent."""
        turn = max(-LARGEST_TURN, min(LARGEST_TURN, event.angleDelta().y() / 120.0))
        if turn:
            self.zoomed.emit(WHEEL_STEP**-turn)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint axes, curves and marks."""
        paint_safely(self, self._draw)

    def _point_at(self, position: float) -> None:
        self._pointed = position
        self.pointed_at.emit(position)
        self.update()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(axis_font(self.font()))
        line = self._line
        if line is None or line.problem or not np.isfinite(line.losses).any():
            painter.setPen(QColor(self._theme.muted))
            text = self.tr("There is no curve to show here.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        axes = self._axes(line)
        self._draw_grid(painter, axes)
        painter.setClipRect(axes.area)
        self._draw_level(painter, axes, line)
        self._draw_curves(painter, axes, line)
        painter.setClipping(False)
        self._draw_points(painter, axes, line)
        self._draw_landings(painter, axes)
        self._draw_legend(painter, axes)
        if not math.isnan(self._pointed):
            self._draw_reading(painter, axes, line)

    def _axes(self, line: Slice) -> _Axes:
        metrics = QFontMetricsF(axis_font(self.font()))
        left = metrics.horizontalAdvance("−1.5·10⁻³") + 8
        above, below = 1.6 * metrics.height() + 4, 2.3 * metrics.height() + 5
        area = QRectF(self.rect()).adjusted(left, above, -10, -below)
        low, high = _loss_range(line)
        positions = line.positions
        return _Axes(area, float(positions[0]), float(positions[-1]), low, high)

    def _draw_grid(self, painter: QPainter, axes: _Axes) -> None:
        area, metrics = axes.area, QFontMetricsF(painter.font())
        grid, text = QPen(QColor(self._theme.line), 1.0), QColor(self._theme.muted)
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
        name = self.tr("distance from the point along the line")
        half = metrics.horizontalAdvance(name) / 2
        painter.drawText(QPointF(area.center().x() - half, baseline + metrics.height()), name)

    def _draw_level(self, painter: QPainter, axes: _Axes, line: Slice) -> None:
        """Draw the present loss as a level, below which a step is a gain."""
        if math.isfinite(line.loss):
            row = axes.row(line.loss)
            painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(axes.area.left(), row), QPointF(axes.area.right(), row))

    def _draw_curves(self, painter: QPainter, axes: _Axes, line: Slice) -> None:
        pen = QPen(self._colour(MODEL_COLOUR), 1.8)
        pen.setDashPattern(MODEL_DASH)
        painter.setPen(pen)
        _draw_pieces(painter, axes, line.positions, line.model)
        if math.isfinite(line.slope) and math.isfinite(line.loss):
            painter.setPen(QPen(QColor(self._theme.muted), 1.2))
            ends = [axes.left, axes.right]
            rows = [line.loss + line.slope * position for position in ends]
            _draw_pieces(painter, axes, *_within(axes, np.array(ends), np.array(rows)))
        painter.setPen(QPen(self._colour(LOSS_COLOUR), 2.4))
        _draw_pieces(painter, axes, line.positions, line.losses)

    def _draw_landings(self, painter: QPainter, axes: _Axes) -> None:
        """Mark steps on the curve, the largest first, where they can be told apart."""
        origin = axes.column(0.0)
        metrics = QFontMetricsF(painter.font())
        taken = [origin]
        for landing in sorted(
            self._landings, key=lambda one: (one.size != self._chosen, -one.size)
        ):
            place = axes.point(landing.position, landing.loss)
            is_chosen = landing.size == self._chosen
            is_free = all(abs(place.x() - column) >= LEAST_GAP for column in taken)
            if math.isnan(landing.loss) or not axes.holds(place) or not (is_free or is_chosen):
                continue
            taken.append(place.x())
            self._stamp(painter, place, "diamond", 5.0, self._theme.accent if is_chosen else None)
            label = power_of_ten(landing.size)
            left = place.x() - metrics.horizontalAdvance(label) / 2
            painter.setPen(QColor(self._theme.accent if is_chosen else self._theme.text))
            above = place.y() - 10
            if above - metrics.capHeight() < axes.area.top():
                above = place.y() + 12 + metrics.capHeight()
            painter.drawText(QPointF(left, above), label)

    def _draw_points(self, painter: QPainter, axes: _Axes, line: Slice) -> None:
        """Mark the point, and the other one to which the line may lead."""
        marks = [(0.0, line.loss, "circle")]
        if line.aim.along is Along.POINT:
            distance = math.dist(line.point, line.aim.other)
            loss = float(np.interp(distance, line.positions, line.losses))
            marks.append((distance, loss, "square"))
        for position, loss, marker in marks:
            place = axes.point(position, loss)
            if math.isfinite(loss) and axes.holds(place):
                self._stamp(painter, place, marker, 5.0, None)

    def _stamp(
        self, painter: QPainter, place: QPointF, marker: str, radius: float, colour: str | None
    ) -> None:
        outline = marker_path(marker, radius).translated(place)
        painter.strokePath(outline, QPen(QColor(self._theme.panel), 3.0))
        painter.fillPath(outline, QColor(colour or self._theme.mark))

    def _draw_legend(self, painter: QPainter, axes: _Axes) -> None:
        metrics = QFontMetricsF(painter.font())
        baseline, column = metrics.ascent() + 2, axes.area.left()
        dashed = QPen(self._colour(MODEL_COLOUR), 1.8)
        dashed.setDashPattern(MODEL_DASH)
        for pen, text in (
            (QPen(self._colour(LOSS_COLOUR), 2.4), self.tr("loss")),
            (dashed, self.tr("quadratic model")),
            (QPen(QColor(self._theme.muted), 1.2), self.tr("slope")),
        ):
            middle = QPointF(column + 11, baseline - metrics.capHeight() / 2)
            painter.setPen(pen)
            painter.drawLine(middle - QPointF(11, 0), middle + QPointF(11, 0))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QPointF(column + 28, baseline), text)
            column += 28 + metrics.horizontalAdvance(text) + 16

    def _draw_reading(self, painter: QPainter, axes: _Axes, line: Slice) -> None:
        """Read loss and slope where the pointer is."""
        nearest = int(np.abs(line.positions - self._pointed).argmin())
        column = axes.column(self._pointed)
        painter.setPen(QPen(QColor(self._theme.muted), 1.0))
        painter.drawLine(QPointF(column, axes.area.top()), QPointF(column, axes.area.bottom()))
        loss = float(line.losses[nearest])
        place = axes.point(self._pointed, loss)
        if not math.isnan(loss) and axes.holds(place):
            self._stamp(painter, place, "circle", 4.0, self._theme.accent)
        text = self.tr("loss {0}, slope {1}").format(
            format_number(loss), format_number(float(line.slopes[nearest]))
        )
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text) + 12
        left = min(max(column - width / 2, axes.area.left()), axes.area.right() - width)
        pill = QRectF(left, axes.area.top() + 2, width, metrics.height() + 4)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(pill, 5, 5)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _colour(self, pair: tuple[str, str]) -> QColor:
        return QColor(pair[self._theme.is_dark])


def _loss_range(line: Slice) -> tuple[float, float]:
    """Return the losses at the lower and the upper edge, poles cut off."""
    losses = line.losses[np.isfinite(line.losses)]
    low, few, most, high = np.quantile(losses, (0.0, 0.1, 0.9, 1.0)).tolist()
    if most > few:
        low = max(low, few - TOWERING * (most - few))
        high = min(high, most + TOWERING * (most - few))
    if math.isfinite(line.loss):
        low, high = min(low, line.loss), max(high, line.loss)
    spread = high - low
    if spread <= 1e-12 * max(abs(low), abs(high)):
        spread = max(abs(low), 1.0)
    return low - 0.08 * spread, high + 0.08 * spread


def _within(
    axes: _Axes, positions: FloatArray, losses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Cut a straight line off where it leaves the axes, so that its slope stays true."""
    slope = (losses[1] - losses[0]) / (positions[1] - positions[0])
    if slope == 0:
        return positions, losses
    spread = axes.high - axes.low
    bounds = np.array([axes.low - spread, axes.high + spread])
    ends = np.sort((bounds - losses[0]) / slope + positions[0])
    kept = np.clip(positions, ends[0], ends[1])
    return kept, losses[0] + slope * (kept - positions[0])


def _draw_pieces(painter: QPainter, axes: _Axes, positions: FloatArray, losses: FloatArray) -> None:
    """Draw a curve; a gap stays a gap, what is undefined is not joined by a line."""
    known = np.flatnonzero(np.isfinite(losses))
    columns = axes.area.left() + (positions - axes.left) / (axes.right - axes.left) * (
        axes.area.width()
    )
    shares = np.clip((losses - axes.low) / (axes.high - axes.low), -2.0, 3.0)
    rows = axes.area.bottom() - shares * axes.area.height()
    for piece in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        points = zip(columns[piece].tolist(), rows[piece].tolist(), strict=True)
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
