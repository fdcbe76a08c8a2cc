"""A sentence across the window that says what went wrong, until it is put away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget


class Notice(QWidget):
    """A quiet bar with one sentence and a button that puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel()
        self._label.setObjectName("noticeText")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button = QPushButton(self.tr("Put away"))
        button.setObjectName("noticeButton")
        button.setToolTip(self.tr("Hide this message."))
        button.setAccessibleName(self.tr("Put away"))
        button.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 8, 22, 8)
        layout.addWidget(self._label)
        layout.addWidget(button)
        self.hide()

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._label.text()

    def put_away(self) -> None:
        """Forget the sentence, as the next change of the scene does."""
        self._label.clear()
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the last."""
        self._label.setText(sentence)
        self.show()
