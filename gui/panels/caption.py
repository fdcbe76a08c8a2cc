"""The title of the scene and what to watch in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class Caption(QWidget):
    """Two lines of text that say what the scene is about; hidden when it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caption")
        self._title = _label("captionTitle")
        self._notes = _label("captionNotes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._notes)

    def set_caption(self, title: str, notes: str) -> None:
        """Show a title and the sentences below it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        self.setVisible(bool(title or notes))


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
