"""The only writer: the current Scene, its history, and the newest resolved result."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.errors import FallLineError
from core.scene import Scene
from gui.resolve import Resolver, Symbolics
from gui.resolved import Canvas, Resolved
from gui.tasks import NewestRunner

UNDO_LIMIT = 500
VIEW_GESTURE = "view"
"""The gesture that changes only what is looked at."""

VIEW_PAUSE_MILLISECONDS = 40
"""While the view moves, the old picture is moved along and a new one made this often."""

log = logging.getLogger(__name__)


class Controller(QObject):
    """Holds the one document and has it resolved in the background.

    Every change, from wherever it comes, is a call of `replace` with the next Scene.
    """

    scene_changed = Signal(object)
    """The Scene, after every replacement, undo and redo."""

    resolved_changed = Signal(object)
    """The newest `Resolved`, each time a part of it is ready."""

    gesture_changed = Signal(str)
    """The name of the gesture that is under way; empty when it has ended."""

    rested = Signal()
    """Nothing more is being computed."""

    problem = Signal(str)
    """A sentence about something that went wrong in the background."""

    def __init__(self, scene: Scene, symbolics: Symbolics, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.resolved: Resolved | None = None
        self.history = QUndoStack(self)
        self.history.setUndoLimit(UNDO_LIMIT)
        self._gesture = 0
        self._is_held = False
        self._is_looking_around = False
        self._view_pause = QTimer(self)
        self._view_pause.setSingleShot(True)
        self._view_pause.setInterval(VIEW_PAUSE_MILLISECONDS)
        self._view_pause.timeout.connect(self._resolve)
        self._canvas: Canvas | None = None
        self._resolver = Resolver(symbolics)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self.accept)
        self._runner.failed.connect(self._report)
        self._runner.finished.connect(self.rested)

    def replace(self, scene: Scene, what: str, gesture: str = "", *, finished: bool = True) -> None:
        """Make `scene` the current one, as one undoable step.

        Parameters
        ----------
        scene
            The next document; nothing happens if it equals the current one.
        what
            What the person did, for the Undo menu.
        gesture
            Changes of one gesture, such as a drag, are one step in the history: those
            with the same name up to and including the one that is `finished`.
        finished
            Whether the gesture ends here.
        """
        self._is_held = not finished
        self._is_looking_around = gesture == VIEW_GESTURE and not finished
        if scene != self.scene:
            key = f"{gesture} {self._gesture}" if gesture else ""
            self.history.push(_Replacement(self, scene, what, key))
        if finished:
            self._gesture += 1
            if self._view_pause.isActive():
                self._resolve()
        self.gesture_changed.emit("" if finished else gesture)

    def set_canvas(self, canvas: Canvas) -> None:
        """Tell where the result will be drawn; it is resolved anew if that changed."""
        if canvas != self._canvas:
            self._canvas = canvas
            self._resolve()

    def cancel(self) -> None:
        """Give up what is being computed; what is on the screen stays."""
        self._runner.cancel()

    def close(self) -> None:
        """Stop the background thread; the controller is of no use afterwards."""
        self._view_pause.stop()
        self._runner.close()

    def show(self, scene: Scene) -> None:
        """Put a scene of the history on the screen; the history itself stays."""
        self.scene = scene
        self.scene_changed.emit(scene)
        if not self._is_looking_around:
            self._resolve()
        elif not self._view_pause.isActive():
            self._view_pause.start()

    def accept(self, resolved: Resolved) -> None:
        """Take in the newest result and tell the views."""
        self.resolved = resolved
        self.resolved_changed.emit(resolved)

    def _resolve(self) -> None:
        self._view_pause.stop()
        if self._canvas is not None:
            scene, canvas, is_held = self.scene, self._canvas, self._is_held
            self._runner.submit(
                lambda cancelled: self._resolver.resolve(scene, canvas, cancelled, is_held=is_held)
            )

    def _report(self, error: Exception) -> None:
        if isinstance(error, FallLineError):
            self.problem.emit(str(error))
            return
        log.error("unexpected error in the background", exc_info=error)
        sentence = self.tr("Something unexpected failed, and was left out: {0}")
        self.problem.emit(sentence.format(f"{type(error).__name__}: {error}"))


class _Replacement(QUndoCommand):
    """One step of the history: the scene before and the scene after."""

    ID = 1

    def __init__(self, controller: Controller, scene: Scene, what: str, gesture: str) -> None:
        super().__init__(what)
        self._controller = controller
        self._before = controller.scene
        self._after = scene
        self._gesture = gesture

    def id(self) -> int:
        """Say that replacements may merge, if `mergeWith` agrees."""
        return self.ID

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Take in the next change of the same gesture."""
        if not isinstance(other, _Replacement) or not self._gesture:
            return False
        if other._gesture != self._gesture:
            return False
        self._after = other._after
        return True

    def undo(self) -> None:
        """Show the scene before."""
        self._controller.show(self._before)

    def redo(self) -> None:
        """Show the scene after; also called when the step is first made."""
        self._controller.show(self._after)
