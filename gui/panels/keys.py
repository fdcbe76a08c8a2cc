"""Keys that a field leaves to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def leaves_space(event: QEvent) -> bool:
    """Refuse Space where a number is typed, so that it plays; tell whether it was that."""
    # Hundreds of other events come for each key: the cheapest question first.
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.key() == Qt.Key.Key_Space:
        event.ignore()
        return True
    return False
