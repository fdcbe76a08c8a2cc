"""A switch for what is either on or off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.plot.painting import paint_safely


class Switch(QAbstractButton):
    """A sliding switch in the accent colour; Space turns it, as any button."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size in proportion to the font."""
        height = round(self.fontInfo().pixelSize() * 1.4)
        return QSize(round(height * 1.75), height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the track, the knob and the focus ring."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        track = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        radius = track.height() / 2
        colour = self.palette().color(roles.Highlight if self.isChecked() else roles.Mid)
        focus = self.palette().color(roles.PlaceholderText)
        painter.setPen(QPen(focus, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(track, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(roles.AlternateBase))
        x = track.right() - radius if self.isChecked() else track.left() + radius
        painter.drawEllipse(QPointF(x, track.center().y()), radius - 2.5, radius - 2.5)
