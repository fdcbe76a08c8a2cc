"""Keys that a field leaves to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def leaves_space(event: QEvent) -> bool:
    """Refuse Space where a number is typed, so that it plays; tell whether it was that."""
    is_override = event.type() == QEvent.Type.ShortcutOverride
    if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
        event.ignore()
        return True
    return False
