"""One box with its whiskers, its median, few runs one by one, and the share that never arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.numbers import format_number
from gui.plot.box_axis import BoxAxis
from gui.plot.box_rows import Spread
from gui.theme import Theme, TrailStyle

WHISKER = 0.7
"""Height of a whisker's end, in those of a box."""

LEAST_BOX = 7.0
"""Pixels that a box has at least, so that one of equal runs is seen."""

FILL = 0.34
"""How much of an entry's colour its box has."""

DOT = 3.0
DOT_ROWS = 3
"""Few runs are drawn on so many lines in turn, so that equal ones are told apart."""


@dataclass(frozen=True, slots=True)
class BoxPainter:
    """Paints the spread of one entry's runs about a horizontal line.

    Parameters
    ----------
    painter, axis, theme
        With what, and where numbers lie.
    style
        The entry's.
    middle
        The line.
    half
        Half the height of the box in pixels.
    """

    painter: QPainter
    axis: BoxAxis
    theme: Theme
    style: TrailStyle
    middle: float
    half: float

    def paint(self, spread: Spread) -> None:
        """Paint all of it."""
        if math.isfinite(spread.low):
            self._paint_whiskers(spread)
        if math.isfinite(spread.first):
            self._paint_box(spread)
        if math.isfinite(spread.median):
            self.painter.setPen(QPen(QColor(self.theme.text), 2.6))
            self._stroke(spread.median, self.half + 1)
        self._paint_runs(spread)
        if spread.never:
            self._paint_never(spread.never)

    def _paint_whiskers(self, spread: Spread) -> None:
        """Draw the line behind the box; one that leads to never has no end."""
        pen = QPen(self.style.colour, 2.0)
        self.painter.setPen(pen)
        for value in (spread.low, spread.high):
            if math.isfinite(value):
                self._stroke(value, WHISKER * self.half)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.style.dash:
            pen.setDashPattern(list(self.style.dash))
        self.painter.setPen(pen)
        ends = (
            QPointF(self.axis.column(value), self.middle) for value in (spread.low, spread.high)
        )
        self.painter.drawLine(*ends)

    def _paint_box(self, spread: Spread) -> None:
        """Draw the middle half, without its right end where that is never reached."""
        left, right = self.axis.column(spread.first), self.axis.column(spread.third)
        if right - left < LEAST_BOX:
            left, right = (left + right - LEAST_BOX) / 2, (left + right + LEAST_BOX) / 2
        box = QRectF(left, self.middle - self.half, right - left, 2 * self.half)
        fill = QColor(self.style.colour)
        fill.setAlphaF(FILL)
        self.painter.fillRect(box, QColor(self.theme.panel))
        self.painter.fillRect(box, fill)
        self.painter.setPen(QPen(self.style.colour, 1.8))
        self.painter.drawPolyline([box.topRight(), box.topLeft(), box.bottomLeft(),
                                   box.bottomRight()])  # fmt: skip
        if math.isfinite(spread.third):
            self.painter.drawLine(box.topRight(), box.bottomRight())

    def _paint_runs(self, spread: Spread) -> None:
        """Draw few runs one by one: a box of them alone would promise too much."""
        self.painter.setPen(QPen(QColor(self.theme.panel), 0.8))
        self.painter.setBrush(self.style.colour)
        for place, value in enumerate(spread.runs):
            if math.isfinite(value):
                row = self.middle + DOT * (place % DOT_ROWS - 1)
                self.painter.drawEllipse(QPointF(self.axis.column(value), row), DOT, DOT)

    def _paint_never(self, share: float) -> None:
        place = QRectF(self.axis.area.right(), self.middle - 12, self.axis.gutter, 24)
        text = f"{format_number(100 * share, 3)} %"
        self.painter.setPen(QColor(self.theme.text))
        self.painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _stroke(self, value: float, half: float) -> None:
        column = self.axis.column(value)
        self.painter.drawLine(
            QPointF(column, self.middle - half), QPointF(column, self.middle + half)
        )
