"""The legend of one entry: its line with the marker on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plot.painting import paint_safely
from gui.plot.shapes import marker_path
from gui.theme import TrailStyle

LINE_WIDTH = 2.2


class Swatch(QWidget):
    """The trail of an entry in small: colour, dash and marker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style: TrailStyle | None = None
        self._is_faded = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_style(self, style: TrailStyle, *, is_faded: bool) -> None:
        """Show a style, faded where the entry is hidden."""
        if (style, is_faded) != (self._style, self._is_faded):
            self._style = style
            self._is_faded = is_faded
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size that keeps the pattern whole."""
        return QSize(40, max(16, self.fontInfo().pixelSize()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the line and its marker."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        if self._style is None:
            return
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.35 if self._is_faded else 1.0)
        middle = self.height() / 2
        pen = QPen(style.colour, LINE_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if style.dash:
            pen.setDashPattern(list(style.dash))
        painter.setPen(pen)
        painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
        painter.translate(self.width() / 2, middle)
        marker = marker_path(style.marker, 5.2)
        painter.fillPath(marker, style.colour)
