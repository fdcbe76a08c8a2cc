"""Two eigenvalues as bars about zero, red where the loss falls, blue where it rises."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plot.painting import paint_safely
from gui.theme import LIGHT, Theme

SHORTEST = 3.0
"""Pixels that any bar has, so that its side and colour are seen."""

COMPRESSION = 20.0
"""How much smaller bars are lengthened, so that 1 beside 1000 is still seen."""


def bar_share(value: float, largest: float) -> float:
    """Return the signed length of a bar, the largest magnitude being 1.

    The length grows with the logarithm of 1 + 20 |λ| / largest: in proportion for
    small values, compressed for large ones.
    """
    if not math.isfinite(value) or not largest > 0 or not math.isfinite(largest):
        return 0.0
    length = math.log1p(COMPRESSION * abs(value) / largest) / math.log1p(COMPRESSION)
    return math.copysign(min(1.0, length), value)


class EigenvalueBar(QWidget):
    """One bar and the line of zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of negative and positive curvature."""
        self._theme = theme
        self.update()

    def set_share(self, share: float) -> None:
        """Show a signed length in [−1, 1]."""
        if share != self._share:
            self._share = share
            self.update()

    def share(self) -> float:
        """Return the signed length shown."""
        return self._share

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a line's height."""
        return QSize(120, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the bar over the line of zero."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        reach = math.copysign(max(SHORTEST, abs(self._share) * (middle - 2)), self._share)
        if self._share == 0:
            reach = 0.0
        thickness = min(12.0, self.height() * 0.55)
        bar = QRectF(min(0.0, reach), -thickness / 2, abs(reach), thickness)
        bar.translate(middle, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.negative if self._share < 0 else self._theme.positive))
        painter.drawRoundedRect(bar, min(2.5, bar.width() / 2), 2.5)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.0))
        x = math.floor(middle) + 0.5
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
