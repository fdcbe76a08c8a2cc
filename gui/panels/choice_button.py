"""A button that shows which of a few things is chosen, and opens the list of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from gui.panels.menu_button import MenuButton


class ChoiceButton(MenuButton):
    """A quiet button that reads as what is chosen.

    Parameters
    ----------
    name
        Its object name; the action of a choice is called ``{name}-{key}``.
    title
        What is chosen here, for the accessible name.
    tip
        One sentence for the tooltip.
    choices
        Keys and what a person reads for them.
    """

    chosen = Signal(str)
    """The key that a person chose."""

    def __init__(self, name: str, title: str, tip: str, choices: Sequence[tuple[str, str]]) -> None:
        menu = QMenu()
        super().__init__("", menu, is_quiet=True)
        menu.setParent(self, menu.windowFlags())
        self._title = title
        self._texts: dict[str, str] = {}
        self._key = ""
        self.setObjectName(name)
        self.setToolTip(tip)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._announce)
        self.set_choices(choices)
        self.set_choice(choices[0][0] if choices else "")

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other things than before; what is shown as chosen stays."""
        if list(self._texts.items()) == list(choices):
            return
        self._texts = dict(choices)
        self.menu().clear()
        for key, text in choices:
            action = self.menu().addAction(text)
            action.setObjectName(f"{self.objectName()}-{key}")
            action.setData(key)
            action.setCheckable(True)
            self._group.addAction(action)

    def choice(self) -> str:
        """Return the key of what is shown as chosen."""
        return self._key

    def set_choice(self, key: str, otherwise: str = "") -> None:
        """Show a choice; for a key that is none of them, show the text `otherwise`."""
        self._key = key
        text = self._texts.get(key, otherwise)
        for action in self._group.actions():
            action.setChecked(action.data() == key)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"{self._title}: {text}")
            self.updateGeometry()

    def _announce(self, action: QAction) -> None:
        self.set_choice(action.data())
        self.chosen.emit(action.data())


def titled(title: str, button: QWidget) -> QHBoxLayout:
    """Return a row with a title at the left and a button at the right."""
    label = QLabel(title)
    label.setProperty("role", "muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label, 1)
    row.addWidget(button)
    return row
