"""What the charts below the landscape share: the axis of steps, the playhead, the hand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.plot.frame import axis_font
from gui.plot.painting import paint_safely
from gui.plot.ticks import Tick
from gui.theme import LIGHT, Theme

FUTURE_OPACITY = 0.33
PIXELS_A_TICK = 20.0


class Scale(Protocol):
    """A vertical axis."""

    def heights(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map values to heights between 0, the axis's floor, and 1, its top."""
        ...

    def ticks(self, target: int) -> Sequence[Tick]:
        """Choose about so many numbers to stand beside the axis."""
        ...


class StepChart(QWidget):
    """Something against the step; abstract: a chart says how far it goes and what it paints."""

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(self.tr("Click or drag to move the playhead."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._step = 0.0

    def last_step(self) -> int | None:
        """Return where the axis ends, or None where there is nothing to show."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paint a frame."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_step(self, step: float) -> None:
        """Move the playhead."""
        if step != self._step:
            self._step = max(0.0, float(step))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Return the size below a full landscape."""
        return QSize(1170, 130)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(200, 70)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint a frame."""
        paint_safely(self, self.draw)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for the step under the pointer."""
        self._request(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for each step that a drag comes across."""
        self._request(event)

    def _request(self, event: QMouseEvent) -> None:
        last = self.last_step()
        if last is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        area = self.area()
        share = (event.position().x() - area.left()) / area.width()
        self.step_requested.emit(round(min(1.0, max(0.0, share)) * last))

    def area(self) -> QRectF:
        """Return where the curves lie, right of the axis's numbers."""
        metrics = QFontMetricsF(axis_font(self.font()))
        left = metrics.horizontalAdvance("−10⁻¹⁰") + 6
        frame = QRectF(self.rect()).adjusted(left, 8, -6, -8)
        return QRectF(frame.left(), frame.top(), max(1, frame.width()), max(1, frame.height()))

    def playhead(self, last: int) -> float:
        """Return the column of the playhead where the axis ends at a step."""
        area, last = self.area(), max(1, last)
        return area.left() + min(self._step, last) / last * area.width()

    def draw_hint(self, painter: QPainter, text: str) -> None:
        """Paint a sentence in place of curves."""
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(self.area(), Qt.AlignmentFlag.AlignCenter, text)

    def draw_axis(self, painter: QPainter, scale: Scale) -> None:
        """Paint the numbers of the vertical axis with a line at each."""
        area = self.area()
        painter.setFont(axis_font(self.font()))
        metrics = QFontMetricsF(painter.font())
        ticks = scale.ticks(int(area.height() / PIXELS_A_TICK))
        heights = scale.heights(np.array([tick.value for tick in ticks]))
        for tick, height in zip(ticks, heights.tolist(), strict=True):
            row = area.bottom() - height * area.height()
            painter.setPen(QPen(QColor(self._theme.line), 1.0))
            painter.drawLine(QPointF(area.left(), row), QPointF(area.right(), row))
            painter.setPen(QColor(self._theme.muted))
            left = area.left() - 8 - metrics.horizontalAdvance(tick.text)
            painter.drawText(QPointF(left, row + metrics.capHeight() / 2), tick.text)

    def draw_playhead(self, painter: QPainter, last: int) -> None:
        """Paint the line of the playhead."""
        column = self.playhead(last)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.mark), 1.5))
        painter.drawLine(QPointF(column, 0), QPointF(column, self.height()))


def draw_halves(painter: QPainter, image: QImage, playhead: float) -> None:
    """Paint curves, those right of the playhead faded."""
    ratio = image.devicePixelRatio()
    width, height = image.width() / ratio, image.height() / ratio
    past = QRectF(0, 0, playhead, height)
    future = QRectF(playhead, 0, width - playhead, height)
    for part, opacity in ((past, 1.0), (future, FUTURE_OPACITY)):
        painter.setOpacity(opacity)
        source = QRectF(part.topLeft() * ratio, part.size() * ratio)
        painter.drawImage(part, image, source)
    painter.setOpacity(1.0)
