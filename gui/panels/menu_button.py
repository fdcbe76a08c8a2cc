"""A button that opens a menu, with a chevron beside its text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gui.panels.icons import paint_icon
from gui.plot.painting import paint_safely


class MenuButton(QPushButton):
    """A push button whose text leaves room for a painted chevron."""

    def __init__(self, text: str, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMenu(menu)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the text and the chevron."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._side(), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the button, then the chevron at its right."""
        super().paintEvent(event)
        paint_safely(self, self._paint_chevron)

    def _side(self) -> int:
        return round(self.fontMetrics().height() * 0.8)

    def _paint_chevron(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        place = QRectF(self.width() - side - 7, (self.height() - side) / 2 + 0.5, side, side)
        paint_icon(
            painter, "chevron_down", place, self.palette().color(QPalette.ColorRole.ButtonText)
        )
