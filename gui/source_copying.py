"""Copying a run of the race as a program, to be pasted into a notebook."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from core.source_code import numpy_source, pytorch_source
from gui.controller import Controller

WRITERS = {"numpy": numpy_source, "pytorch": pytorch_source}
"""Who writes a program, by the key of its language."""


class SourceCopying(QObject):
    """Puts programs on the clipboard."""

    copied = Signal(int, str)
    """Place of the entry whose program is on the clipboard, and the key of its language."""
    refused = Signal(str)
    """Why it can't be done, in a sentence."""

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller

    def copy(self, entry: int, language: str) -> None:
        """Copy the run of an entry from the first start."""
        scene = self._controller.scene
        if not scene.starts:
            self.refused.emit(self.tr("Place a start first: the program begins at one."))
            return
        QApplication.clipboard().setText(WRITERS[language](scene, entry, 0))
        self.copied.emit(entry, language)
