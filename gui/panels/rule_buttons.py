"""What can be done with the rule of an entry: explain it, edit it, or copy a program."""

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
    """A row of three quiet buttons."""

    explain_pressed = Signal()
    edit_pressed = Signal()
    copy_chosen = Signal(str)
    """A key of `LANGUAGES`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.explain = _quiet("explainEntryButton", self.tr("Explain step"))
        self.explain.setToolTip(self.tr("Read why this method's step at the playhead is as it is."))
        self.explain.clicked.connect(self.explain_pressed)
        self.edit = _quiet("editRuleButton", self.tr("Edit rule…"))
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
        layout.setSpacing(14)
        layout.addWidget(self.explain)
        layout.addWidget(self.edit)
        layout.addStretch(1)
        layout.addWidget(self.copy)

    def set_method(self, method: Optimizer) -> None:
        """Say whether editing changes a method of one's own or makes one."""
        self.edit.setToolTip(
            self.tr("Open the equations of this method and change them.")
            if isinstance(method, OwnMethod)
            else self.tr("Change its equations, which makes it a method of your own.")
        )

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


def _quiet(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "fold")
    button.setAccessibleName(text)
    return button
