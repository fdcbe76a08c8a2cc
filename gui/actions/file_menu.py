"""The commands of the File menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

FILE = (
    Command(
        "openSceneAction",
        QT_TRANSLATE_NOOP("Commands", "Open Scene…"),
        "Ctrl+O",
        QT_TRANSLATE_NOOP("Commands", "Open a scene file."),
    ),
    Command(
        "saveSceneAction",
        QT_TRANSLATE_NOOP("Commands", "Save Scene…"),
        "Ctrl+S",
        QT_TRANSLATE_NOOP("Commands", "Save everything that is seen as a scene file."),
    ),
    Command(
        "exportCsvAction",
        QT_TRANSLATE_NOOP("Commands", "Export Trajectories as CSV…"),
        "Ctrl+E",
        QT_TRANSLATE_NOOP("Commands", "Write every iterate of the race as a table."),
    ),
    Command(
        "exportPictureAction",
        QT_TRANSLATE_NOOP("Commands", "Export Picture…"),
        "Ctrl+Shift+E",
        QT_TRANSLATE_NOOP("Commands", "Write the landscape as it is seen to a PNG file."),
    ),
    Command(
        "copyPictureAction",
        QT_TRANSLATE_NOOP("Commands", "Copy Picture"),
        "Ctrl+Shift+C",
        QT_TRANSLATE_NOOP("Commands", "Put the landscape as it is seen on the clipboard."),
    ),
    Command(
        "quitAction",
        QT_TRANSLATE_NOOP("Commands", "Quit"),
        "Ctrl+Q",
        QT_TRANSLATE_NOOP("Commands", "Close the window."),
    ),
)
