"""What can be done with the rule of an entry: edit it, or copy it as a program."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from core.optimizers.base import Optimizer
from core.optimizers.own import OwnMethod
from gui.panels.menu_button import MenuButton

LANGUAGES = {"numpy": "NumPy", "pytorch": "PyTorch"}
"""Keys and names of the languages in which a method can be copied."""

CONFIRMATION_MILLISECONDS = 2500


class RuleButtons(QWidget):
    """A row of two quiet buttons."""

    edit_pressed = Signal()
    copy_chosen = Signal(str)
    """A key of `LANGUAGES`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPushButton()
        self.edit.setObjectName("editRuleButton")
        self.edit.setProperty("role", "fold")
        self.edit.setToolTip(self.tr("Open the equations of this method and change them."))
        self.edit.clicked.connect(self.edit_pressed)
        self.languages = QMenu(self)
        for key, name in LANGUAGES.items():
            action = self.languages.addAction(name)
            action.setObjectName(f"copyAs-{key}")
            action.setData(key)
        self.languages.triggered.connect(self._announce_copy)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CONFIRMATION_MILLISECONDS)
        self._rest.timeout.connect(self._offer_copying)
        self.copy = MenuButton("", self.languages, is_quiet=True)
        self._offer_copying()
        self.copy.setObjectName("copyAsButton")
        self.copy.setToolTip(self.tr("Copy a program that runs this method on this loss."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        layout.addStretch(1)
        layout.addWidget(self.copy)

    def set_method(self, method: Optimizer) -> None:
        """Say whether editing changes a method of one's own or makes one."""
        is_own = isinstance(method, OwnMethod)
        text = self.tr("Edit the rule…") if is_own else self.tr("Edit as own method…")
        self.edit.setText(text)
        self.edit.setAccessibleName(text)

    def confirm_copy(self, language: str) -> None:
        """Say for a while, where the eye is, that the program is on the clipboard."""
        self._label_copy(self.tr("Copied as {0}").format(LANGUAGES[language]))
        self._rest.start()

    def _offer_copying(self) -> None:
        self._label_copy(self.tr("Copy as"))

    def _label_copy(self, text: str) -> None:
        self.copy.setText(text)
        self.copy.setAccessibleName(text)

    def _announce_copy(self, action: QAction) -> None:
        self.copy_chosen.emit(action.data())
