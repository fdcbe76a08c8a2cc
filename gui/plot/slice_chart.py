"""The loss along a line: curve, tangent, quadratic model, and where steps land."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.landings import Landing
from core.slices import Along, Slice
from gui.numbers import format_number
from gui.plot.frame import axis_font
from gui.plot.landing_marks import marked_landings
from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.plot.slice_axes import SliceAxes, loss_range, paint_grid
from gui.plot.ticks import power_of_ten
from gui.theme import LIGHT, OKABE_ITO, Theme

LOSS_COLOUR, MODEL_COLOUR = OKABE_ITO[0], OKABE_ITO[1]
MODEL_DASH = [5.0, 3.0]
WHEEL_STEP = 1.2
LARGEST_TURN = 10


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

    def event(self, event: QEvent) -> bool:
        """Show no bubble over the reading."""
        if event.type() == QEvent.Type.ToolTip and not math.isnan(self._pointed):
            return True
        return super().event(event)

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
        paint_grid(painter, axes, self._theme, self.tr("distance from the point along the line"))
        painter.setClipRect(axes.area)
        self._draw_curves(painter, axes, line)
        painter.setClipping(False)
        self._draw_points(painter, axes, line)
        self._draw_landings(painter, axes)
        self._draw_legend(painter, axes)
        if not math.isnan(self._pointed):
            self._draw_reading(painter, axes, line)

    def _axes(self, line: Slice) -> SliceAxes:
        metrics = QFontMetricsF(axis_font(self.font()))
        left = metrics.horizontalAdvance("−1.5·10⁻³") + 8
        above, below = 1.6 * metrics.height() + 4, 2.3 * metrics.height() + 5
        area = QRectF(self.rect()).adjusted(left, above, -10, -below)
        low, high = loss_range(line)
        positions = line.positions
        return SliceAxes(area, float(positions[0]), float(positions[-1]), low, high)

    def _draw_curves(self, painter: QPainter, axes: SliceAxes, line: Slice) -> None:
        """Draw the loss over its model, its tangent, and the level below which a step gains."""
        if math.isfinite(line.loss):
            row = axes.row(line.loss)
            painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(axes.area.left(), row), QPointF(axes.area.right(), row))
        pen = QPen(self._colour(MODEL_COLOUR), 1.8)
        pen.setDashPattern(MODEL_DASH)
        painter.setPen(pen)
        for piece in axes.curve(line.positions, line.model):
            painter.drawPath(piece)
        if math.isfinite(line.slope) and math.isfinite(line.loss):
            painter.setPen(QPen(QColor(self._theme.muted), 1.2))
            painter.drawLine(axes.tangent(line.loss, line.slope))
        painter.setPen(QPen(self._colour(LOSS_COLOUR), 2.4))
        for piece in axes.curve(line.positions, line.losses):
            painter.drawPath(piece)

    def _draw_landings(self, painter: QPainter, axes: SliceAxes) -> None:
        """Mark steps on the curve, the largest first, where they can be told apart."""

        def seen_place(landing: Landing) -> QPointF | None:
            place = axes.point(landing.position, landing.loss)
            return place if math.isfinite(landing.loss) and axes.holds(place) else None

        metrics, origin = QFontMetricsF(painter.font()), QPointF(axes.column(0.0), 0.0)
        for landing, place in marked_landings(
            self._landings, self._chosen, origin, seen_place, lambda a, b: abs(a.x() - b.x())
        ):
            is_chosen = landing.size == self._chosen
            self._stamp(painter, place, "diamond", 5.0, self._theme.accent if is_chosen else None)
            label = power_of_ten(landing.size)
            left = place.x() - metrics.horizontalAdvance(label) / 2
            painter.setPen(QColor(self._theme.accent if is_chosen else self._theme.text))
            above = place.y() - 10
            if above - metrics.capHeight() < axes.area.top():
                above = place.y() + 12 + metrics.capHeight()
            painter.drawText(QPointF(left, above), label)

    def _draw_points(self, painter: QPainter, axes: SliceAxes, line: Slice) -> None:
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

    def _draw_legend(self, painter: QPainter, axes: SliceAxes) -> None:
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

    def _draw_reading(self, painter: QPainter, axes: SliceAxes, line: Slice) -> None:
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
