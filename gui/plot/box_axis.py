"""The logarithmic axis of box plots, and beyond its right end the place of what never comes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.numbers import format_number
from gui.plot.box_rows import Spread, marks, value_range
from gui.theme import Theme

MARGIN = 6.0
"""Pixels between an end of the axis and the nearest number."""


class BoxAxis:
    """Where numbers lie between the sides of a rectangle.

    Parameters
    ----------
    area
        Holds the rows.
    gutter
        Width beyond the right side, which stands for never.
    spreads
        What has to have its place.
    """

    def __init__(self, area: QRectF, gutter: float, spreads: Sequence[Spread]) -> None:
        self.area = area
        self.gutter = gutter
        self.low, self.high = value_range(list(spreads))
        self._from, self._to = math.log10(self.low), math.log10(self.high)

    def column(self, value: float) -> float:
        """Return where a number lies: zero at the left end, infinity in the gutter."""
        if math.isinf(value):
            return self.area.right()
        share = (math.log10(max(value, self.low)) - self._from) / (self._to - self._from)
        return self.area.left() + MARGIN + share * (self.area.width() - 3 * MARGIN)

    def paint(self, painter: QPainter, theme: Theme, name: str, never: str) -> None:
        """Paint the numbers below the rows, and the axis's name."""
        area, metrics = self.area, QFontMetricsF(painter.font())
        baseline = area.bottom() + metrics.ascent() + 4
        free = area.left() - 10
        for value in marks(self.low, self.high):
            column, text = self.column(value), format_number(value)
            half = metrics.horizontalAdvance(text) / 2
            if column - half > free and column + half < area.right():
                painter.setPen(QColor(theme.muted))
                painter.drawText(QPointF(column - half, baseline), text)
                free = column + half + 8
        painter.setPen(QColor(theme.muted))
        place = area.right() + (self.gutter - metrics.horizontalAdvance(never)) / 2
        painter.drawText(QPointF(place, baseline), never)
        painter.drawText(QPointF(area.left(), baseline + metrics.height()), name)

    def paint_lines(self, painter: QPainter, theme: Theme, line: QRectF) -> None:
        """Paint grid lines behind one row's box, and where the axis ends and never begins."""
        kinds = [(self.column(value), theme.line, Qt.PenStyle.SolidLine)
                 for value in marks(self.low, self.high)]  # fmt: skip
        for column, colour, style in (
            *kinds, (self.area.right(), theme.muted, Qt.PenStyle.DotLine)
        ):  # fmt: skip
            painter.setPen(QPen(QColor(colour), 1.0, style))
            painter.drawLine(QPointF(column, line.top()), QPointF(column, line.bottom()))
