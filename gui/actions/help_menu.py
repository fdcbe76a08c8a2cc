"""The commands of the Help menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

HELP = (
    Command(
        "helpAction",
        QT_TRANSLATE_NOOP("Commands", "How to Use Fall Line"),
        "F1",
        QT_TRANSLATE_NOOP("Commands", "Show the gestures and keys."),
    ),
)
