"""Which theme and text size the window has now."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from gui.style import apply_theme
from gui.theme import DARK, LIGHT, Theme, theme_for

TEXT_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Choice(Enum):
    """How light or dark is chosen."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Appearance(QObject):
    """Follows the system's light or dark unless told otherwise, and scales every text."""

    changed = Signal(object)
    """The new `Theme`; also emitted when only the text size changed."""

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self.choice = Choice.SYSTEM
        self.text_scale = 1.0
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        """The theme that is in use."""
        if self.choice is Choice.SYSTEM:
            return theme_for(self._application.styleHints().colorScheme())
        return DARK if self.choice is Choice.DARK else LIGHT

    def choose(self, choice: Choice) -> None:
        """Be light, be dark, or follow the system."""
        self.choice = choice
        self.apply()

    def scale_text(self, text_scale: float) -> None:
        """Multiply every text size; 1 is the usual."""
        self.text_scale = min(max(text_scale, TEXT_SCALES[0]), TEXT_SCALES[-1])
        self.apply()

    def larger(self) -> None:
        """Take the next larger text."""
        self.scale_text(min((s for s in TEXT_SCALES if s > self.text_scale), default=2.0))

    def smaller(self) -> None:
        """Take the next smaller text."""
        self.scale_text(max((s for s in TEXT_SCALES if s < self.text_scale), default=0.8))

    def apply(self) -> None:
        """Dress the application and tell everyone who paints."""
        apply_theme(self._application, self.theme, self.text_scale)
        self.changed.emit(self.theme)

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self.choice is Choice.SYSTEM:
            self.apply()
