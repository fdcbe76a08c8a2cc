"""Loss or gradient against step, under the same playhead as the landscape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.race import Race
from gui.plot import sprites
from gui.plot.loss_curves import (
    LossCurves,
    Quantity,
    curve_width,
    loss_curves,
    paint_curves,
    values_of,
)
from gui.plot.step_chart import StepChart, draw_halves
from gui.plot.trails import same_look, trails_of
from gui.theme import TrailStyle

FRAME_BUDGET = 0.004
"""Seconds a frame may spend on painting curves again."""


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


class LossChart(StepChart):
    """Paints every run's loss or gradient, what is past in full and what is to come faded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossChart")
        self.setAccessibleName(self.tr("Loss against step"))
        self._has_entries = True
        self._quantity = Quantity.LOSS
        self._curves: LossCurves | None = None
        self._shown: _Painting | None = None
        self._next: _Painting | None = None

    def set_race(
        self, race: Race | None, styles: Sequence[TrailStyle], visible: Sequence[bool]
    ) -> None:
        """Show the losses of a race, one style and one visibility for each entry."""
        self._has_entries = race is None or bool(race.entries)
        trails = trails_of(race, styles, visible)
        shown = self._curves.trails if self._curves is not None else None
        if not same_look(trails, shown):
            self._curves = loss_curves(trails, self._quantity) if trails is not None else None
            # What is begun is finished first, or nothing would ever follow a dragging hand.
            if self._next is None or trails is None:
                self._restart()

    def set_quantity(self, quantity: Quantity) -> None:
        """Show the losses, or the norms of the gradients."""
        if quantity is self._quantity:
            return
        self._quantity = quantity
        is_loss = quantity is Quantity.LOSS
        self.setAccessibleName(
            self.tr("Loss against step") if is_loss else self.tr("Gradient norm against step")
        )
        if self._curves is not None:
            self._curves = loss_curves(self._curves.trails, quantity)
            self._shown = None
            self._restart()

    def hint(self) -> str:
        """Return what to do to see a curve, for when there is none."""
        if self._has_entries:
            return self.tr("Place a start to see the losses.")
        return self.tr("Add a method to see its losses.")

    def last_step(self) -> int | None:
        """Return the last step of the race, or None without one."""
        return self._curves.trails.last_step if self._curves is not None else None

    def finish_painting(self) -> None:
        """Bring curves that are painted over several frames to their end at once."""
        self._advance(math.inf)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Paint the curves anew for the new size."""
        self._restart()

    def event(self, event: QEvent) -> bool:
        """Paint the curves anew for another font or another screen."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._restart()
        return super().event(event)

    def _restart(self) -> None:
        self._next = None
        if self._curves is None:
            self._shown = None
        else:
            self._next = _Painting(self._curves, self.area(), self.size(), self.devicePixelRatioF())
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

    def draw(self, painter: QPainter) -> None:
        """Paint a frame, and ask for another while curves are unfinished."""
        self._advance(FRAME_BUDGET)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        if self._curves is None:
            self.draw_hint(painter, self.hint())
            return
        # Axis and heads belong to the curves that are seen, not to those still painted.
        curves = self._shown.curves if self._shown is not None else self._curves
        self.draw_axis(painter, curves.scale)
        last = curves.trails.last_step
        if self._shown is not None:
            draw_halves(painter, self._shown.image, self.playhead(last))
        self.draw_playhead(painter, last)
        self._draw_heads(painter, self.area(), curves)

    def _draw_heads(self, painter: QPainter, area: QRectF, curves: LossCurves) -> None:
        trails, race = curves.trails, curves.trails.race
        steps = np.minimum(race.last_step, int(self._step))
        values = values_of(race, curves.quantity, steps)
        rows = area.bottom() - curves.scale.heights(values) * area.height()
        at = np.minimum(race.last_step, self._step)
        columns = area.left() + at / max(1, trails.last_step) * area.width()
        radius = 2.0 + 1.2 * curve_width(trails)
        for entry in reversed(trails.shown_entries()):
            dot = sprites.dot(trails.styles[entry].colour, radius, self.devicePixelRatioF())
            sprites.stamp(painter, QRectF(self.rect()), dot, columns[entry], rows[entry])
