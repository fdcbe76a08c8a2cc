"""The legend above a chart: a sample of each line, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.plot.painting import paint_safely

SAMPLE = 24.0
GAP = 7.0
BETWEEN = 20.0


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One item of a legend."""

    text: str
    colour: QColor | None = None
    """None is a text without a line."""
    width: float = 2.0
    dash: tuple[float, ...] = ()


class ChartLegend(QWidget):
    """Paints items from left to right, those that fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chartLegend")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lines: tuple[LegendLine, ...] = ()

    def set_lines(self, lines: Sequence[LegendLine]) -> None:
        """Show these items."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.setAccessibleName(" · ".join(line.text for line in lines))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Return the height of a line of text; the width is what there is."""
        return QSize(200, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the items."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        metrics = QFontMetricsF(painter.font())
        middle, left = self.height() / 2, 0.0
        # The style sheet dims the placeholder colour of this widget's own palette.
        muted = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        for line in self._lines:
            sample = SAMPLE + GAP if line.colour is not None else 0.0
            width = sample + metrics.horizontalAdvance(line.text)
            if left + width > self.width():
                return
            if line.colour is not None:
                pen = QPen(line.colour, line.width)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if line.dash:
                    pen.setDashPattern(line.dash)
                painter.setPen(pen)
                painter.drawLine(QPointF(left, middle), QPointF(left + SAMPLE, middle))
            painter.setPen(muted)
            baseline = middle + metrics.capHeight() / 2
            painter.drawText(QPointF(left + sample, baseline), line.text)
            left += width + BETWEEN
