"""The commands of the Edit menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

EDIT = (
    Command(
        "undoAction",
        QT_TRANSLATE_NOOP("Commands", "Undo"),
        "Ctrl+Z",
        QT_TRANSLATE_NOOP("Commands", "Take back the last change."),
    ),
    Command(
        "redoAction",
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        "Ctrl+Shift+Z; Ctrl+Y",
        QT_TRANSLATE_NOOP("Commands", "Make the change again that was taken back."),
    ),
    Command(
        "editLossAction",
        QT_TRANSLATE_NOOP("Commands", "Edit Loss"),
        "Ctrl+L",
        QT_TRANSLATE_NOOP("Commands", "Type another loss."),
    ),
    Command(
        "clearStartsAction",
        QT_TRANSLATE_NOOP("Commands", "Remove All Starts"),
        "Ctrl+Backspace",
        QT_TRANSLATE_NOOP("Commands", "Remove every starting point."),
    ),
)
