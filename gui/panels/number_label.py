"""A label for a number that changes while the reader looks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class NumberLabel(QLabel):
    """A number at the right, in room for a number of characters at least."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self._characters = characters
        self.setProperty("role", "number")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room its characters take in the present font."""
        width = self.fontMetrics().horizontalAdvance("0") * self._characters
        return super().sizeHint().expandedTo(QSize(width, 0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a number is never cut off."""
        return self.sizeHint()
