"""The learning rate over the steps of a run, as a small curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.errors import ExpressionError
from core.schedule_factors import factors
from gui.numbers import format_number
from gui.plot.painting import paint_safely

POINTS = 120
"""Most points of the curve, more than it has pixels."""


class ScheduleCurve(QWidget):
    """Shows what a schedule makes of the learning rate, and where the playhead is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scheduleCurve")
        self.setAccessibleName(self.tr("Learning rate over the steps"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = ""
        self._rate = 1.0
        self._step = 0
        self._factors = np.ones(1)
        self.hide()

    def set_schedule(self, text: str, rate: float, steps: int) -> None:
        """Show a schedule of this learning rate over so many steps.

        The curve hides where there is no schedule, or one that can't be evaluated.
        """
        try:
            values = factors(text, steps)
        except ExpressionError:
            self.hide()
            return
        self.setVisible(bool(text))
        if (text, rate) != (self._text, self._rate) or values is not self._factors:
            self._text, self._rate, self._factors = text, rate, values
            self._describe()

    def set_step(self, step: int) -> None:
        """Mark the playhead's step."""
        if step != self._step:
            self._step = step
            if self._text:
                self._describe()

    def rate(self) -> float:
        """Return the learning rate of the step that led to where the playhead is."""
        return self._rate * float(self._factors[self._index()])

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size in proportion to the font."""
        pixels = self.fontInfo().pixelSize()
        return QSize(round(4.2 * pixels), round(1.45 * pixels))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the floor, the curve and the playhead's step on it."""
        paint_safely(self, self._paint)

    def _index(self) -> int:
        return min(max(self._step, 1), self._factors.size) - 1

    def _describe(self) -> None:
        step, rate = self._index() + 1, format_number(self.rate())
        self.setToolTip(self.tr("η at step {0} is {1}.").format(step, rate))
        self.setAccessibleDescription(self.toolTip())
        self.update()

    def _paint(self, painter: QPainter) -> None:
        values, last = self._factors, max(1, self._factors.size - 1)
        places = np.unique(np.linspace(0, values.size - 1, POINTS).round().astype(np.intp))
        highest = max(1.0, float(values.max()))
        lowest = min(0.0, float(values.min()))
        area = QRectF(self.rect()).adjusted(4, 3.5, -4, -3.5)

        def point(place: int) -> QPointF:
            share = (float(values[place]) - lowest) / (highest - lowest)
            column = area.left() + place / last * area.width()
            return QPointF(column, area.bottom() - share * area.height())

        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles, palette = QPalette.ColorRole, self.palette()
        floor = area.bottom() + lowest / (highest - lowest) * area.height()
        painter.setPen(QPen(palette.color(roles.Mid), 1.0))
        painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor))
        painter.setPen(QPen(palette.color(roles.PlaceholderText), 1.5))
        painter.drawPolyline(QPolygonF([point(place) for place in places.tolist()]))
        painter.setPen(QPen(palette.color(roles.AlternateBase), 1.5))
        painter.setBrush(palette.color(roles.Highlight))
        painter.drawEllipse(point(self._index()), 3.0, 3.0)
