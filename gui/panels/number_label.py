"""A number that changes while the reader looks."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plot.painting import paint_safely

_DIGITS = re.compile("[1-9]")


class NumberLabel(QWidget):
    """A number at the right, in room for a number of characters.

    Another number of the same width costs a repaint and no layout, which a label's
    text would: it changes with every frame of playback.
    """

    def __init__(self, characters: int, role: str = "number") -> None:
        super().__init__()
        self._widest = "0" * characters
        self._text = ""
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """Return what is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text; the room for it grows and never shrinks."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        if len(text) > len(self._widest):
            self._widest = _DIGITS.sub("0", text)
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for its widest text so far, whatever its digits."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._widest), metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a number is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the number."""
        paint_safely(self, self._paint)

    def _paint(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text
        )
