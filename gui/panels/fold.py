"""A heading that shows or hides what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.panels.icon_button import IconButton


class Fold(QWidget):
    """A title with a chevron, and a column that is open or folded away.

    Parameters
    ----------
    title
        The heading's text.
    tip
        One sentence that says what opening shows.
    """

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chevron = IconButton("chevron_right", tip)
        self.chevron.setCheckable(True)
        self.chevron.toggled.connect(self._open)
        self.title = QPushButton(title)
        self.title.setProperty("role", "fold")
        self.title.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title.setToolTip(tip)
        self.title.clicked.connect(self.chevron.toggle)
        self._content = QWidget()
        self.column = QVBoxLayout(self._content)
        self._content.hide()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.chevron)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._content)

    def is_open(self) -> bool:
        """Tell whether the column is shown."""
        return self.chevron.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open the column or fold it away."""
        self.chevron.setChecked(is_open)

    def _open(self, is_open: bool) -> None:
        self.chevron.set_icon("chevron_down" if is_open else "chevron_right")
        self._content.setVisible(is_open)
