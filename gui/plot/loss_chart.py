"""Loss or gradient against step, under the same playhead as the landscape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.race import Race
from gui.plot import sprites
from gui.plot.loss_curves import (
    CurvesRequest,
    LossCurves,
    PaintedCurves,
    Quantity,
    curve_width,
    painted,
    values_of,
)
from gui.plot.step_chart import StepChart, draw_halves
from gui.plot.trails import Trails, same_look, trails_of
from gui.theme import TrailStyle


class LossChart(StepChart):
    """Paints every run's loss or gradient, what is past in full and what is to come faded."""

    painting_wanted = Signal(object)
    """A `CurvesRequest`; `show_painting` takes the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossChart")
        self.setAccessibleName(self.tr("Loss against step"))
        self._has_entries = True
        self._quantity = Quantity.LOSS
        self.wanted: CurvesRequest | None = None
        """What was asked for last; None where there is no run."""
        self.shown: PaintedCurves | None = None
        """What is on the screen; an older answer may be until the newest comes."""
        self._image = QImage()
        self._dots: dict[int, QPixmap] = {}

    def set_race(
        self, race: Race | None, styles: Sequence[TrailStyle], visible: Sequence[bool]
    ) -> None:
        """Show the losses of a race, one style and one visibility for each entry."""
        self._has_entries = race is None or bool(race.entries)
        trails = trails_of(race, styles, visible)
        wanted = self.wanted.trails if self.wanted is not None else None
        if not same_look(trails, wanted):
            self._ask(trails)

    def show_painting(self, painted: PaintedCurves) -> None:
        """Show curves that were asked for, unless they have become others than is said."""
        wanted, request = self.wanted, painted.request
        if wanted is None or request.quantity is not wanted.quantity:
            return
        if (request.size, request.ratio, request.area) == (wanted.size, wanted.ratio, wanted.area):
            self.shown, self._image = painted, painted.image()
            self._dots.clear()
            self.update()

    def set_quantity(self, quantity: Quantity) -> None:
        """Show the losses, or the norms of the gradients."""
        if quantity is self._quantity:
            return
        self._quantity = quantity
        is_loss = quantity is Quantity.LOSS
        self.setAccessibleName(
            self.tr("Loss against step") if is_loss else self.tr("Gradient norm against step")
        )
        self.shown = None
        self._restart()

    def hint(self) -> str:
        """Return what to do to see a curve, for when there is none."""
        if self._has_entries:
            return self.tr("Place a start to see the losses.")
        return self.tr("Add a method to see its losses.")

    def last_step(self) -> int | None:
        """Return the last step of the race, or None without one."""
        return self.wanted.trails.last_step if self.wanted is not None else None

    def finish_painting(self) -> None:
        """Paint here and now what is still waited for."""
        if self.wanted is not None and self._newest() is not self.wanted:
            self.show_painting(painted(self.wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Paint the curves anew for the new size."""
        self._restart()

    def event(self, event: QEvent) -> bool:
        """Paint the curves anew for another font or another screen."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._restart()
        return super().event(event)

    def _newest(self) -> CurvesRequest | None:
        return self.shown.request if self.shown is not None else None

    def _restart(self) -> None:
        self._ask(self.wanted.trails if self.wanted is not None else None)

    def _ask(self, trails: Trails | None) -> None:
        """Have curves painted; those that are shown stay until then."""
        if trails is None:
            self.wanted = self.shown = None
        else:
            size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
            self.wanted = CurvesRequest(trails, self._quantity, self.area(), size, ratio)
            self.painting_wanted.emit(self.wanted)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint a frame."""
        painter.fillRect(self.rect(), QColor(self._theme.page))
        if self.wanted is None:
            self.draw_hint(painter, self.hint())
        elif self.shown is not None:
            # Axis and heads belong to the curves that are seen, not to those still painted.
            curves = self.shown.curves
            self.draw_axis(painter, curves.scale)
            last = curves.trails.last_step
            draw_halves(painter, self._image, self.playhead(last))
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
            if entry not in self._dots:
                colour, ratio = trails.styles[entry].colour, self.devicePixelRatioF()
                self._dots[entry] = sprites.dot(colour, radius, ratio)
            dot = self._dots[entry]
            sprites.stamp(painter, QRectF(self.rect()), dot, columns[entry], rows[entry])
