"""Loss against step, under the same playhead as the landscape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from core.race import Race
from gui.plot import sprites
from gui.plot.frame import axis_font
from gui.plot.loss_curves import LossCurves, curve_width, loss_curves, paint_curves
from gui.plot.painting import paint_safely
from gui.plot.trails import same_look, trails_of
from gui.theme import LIGHT, Theme, TrailStyle

FRAME_BUDGET = 0.004
"""Seconds a frame may spend on painting curves again."""

FUTURE_OPACITY = 0.33
PIXELS_A_TICK = 20.0


class _Painting:
    """Curves on their way into an image."""

    def __init__(self, curves: LossCurves, area: QRectF, size: QSize, ratio: float) -> None:
        self.curves = curves
        self.image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        self._work = paint_curves(self.image, area, curves)

    def advance(self, deadline: float) -> bool:
        """Paint curves until the time is over; return whether all are done."""
        return all(perf_counter() <= deadline for _ in self._work)


class LossChart(QWidget):
    """Paints every run's loss, what is past in full and what is to come faded."""

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossChart")
        self.setAccessibleName(self.tr("Loss against step"))
        self.setToolTip(self.tr("Click or drag to move the playhead."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._step = 0.0
        self._has_entries = True
        self._curves: LossCurves | None = None
        self._shown: _Painting | None = None
        self._next: _Painting | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self.update()

    def set_race(
        self, race: Race | None, styles: Sequence[TrailStyle], visible: Sequence[bool]
    ) -> None:
        """Show the losses of a race, one style and one visibility for each entry."""
        self._has_entries = race is None or bool(race.entries)
        trails = trails_of(race, styles, visible)
        shown = self._curves.trails if self._curves is not None else None
        if not same_look(trails, shown):
            self._curves = loss_curves(trails) if trails is not None else None
            # What is begun is finished first, or nothing would ever follow a dragging hand.
            if self._next is None or trails is None:
                self._restart()

    def hint(self) -> str:
        """Return what to do to see a curve, for when there is none."""
        if self._has_entries:
            return self.tr("Place a start to see the losses.")
        return self.tr("Add a method to see its losses.")

    def set_step(self, step: float) -> None:
        """Move the playhead."""
        if step != self._step:
            self._step = max(0.0, float(step))
            self.update()

    def finish_painting(self) -> None:
        """Bring curves that are painted over several frames to their end at once."""
        self._advance(math.inf)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Return the size below a full landscape."""
        return QSize(1170, 130)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(200, 70)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint a frame, and ask for another while curves are unfinished."""
        paint_safely(self, self._draw)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Paint the curves anew for the new size."""
        self._restart()

    def event(self, event: QEvent) -> bool:
        """Paint the curves anew for another font or another screen."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._restart()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for the step under the pointer."""
        self._request(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for each step that a drag comes across."""
        self._request(event)

    def _request(self, event: QMouseEvent) -> None:
        if self._curves is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        area, last = self._area(), self._curves.trails.last_step
        share = (event.position().x() - area.left()) / area.width()
        self.step_requested.emit(round(min(1.0, max(0.0, share)) * last))

    def _restart(self) -> None:
        self._next = None
        if self._curves is None:
            self._shown = None
        else:
            self._next = _Painting(
                self._curves, self._area(), self.size(), self.devicePixelRatioF()
            )
        self.update()

    def _advance(self, seconds: float) -> None:
        """Paint curves until the newest are done or the time is over."""
        deadline = perf_counter() + seconds
        while self._next is not None:
            if not self._next.advance(deadline):
                self.update()
                return
            self._shown, self._next = self._next, None
            if self._shown.curves is not self._curves:
                self._restart()

    def _area(self) -> QRectF:
        """Return where the curves lie, right of the axis's numbers."""
        metrics = QFontMetricsF(axis_font(self.font()))
        left = metrics.horizontalAdvance("−10⁻¹⁰") + 6
        frame = QRectF(self.rect()).adjusted(left, 8, -6, -8)
        return QRectF(frame.left(), frame.top(), max(1, frame.width()), max(1, frame.height()))

    def _draw(self, painter: QPainter) -> None:
        self._advance(FRAME_BUDGET)
        area = self._area()
        painter.fillRect(self.rect(), QColor(self._theme.page))
        if self._curves is None:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.hint())
            return
        # Axis and heads belong to the curves that are seen, not to those still painted.
        curves = self._shown.curves if self._shown is not None else self._curves
        self._draw_axis(painter, area, curves)
        playhead = self._column(area, curves, self._step)
        if self._shown is not None:
            _draw_halves(painter, self._shown.image, playhead)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.mark), 1.5))
        painter.drawLine(QPointF(playhead, 0), QPointF(playhead, self.height()))
        self._draw_heads(painter, area, curves)

    def _draw_axis(self, painter: QPainter, area: QRectF, curves: LossCurves) -> None:
        painter.setFont(axis_font(self.font()))
        metrics = QFontMetricsF(painter.font())
        ticks = curves.scale.ticks(int(area.height() / PIXELS_A_TICK))
        heights = curves.scale.heights(np.array([tick.value for tick in ticks]))
        for tick, height in zip(ticks, heights.tolist(), strict=True):
            row = area.bottom() - height * area.height()
            painter.setPen(QPen(QColor(self._theme.line), 1.0))
            painter.drawLine(QPointF(area.left(), row), QPointF(area.right(), row))
            painter.setPen(QColor(self._theme.muted))
            left = area.left() - 8 - metrics.horizontalAdvance(tick.text)
            painter.drawText(QPointF(left, row + metrics.capHeight() / 2), tick.text)

    def _draw_heads(self, painter: QPainter, area: QRectF, curves: LossCurves) -> None:
        trails, race = curves.trails, curves.trails.race
        steps = np.minimum(race.last_step, int(self._step))
        losses = np.take_along_axis(race.loss, steps[:, :, None], axis=2)[:, :, 0]
        rows = area.bottom() - curves.scale.heights(losses) * area.height()
        at = np.minimum(race.last_step, self._step)
        columns = area.left() + at / max(1, trails.last_step) * area.width()
        radius = 2.0 + 1.2 * curve_width(trails)
        for entry in reversed(trails.shown_entries()):
            dot = sprites.dot(trails.styles[entry].colour, radius, self.devicePixelRatioF())
            sprites.stamp(painter, QRectF(self.rect()), dot, columns[entry], rows[entry])

    @staticmethod
    def _column(area: QRectF, curves: LossCurves, step: float) -> float:
        last = max(1, curves.trails.last_step)
        return area.left() + min(step, last) / last * area.width()


def _draw_halves(painter: QPainter, image: QImage, playhead: float) -> None:
    """Paint the curves, those right of the playhead faded."""
    ratio = image.devicePixelRatio()
    width, height = image.width() / ratio, image.height() / ratio
    past = QRectF(0, 0, playhead, height)
    future = QRectF(playhead, 0, width - playhead, height)
    for part, opacity in ((past, 1.0), (future, FUTURE_OPACITY)):
        painter.setOpacity(opacity)
        source = QRectF(part.topLeft() * ratio, part.size() * ratio)
        painter.drawImage(part, image, source)
    painter.setOpacity(1.0)
