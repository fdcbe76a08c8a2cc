"""The hand on a control, as far as work in the background heeds it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.controller import Controller

CALM_MILLISECONDS = 200
"""After which a hand that holds something but does not move is at rest."""


class Hand(QObject):
    """Tells whether a hand holds something, and whether it moves."""

    stilled = Signal()
    """It has let go, or holds something without moving it."""

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._holds = False
        self._motion = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._motion.timeout.connect(self.stilled)
        controller.gesture_changed.connect(self._follow_gesture)

    @property
    def holds(self) -> bool:
        """Whether something is held, so that what is held comes first."""
        return self._holds

    @property
    def moves(self) -> bool:
        """Whether whatever is computed now is outdated at once."""
        return self._motion.isActive()

    def close(self) -> None:
        """Watch no longer."""
        self._motion.stop()

    def _follow_gesture(self, gesture: str) -> None:
        self._holds = bool(gesture)
        if gesture:
            self._motion.start()
        else:
            self._motion.stop()
            self.stilled.emit()
