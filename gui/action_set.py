"""The window's actions, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gui.actions import COMMANDS, Command
from gui.menus import CHOICES, MENUS, SEPARATOR


class ActionSet:
    """One `QAction` for each command, by key, belonging to a window."""

    def __init__(self, window: QMainWindow) -> None:
        self._actions = {command.key: _action(command, window) for command in COMMANDS}
        window.addActions(list(self._actions.values()))
        for keys in CHOICES:
            group = QActionGroup(window)
            for key in keys:
                group.addAction(self._actions[key])

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def fill_menu_bar(self, window: QMainWindow) -> None:
        """Give the window the menus of the table."""
        for title, keys in MENUS:
            self.fill(window.menuBar().addMenu(_translated(title)), keys)

    def fill(self, menu: QMenu, keys: Iterable[str]) -> None:
        """Put the commands of those keys into a menu."""
        menu.setToolTipsVisible(True)
        for key in keys:
            if key == SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[key])


def _action(command: Command, window: QMainWindow) -> QAction:
    action = QAction(_translated(command.text), window)
    action.setObjectName(command.key)
    action.setShortcuts([QKeySequence(keys) for keys in command.shortcut.split("; ")])
    action.setToolTip(_translated(command.tip))
    action.setStatusTip(_translated(command.tip))
    action.setCheckable(command.is_switch)
    return action


def _translated(text: str) -> str:
    return QCoreApplication.translate("Commands", text)
