"""A symmetric 2×2 matrix of numbers between square brackets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.numbers import format_number
from gui.panels.number_label import NumberLabel
from gui.plot.painting import paint_safely

CHARACTERS = 9
_SERIF = 5.0
"""Length of the short strokes of a bracket, in pixels."""


class MatrixView(QWidget):
    """Shows the entries xx, xy and yy in their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = tuple(NumberLabel(CHARACTERS) for _ in range(4))
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 3, 10, 3)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(2)
        for place, entry in enumerate(self.entries):
            layout.addWidget(entry, place // 2, place % 2)

    def set_entries(self, entries: Sequence[float]) -> None:
        """Show xx, xy, yy; what is NaN is a dash."""
        xx, xy, yy = map(format_number, entries)
        for label, text in zip(self.entries, (xx, xy, xy, yy), strict=True):
            label.set_text(text)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the brackets."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.2))
        top, bottom = 1.5, self.height() - 1.5
        for spine, serif in ((1.5, _SERIF), (self.width() - 1.5, -_SERIF)):
            corners = ((spine + serif, top), (spine, top), (spine, bottom), (spine + serif, bottom))
            painter.drawPolyline([QPointF(x, y) for x, y in corners])
