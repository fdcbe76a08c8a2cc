"""The title of the scene and what to watch in it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.panels.fold import Fold


class Caption(Fold):
    """Says what the scene is about; hidden when it says nothing.

    Where the window is low the sentences fold away by themselves, so that the race and
    the curvature stay in sight; a click opens them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = QCoreApplication.translate("Caption", "Show or hide what to watch in this scene.")
        super().__init__("", tip, parent)
        self.setObjectName("caption")
        self.title.setObjectName("captionTitle")
        self.chevron.setObjectName("captionButton")
        self._notes = QLabel()
        self._notes.setObjectName("captionNotes")
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setWordWrap(True)
        self._is_tight: bool | None = None
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._notes)

    def set_caption(self, title: str, notes: str) -> None:
        """Show a title and the sentences below it."""
        untitled = QCoreApplication.translate("Caption", "About this scene")
        self.title.setText(title or untitled)
        self._notes.setText(notes)
        self.chevron.setVisible(bool(notes))
        self.setVisible(bool(title or notes))

    def set_tight(self, is_tight: bool) -> None:
        """Fold away when room gets scarce, and open when it is there again."""
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self.set_open(not is_tight)
