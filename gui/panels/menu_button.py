"""A button that opens a menu, with a chevron beside its text."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gui.panels.icons import paint_icon
from gui.plot.painting import paint_safely


class MenuButton(QPushButton):
    """A push button with a painted chevron, for which the style sheet leaves room."""

    def __init__(self, text: str, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMenu(menu)
        self.setProperty("opens", "menu")
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the button, then the chevron at its right."""
        super().paintEvent(event)
        paint_safely(self, self._paint_chevron)

    def _paint_chevron(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.fontInfo().pixelSize()
        edge = self.width() - 1.5 * side if self.property("role") is None else self.width() - side
        place = QRectF(edge, (self.height() - side) / 2 + 0.5, side, side)
        paint_icon(
            painter, "chevron_down", place, self.palette().color(QPalette.ColorRole.ButtonText)
        )
