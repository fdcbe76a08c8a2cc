"""The application, and what is seen of it until its window has been put together."""

from __future__ import annotations

import sys
from time import monotonic

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from gui.style import load_fonts, text_font
from gui.theme import Theme, theme_for

NAME = "Fall Line"
SIZE = QSize(420, 230)
LETTERS = 34
"""Pixels of the name's height."""

ELLIPSES = 6
"""Contour lines around the name."""

PATIENCE = 0.1
"""Seconds within which the screen is expected to show it; the window doesn't wait longer."""


def make_application() -> QApplication:
    """Return the one QApplication, made if there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName(NAME)
    return application


class Opening(QWidget):
    """Shows the program's name on contour lines, in the middle of the screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(NAME)
        self.setObjectName("opening")
        self.setAccessibleName(self.tr("Fall Line is opening."))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedSize(SIZE)
        self.is_painted = False
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
        """Paint the landscape's colours from the lowest in the middle outwards."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stops = self._theme.surface
        painter.fillRect(self.rect(), QColor(stops[-1]))
        painter.setPen(QPen(QColor(self._theme.contour), 1.0))
        for place in range(ELLIPSES, 0, -1):
            share = place / ELLIPSES
            painter.setBrush(QColor(stops[round(share * (len(stops) - 1))]))
            painter.drawEllipse(_ellipse(share))
        font = text_font(pixels=LETTERS)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, NAME)
        painter.end()
        self.is_painted = True


def show_opening() -> Opening:
    """Show at once that the program is there: its own parts take longer to load than Qt."""
    application = make_application()
    load_fonts()
    opening = Opening(theme_for(application.styleHints().colorScheme()))
    opening.move(application.primaryScreen().availableGeometry().center() - opening.rect().center())
    opening.show()
    end = monotonic() + PATIENCE
    while not opening.is_painted and monotonic() < end:
        application.processEvents()
    return opening


def _ellipse(share: float) -> QRectF:
    """Return the ellipse that takes a share of what the picture's corners need."""
    width, height = 1.5 * share * SIZE.width(), 1.5 * share * SIZE.height()
    return QRectF((SIZE.width() - width) / 2, (SIZE.height() - height) / 2, width, height)
