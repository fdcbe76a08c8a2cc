"""What a person's hand asks of the views, turned into the next Scene."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import ExpressionError, SceneError
from core.optimizers import AnyOptimizer
from core.race import refuse_too_large
from core.scene import Contours, Entry, Parameter, Scene, StoppingRule, View
from core.scene_edits import (
    with_entry,
    with_entry_added,
    with_entry_duplicated,
    with_entry_removed,
    with_loss,
    with_parameter,
    with_start_added,
    with_start_moved,
    with_start_removed,
    with_view,
)
from core.schedule_factors import refuse_broken_schedules
from core.validation import validated
from gui.controller import VIEW_GESTURE, Controller
from gui.panels.loss_bar import LossBar
from gui.plot.navigation import pan

TYPING_PAUSE_MILLISECONDS = 150


class Intents(QObject):
    """Each method is one thing a person can do to the document."""

    refused = Signal(str)
    """Why a change can't be made, in a sentence."""

    def __init__(self, controller: Controller, loss_bar: LossBar, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._loss_bar = loss_bar
        self._typed = controller.scene.loss
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.take_typed_loss)

    @property
    def _scene(self) -> Scene:
        return self._controller.scene

    def type_loss(self, text: str) -> None:
        """Wait until the typing rests."""
        self._typed = text
        self._pause.start()

    def commit_loss(self, text: str) -> None:
        """Take the loss at once."""
        self._typed = text
        self.take_typed_loss()

    def take_typed_loss(self) -> None:
        """Make the typed loss the scene's, or say what is wrong with it."""
        self._pause.stop()
        try:
            scene = with_loss(self._scene, self._typed)
        except ExpressionError as error:
            self._loss_bar.set_error(error.message, error.span)
            return
        self._loss_bar.set_error("")
        self._controller.replace(scene, self.tr("Change of the loss"))

    def close(self) -> None:
        """Forget what was typed but not yet taken."""
        self._pause.stop()

    def add_start(self, x: float, y: float) -> None:
        """Let every method start from one more point."""
        self._enlarge(with_start_added(self._scene, x, y), self.tr("New start"))

    def move_start(self, index: int, x: float, y: float, finished: bool) -> None:
        """Drag a start; the whole drag is one step of the history."""
        scene = with_start_moved(self._scene, index, x, y)
        self._controller.replace(
            scene, self.tr("Move of a start"), f"start {index}", finished=finished
        )

    def remove_start(self, index: int) -> None:
        """Take a start away."""
        scene = with_start_removed(self._scene, index)
        self._controller.replace(scene, self.tr("Removal of a start"))

    def clear_starts(self) -> None:
        """Take every start away."""
        self._controller.replace(replace(self._scene, starts=()), self.tr("Removal of all starts"))

    def change_view(self, view: View, finished: bool) -> None:
        """Pan or zoom; consecutive moves are one step of the history."""
        scene = with_view(self._scene, view)
        self._controller.replace(
            scene, self.tr("Change of the view"), VIEW_GESTURE, finished=finished
        )

    def centre(self, x: float, y: float) -> None:
        """Bring a point to the middle of the view."""
        view = self._scene.view
        middle_x, middle_y = view.centre
        self.change_view(pan(view, x - middle_x, y - middle_y), True)

    def change_parameter(self, name: str, parameter: Parameter, finished: bool) -> None:
        """Slide a parameter of the loss."""
        scene = with_parameter(self._scene, name, parameter)
        self._controller.replace(
            scene, self.tr("Change of {0}").format(name), f"parameter {name}", finished=finished
        )

    def change_entry(self, index: int, entry: Entry, finished: bool) -> None:
        """Change a contestant: its hyperparameters, its name, its colour."""
        scene = with_entry(self._scene, index, entry)
        try:
            validated(scene)
        except SceneError as error:
            self.refused.emit(str(error))
            return
        self._controller.replace(
            scene, self.tr("Change of a method"), f"entry {index}", finished=finished
        )

    def add_entry(self, optimizer: AnyOptimizer) -> None:
        """Enter a method with its defaults."""
        self._enlarge(with_entry_added(self._scene, optimizer), self.tr("New method"))

    def duplicate_entry(self, index: int) -> None:
        """Enter a method a second time."""
        scene = with_entry_duplicated(self._scene, index)
        self._enlarge(scene, self.tr("Copy of a method"))

    def remove_entry(self, index: int) -> None:
        """Take a method out of the race."""
        scene = with_entry_removed(self._scene, index)
        self._controller.replace(scene, self.tr("Removal of a method"))

    def change_steps(self, steps: int) -> None:
        """Make the race longer or shorter."""
        self._enlarge(replace(self._scene, steps=steps), self.tr("Change of the number of steps"))

    def change_stopping(self, stopping: StoppingRule, finished: bool) -> None:
        """End runs earlier or later; a drag of a tolerance is one step of the history."""
        self._controller.replace(
            replace(self._scene, stopping=stopping),
            self.tr("Change of the stopping rule"),
            "stopping",
            finished=finished,
        )

    def change_contours(self, contours: Contours) -> None:
        """Space the contour lines differently."""
        self._controller.replace(
            replace(self._scene, contours=contours), self.tr("Change of the levels")
        )

    def _enlarge(self, scene: Scene, what: str) -> None:
        """Take a scene whose race may be larger, unless it doesn't fit or has no rate."""
        try:
            refuse_too_large(scene)
            refuse_broken_schedules(scene)
        except SceneError as error:
            self.refused.emit(str(error))
            return
        self._controller.replace(scene, what)
